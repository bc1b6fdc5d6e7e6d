"""The operators' port, on this machine alone: /health for whoever restarts what is ill, and /metrics for
Prometheus."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.assistant.assistant import Assistant
from bot.assistant.measures import CONTENT_TYPE
from bot.settings import BadSetting
from music.errors import CadenzaError

log = logging.getLogger("cadenza.watching")

HOST = "127.0.0.1"
#: a request has to arrive within this
_SECONDS = 5.0
_PLAIN = "text/plain; charset=utf-8"
Answer = tuple[str, str, str]


@asynccontextmanager
async def watched(assistant: Assistant, port: int | None) -> AsyncIterator[int]:
    """Answers on that port for as long as it is entered; gives the port (another one for 0), 0 where None was
    asked for. Raises BadSetting when the port is taken."""
    if port is None:
        yield 0
        return

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                method, path, *_ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
                status, kind, text = await answer(assistant, method, path.partition("?")[0])
                data = text.encode()
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n"
                    "Cache-Control: no-store\r\nConnection: close\r\n\r\n".encode()
                )
                writer.write(b"" if method == "HEAD" else data)
                await writer.drain()
        except (TimeoutError, ValueError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            log.debug("a request to the operators' port was broken off")
        finally:
            writer.close()

    try:
        server = await asyncio.start_server(serve, HOST, port, limit=8192)
    except OSError as error:
        raise BadSetting(
            f"The setting CADENZA_METRICS_PORT cannot be used: port {port} on {HOST} is taken or forbidden "
            f"({error.strerror}); another one works."
        ) from error
    async with server:
        yield int(server.sockets[0].getsockname()[1])


async def answer(assistant: Assistant, method: str, path: str) -> Answer:
    """(status, type, text) for a request."""
    if method not in ("GET", "HEAD"):
        return "405 Method Not Allowed", _PLAIN, "GET works here.\n"
    try:
        if path == "/metrics":
            return "200 OK", CONTENT_TYPE, await assistant.metrics()
        if path == "/health":
            ill = await assistant.ill()
            return ("503 Service Unavailable" if ill else "200 OK"), _PLAIN, f"{ill or 'ok'}\n"
    except CadenzaError as error:
        return "503 Service Unavailable", _PLAIN, f"{error}\n"
    return "404 Not Found", _PLAIN, "There is /health and /metrics.\n"
