"""Looking for what is left of somebody: in every table, and byte by byte in the files of a folder."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from sqlalchemy import LargeBinary, String, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.faults import file_fault
from storage.tables import Base

_CHUNK = 1 << 20


async def rows_with(session: AsyncSession, needles: Sequence[str]) -> dict[str, int]:
    """How many rows of which table hold one of the texts, in whatever column; {} if none does.

    Reads every table whole (vectors and other binary columns are left out).
    """
    if not needles:
        return {}
    found = {}
    for name, table in Base.metadata.tables.items():
        columns = [cast(c, String) for c in table.columns if not isinstance(c.type, LargeBinary)]
        holds = or_(*(c.contains(needle, autoescape=True) for c in columns for needle in needles))
        count = (await session.execute(select(func.count()).select_from(table).where(holds))).scalar_one()
        if count:
            found[name] = count
    return found


def files_with(folder: Path, needles: Sequence[str]) -> list[str]:
    """The files below `folder`, by their path in it, that hold one of the texts in name or content, sorted.

    Blocks: reads every file whole. Raises StorageUnavailable.
    """
    raw = [needle.encode() for needle in needles]
    if not raw:
        return []
    found = []
    try:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
            name = path.relative_to(folder).as_posix()
            if any(needle in name for needle in needles) or _holds(path, raw):
                found.append(name)
    except OSError as error:
        raise file_fault(error, folder) from error
    return found


def _holds(path: Path, needles: Sequence[bytes]) -> bool:
    try:
        if path.suffix == ".zip" and zipfile.is_zipfile(path):
            return _zip_holds(path, needles)
        return any(needle in piece for piece in _pieces(path, max(map(len, needles))) for needle in needles)
    except FileNotFoundError:
        return False  # a temporary file that has gone meanwhile


def _zip_holds(path: Path, needles: Sequence[bytes]) -> bool:
    """Looks into what a backup has packed."""
    overlap = max(map(len, needles))
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as file:
                if any(needle in piece for piece in _pieces_of(file, overlap) for needle in needles):
                    return True
    return False


def _pieces(path: Path, overlap: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _pieces_of(file, overlap)


def _pieces_of(file: IO[bytes], overlap: int) -> Iterator[bytes]:
    """The content in pieces that share `overlap` bytes, so that nothing hides at a seam."""
    kept = b""
    while chunk := file.read(_CHUNK):
        piece = kept + chunk
        yield piece
        kept = piece[-overlap:]
