"""A site with one archive, on the loopback address: the internet of these tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Site:
    """`files` by path. `break_after` bytes of a download the connection is cut, once; `statuses` are answered
    instead of the file, in turn. `ranges`: the Range headers that came; `broken`: a connection was cut."""

    files: dict[str, bytes]
    address: str = ""
    etag: str = '"one"'
    break_after: int = 0
    silent: bool = False
    tells_length: bool = True
    statuses: list[int] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    broken: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.ranges.append(request.headers.get("Range", ""))
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        data = self.files.get(request.path)
        if data is None:
            return web.Response(status=404)
        start = 0
        if (asked := request.headers.get("Range")) and request.headers.get("If-Range") == self.etag:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
        response = web.StreamResponse(status=206 if start else 200, headers={"ETag": self.etag})
        if self.tells_length:
            response.content_length = len(data) - start
        await response.prepare(request)
        if self.silent:
            await asyncio.sleep(30)
        if self.break_after:
            await response.write(data[start : start + self.break_after])
            await asyncio.sleep(0.05)
            self.break_after = 0
            assert request.transport is not None
            request.transport.abort()
            self.broken.set()
            return response
        await response.write(data[start:])
        await response.write_eof()
        return response


@asynccontextmanager
async def serving(files: dict[str, bytes]) -> AsyncIterator[Site]:
    site = Site(files)
    app = web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    listener = web.TCPSite(runner, "127.0.0.1", 0)
    await listener.start()
    assert runner.addresses
    site.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield site
    finally:
        await runner.cleanup()
