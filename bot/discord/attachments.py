"""Uploads: looked at from outside first, fetched from Discord's CDN alone, within bounds.

What is inside is read in the engine child, under its own bounds.
"""

import asyncio
from collections.abc import Collection
from urllib.parse import urlsplit

import aiohttp
import discord

from bot.assistant.events import Attachment
from bot.language import say
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


def is_music(filename: str) -> bool:
    """Whether a file of this name is one that we read."""
    return _suffix(filename) in SUFFIXES


def _suffix(filename: str) -> str:
    return f".{filename.rpartition('.')[2].lower()}"


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
    suffix, shown = _suffix(name), name[:60]
    if suffix not in suffixes:
        raise CadenzaError(say("I read {kinds}; “{name}” is something else.", kinds=kinds, name=shown))
    if attachment.size > MAX_BYTES:
        raise CadenzaError(
            say(
                "“{name}” is too large ({size} bytes); up to {most} work.",
                name=shown,
                size=f"{attachment.size:,}",
                most=f"{MAX_BYTES:,}",
            )
        )
    _check_address(attachment.url, loopback)
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            data = await _download(attachment.url, session, name)
    except TimeoutError:
        raise CadenzaError(say("“{name}” takes too long to arrive; attach it again.", name=shown)) from None
    except aiohttp.ClientError:
        raise CadenzaError(
            say("“{name}” could not be fetched from Discord; attach it again.", name=shown)
        ) from None
    if not data:
        raise CadenzaError(say("“{name}” is empty; attach a file with music in it.", name=shown))
    if suffix in _BEGINS and not data.startswith(_BEGINS[suffix]):
        raise CadenzaError(
            say(
                "“{name}” is called {suffix}, but its content is not; I read {kinds}.",
                name=shown,
                suffix=suffix,
                kinds=KINDS,
            )
        )
    return Attachment(name, data)


async def _download(url: str, session: aiohttp.ClientSession, name: str) -> bytes:
    timeout = aiohttp.ClientTimeout(total=None, connect=STALL_SECONDS, sock_read=STALL_SECONDS)
    async with session.get(url, allow_redirects=False, timeout=timeout) as answer:
        if answer.status in (401, 403, 404, 410):
            raise CadenzaError(say("“{name}” has expired at Discord; attach it again.", name=name[:60]))
        if answer.status != 200:
            raise CadenzaError(
                say(
                    "Discord does not give “{name}” ({status}); attach it again.",
                    name=name[:60],
                    status=answer.status,
                )
            )
        data = bytearray()
        # whatever length was declared: what counts is what comes
        async for chunk in answer.content.iter_chunked(CHUNK):
            data += chunk
            if len(data) > MAX_BYTES:
                most = f"{MAX_BYTES:,}"
                raise CadenzaError(
                    say(
                        "“{name}” is larger than it says; up to {most} bytes work.",
                        name=name[:60],
                        most=most,
                    )
                )
    return bytes(data)


def _check_address(url: str, loopback: bool) -> None:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme == "https" and host in CDN_HOSTS:
        return
    if loopback and parts.scheme in ("http", "https") and is_loopback(host):
        return
    raise CadenzaError(say("I fetch files from Discord alone; attach the file to your message."))
