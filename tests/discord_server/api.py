"""From an HTTP request to a handler and back: version prefix, token, limits, faults, errors, log."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.discord_server import errors
from tests.discord_server.faults import MESSAGES
from tests.discord_server.log import Entry

if TYPE_CHECKING:
    from tests.discord_server.server import LoopbackDiscord

#: reason of an answer that nobody will read
LOST = "Lost"
#: with and without the version
PREFIXES = ("/api/v10", "/api")


class Call:
    """One request, as a handler sees it."""

    def __init__(self, discord: LoopbackDiscord, request: web.Request, arrived: float) -> None:
        self.discord = discord
        self.request = request
        #: when it arrived: real monotonic seconds, and the server's clock
        self.arrived = arrived
        self.at = discord.clock.now()

    def id(self, name: str) -> int:
        """A path parameter that has to be a snowflake."""
        value = self.request.match_info[name]
        if not value.isdecimal() or len(value) > 20:
            raise errors.invalid_form(
                (name + "_id",), "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.'
            )
        return int(value)

    def text(self, name: str) -> str:
        return self.request.match_info[name]

    def query(self, name: str) -> str | None:
        return self.request.query.get(name)

    def flag(self, name: str) -> bool:
        return self.request.query.get(name, "").lower() in ("1", "true")

    async def json(self) -> Any:
        try:
            return json.loads(await self.request.read())
        except ValueError:
            raise errors.ApiError(400, 50109, "The request body contains invalid JSON.") from None


Handler = Callable[[Call], Awaitable[Any]]
#: method, template, handler, whether the bot's token is needed
Route = tuple[str, str, Handler, bool]


class Api:
    """Registers routes and answers them."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord

    def add(self, router: web.UrlDispatcher, routes: list[Route]) -> None:
        for method, template, handler, needs_token in routes:
            answer = self._answering(template, handler, needs_token)
            for prefix in PREFIXES:
                router.add_route(method, prefix + template, answer)

    def add_unknown(self, router: web.UrlDispatcher) -> None:
        """Everything else below the prefix is 404, recorded as such."""

        async def nothing(call: Call) -> Any:
            raise errors.not_found()

        router.add_route("*", "/api/{rest:.*}", self._answering("/{unknown}", nothing, True))

    def _answering(
        self, template: str, handler: Handler, needs_token: bool
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            arrived = time.monotonic()
            call = Call(self._discord, request, arrived)
            path = without_prefix(request.path)
            status = code = 0
            try:
                response, code = await self._respond(call, template, path, handler, needs_token)
                status = 0 if response.reason == LOST else response.status
                return response
            except Exception as error:
                self._discord.failures.append(error)
                raise
            finally:
                took = (time.monotonic() - arrived) * 1000
                method = request.method
                self._discord.log.append(Entry(method, template, path, status, call.at, took, code))
                self._discord.changed()

        return answer

    async def _respond(
        self, call: Call, template: str, path: str, handler: Handler, needs_token: bool
    ) -> tuple[web.Response, int]:
        discord, request = self._discord, call.request
        await discord.faults.quiet()
        fault = discord.faults.take(request.method, path)
        if fault is not None and fault.wait:
            await discord.faults.wait(fault.wait)
        if request.transport is None or request.transport.is_closing():
            return web.Response(status=204, reason=LOST), 0
        if fault is not None and fault.status is not None:
            return planned(fault.status, fault.body, fault.headers), 0
        verdict = discord.limits.count(request.method, template, major(request))
        if verdict.retry_after:
            body = {
                "message": "You are being rate limited.",
                "retry_after": verdict.retry_after,
                "global": verdict.everywhere,
            }
            more = {"Retry-After": str(verdict.retry_after), "Via": "1.1 google"}
            return as_json(body, 429, {**verdict.headers, **more}), 0
        try:
            if needs_token and request.headers.get("Authorization") != f"Bot {discord.token}":
                raise errors.unauthorized()
            result = await handler(call)
        except errors.ApiError as error:
            return as_json(error.body, error.status, verdict.headers), error.code
        if fault is not None and fault.lost:
            request.transport.abort()
            return web.Response(status=204, reason=LOST), 0
        discord.outgoing(f"{request.method} {template}", result)
        if result is None:
            return web.Response(status=204, headers=verdict.headers), 0
        return as_json(result, 200, verdict.headers), 0


def without_prefix(path: str) -> str:
    for prefix in PREFIXES:
        if path.startswith(prefix + "/"):
            return path.removeprefix(prefix)
    return path


def major(request: web.Request) -> str:
    """The major parameters that make a bucket of their own."""
    info = request.match_info
    return "+".join(info[key] for key in ("channel", "guild", "application", "token") if key in info)


def as_json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON with the bare media type that Discord sends (no charset)."""
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers=headers, content_type="application/json"
    )


def planned(status: int, body: Any, headers: dict[str, str] | None) -> web.Response:
    if body is None:
        return web.Response(text=MESSAGES.get(status, f"{status}"), status=status, headers=headers)
    return as_json(body, status, headers)
