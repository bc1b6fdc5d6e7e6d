"""The index of the catalogue's vectors: nearest tracks and passages by inner product.

A Track has one vector for the whole and several for its passages (segments of about 16 bars). They lie in
two exact FAISS indexes, so that a search for whole tracks does not scan the passages.
"""

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.index_file import IndexFile, UnusableIndex, read_index_file, write_index_file
from recommender.index_library import faiss

__all__ = ["WHOLE", "FaissIndex", "Hit", "TrackIndex", "UnusableIndex"]

Vectors = NDArray[np.float32]
Kind = Literal["whole", "passages"]
#: the start bar under which a Track's pooled vector is kept
WHOLE = -1


class Hit(NamedTuple):
    """A vector that was found: its Track, the bar its passage starts at (WHOLE: the pooled vector), and the
    inner product with the query, which for unit vectors is the cosine."""

    track_id: str
    start_bar: int
    similarity: float


class TrackIndex(Protocol):
    """Where a Track's vectors are found again. `generation` is the caller's mark of the database state
    that the index holds; it is saved and loaded, never interpreted."""

    dimension: int
    embedding_version: str
    generation: int

    def __len__(self) -> int:
        """The number of Tracks."""

    def __contains__(self, track_id: object) -> bool: ...

    def add(self, track_id: str, vectors: Vectors, start_bars: Sequence[int]) -> None:
        """Puts `vectors` [k, d] of a Track in, one a start bar, in place of those it had."""

    def remove(self, track_ids: Iterable[str]) -> None:
        """Takes Tracks out; those it does not hold are passed over."""

    def search(self, vectors: Vectors, k: int, kind: Kind = "whole") -> list[list[Hit]]:
        """For each query of `vectors` [q, d] the `k` nearest vectors, nearest first."""

    def save(self, path: Path) -> None:
        """Writes the file at `path` whole or not at all."""


