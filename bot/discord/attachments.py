"""Uploads: looked at from outside first, fetched from Discord's CDN alone, within bounds.

What is inside is read in the engine child, under its own bounds.
"""

import asyncio
from collections.abc import Collection
from urllib.parse import urlsplit

import aiohttp
import discord

from bot.assistant.events import Attachment
from bot.settings import is_loopback
from music.errors import CadenzaError
from music.formats import SUFFIXES
from music.midi_bounds import MAX_BYTES

CDN_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
DEADLINE_SECONDS = 15.0
STALL_SECONDS = 5.0
CHUNK = 64 * 1024
KINDS = "MIDI, ABC and MusicXML (.mid, .midi, .abc, .musicxml, .xml, .mxl)"

#: what the content of a kind of file begins with
_BEGINS: dict[str, tuple[bytes, ...]] = {
    ".mid": (b"MThd", b"RIFF"),
    ".midi": (b"MThd", b"RIFF"),
    ".mxl": (b"PK",),
}


async def fetch(
    attachment: discord.Attachment,
    session: aiohttp.ClientSession,
    *,
    loopback: bool,
    suffixes: Collection[str] = SUFFIXES,
    kinds: str = KINDS,
) -> Attachment:
    """The content of `attachment`, of one of these kinds. `loopback`: Discord's API is on this machine, and
    so may be its CDN.

    Raises CadenzaError with one sentence for what is refused.
    """
    name = attachment.filename
    suffix = f".{name.rpartition('.')[2].lower()}"
    if suffix not in suffixes:
        raise CadenzaError(f"I read {kinds}; “{name[:60]}” is something else.")
    if attachment.size > MAX_BYTES:
        raise CadenzaError(
            f"“{name[:60]}” is too large ({attachment.size:,} bytes); up to {MAX_BYTES:,} work."
        )
    _check_address(attachment.url, loopback)
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            data = await _download(attachment.url, session, name)
    except TimeoutError:
        raise CadenzaError(f"“{name[:60]}” takes too long to arrive; attach it again.") from None
    except aiohttp.ClientError:
        raise CadenzaError(f"“{name[:60]}” could not be fetched from Discord; attach it again.") from None
    if not data:
        raise CadenzaError(f"“{name[:60]}” is empty; attach a file with music in it.")
    if suffix in _BEGINS and not data.startswith(_BEGINS[suffix]):
        raise CadenzaError(f"“{name[:60]}” is called {suffix}, but its content is not; I read {KINDS}.")
    return Attachment(name, data)


async def _download(url: str, session: aiohttp.ClientSession, name: str) -> bytes:
    timeout = aiohttp.ClientTimeout(total=None, connect=STALL_SECONDS, sock_read=STALL_SECONDS)
    async with session.get(url, allow_redirects=False, timeout=timeout) as answer:
        if answer.status in (401, 403, 404, 410):
            raise CadenzaError(f"“{name[:60]}” has expired at Discord; attach it again.")
        if answer.status != 200:
            raise CadenzaError(f"Discord does not give “{name[:60]}” ({answer.status}); attach it again.")
        data = bytearray()
        # whatever length was declared: what counts is what comes
        async for chunk in answer.content.iter_chunked(CHUNK):
            data += chunk
            if len(data) > MAX_BYTES:
                raise CadenzaError(f"“{name[:60]}” is larger than it says; up to {MAX_BYTES:,} bytes work.")
    return bytes(data)


def _check_address(url: str, loopback: bool) -> None:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme == "https" and host in CDN_HOSTS:
        return
    if loopback and parts.scheme in ("http", "https") and is_loopback(host):
        return
    raise CadenzaError("I fetch files from Discord alone; attach the file to your message.")
