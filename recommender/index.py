"""The index of the catalogue's vectors: nearest tracks and passages by inner product.

A Track has one vector for the whole and several for its passages (segments of about 16 bars). They lie in
two parts, so that a search for whole tracks does not scan the passages. Each part is exact while it is small
and changes its kind as it grows (`index_tables`), behind, while answers go on (`index_part`).
"""

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.growing import Growing
from recommender.index_file import UnusableIndex, read_index_file, write_index_file
from recommender.index_part import Mask, Part
from recommender.index_snapshot import damaged, part_fields, part_of, part_sections
from recommender.index_tables import Sizes
from recommender.track_numbers import TrackNumbers

__all__ = ["WHOLE", "FaissIndex", "Hit", "Sizes", "TrackIndex", "UnusableIndex"]

Vectors = NDArray[np.float32]
Kind = Literal["whole", "passages"]
#: the start bar under which a Track's pooled vector is kept
WHOLE = -1
_CHUNK = 50_000


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

    def search(
        self, vectors: Vectors, k: int, kind: Kind = "whole", allowed: Mask | None = None
    ) -> list[list[Hit]]:
        """For each query of `vectors` [q, d] the `k` nearest vectors, nearest first.

        `allowed`: which Tracks may be found, by their numbers (`FaissIndex.numbers`); a filter never gives
        fewer than exist.
        """

    def save(self, path: Path) -> None:
        """Writes the file at `path` whole or not at all."""


