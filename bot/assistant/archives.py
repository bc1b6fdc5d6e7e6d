"""Zip archives from strangers: what is in them, within bounds. Nothing is ever written by a name in them."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from music.errors import UnreadableScore

MAX_ENTRIES = 100_000
#: of all members together, unpacked
MAX_TOTAL_BYTES = 4 << 30
#: of a member's unpacked to its packed size, from a megabyte on; MusicXML reaches 40
MAX_RATIO = 200
_MAX_DIRECTORY_BYTES = 64 << 20
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"


class Archives:
    """Reads members; keeps the archive that was read last open. A context manager."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._open: zipfile.ZipFile | None = None

    def __enter__(self) -> "Archives":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._close()

    def members(self, path: Path) -> list[zipfile.ZipInfo]:
        """What is in the archive. Raises UnreadableScore when it is no zip, or one that is made to hurt."""
        what = repr(path.name)
        try:
            size = path.stat().st_size
            if _directory_bytes(path, size) > _MAX_DIRECTORY_BYTES:
                raise UnreadableScore(f"{what} lists more than {MAX_ENTRIES:,} files; smaller archives work.")
            found = self._archive(path).infolist()
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError) as error:
            raise UnreadableScore(f"{what} is a damaged zip archive: {error}.") from error
        except OSError as error:
            raise UnreadableScore(f"{what} cannot be read: {error.strerror or error}.") from error
        if len(found) > MAX_ENTRIES:
            raise UnreadableScore(
                f"{what} holds {len(found):,} files; archives of up to {MAX_ENTRIES:,} work."
            )
        if sum(member.compress_size for member in found) > size:
            raise UnreadableScore(f"{what} is a zip bomb: its files lie on top of each other.")
        if (total := sum(member.file_size for member in found)) > MAX_TOTAL_BYTES:
            raise UnreadableScore(
                f"{what} is a zip bomb, or too much: it unpacks to {total / 2**30:.0f} GB; "
                f"up to {MAX_TOTAL_BYTES >> 30} GB work."
            )
        return found

    def read(self, path: Path, member: zipfile.ZipInfo, most: int) -> bytes:
        """The content of a member, never more than `most` bytes. Raises UnreadableScore."""
        what = repr(PurePosixPath(member.filename).name)
        try:
            with self._archive(path).open(member) as file:
                data = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError) as error:
            raise UnreadableScore(f"{what} is damaged inside its archive: {error}.") from error
        except (NotImplementedError, RuntimeError) as error:
            raise UnreadableScore(f"{what} cannot be unpacked: {error}.") from error
        except OSError as error:
            raise UnreadableScore(f"{what} cannot be read: {error.strerror or error}.") from error
        if len(data) > most:
            raise UnreadableScore(f"{what} unpacks to more than its archive says.")
        return data

    def _archive(self, path: Path) -> zipfile.ZipFile:
        if self._open is None or self._path != path:
            self._close()
            self._open, self._path = zipfile.ZipFile(path), path
        return self._open

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = self._path = None


def refusal(member: zipfile.ZipInfo) -> str:
    """One sentence why a member is not read, by what the directory says of it; "" if it may be."""
    name = member.filename
    what = repr(PurePosixPath(name).name or name)
    if leads_out(name):
        return f"{name!r} has a name that leads out of its archive."
    if stat.S_ISLNK(member.external_attr >> 16):
        return f"{what} is a link; files themselves work."
    if member.flag_bits & 1:
        return f"{what} is locked with a password; unlocked archives work."
    if member.file_size > 1 << 20 and member.file_size > MAX_RATIO * max(1, member.compress_size):
        times = member.file_size // max(1, member.compress_size)
        return f"{what} is a zip bomb: it unpacks to {times:,} times its size."
    return ""


def leads_out(name: str) -> bool:
    """Whether a name in an archive points anywhere but below the archive."""
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def folders_and_name(member: zipfile.ZipInfo) -> tuple[str, ...]:
    return tuple(part for part in member.filename.replace("\\", "/").split("/") if part not in ("", "."))


def _directory_bytes(path: Path, size: int) -> int:
    """Size of the archive's directory, which zipfile would read whole; 0 where none is found.

    PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.14 and 4.3.16.
    """
    with path.open("rb") as file:
        tail_at = max(0, size - 66_000)
        file.seek(tail_at)
        tail = file.read()
    sizes = _numbers(tail, _END, 12, "<I")
    if 0xFFFFFFFF in sizes:
        sizes = _numbers(tail, _END_64, 40, "<Q")
    return max(sizes, default=0)


def _numbers(tail: bytes, mark: bytes, offset: int, form: str) -> list[int]:
    """The number at `offset` after each `mark`."""
    length = struct.calcsize(form)
    places = [at + offset for at in _all(tail, mark) if at + offset + length <= len(tail)]
    return [int(struct.unpack_from(form, tail, place)[0]) for place in places]


def _all(data: bytes, what: bytes) -> Iterator[int]:
    at = data.find(what)
    while at >= 0:
        yield at
        at = data.find(what, at + 1)
