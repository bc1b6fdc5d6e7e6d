"""All facts of a catalogue, in blocks small enough for the processor's cache."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.ranking_columns import Tables, TrackColumns, Vocabularies
from recommender.ranking_filters import Filters
from recommender.ranking_terms import WEIGHTS, Query, fact_fits

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]

BLOCK = 1 << 15


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
        given. Every Track's fit is computed; the threshold only saves sorting them all."""
        tables: dict[str, Tables] = {"metre": {}, "style": {}}
        rows, scores = np.zeros(0, np.int64), np.zeros(0, np.float32)
        threshold = np.float32(-np.inf)
        for number, block in enumerate(self._blocks):
            may = allowed[number * BLOCK : number * BLOCK + len(block)]
            if not may.any():
                continue
            fits = fact_fits(query, block, tables)
            if not fits and (query.text_vector is not None or query.like_vector is not None):
                break
            score = np.zeros(len(block), np.float32)
            for name, fit in fits.items():
                score += np.float32(WEIGHTS[name]) * fit
            score[~may] = -np.inf
            better = np.flatnonzero(score > threshold)
            rows = np.concatenate([rows, number * BLOCK + better])
            scores = np.concatenate([scores, score[better]])
            if len(rows) > n:
                kept = np.argpartition(-scores, n - 1)[:n]
                rows, scores = rows[kept], scores[kept]
                threshold = scores.min()
        return rows
