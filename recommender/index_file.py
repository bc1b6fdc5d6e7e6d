"""The file of a track index: one header line of JSON, then the bytes it describes.

    cadenza-index 1 {"sha256": ..., "sections": [["rows", 1234], ...], "dimension": 128, ...}\n<bytes>

The checksum covers every byte after the header line and the header's own fields, so that a file is either
what was saved or is refused.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from music.errors import CadenzaError

MAGIC = b"cadenza-index 1 "


class UnusableIndex(CadenzaError):
    """A saved index that is missing, damaged or of other vectors: build it again from the database."""

    def __init__(self, reason: Literal["missing", "damaged", "other version"], message: str) -> None:
        super().__init__(f"{message} `cadenza catalog rebuild` builds it again.")
        self.reason = reason


@dataclass(frozen=True, slots=True, eq=False)
class IndexFile:
    """What the file holds. `rows` int64 [n, 3]: row id, number in `track_ids`, start bar;
    `indexes`: FAISS's own bytes (uint8) by kind; `generation`: the caller's mark of the database state."""

    dimension: int
    embedding_version: str
    generation: int
    track_ids: list[str]
    rows: NDArray[np.int64]
    indexes: dict[Any, NDArray[np.uint8]]


def _digest(fields: dict[str, Any], sections: Iterable[bytes | memoryview]) -> str:
    digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode())
    for data in sections:
        digest.update(data)
    return digest.hexdigest()


def write_index_file(path: Path, content: IndexFile) -> None:
    """Writes `content` to `path` atomically: a reader sees the old file or the new one, also after a power
    cut. Raises OSError when the disk refuses; the old file then stays."""
    data: dict[str, bytes | memoryview] = {
        "tracks": "\n".join(content.track_ids).encode(),
        "rows": content.rows.astype("<i8").tobytes(),
        **{f"faiss {kind}": index.data for kind, index in content.indexes.items()},
    }
    fields: dict[str, Any] = {
        "dimension": content.dimension,
        "embedding_version": content.embedding_version,
        "generation": content.generation,
        "count": len(content.rows),
        "sections": [[name, len(section)] for name, section in data.items()],
    }
    header = fields | {"sha256": _digest(fields, data.values())}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + json.dumps(header).encode() + b"\n")
            for section in data.values():
                file.write(section)
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


def read_index_file(path: Path) -> IndexFile:
    """The content of `path`, every byte checked. Raises UnusableIndex when missing or damaged."""
    try:
        data = memoryview(path.read_bytes())
    except FileNotFoundError:
        raise UnusableIndex("missing", f"There is no index at {path}.") from None
    damaged = UnusableIndex("damaged", f"The index at {path} is damaged.")
    end = bytes(data[:65536]).find(b"\n")
    if bytes(data[: len(MAGIC)]) != MAGIC or end < 0:
        raise damaged
    try:
        fields = json.loads(bytes(data[len(MAGIC) : end]))
        expected = fields.pop("sha256")
        sections: dict[str, memoryview] = {}
        at = end + 1
        for name, length in fields["sections"]:
            sections[name] = data[at : at + length]
            at += length
        if at != len(data) or _digest(fields, sections.values()) != expected:
            raise damaged
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged from error
    tracks = bytes(sections["tracks"]).decode()
    return IndexFile(
        dimension=fields["dimension"],
        embedding_version=fields["embedding_version"],
        generation=fields["generation"],
        track_ids=tracks.split("\n") if tracks else [],
        rows=np.frombuffer(sections["rows"], "<i8").astype(np.int64).reshape(-1, 3),
        indexes={
            name.removeprefix("faiss "): np.frombuffer(section, np.uint8)
            for name, section in sections.items()
            if name.startswith("faiss ")
        },
    )
