"""The server: everything that exists, and the sockets it listens on."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.discord_server import (
    routes_commands,
    routes_guilds,
    routes_interactions,
    routes_messages,
    routes_users,
    routes_webhooks,
    shapes,
)
from tests.discord_server.api import Api
from tests.discord_server.cdn import Cdn
from tests.discord_server.changes import Changes
from tests.discord_server.clock import Clock
from tests.discord_server.commands import Commands
from tests.discord_server.desk import Desk
from tests.discord_server.faults import Faults
from tests.discord_server.gateway import Socket
from tests.discord_server.guilds import DEFAULT_UPLOAD_LIMIT, Channel, Guild
from tests.discord_server.intents import EVERY, PRIVILEGED, Intent
from tests.discord_server.interactions import Interaction
from tests.discord_server.limits import Limits
from tests.discord_server.log import Entry
from tests.discord_server.member import Member
from tests.discord_server.messages import Message
from tests.discord_server.people import User
from tests.discord_server.sessions import RESUMABLE_SECONDS, Sent, Session
from tests.discord_server.voice import VoiceServer

#: a body larger than this is refused before it is read
LARGEST_BODY = 128 * 2**20
#: flags of the application: message content limited, as for a bot in fewer than 100 servers
GATEWAY_MESSAGE_CONTENT_LIMITED = 1 << 19
GATEWAY_GUILD_MEMBERS_LIMITED = 1 << 15
GATEWAY_PRESENCE_LIMITED = 1 << 13


class LoopbackDiscord:
    """A Discord on this machine, for the one bot whose `token` it holds.

    Enter it (`async with`) to listen. `allowed_intents`: what is switched on in the developer portal.
    `rate_limits`: whether Discord's limits are enforced (by real time). `heartbeat`: seconds.
    """

    def __init__(
        self,
        *,
        bot_name: str = "Cadenza",
        allowed_intents: Intent = EVERY & ~PRIVILEGED,
        rate_limits: bool = True,
        heartbeat: float = 41.25,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.clock = Clock()
        self.changes = Changes()
        self.clock.turned = self.changes.happened
        self.faults = Faults(self)
        self.limits = Limits(rate_limits)
        self.log: list[Entry] = []
        #: errors of this server itself; the first is raised when it is left
        self.failures: list[Exception] = []
        self.allowed_intents = allowed_intents
        self.heartbeat = heartbeat
        #: how many shards the gateway recommends
        self.shards = 1
        self.direct_upload_limit = DEFAULT_UPLOAD_LIMIT
        #: seconds for which a nonce is remembered ("the past few minutes")
        self.nonce_seconds = 180.0

        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.interactions: dict[str, Interaction] = {}
        self.nonces: dict[str, Message] = {}
        self.directs: dict[int, Channel] = {}
        self.sessions: dict[str, Session] = {}
        self.sockets: set[Socket] = set()
        self.identified = 0
        self.resumed = 0

        self.bot_user = self._account(bot_name, bot=True)
        self.application_id = self.bot_user.id
        self.owner = self._account("Owner")
        self.token = self._new_token()
        self.commands = Commands(self)
        self.desk = Desk(self)
        self.cdn = Cdn(self)
        self.voice = VoiceServer(self)

        self._host, self._port = host, port
        self.app = self._application()
        self._runner: web.AppRunner | None = None

    # ------------------------------------------------------------------ listening

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        await self.voice.start(self._host)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.faults.clear()
        self.desk.close()
        self.faults.drop_gateway()
        await self.voice.stop()
        assert self._runner is not None
        await self._runner.cleanup()
        if error is None and self.failures:
            raise self.failures[0]

    @property
    def origin(self) -> str:
        return f"http://{self._host}:{self._port}"

    @property
    def api_base(self) -> str:
        return f"{self.origin}/api"

    @property
    def gateway_url(self) -> str:
        return f"ws://{self._host}:{self._port}/gateway"

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_BODY)
        api = Api(self)
        for subject in (
            routes_users,
            routes_guilds,
            routes_commands,
            routes_messages,
            routes_interactions,
            routes_webhooks,
        ):
            api.add(app.router, subject.ROUTES)
        api.add_unknown(app.router)
        app.router.add_get("/gateway", self._serve_gateway)
        app.router.add_get("/gateway/", self._serve_gateway)
        app.router.add_get("/voice/", self.voice.serve)
        path = r"/cdn/{folder:(ephemeral-)?attachments}/{channel:\d+}/{number:\d+}/{name}"
        app.router.add_get(path, self.cdn.serve)
        return app

    async def _serve_gateway(self, request: web.Request) -> web.StreamResponse:
        return await Socket(self, request).serve()

    # ------------------------------------------------------------------ what exists

    @property
    def application_flags(self) -> int:
        flags = 0
        for intent, flag in (
            (Intent.MESSAGE_CONTENT, GATEWAY_MESSAGE_CONTENT_LIMITED),
            (Intent.GUILD_MEMBERS, GATEWAY_GUILD_MEMBERS_LIMITED),
            (Intent.GUILD_PRESENCES, GATEWAY_PRESENCE_LIMITED),
        ):
            if self.allowed_intents & intent:
                flags |= flag
        return flags

    def _new_token(self) -> str:
        first = base64.b64encode(str(self.bot_user.id).encode()).decode().rstrip("=")
        return f"{first}.{secrets.token_urlsafe(5)[:6]}.{secrets.token_urlsafe(28)}"

    def _account(self, name: str, *, bot: bool = False) -> User:
        user = User(self.clock.snowflake(), name, bot)
        self.users[user.id] = user
        return user

    def add_user(self, name: str) -> Member:
        """Somebody who is in no guild of the bot."""
        return Member(self, self._account(name))

    def add_guild(self, name: str, *, with_bot: bool = True, bot_permissions: Any = ()) -> Guild:
        """A server; `bot_permissions` are what its bot role adds to @everyone's."""
        guild = Guild(self, name, self.owner)
        self.guilds[guild.id] = guild
        guild.join(self.owner)
        if with_bot:
            guild.join(self.bot_user, bot_permissions)
        self.changed()
        return guild

    def add_member(self, name: str, guild: Guild, permissions: Any = ()) -> Member:
        """Somebody in a guild; `permissions` (names or bits) come on top of @everyone's."""
        member = self.add_user(name)
        guild.join(member.user, permissions)
        self.changed()
        return member

    def direct_channel(self, user: User) -> Channel:
        """The direct conversation of a user with the bot."""
        channel = self.directs.get(user.id)
        if channel is None:
            channel = self.directs[user.id] = Channel(self, "", recipient=user)
            self.channels[channel.id] = channel
        return channel

    async def revoke_token(self) -> None:
        """The owner makes a new token: what holds the old one is thrown out and refused."""
        self.token = self._new_token()
        self.sessions.clear()
        await self.faults.close_gateway(4004)

    # ------------------------------------------------------------------ events

    def deliver(
        self,
        event: str,
        data: Any,
        intent: Intent = Intent.NONE,
        *,
        guild: Guild | None = None,
        content: Callable[[bool], Any] | None = None,
        sent: Sent | None = None,
    ) -> None:
        """Sends an event to every session that asked for it.

        `content(True or False)` makes the data instead, with or without the message content intent.
        """
        if guild is not None and not guild.has_bot:
            return
        for session in list(self.sessions.values()):
            if self._is_over(session) or not session.covers(guild.id if guild else None):
                continue
            if intent and not session.intents & intent:
                continue
            if content is not None:
                data = content(bool(session.intents & Intent.MESSAGE_CONTENT))
            session.send(event, data, sent)

    def outgoing(self, what: str, data: Any) -> None:
        """Notes what this server is about to send, and whether it has the shape that Discord documents."""
        if wrong := shapes.check(what, data):
            self.failures.append(AssertionError("\n".join(wrong)))

    def _is_over(self, session: Session) -> bool:
        gone = session.alone_since
        if session.connected or gone is None or self.clock.now() - gone < RESUMABLE_SECONDS:
            return False
        self.end_session(session)
        return True

    def resumable(self, session_id: Any) -> Session | None:
        session = self.sessions.get(session_id)
        return None if session is None or self._is_over(session) else session

    def end_session(self, session: Session) -> None:
        """The session is forgotten; a RESUME of it is answered with INVALID_SESSION."""
        self.sessions.pop(session.id, None)
        self.changed()

    # ------------------------------------------------------------------ waiting

    def changed(self) -> None:
        """Wakes everybody in `until`."""
        self.changes.happened()

    async def until(self, condition: Callable[[], Any], timeout: float = 20) -> Any:  # noqa: ASYNC109
        """Waits until `condition()` is true and returns what it returned."""
        return await self.changes.until(condition, timeout, self._last_requests)

    def _last_requests(self) -> str:
        last = ", ".join(f"{e.method} {e.path} {e.status}" for e in self.log[-5:]) or "none"
        return f"The last requests of the bot: {last}."

    async def bot_ready(self, timeout: float = 60) -> None:  # noqa: ASYNC109
        """Waits until a session has identified (or resumed) and is connected."""
        await self.until(lambda: any(s.connected and s.is_ready for s in self.sessions.values()), timeout)
