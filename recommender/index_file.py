"""The file of a track index: sections of bytes, then a footer of JSON that describes them.

    cadenza-index 2\n <sections> {"sections": [["tracks", 1234], ...], ...} <its length, 8 bytes> <SHA-256>

The checksum covers every byte before it, so that a file is either what was saved or is refused. Sections are
streamed out, so that saving a large index takes no second copy of it.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from music.errors import CadenzaError

MAGIC = b"cadenza-index 2\n"
#: how files began that an earlier Cadenza wrote
FIRST = b"cadenza-index 1 "
_DIGEST = 32
_LENGTH = 8
_CHUNK = 1 << 22

#: called with bytes, any number of times
Write = Callable[[bytes], Any]
#: writes one section
Section = Callable[[Write], None]


class UnusableIndex(CadenzaError):
    """A saved index that is missing, damaged or of other vectors: build it again from the database."""

    def __init__(self, reason: Literal["missing", "damaged", "other version"], message: str) -> None:
        super().__init__(f"{message} `cadenza catalog rebuild` builds it again.")
        self.reason = reason


@dataclass(frozen=True, slots=True, eq=False)
class IndexFile:
    """What a file holds: `fields` (JSON) and `sections` by name, uint8 views of the file."""

    fields: dict[str, Any]
    sections: dict[str, NDArray[np.uint8]]


def write_index_file(path: Path, fields: Mapping[str, Any], sections: Mapping[str, Section]) -> None:
    """Writes the file at `path` atomically: a reader sees the old file or the new one, also after a power
    cut. Raises OSError when the disk refuses; the old file then stays."""
    with _replacing(path) as file:
        digest = hashlib.sha256()
        length = 0

        def write(data: bytes) -> int:
            nonlocal length
            digest.update(data)
            file.write(data)
            length += len(data)
            return len(data)

        write(MAGIC)
        lengths: list[tuple[str, int]] = []
        for name, section in sections.items():
            begin = length
            section(write)
            lengths.append((name, length - begin))
        footer = json.dumps({**fields, "sections": lengths}).encode()
        write(footer)
        write(len(footer).to_bytes(_LENGTH, "little"))
        file.write(digest.digest())


@contextmanager
def _replacing(path: Path) -> Iterator[Any]:
    """A new file that takes the place of `path` at the end, or leaves no trace."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the new name itself must survive a power cut
    finally:
        os.close(folder)


def _sweep(path: Path) -> None:
    """What programs killed while they wrote left behind; a data folder has one program at a time."""
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink(missing_ok=True)


def read_index_file(path: Path) -> IndexFile:
    """The content of `path`, every byte checked. Raises UnusableIndex when missing or damaged."""
    try:
        size = path.stat().st_size
        data = np.memmap(path, np.uint8, mode="r") if size else np.zeros(0, np.uint8)
    except FileNotFoundError:
        raise UnusableIndex("missing", f"There is no index at {path}.") from None
    damaged = UnusableIndex("damaged", f"The index at {path} is damaged.")
    if bytes(data[: len(FIRST)]) == FIRST:
        raise UnusableIndex("other version", f"The index at {path} is of an earlier form.")
    body = len(data) - _DIGEST
    if body < len(MAGIC) + _LENGTH or bytes(data[: len(MAGIC)]) != MAGIC:
        raise damaged
    digest = hashlib.sha256()
    for start in range(0, body, _CHUNK):
        digest.update(data[start : min(start + _CHUNK, body)].data)
    if digest.digest() != bytes(data[body:]):
        raise damaged
    try:
        end = body - _LENGTH
        begin = end - int.from_bytes(bytes(data[end:body]), "little")
        fields = json.loads(bytes(data[begin:end]))
        at = len(MAGIC)
        sections: dict[str, NDArray[np.uint8]] = {}
        for name, length in fields.pop("sections"):
            sections[name] = data[at : at + length]
            at += length
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged from error
    if at != begin:
        raise damaged
    return IndexFile(fields, sections)
