"""What goes wrong on purpose: errors, rate limits, silence, torn sockets."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.discord_server.server import LoopbackDiscord

MESSAGES = {
    500: "500: Internal Server Error",
    502: "502: Bad Gateway",
    503: "503: Service Unavailable",
    504: "504: Gateway Timeout",
}


@dataclass(slots=True, eq=False)
class Fault:
    """One planned misbehaviour of a route. `used` counts the requests it has hit."""

    method: str
    path: re.Pattern[str]
    #: how many requests it still hits; None: until removed
    times: int | None
    status: int | None = None
    body: Any = None
    headers: dict[str, str] | None = None
    #: seconds before anything happens
    wait: float = 0.0
    #: the request is carried out, and the answer gets lost on the way
    lost: bool = False
    used: int = 0

    def hits(self, method: str, path: str) -> bool:
        return self.times != 0 and self.method in ("*", method) and self.path.fullmatch(path) is not None


def pattern(path: str) -> re.Pattern[str]:
    """`*` stands for one part of a path, `**` for any number of them."""
    parts = re.split(r"(\*\*|\*)", path)
    return re.compile("".join({"*": "[^/]+", "**": ".*"}.get(p, re.escape(p)) for p in parts))


class Faults:
    """Paths are those after the version: "/channels/*/messages"."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self._planned: list[Fault] = []
        self._silent_until = 0.0
        self._dropping: asyncio.Task[None] | None = None
        self._cleared = asyncio.Event()

    def answer(
        self, method: str, path: str, *, status: int, times: int | None = 1, body: Any = None
    ) -> Fault:
        """The next `times` requests are answered with a status, and nothing is done: a line of text, as a
        proxy sends it, or `body` (dict) as JSON. `times` None: until the fault is removed."""
        return self._plan(Fault(method, pattern(path), times, status=status, body=body))

    def rate_limit(
        self,
        method: str,
        path: str,
        *,
        retry_after: float = 1.0,
        times: int | None = 1,
        everywhere: bool = False,
        via: bool = True,
    ) -> Fault:
        """The next `times` requests are answered 429. `everywhere`: the global limit; `via` False: refused by
        the proxy in front of Discord, which clients must not take for an ordinary limit."""
        body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
        headers = {
            "Retry-After": str(retry_after),
            "X-RateLimit-Scope": "global" if everywhere else "user",
        }
        if everywhere:
            headers["X-RateLimit-Global"] = "true"
        if via:
            headers["Via"] = "1.1 google"
        return self._plan(Fault(method, pattern(path), times, status=429, body=body, headers=headers))

    def hang(self, method: str, path: str, seconds: float, *, times: int | None = 1) -> Fault:
        """The next `times` requests wait so long (real seconds) before they are carried out."""
        return self._plan(Fault(method, pattern(path), times, wait=seconds))

    def lose_answer(self, method: str, path: str, *, times: int | None = 1) -> Fault:
        """The next `times` requests are carried out, and the connection breaks before the answer."""
        return self._plan(Fault(method, pattern(path), times, lost=True))

    def remove(self, fault: Fault) -> None:
        self._planned.remove(fault)

    def clear(self) -> None:
        """Nothing goes wrong from here on."""
        self._planned.clear()
        self._cleared.set()
        self._cleared = asyncio.Event()
        self._silent_until = 0.0
        self._stop_dropping()

    def silence(self, seconds: float) -> None:
        """For so many real seconds nothing answers: requests wait, the gateway sends nothing."""
        self._silent_until = time.monotonic() + seconds

    async def quiet(self) -> None:
        """Returns when there is no silence."""
        while (left := self._silent_until - time.monotonic()) > 0:
            await self.wait(left)

    async def wait(self, seconds: float) -> None:
        """Real seconds, cut short by `clear`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._cleared.wait()

    def drop_gateway(self) -> int:
        """Tears every gateway connection; returns how many there were."""
        sockets = list(self._discord.sockets)
        for socket in sockets:
            socket.tear()
        return len(sockets)

    async def close_gateway(self, code: int = 4000) -> None:
        """Closes every gateway connection with a close code."""
        for socket in list(self._discord.sockets):
            await socket.close(code)

    def drop_gateway_every(self, seconds: float) -> Callable[[], None]:
        """Tears every connection again and again; call what is returned (or pass 0) to stop."""
        self._stop_dropping()
        if seconds > 0:
            self._dropping = asyncio.create_task(self._drop_again_and_again(seconds))
        return self._stop_dropping

    async def _drop_again_and_again(self, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            self.drop_gateway()

    def _stop_dropping(self) -> None:
        if self._dropping is not None:
            self._dropping.cancel()
            self._dropping = None

    def reconnect(self) -> None:
        """Asks every client to reconnect and resume (opcode 7)."""
        for socket in list(self._discord.sockets):
            socket.put_op(7, None)

    def invalidate_session(self, *, resumable: bool = False) -> None:
        """Opcode 9 to every client; where it is not resumable, the sessions end."""
        for socket in list(self._discord.sockets):
            session = socket.session
            socket.put_op(9, resumable)
            if session is not None and not resumable:
                self._discord.end_session(session)

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that hits this request, counted as used."""
        for fault in self._planned:
            if fault.hits(method, path):
                fault.used += 1
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times == 0:
                        self._planned.remove(fault)
                return fault
        return None

    def _plan(self, fault: Fault) -> Fault:
        self._planned.append(fault)
        return fault