class FaissIndex:
    """A TrackIndex in memory: exact inner product (FAISS "IDMap2,Flat"), one file on disk.

    Safe to use from several threads. Of `dimension` d and vectors made by one `embedding_version`.
    """

    def __init__(self, dimension: int, embedding_version: str, generation: int = 0) -> None:
        self.dimension = dimension
        self.embedding_version = embedding_version
        self.generation = generation
        self._lock = threading.Lock()
        self._indexes: dict[Kind, Any] = {kind: _exact(dimension) for kind in ("whole", "passages")}
        # by row id, which is what FAISS returns; rows that were removed stay empty until the next load
        self._track_of: list[str] = []
        self._bar_of: list[int] = []
        self._rows: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, track_id: object) -> bool:
        return track_id in self._rows

    @property
    def vector_count(self) -> int:
        return sum(int(index.ntotal) for index in self._indexes.values())

    def add(self, track_id: str, vectors: Vectors, start_bars: Sequence[int]) -> None:
        self.add_many([track_id] * len(start_bars), vectors, start_bars)

    def add_many(self, track_ids: Sequence[str], vectors: Vectors, start_bars: Sequence[int]) -> None:
        """As `add` for rows of many Tracks at once: row i is a vector of `track_ids[i]`."""
        vectors = self._checked(vectors)
        if not len(vectors) == len(start_bars) == len(track_ids):
            raise ValueError(f"{len(vectors)} vectors, {len(start_bars)} bars, {len(track_ids)} tracks")
        with self._lock:
            self._remove(track_ids)
            first = len(self._track_of)
            bars = np.asarray(start_bars, np.int64)
            rows = np.arange(first, first + len(bars), dtype=np.int64)
            parts: tuple[tuple[Kind, NDArray[np.bool_]], ...] = (
                ("whole", bars == WHOLE),
                ("passages", bars != WHOLE),
            )
            for kind, chosen in parts:
                if chosen.any():
                    self._indexes[kind].add_with_ids(np.ascontiguousarray(vectors[chosen]), rows[chosen])
            self._track_of.extend(track_ids)
            self._bar_of.extend(bars.tolist())
            for row, track_id in enumerate(track_ids, first):
                self._rows.setdefault(track_id, []).append(row)

    def remove(self, track_ids: Iterable[str]) -> None:
        with self._lock:
            self._remove(track_ids)

    def _remove(self, track_ids: Iterable[str]) -> None:
        rows = [row for track_id in set(track_ids) for row in self._rows.pop(track_id, ())]
        if not rows:
            return
        for index in self._indexes.values():
            index.remove_ids(np.array(rows, np.int64))
        for row in rows:
            self._track_of[row] = ""

    def search(self, vectors: Vectors, k: int, kind: Kind = "whole") -> list[list[Hit]]:
        vectors = self._checked(vectors)
        with self._lock:
            index = self._indexes[kind]
            k = min(k, int(index.ntotal))
            if k < 1 or not len(vectors):
                return [[] for _ in vectors]
            similarities, rows = index.search(vectors, k)
            return [
                [
                    Hit(self._track_of[row], self._bar_of[row], similarity)
                    for similarity, row in zip(of_query.tolist(), at.tolist(), strict=True)
                    if row >= 0
                ]
                for of_query, at in zip(similarities, rows, strict=True)
            ]

    def vector_of(self, track_id: str) -> Vectors | None:
        """The pooled vector [d] of a Track, or None for a Track that has none here."""
        return self.vectors_of([track_id])[0]

    def vectors_of(self, track_ids: Sequence[str]) -> list[Vectors | None]:
        """The pooled vector [d] of each Track, None for a Track that has none here."""
        with self._lock:
            rows = [
                next((row for row in self._rows.get(track_id, ()) if self._bar_of[row] == WHOLE), -1)
                for track_id in track_ids
            ]
            known = np.array([row for row in rows if row >= 0], np.int64)
            vectors = iter(self._indexes["whole"].reconstruct_batch(known) if len(known) else ())
            return [next(vectors) if row >= 0 else None for row in rows]

    def save(self, path: Path) -> None:
        with self._lock:
            track_ids = list(self._rows)
            rows = [(row, number) for number, t in enumerate(track_ids) for row in self._rows[t]]
            table = np.array([(row, n, self._bar_of[row]) for row, n in rows], np.int64).reshape(-1, 3)
            content = IndexFile(
                dimension=self.dimension,
                embedding_version=self.embedding_version,
                generation=self.generation,
                track_ids=track_ids,
                rows=table,
                indexes={kind: faiss().serialize_index(index) for kind, index in self._indexes.items()},
            )
        write_index_file(path, content)

    @classmethod
    def load(cls, path: Path, *, dimension: int, embedding_version: str) -> "FaissIndex":
        """The index saved at `path`.

        Raises UnusableIndex (with a `reason`) when it is missing, damaged or made for other vectors; the
        caller then builds it again from the database. OSErrors of a broken disk are raised as such.
        """
        content = read_index_file(path)
        if (content.dimension, content.embedding_version) != (dimension, embedding_version):
            raise UnusableIndex(
                "other version",
                f"The index holds vectors of {content.dimension} numbers by encoder "
                f"{content.embedding_version}; {dimension} by {embedding_version} are needed.",
            )
        self = cls(dimension, embedding_version, content.generation)
        try:
            self._indexes = {kind: faiss().deserialize_index(data) for kind, data in content.indexes.items()}
        except RuntimeError as error:  # another FAISS wrote it in a form that this one cannot read
            raise UnusableIndex("damaged", f"FAISS cannot read the index ({error}).") from error
        for kind in ("whole", "passages"):
            index = self._indexes.get(kind)
            if index is None or index.d != dimension:
                raise UnusableIndex("damaged", f"The index lacks its part for {kind}.")
        if self.vector_count != len(content.rows):
            raise UnusableIndex("damaged", "The index and its table of tracks differ in length.")
        size = int(content.rows[:, 0].max()) + 1 if len(content.rows) else 0
        self._track_of, self._bar_of = [""] * size, [0] * size
        for row, number, bar in content.rows.tolist():
            track_id = content.track_ids[number]
            self._track_of[row], self._bar_of[row] = track_id, bar
            self._rows.setdefault(track_id, []).append(row)
        return self

    def _checked(self, vectors: Vectors) -> Vectors:
        vectors = np.ascontiguousarray(vectors, np.float32)
        if vectors.ndim != 2 or vectors.shape[1] != self.dimension:
            raise ValueError(f"vectors are {vectors.shape}, the index holds [n, {self.dimension}]")
        if not np.isfinite(vectors).all():
            raise ValueError("a vector holds numbers that are not finite")
        return vectors


def _exact(dimension: int) -> Any:
    library = faiss()
    return library.index_factory(dimension, "IDMap2,Flat", library.METRIC_INNER_PRODUCT)
