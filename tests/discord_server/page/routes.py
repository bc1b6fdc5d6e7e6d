"""The page's addresses, and who may use them: loopback names only, and deeds only from the page itself."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from tests.discord_server import Guild, LoopbackDiscord, Member
from tests.discord_server.page.events import Stream
from tests.discord_server.page.play import Play, read

STATIC = Path(__file__).with_name("static")
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
LOOPBACK = ("127.0.0.1", "localhost", "::1")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Page:
    """Serves the page on the server's own address. Make it before the server listens."""

    def __init__(self, discord: LoopbackDiscord, members: list[Member]) -> None:
        self._discord = discord
        self._members = members
        self._play = Play(discord)
        discord.app.router.add_get("/", self._file)
        discord.app.router.add_get(r"/page/{name:[\w-]+\.(?:css|js|svg)}", self._file)
        discord.app.router.add_get("/play/events", self._events)
        discord.app.router.add_post("/play/{deed}", self._do)

    def _check(self, request: web.Request) -> None:
        """403 under a name that is not this machine's (DNS rebinding), or from another page (CSRF)."""
        check_host(request)
        origin = request.headers.get("Origin")
        foreign = origin is not None and origin != f"http://{request.host}"
        if foreign or request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise web.HTTPForbidden(text="This comes from another page.")

    def _member(self, request: web.Request) -> Member:
        wanted = request.query.get("as")
        return next((m for m in self._members if str(m.id) == wanted), self._members[0])

    async def _file(self, request: web.Request) -> web.Response:
        check_host(request)
        if f"http://{request.host}" != self._discord.origin:  # pictures and audio come from this origin alone
            raise web.HTTPFound(self._discord.origin + request.path_qs)
        path = STATIC / request.match_info.get("name", "index.html")
        if not path.is_file():
            raise web.HTTPNotFound
        return web.Response(
            body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8", headers=HEADERS
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        self._check(request)
        return await Stream(self._discord, self._member(request), self._members).serve(request)

    async def _do(self, request: web.Request) -> web.Response:
        self._check(request)
        deed = self._play.deeds.get(request.match_info["deed"])
        if deed is None:
            raise web.HTTPNotFound
        try:
            told = await deed(self._member(request), await read(request))
        except (LookupError, ValueError) as error:
            return web.json_response({"refused": str(error.args[0] if error.args else error)}, status=400)
        return web.json_response(told)


def check_host(request: web.Request) -> None:
    if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        raise web.HTTPForbidden(text="This page answers under 127.0.0.1 or localhost alone.")


def furnish(discord: LoopbackDiscord) -> tuple[Guild, list[Member]]:
    """A server with two channels, a member and a moderator."""
    guild = discord.add_guild("Music Room")
    guild.add_channel("general", topic="Talk about music")
    guild.add_channel("composing", topic="Ask for new pieces")
    ann = discord.add_member("Ann", guild)
    mo = discord.add_member("Mo", guild, permissions=("manage_messages", "manage_guild"))
    return guild, [ann, mo]
