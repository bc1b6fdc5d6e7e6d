"""Candidates for the ranking: a few hundred Tracks with their facts as columns and their vectors."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.packed_tracks import unpack
from recommender.ranking_columns import TrackColumns, Vector


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A Track that might be shown. `vector`: its pooled embedding [d], or None where it has none."""

    track: Track
    vector: Vector | None = None


class Candidates(Sequence[Candidate]):
    """Candidates side by side, each Track once. A packed Track is unpacked when it is looked at.

    ids [n]; columns of n; matrix float32 [n, d], zero where there is no vector; has_vector [n]; `named` [n]:
    whose title or composer holds a word that was asked for (None: not known).
    """

    def __init__(
        self,
        tracks: Sequence[Track | bytes],
        ids: Sequence[str],
        columns: TrackColumns,
        matrix: NDArray[np.float32],
        has_vector: NDArray[np.bool_],
        named: NDArray[np.bool_] | None = None,
    ) -> None:
        self._tracks = list(tracks)
        self.ids = np.array(ids, object)
        self.columns = columns
        self.matrix = matrix
        self.has_vector = has_vector
        self.named = named

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> "Candidates":
        """From Tracks and vectors; the first of those with the same id."""
        if isinstance(candidates, Candidates):
            return candidates
        once: dict[str, Candidate] = {}
        for candidate in candidates:
            once.setdefault(candidate.track.id, candidate)
        width = next((len(c.vector) for c in once.values() if c.vector is not None), 1)
        matrix = np.zeros((len(once), width), np.float32)
        for row, candidate in enumerate(once.values()):
            if candidate.vector is not None:
                matrix[row] = candidate.vector
        tracks = [candidate.track for candidate in once.values()]
        has_vector = np.array([c.vector is not None for c in once.values()], bool)
        return cls(tracks, list(once), TrackColumns.of(tracks), matrix, has_vector)

    def __len__(self) -> int:
        return len(self._tracks)

    @overload
    def __getitem__(self, at: int) -> Candidate: ...
    @overload
    def __getitem__(self, at: slice) -> list[Candidate]: ...
    def __getitem__(self, at: int | slice) -> Candidate | list[Candidate]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        return Candidate(self.track(at), self.matrix[at] if self.has_vector[at] else None)

    @property
    def vectors(self) -> list[Vector | None]:
        return [row if there else None for row, there in zip(self.matrix, self.has_vector, strict=True)]

    def track(self, row: int) -> Track:
        track = self._tracks[row]
        if isinstance(track, bytes):
            track = self._tracks[row] = unpack(track)
        return track

    def taken(self, rows: NDArray[np.int64]) -> "Candidates":
        """The given rows, in their order."""
        return Candidates(
            [self._tracks[row] for row in rows],
            self.ids[rows].tolist(),
            self.columns.taken(rows),
            self.matrix[rows],
            self.has_vector[rows],
            None if self.named is None else self.named[rows],
        )

    def without(self, ids: Collection[str]) -> "Candidates":
        """Those whose ids are not among `ids`."""
        if not ids:
            return self
        kept = np.flatnonzero([track_id not in ids for track_id in self.ids])
        return self if len(kept) == len(self) else self.taken(kept)
