"""All facts of a catalogue, in blocks small enough for the processor's cache."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.ranking_columns import TrackColumns, Vocabularies
from recommender.ranking_filters import Filters
from recommender.ranking_terms import WEIGHTS, Query, fact_terms

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]

BLOCK = 1 << 15

_CHEAPEST_FIRST = (
    "unwanted instruments",
    "instruments",
    "metre",
    "key",
    "mode",
    "density",
    "style",
    "tempo",
    "length",
    "mood",
)
#: the most points that a term can bring
_MOST = {name: 0.0 if name == "unwanted instruments" else WEIGHTS[name] for name in _CHEAPEST_FIRST}
_ROUNDING = 1e-4
#: looking only at the rows that are left pays when they are less than this part
_WORTH_NARROWING = 0.6


class ColumnBlocks:
    """Columns of Tracks by row, BLOCK rows a block. A block is replaced, never changed, so that who took the
    blocks reads on while Tracks come and go."""

    def __init__(self, words: Vocabularies | None = None, blocks: Sequence[TrackColumns] = ()) -> None:
        self._words = words or Vocabularies()
        self._blocks = list(blocks)

    def taken_now(self) -> "ColumnBlocks":
        """As it is now."""
        return ColumnBlocks(self._words, self._blocks)

    def put(self, rows: Rows, tracks: Sequence[Track]) -> None:
        """Facts of `tracks` at `rows` (each once)."""
        columns = TrackColumns.of(tracks, self._words)
        while len(self._blocks) * BLOCK <= int(rows.max()):
            self._blocks.append(TrackColumns.of((), self._words))
        numbers = rows // BLOCK
        for number in np.unique(numbers):
            here = np.flatnonzero(numbers == number)
            part = columns.taken(here) if len(here) < len(columns) else columns
            block = self._blocks[number].with_rows(rows[here] % BLOCK, part)
            block.plays, block.shares  # noqa: B018 (computed here, so that no request waits for it)
            self._blocks[number] = block

    def of_rows(self, rows: Rows) -> TrackColumns:
        """Columns of `rows`, in ascending order."""
        bounds = np.searchsorted(rows, np.arange(len(self._blocks) + 1) * BLOCK)
        parts = [
            (block, rows[start:stop] % BLOCK)
            for block, start, stop in zip(self._blocks, bounds[:-1], bounds[1:], strict=True)
            if start < stop
        ]
        return TrackColumns.gathered(parts) if parts else TrackColumns.of((), self._words)

    def passing(self, filters: Filters) -> Mask:
        """Which rows pass `filters`; rows that hold no Track may pass."""
        masks = [filters.mask(block) for block in self._blocks]
        return np.concatenate(masks) if masks else np.zeros(0, bool)

    def best(self, query: Query, allowed: Mask, n: int) -> Rows:
        """The `n` rows of `allowed` whose facts fit best; none where no fact was asked for but a vector is
        given.

        Every Track is judged. Once `n` good ones are known, a Track that the terms yet to come cannot lift
        among them is judged no further; the terms that cost little come first.
        """
        terms = fact_terms(query)
        if not terms and (query.text_vector is not None or query.like_vector is not None):
            return np.zeros(0, np.int64)
        names = sorted(terms, key=_CHEAPEST_FIRST.index)
        rows, scores = np.zeros(0, np.int64), np.zeros(0, np.float32)
        threshold = np.float32(-np.inf)
        for number, block in enumerate(self._blocks):
            may = allowed[number * BLOCK : number * BLOCK + len(block)]
            here, part = None, block
            score = np.where(may, np.float32(0), np.float32(-np.inf))
            to_come = np.float32(sum(_MOST[name] for name in names))
            for name in names:
                hopeful = score > threshold - to_come - _ROUNDING
                left = np.count_nonzero(hopeful)
                if left < _WORTH_NARROWING * len(score):
                    kept = np.flatnonzero(hopeful)
                    here, score = kept if here is None else here[kept], score[kept]
                    part = block.narrowed(here)
                if not left:
                    break
                fit = terms[name](part)
                fit *= np.float32(WEIGHTS[name])
                score += fit
                to_come -= _MOST[name]
            better = np.flatnonzero(score > threshold)
            rows = np.concatenate([rows, number * BLOCK + (better if here is None else here[better])])
            scores = np.concatenate([scores, score[better]])
            if len(rows) > n:
                best = np.argpartition(-scores, n - 1)[:n]
                rows, scores = rows[best], scores[best]
                threshold = scores.min()
        return rows
