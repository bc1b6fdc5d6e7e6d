"""Candidates: the few hundred Tracks of a catalogue that are worth ranking exactly.

They come from several sides, so that a wish finds what fits it wherever it hides: the index (vectors), the
facts (every Track's fit is computed, not sampled), the names in the request, and, where no fact is asked for,
the Taste of who asks (its direction in the index, and a sample of the catalogue that it judges whole).
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from music.controls import Controls
from music.track import Track
from recommender.candidates import Candidates
from recommender.growing import Growing
from recommender.index import FaissIndex
from recommender.packed_tracks import pack, unpack
from recommender.ranking_blocks import ColumnBlocks
from recommender.ranking_filters import Filters
from recommender.ranking_name_index import NameIndex, distinct
from recommender.ranking_names import words_of
from recommender.ranking_terms import Query
from recommender.taste import Taste
from recommender.taste_features import Features, taste_features

_NOTHING_ASKED = Controls()
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]

#: candidates from each side
FROM_EACH = 100
#: Tracks that a Taste judges whole, at most
SAMPLE = 4096
#: the sample is drawn anew when the catalogue has grown by this much
_GROWN = 1.25


@dataclass(frozen=True, slots=True, eq=False)
class CatalogueSample:
    """Tracks of everyone's catalogue drawn at random, with their taste features [n, k]; `rows` in the pool;
    `typical` [k]: their mean. It is `of` so many Tracks; `dimension`: of their vectors."""

    tracks: tuple[Track, ...]
    features: Features
    typical: Features
    rows: NDArray[np.int64]
    of: int
    dimension: int


class CandidatePool:
    """The facts of all Tracks in memory, column by column, beside the index of their vectors.

    A Track's row is its number in the index. About 360 bytes a Track in a large catalogue, the index apart
    (benchmarks/ranking_scale.py). Safe to use from several threads.
    """

    def __init__(self, tracks: Iterable[Track], index: FaissIndex) -> None:
        self.index = index
        self._lock = threading.Lock()
        # arrays of objects are no concern of the garbage collector, which would walk through a long list
        self._packed: Growing[Any] = Growing(object, b"")
        self._blocks = ColumnBlocks()
        self._alive: Growing[np.bool_] = Growing(bool, False)
        # number of the guild that owns a Track, 0 for everyone's
        self._guild: Growing[np.int32] = Growing(np.int32, 0)
        self._guild_number: dict[str, int] = {}
        self._names = NameIndex()
        self._sample: CatalogueSample | None = None
        self.add(list(tracks))

    def __len__(self) -> int:
        return int(np.count_nonzero(self._alive.array))

    def add(self, tracks: Sequence[Track]) -> None:
        """Puts Tracks in, in place of those with the same ids. One call for many is faster than many."""
        tracks = list({track.id: track for track in tracks}.values())
        if not tracks:
            return
        with self._lock:
            rows = self.index.numbers.assign(track.id for track in tracks)
            self._blocks.put(rows, tracks)
            length = int(rows.max()) + 1
            self._packed.reach(length)
            self._alive.reach(length)
            self._guild.reach(length)
            self._alive.array[rows] = True
            self._guild.array[rows] = [self._number(t.guild_id) if t.guild_id else 0 for t in tracks]
            for row, track in zip(rows.tolist(), tracks, strict=True):
                self._packed.array[row] = pack(track)
                self._names.add(row, track)

    def _number(self, guild_id: str) -> int:
        return self._guild_number.setdefault(guild_id, len(self._guild_number) + 1)

    def ids(self) -> list[str]:
        """The ids of all Tracks, in no order."""
        with self._lock:
            rows = np.flatnonzero(self._alive.array)
        return [str(track_id) for track_id in self.index.numbers.ids_of(rows)]

    def remove(self, track_ids: Iterable[str]) -> None:
        with self._lock:
            rows = self.index.numbers.all_of(track_ids)
            rows = rows[(rows >= 0) & (rows < len(self._alive))]
            self._alive.array[rows] = False
            self._packed.array[rows] = b""

    def candidates(self, query: Query, from_each: int = FROM_EACH) -> Candidates:
        """At most about five times `from_each` Tracks that a guild may hear and that pass `query.filters`,
        for `ranking.rank`. Never fewer than `from_each` of them where as many exist."""
        with self._lock:
            blocks = self._blocks.taken_now()
            allowed = self._allowed(query)
            words = words_of(query.text)
            rows = [self._names.find(words, allowed, from_each)]
            if query.taste is not None and query.controls == _NOTHING_ASKED:
                rows.append(self._by_taste(query.taste, allowed, from_each))
        # the blocks are those of now whatever comes and goes; who asks at the same time need not wait
        rows.append(blocks.best(query, allowed, from_each))
        rows += self._by_vectors(query, self._wanted(query, blocks, allowed), from_each)
        found = distinct(np.concatenate(rows))
        with self._lock:
            found = found[allowed[found] & self._alive.array[found]]
            named = self._names.among(words, found)
            packed = self._packed.array[found].tolist()
        matrix, has_vector = self.index.vectors_at(found)
        ids = self.index.numbers.ids_of(found)
        return Candidates(packed, ids, blocks.of_rows(found), matrix, has_vector, named)

    def count(self, query: Query) -> int:
        """How many Tracks a guild may hear that pass `query.filters`."""
        with self._lock:
            return int(np.count_nonzero(self._allowed(query)))

    def licences(self) -> list[str]:
        """The licences of all Tracks."""
        with self._lock:
            return self._blocks.licences

    def _allowed(self, query: Query) -> Mask:
        """Which rows may be shown at all."""
        allowed = self._alive.array.copy()
        if self._guild_number:
            own = self._guild_number.get(query.guild_id or "", 0)
            allowed &= (self._guild.array == 0) | (self._guild.array == own)
        if query.filters.own:
            allowed &= self._guild.array == self._guild_number.get(query.guild_id or "", -1)
        if query.exclude:
            rows = self.index.numbers.all_of(query.exclude)
            allowed[rows[(rows >= 0) & (rows < len(allowed))]] = False
        if query.filters:
            allowed &= self._blocks.passing(query.filters)
        return allowed

    def _wanted(self, query: Query, blocks: ColumnBlocks, allowed: Mask) -> Mask:
        """Of the rows that are allowed those without an instrument that must not sound, if there are any."""
        unwanted = query.controls.exclude_instruments
        if not unwanted:
            return allowed
        wanted = allowed & blocks.passing(Filters(without=unwanted))
        return wanted if wanted.any() else allowed

    def _by_vectors(self, query: Query, wanted: Mask, n: int) -> list[Rows]:
        vectors = [v for v in (query.text_vector, query.like_vector) if v is not None]
        if not vectors and query.taste is not None and (liked := query.taste.direction) is not None:
            vectors.append(liked)
        if not vectors:
            return []
        ids = self.index.nearest(np.stack(vectors), n, "whole", wanted)[1]
        return [ids[(ids >= 0) & (ids < len(wanted))]]

    def sample(self) -> CatalogueSample:
        """Tracks that stand for the catalogue; the same ones until it has grown by a quarter."""
        with self._lock:
            return self._sampled()

    def _sampled(self) -> CatalogueSample:
        known = self._sample
        size = len(self)
        if known is not None and known.of <= size <= _GROWN * known.of:
            return known
        everyones = np.flatnonzero(self._alive.array & (self._guild.array == 0))
        if len(everyones) > SAMPLE:
            everyones = np.sort(np.random.default_rng(size).choice(everyones, SAMPLE, replace=False))
        tracks = tuple(unpack(data) for data in self._packed.array[everyones])
        vectors = self.index.vectors_of([track.id for track in tracks])
        features = taste_features(tracks, vectors, self.index.dimension)
        typical = features.mean(axis=0) if len(tracks) else np.zeros(features.shape[1], np.float32)
        self._sample = CatalogueSample(tracks, features, typical, everyones, size, self.index.dimension)
        return self._sample

    def _by_taste(self, taste: Taste, allowed: Mask, n: int) -> Rows:
        sample = self._sampled()
        if sample.features.shape[1] != len(taste.typical):
            return np.zeros(0, np.int64)
        liking = sample.features @ taste.mean[1:].astype(np.float32)
        liking[~allowed[sample.rows]] = -np.inf
        n = min(n, len(liking))
        best = np.argpartition(-liking, n - 1)[:n] if n else np.zeros(0, np.int64)
        rows: Rows = sample.rows[best]
        return rows