class FaissIndex:
    """A TrackIndex in memory, one file on disk. Safe to use from several threads.

    Of `dimension` d and vectors made by one `embedding_version`. `numbers`: the Tracks' numbers, by which
    masks and columns are ordered; `sizes`: from how many vectors on which kind of table is used; `device`:
    "auto" or "cuda" lets batches of queries go to a GPU (`index_gpu`).
    """

    def __init__(
        self,
        dimension: int,
        embedding_version: str,
        generation: int = 0,
        sizes: Sizes | None = None,
        device: str = "cpu",
    ) -> None:
        self.dimension = dimension
        self.embedding_version = embedding_version
        self.generation = generation
        self.numbers = TrackNumbers()
        self._sizes = sizes or Sizes()
        self._changing = threading.Lock()
        # the id of a whole Track's vector is the Track's number; passages are numbered as they come
        self._parts: dict[Kind, Part] = {
            kind: Part(dimension, self._sizes, device=device) for kind in ("whole", "passages")
        }
        self._owner: Growing[np.int32] = Growing(np.int32, -1)  # Track's number by passage; -1: removed
        self._bar: Growing[np.int32] = Growing(np.int32, 0)
        # by Track's number: its passages are this many from the first on
        self._first: Growing[np.int32] = Growing(np.int32, 0)
        self._count: Growing[np.int32] = Growing(np.int32, 0)

    def __len__(self) -> int:
        return int(np.count_nonzero(self.held))

    def __contains__(self, track_id: object) -> bool:
        number = self.numbers.of(track_id)
        held = self.held
        return 0 <= number < len(held) and bool(held[number])

    @property
    def held(self) -> Mask:
        """Which Tracks have vectors here, by number."""
        whole, count = self._parts["whole"].present, self._count.array
        held = np.zeros(max(len(whole), len(count)), bool)
        held[: len(whole)] = whole
        held[: len(count)] |= count > 0
        return held

    @property
    def vector_count(self) -> int:
        return sum(len(part) for part in self._parts.values())

    @property
    def kind(self) -> str:
        """Of the table of whole Tracks: "exact", "clustered" or "quantised"."""
        return self._parts["whole"].kind

    def add(self, track_id: str, vectors: Vectors, start_bars: Sequence[int]) -> None:
        self.add_many([track_id] * len(start_bars), vectors, start_bars)

    def add_many(self, track_ids: Sequence[str], vectors: Vectors, start_bars: Sequence[int]) -> None:
        """As `add` for rows of many Tracks at once: row i is a vector of `track_ids[i]`."""
        vectors = self._checked(vectors)
        if not len(vectors) == len(start_bars) == len(track_ids):
            raise ValueError(f"{len(vectors)} vectors, {len(start_bars)} bars, {len(track_ids)} tracks")
        if not len(vectors):
            return
        bars = np.asarray(start_bars, np.int64)
        with self._changing:
            numbers = self.numbers.assign(track_ids)
            order = np.lexsort((bars, numbers))
            whole, passages = order[bars[order] == WHOLE], order[bars[order] != WHOLE]
            if len(np.unique(numbers[whole])) != len(whole):
                raise ValueError("a track has two pooled vectors")
            self._remove(numbers)
            self._parts["whole"].add(_rows(vectors, whole), numbers[whole])
            first = len(self._owner)
            self._owner.extend(numbers[passages])
            self._bar.extend(bars[passages])
            self._parts["passages"].add(
                _rows(vectors, passages), np.arange(first, len(self._owner), dtype=np.int64)
            )
            self._first.reach(len(self.numbers))
            self._count.reach(len(self.numbers))
            owners, begins, counts = np.unique(numbers[passages], return_index=True, return_counts=True)
            self._first.array[owners] = first + begins
            self._count.array[owners] = counts

    def remove(self, track_ids: Iterable[str]) -> None:
        with self._changing:
            self._remove(self.numbers.all_of(set(track_ids)))

    def _remove(self, numbers: NDArray[np.int64]) -> None:
        numbers = np.unique(numbers)
        self._parts["whole"].remove(numbers)
        numbers = numbers[(numbers >= 0) & (numbers < len(self._count))]
        counts = self._count.array[numbers]
        numbers, counts = numbers[counts > 0], counts[counts > 0]
        if len(numbers):
            firsts = self._first.array[numbers]
            rows = np.concatenate([np.arange(f, f + c) for f, c in zip(firsts, counts, strict=True)])
            self._parts["passages"].remove(rows.astype(np.int64))
            self._owner.array[rows] = -1
            self._count.array[numbers] = 0

    def search(
        self, vectors: Vectors, k: int, kind: Kind = "whole", allowed: Mask | None = None
    ) -> list[list[Hit]]:
        similarities, ids = self.nearest(vectors, k, kind, allowed)
        hits = []
        for of_query, at in zip(similarities.tolist(), ids.tolist(), strict=True):
            found = [(row, similarity) for row, similarity in zip(at, of_query, strict=True) if row >= 0]
            if kind == "whole":
                hits.append([Hit(self.numbers.id_of(row), WHOLE, s) for row, s in found])
            else:
                owner, bar = self._owner.array, self._bar.array
                hits.append(
                    [
                        Hit(self.numbers.id_of(owner[row]), int(bar[row]), s)
                        for row, s in found
                        if owner[row] >= 0
                    ]
                )
        return hits

    def nearest(
        self, vectors: Vectors, k: int, kind: Kind = "whole", allowed: Mask | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """As `search`, in arrays: similarities and ids [q, k], -1 where there are fewer. The id of a whole
        Track is its number."""
        vectors = self._checked(vectors)
        if k < 1 or not len(vectors):
            return np.zeros((len(vectors), 0), np.float32), np.zeros((len(vectors), 0), np.int64)
        if allowed is not None and kind == "passages":
            owners = self._owner.array
            allowed = np.append(_to_length(allowed, len(self.numbers)), False)[owners]  # -1 is the last
        return self._parts[kind].search(vectors, k, allowed)

    def vector_of(self, track_id: str) -> Vectors | None:
        """The pooled vector [d] of a Track, or None for a Track that has none here."""
        return self.vectors_of([track_id])[0]

    def vectors_of(self, track_ids: Sequence[str]) -> list[Vectors | None]:
        """The pooled vector [d] of each Track, None for a Track that has none here."""
        vectors, known = self.vectors_at(self.numbers.all_of(track_ids))
        return [vector if there else None for vector, there in zip(vectors, known, strict=True)]

    def vectors_at(self, numbers: NDArray[np.int64]) -> tuple[Vectors, Mask]:
        """Pooled vectors [n, d] of Tracks by number, and which have one; the others' rows are zero."""
        return self._parts["whole"].vectors_of(numbers)

    def wait(self) -> None:
        """Until no table is being made behind."""
        for part in self._parts.values():
            part.wait()

    def save(self, path: Path) -> None:
        whole, passages = self._parts["whole"], self._parts["passages"]
        with self._changing, whole.unchanged, passages.unchanged:
            held = self.held
            ids = [self.numbers.id_of(n) if held[n] else "" for n in range(len(held))]
            fields: dict[str, Any] = {
                "dimension": self.dimension,
                "embedding_version": self.embedding_version,
                "generation": self.generation,
                **part_fields("whole", whole),
                **part_fields("passages", passages),
            }
            write_index_file(
                path,
                fields,
                {
                    "tracks": lambda write: write("\n".join(ids).encode()),
                    "owners": lambda write: write(self._owner.array.astype("<i4").tobytes()),
                    "bars": lambda write: write(self._bar.array.astype("<i4").tobytes()),
                    **part_sections("whole", whole),
                    **part_sections("passages", passages),
                },
            )

    @classmethod
    def load(
        cls,
        path: Path,
        *,
        dimension: int,
        embedding_version: str,
        sizes: Sizes | None = None,
        device: str = "cpu",
    ) -> "FaissIndex":
        """The index saved at `path`.

        Raises UnusableIndex (with a `reason`) when it is missing, damaged or made for other vectors; the
        caller then builds it again from the database. OSErrors of a broken disk are raised as such.
        """
        content = read_index_file(path)
        fields, sections = content.fields, content.sections
        try:
            made_for = (fields["dimension"], fields["embedding_version"])
            if made_for != (dimension, embedding_version):
                raise UnusableIndex(
                    "other version",
                    f"The index holds vectors of {made_for[0]} numbers by encoder {made_for[1]}; "
                    f"{dimension} by {embedding_version} are needed.",
                )
            self = cls(dimension, embedding_version, int(fields["generation"]), sizes, device)
            tracks = bytes(sections["tracks"]).decode()
            self.numbers = TrackNumbers(tracks.split("\n") if tracks else ())
            self._owner = Growing(np.int32, -1, sections["owners"].view("<i4"))
            self._bar = Growing(np.int32, 0, sections["bars"].view("<i4"))
            for kind in self._parts:
                self._parts[kind] = part_of(kind, content, dimension, self._sizes, device)
        except (KeyError, ValueError, TypeError) as error:
            raise damaged("its table of contents is not complete") from error
        owner = self._owner.array
        if not np.array_equal(self._parts["passages"].present, owner >= 0):
            raise damaged("its passages and their table differ")
        self._first.reach(len(self.numbers))
        self._count.reach(len(self.numbers))
        rows = np.flatnonzero(owner >= 0)
        owners, begins, counts = np.unique(owner[rows], return_index=True, return_counts=True)
        self._first.array[owners] = rows[begins]
        self._count.array[owners] = counts
        return self

    def _checked(self, vectors: Vectors) -> Vectors:
        vectors = np.ascontiguousarray(vectors, np.float32)
        if vectors.ndim != 2 or vectors.shape[1] != self.dimension:
            raise ValueError(f"vectors are {vectors.shape}, the index holds [n, {self.dimension}]")
        if not all(
            np.isfinite(part).all() for part in np.split(vectors, range(_CHUNK, len(vectors), _CHUNK))
        ):
            raise ValueError("a vector holds numbers that are not finite")
        return vectors


def _rows(vectors: Vectors, rows: NDArray[np.int64]) -> Vectors:
    """`vectors[rows]`, without copying a million vectors that are in order already."""
    if len(rows) == len(vectors) and bool((np.diff(rows) == 1).all()):
        return vectors
    return np.ascontiguousarray(vectors[rows])


def _to_length(mask: Mask, length: int) -> Mask:
    return np.concatenate([mask[:length], np.zeros(max(length - len(mask), 0), bool)])
