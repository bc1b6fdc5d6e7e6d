"""Downloads of public collections: streamed, bounded, gone on with after an interruption, checked."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import aiohttp
from yarl import URL

from bot.settings import is_loopback
from music.errors import CadenzaError
from storage.faults import file_fault

#: called with bytes so far and in all (0: unknown)
OnBytes = Callable[[int, int], None]

_CHUNK = 1 << 18
ATTEMPTS = 3
CONNECT_SECONDS = 30.0
#: without a byte for so long, a download is tried again
SILENT_SECONDS = 60.0


class DownloadFailed(CadenzaError):
    """What was to be downloaded could not be; the message says why and what works."""


def new_session(silent_seconds: float = SILENT_SECONDS) -> aiohttp.ClientSession:
    """A session for downloads, through the operator's proxy if the environment names one."""
    timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_read=silent_seconds)
    return aiohttp.ClientSession(timeout=timeout, trust_env=True, headers={"User-Agent": "Cadenza"})


async def download(
    session: aiohttp.ClientSession,
    address: str,
    to: Path,
    most_bytes: int,
    *,
    sha256: str = "",
    on_bytes: OnBytes = lambda done, total: None,
    pause: float = 1.0,
) -> None:
    """`address` into the file `to`, which is there whole or not at all; a part of it waits beside it until
    the next call. Raises DownloadFailed, or StorageUnavailable when it cannot be written."""
    url = _checked(address)
    part = _Part(to, str(url))
    try:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                await _fetch(session, url, part, most_bytes, on_bytes)
                break
            except (aiohttp.ClientError, TimeoutError) as error:
                if attempt == ATTEMPTS:
                    raise DownloadFailed(
                        f"{url.host} could not be reached, or broke off ({_reason(error)}); "
                        "begin again later, and the download goes on where it stood."
                    ) from error
                await asyncio.sleep(pause * attempt)
        if sha256 and (found := await asyncio.to_thread(part.digest)) != sha256.casefold():
            part.forget()
            raise DownloadFailed(
                f"What came from {url.host} is not the file that was expected (its SHA-256 is "
                f"{found[:12]}…); the collection may have changed, so it was not used."
            )
        part.finish()
    except OSError as error:
        raise file_fault(error, to) from error


class _Part:
    """What has come of a file so far, and of which version of it: `to`.part and `to`.part.json."""

    def __init__(self, to: Path, address: str) -> None:
        self._to = to
        self._address = address
        self._file = to.with_name(to.name + ".part")
        self._note = to.with_name(to.name + ".part.json")

    def begun(self) -> tuple[int, str]:
        """Length and validator of what can be gone on with; (0, "") for nothing."""
        try:
            size = self._file.stat().st_size
            known = json.loads(self._note.read_text())
            if size and known["address"] == self._address and known["validator"]:
                return size, str(known["validator"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, ""
        return 0, ""

    def open(self, at: int, validator: str) -> BinaryIO:
        """To be written from `at` on. A weak validator does not vouch for bytes, so none is noted then."""
        self._to.parent.mkdir(parents=True, exist_ok=True)
        strong = "" if validator.startswith("W/") else validator
        self._note.write_text(json.dumps({"address": self._address, "validator": strong}))
        return self._file.open("ab" if at else "wb")

    def digest(self) -> str:
        with self._file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def finish(self) -> None:
        self._file.replace(self._to)
        self._note.unlink(missing_ok=True)

    def forget(self) -> None:
        self._file.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)


async def _fetch(
    session: aiohttp.ClientSession, url: URL, part: _Part, most_bytes: int, on_bytes: OnBytes
) -> None:
    size, validator = part.begun()
    headers = {"Range": f"bytes={size}-", "If-Range": validator} if size else {}
    async with session.get(url, headers=headers, max_redirects=5) as response:
        if response.url.scheme != "https" and not is_loopback(response.url.host or ""):
            raise DownloadFailed(f"{url.host} leads on to {response.url.host} without encryption; refused.")
        if response.status == 416:
            part.forget()
            raise aiohttp.ClientPayloadError("the file has changed")
        if response.status not in (200, 206):
            hint = "it may have moved" if response.status in (404, 410) else "try again later"
            raise DownloadFailed(f"{url.host} answered {response.status} for {url.path}; {hint}.")
        at = size if response.status == 206 else 0
        total = at + response.content_length if response.content_length is not None else 0
        if total > most_bytes:
            raise DownloadFailed(_too_much(url, total, most_bytes))
        came_as = response.headers.get("ETag") or response.headers.get("Last-Modified") or ""
        with part.open(at, came_as) as file:
            async for chunk in response.content.iter_chunked(_CHUNK):
                at += len(chunk)
                if at > most_bytes:
                    raise DownloadFailed(_too_much(url, at, most_bytes))
                file.write(chunk)
                on_bytes(at, total)
    if total and at != total:
        raise aiohttp.ClientPayloadError(f"{at} of {total} bytes came")


def _checked(address: str) -> URL:
    try:
        url = URL(address)
    except ValueError:
        raise DownloadFailed(f"{address[:80]!r} is no address.") from None
    if not url.host or (url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host))):
        raise DownloadFailed(f"{address[:80]!r} cannot be used; https addresses work.")
    return url


def _too_much(url: URL, size: int, most: int) -> str:
    return f"{url.host} sends {size >> 20} MB or more, and the limit is {most >> 20} MB; it was not used."


def _reason(error: BaseException) -> str:
    return str(error).strip() or "no answer in time"
