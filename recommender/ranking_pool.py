"""Candidates: the few hundred Tracks of a catalogue that are worth ranking exactly.

They come from three sides, so that a wish finds what fits it wherever it hides: the index (vectors), the
facts (every Track's fit is computed, not sampled) and the names in the request.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.index import FaissIndex
from recommender.ranking import Candidate
from recommender.ranking_names import surname_of, words_of
from recommender.ranking_terms import WEIGHTS, Query, TrackColumns, fact_fits

#: candidates from each side
FROM_EACH = 100


class CandidatePool:
    """The facts of all Tracks in memory, column by column, beside the index of their vectors.

    About 400 bytes a Track. Safe to use from several threads.
    """

    def __init__(self, tracks: Iterable[Track], index: FaissIndex) -> None:
        self.index = index
        self._lock = threading.Lock()
        self._tracks: list[Track] = []
        self._row: dict[str, int] = {}
        self._columns = TrackColumns.of([])
        self._alive = np.zeros(0, bool)
        self._guild = np.zeros(0, np.int32)  # number of the guild that owns a Track, 0 for everyone's
        self._guild_number: dict[str, int] = {}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self.add(list(tracks))

    def __len__(self) -> int:
        return len(self._row)

    def add(self, tracks: Sequence[Track]) -> None:
        """Puts Tracks in, in place of those with the same ids. One call for many is faster than many."""
        tracks = list({track.id: track for track in tracks}.values())
        self.remove([track.id for track in tracks])
        columns = TrackColumns.of(tracks)
        with self._lock:
            first = len(self._tracks)
            self._tracks.extend(tracks)
            self._columns = self._columns.joined(columns) if first else columns
            self._alive = np.concatenate([self._alive, np.ones(len(tracks), bool)])
            owners = [self._number(track.guild_id) if track.guild_id else 0 for track in tracks]
            self._guild = np.concatenate([self._guild, np.array(owners, np.int32)])
            for row, track in enumerate(tracks, first):
                self._row[track.id] = row
                for word in words_of(track.title) | {surname_of(track.composer)}:
                    self._by_word[word].append(row)

    def _number(self, guild_id: str) -> int:
        return self._guild_number.setdefault(guild_id, len(self._guild_number) + 1)

    def ids(self) -> list[str]:
        """The ids of all Tracks, in no order."""
        with self._lock:
            return list(self._row)

    def remove(self, track_ids: Iterable[str]) -> None:
        with self._lock:
            for track_id in track_ids:
                row = self._row.pop(track_id, None)
                if row is not None:
                    self._alive[row] = False

    def candidates(self, query: Query, from_each: int = FROM_EACH) -> list[Candidate]:
        """At most about three times `from_each` Tracks that a guild may hear, for `ranking.rank`."""
        found: set[str] = set()
        for vector in (query.text_vector, query.like_vector):
            if vector is not None:
                found.update(hit.track_id for hit in self.index.search(vector[None], from_each)[0])
        with self._lock:
            own = self._guild_number.get(query.guild_id or "", 0)
            visible = self._alive & ((self._guild == 0) | (self._guild == own))
            rows = {self._row[track_id] for track_id in found if track_id in self._row}
            rows.update(self._by_facts(query, visible, from_each))
            rows.update(self._by_name(query, from_each))
            tracks = [self._tracks[row] for row in sorted(rows) if visible[row]]
        vectors = self.index.vectors_of([track.id for track in tracks])
        return [Candidate(track, vector) for track, vector in zip(tracks, vectors, strict=True)]

    def _by_facts(self, query: Query, visible: NDArray[np.bool_], n: int) -> list[int]:
        fits = fact_fits(query, self._columns)
        score = np.zeros(len(self._columns), np.float32)
        for name, fit in fits.items():
            score += np.float32(WEIGHTS[name]) * fit
        if not fits and (query.text_vector is not None or query.like_vector is not None):
            return []
        score[~visible] = -np.inf
        n = min(n, len(score))
        best = np.argpartition(-score, n - 1)[:n] if n else np.zeros(0, np.int64)
        return [int(row) for row in best]

    def _by_name(self, query: Query, n: int) -> list[int]:
        rows: list[int] = []
        for word in words_of(query.text):
            rows.extend(self._by_word.get(word, ())[:n])
        return rows
