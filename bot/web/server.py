"""The web server: its addresses, its start and its end."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.assistant.assistant import Assistant
from bot.settings import Settings
from bot.web.answers import HANDLERS
from bot.web.files import Files
from bot.web.languages import Languages
from bot.web.listening import ListeningDesk
from bot.web.moderation import ModerationDesk
from bot.web.persons import Cookies, Door
from bot.web.privacy import PrivacyDesk
from bot.web.security import PAGES, Guard, Tokens, WebAddressRefused, check_address
from bot.web.styles import StyleDesk
from bot.web.turns import Conversations

#: how long answers under way may take after a stop was asked for
GRACE_SECONDS = 5


def create_app(assistant: Assistant, settings: Settings) -> Starlette:
    """The page on `assistant`. Set `app.state.stopping` (an asyncio.Event) to end the event streams."""
    stopping = asyncio.Event()
    tokens = Tokens(settings.web_token.get_secret_value())
    cookies = Cookies.for_port(settings.web_port)
    door = Door(cookies, tokens)
    conversations = Conversations(assistant, door, stopping)
    files = Files(assistant)
    privacy = PrivacyDesk(assistant, door)
    listening = ListeningDesk(assistant, door)
    moderation, styles = ModerationDesk(assistant, door), StyleDesk(assistant, door)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await conversations.close()

    app = Starlette(
        routes=[
            *(Route(path, door.page) for path in PAGES),
            Route("/login", door.login, methods=["POST"]),
            Route("/api/turns", conversations.turn, methods=["POST"]),
            Route("/api/cancel", conversations.cancel, methods=["POST"]),
            Route("/api/conversation", conversations.history),
            Route("/api/events", conversations.events),
            Route("/api/privacy", privacy.show),
            Route("/api/privacy", privacy.change, methods=["POST"]),
            Route("/api/privacy/export", privacy.export),
            Route("/api/choices", conversations.choices),
            Route("/api/favourites", listening.favourites),
            Route("/api/takes/delete", listening.delete, methods=["POST"]),
            Route("/api/taste", listening.taste),
            Route("/api/taste", listening.reset, methods=["POST"]),
            Route("/api/taste/map.png", listening.map),
            Route("/api/taste/export", listening.export),
            Route("/api/moderation/settings", moderation.settings),
            Route("/api/moderation/settings", moderation.set, methods=["POST"]),
            Route("/api/moderation/log", moderation.log),
            Route("/api/moderation/undo", moderation.undo, methods=["POST"]),
            Route("/api/moderation/tracks", moderation.tracks),
            Route("/api/moderation/block", moderation.block, methods=["POST"]),
            Route("/api/moderation/figures", moderation.figures),
            Route("/api/moderation/styles", styles.show),
            Route("/api/moderation/styles", styles.change, methods=["POST"]),
            Route("/api/moderation/styles/export", styles.export),
            Route("/api/moderation/preview.{format}", styles.preview),
            Route("/files/{name}", files.take),
            Route("/tracks/{name}", files.track),
            Mount("/static", StaticFiles(directory=Path(__file__).with_name("static"))),
        ],
        middleware=[
            Middleware(Languages, cookie=cookies.language),
            Middleware(Guard, tokens=tokens, token_cookie=cookies.token),
        ],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.state.stopping = stopping
    return app


class _Server(uvicorn.Server):
    """uvicorn waits for every answer when it stops; an event stream never ends by itself, so we end it."""

    def __init__(self, config: uvicorn.Config, stopping: asyncio.Event) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.set()
        await super().shutdown(sockets)


def listen(settings: Settings) -> socket.socket:
    """A listening socket at the address of the settings (port 0: any free one).

    Raises WebAddressRefused if the page must not be offered there, or the address is taken or unknown.
    """
    host, port = settings.web_host, settings.web_port
    check_address(host, settings.web_token.get_secret_value())
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError:
        raise WebAddressRefused(
            f"There is no address {host!r} on this machine; CADENZA_WEB_HOST=127.0.0.1 works."
        ) from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise WebAddressRefused(
                f"Port {port} on {host} is in use, perhaps by another Cadenza; "
                "choose another with --port or CADENZA_WEB_PORT."
            ) from None
        raise WebAddressRefused(
            f"The page cannot listen on {host} port {port}: {error.strerror}; "
            "127.0.0.1 and a port from 1024 work."
        ) from None
    listener.setblocking(False)
    return listener


def address_of(listener: socket.socket) -> str:
    """The page's address as a person types it."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = socket.gethostname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve(assistant: Assistant, settings: Settings, listener: socket.socket | None = None) -> None:
    """Serves the page until SIGINT or SIGTERM. Raises WebAddressRefused as `listen` does."""
    listener = listener or listen(settings)
    # Port 0 was replaced by a real one; the cookies are named after it.
    settings = settings.model_copy(update={"web_port": listener.getsockname()[1]})
    app = create_app(assistant, settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # addresses name takes, and people's habits are none of the log's business
        server_header=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    await _Server(config, app.state.stopping).serve(sockets=[listener])
