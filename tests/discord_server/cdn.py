"""Addresses for attachments: signed, expiring, and misbehaving where a test wants it."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from tests.discord_server.messages import Attachment, Upload, content_type_of

if TYPE_CHECKING:
    from tests.discord_server.server import LoopbackDiscord

#: an address is good for a day
ADDRESS_SECONDS = 24 * 3600
CHUNK = 16 * 1024


class Cdn:
    """Stores files and serves them at /cdn/attachments/{channel}/{id}/{filename}."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self._files: dict[int, Attachment] = {}

    def store(
        self, upload: Upload, channel_id: int, *, temporary: bool = False, description: str | None = None
    ) -> Attachment:
        """Keeps a file. `temporary`: an option of a command or a file of a private answer."""
        number = self._discord.clock.snowflake()
        # the name as Discord keeps it: no path, no spaces
        name = upload.filename.replace("\\", "/").rsplit("/", 1)[-1].replace(" ", "_") or "unknown"
        until = int(self._discord.clock.now()) + ADDRESS_SECONDS
        folder = "ephemeral-attachments" if temporary else "attachments"
        path = f"/cdn/{folder}/{channel_id}/{number}/{quote(name)}"
        query = f"ex={until:x}&is={until - ADDRESS_SECONDS:x}&hm={signature(path, until)}&"
        item = Attachment(
            id=number,
            filename=name,
            data=upload.data,
            url=f"{self._discord.origin}{path}?{query}",
            content_type=upload.content_type or content_type_of(name),
            description=description or upload.description,
            ephemeral=temporary,
            claimed_size=upload.claimed_size,
            expired=upload.expired,
            trickle=upload.trickle,
            endless=upload.endless,
            seconds=upload.seconds,
            waveform=upload.waveform,
        )
        self._files[number] = item
        return item

    async def serve(self, request: web.Request) -> web.StreamResponse:
        await self._discord.faults.quiet()
        item = self._files.get(int(request.match_info["number"]))
        if item is None or item.expired or not self._is_good(request):
            return web.Response(status=404, text="This content is no longer available.")
        response = web.StreamResponse()
        response.content_type = item.content_type or "application/octet-stream"
        if not item.endless:
            response.content_length = len(item.data)
        await response.prepare(request)
        try:
            await self._send(item, response)
            await response.write_eof()
        except ConnectionError:  # the client has read enough
            pass
        return response

    async def _send(self, item: Attachment, response: web.StreamResponse) -> None:
        size = CHUNK if item.trickle is None else max(1, int(item.trickle / 10))
        for start in range(0, len(item.data), size):
            chunk = item.data[start : start + size]
            if item.trickle is not None:
                await asyncio.sleep(len(chunk) / item.trickle)
            await response.write(chunk)
            item.served += len(chunk)
        while item.endless:
            await response.write(b"\0" * size)
            item.served += size
            await asyncio.sleep(0.1 if item.trickle is not None else 0)

    def _is_good(self, request: web.Request) -> bool:
        try:
            until = int(request.query.get("ex", ""), 16)
        except ValueError:
            return False
        good = request.query.get("hm") == signature(request.rel_url.raw_path, until)
        return good and self._discord.clock.now() < until


def signature(path: str, until: int) -> str:
    return hashlib.blake2s(f"{path} {until}".encode()).hexdigest()
