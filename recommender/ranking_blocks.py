"""All facts of a catalogue, and the Tracks that fit best by them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.ranking_block import BLOCK, Block
from recommender.ranking_bounds import fact_bounds, may_pass
from recommender.ranking_columns import TrackColumns, Vocabularies
from recommender.ranking_filters import Filters
from recommender.ranking_leaves import Leaves
from recommender.ranking_terms import WEIGHTS, Query, Term, fact_terms

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


_CHEAPEST_FIRST = (
    "unwanted instruments",
    "metre",
    "key",
    "mode",
    "density",
    "style",
    "tempo",
    "length",
    "mood",
    "instruments",
)
#: the most points that a term can bring
_MOST = {name: 0.0 if name == "unwanted instruments" else WEIGHTS[name] for name in _CHEAPEST_FIRST}
#: what is better by less counts as equal; sums of rounded numbers differ by less
_EQUAL = 1e-5
#: looking only at the rows that are left pays when they are less than this part
_WORTH_NARROWING = 0.6
_NEVER = np.float32(-1e9)
#: leaves that are judged first, before it is known how good the best are, and how many times as many then
_FIRST = 32
_MORE = 4


class ColumnBlocks:
    """Columns of Tracks by row, BLOCK rows a block, and their leaves. A block is replaced, never changed, so
    that who took the blocks reads on while Tracks come and go."""

    def __init__(self) -> None:
        self._words = Vocabularies()
        self._blocks: list[Block] = []
        self._leaves: Leaves | None = None  # of all blocks, made when they are asked for

    def taken_now(self) -> "ColumnBlocks":
        """As it is now."""
        taken = ColumnBlocks()
        taken._words, taken._blocks, taken._leaves = self._words, list(self._blocks), self.leaves
        return taken

    @property
    def leaves(self) -> Leaves | None:
        """Of all rows; None of no rows."""
        if self._leaves is None:
            parts = [leaves for block in self._blocks for leaves in (block.leaves, block.late) if leaves]
            self._leaves = Leaves.joined(parts) if parts else None
        return self._leaves

    def put(self, rows: Rows, tracks: Sequence[Track]) -> None:
        """Facts of `tracks` at `rows` (each once)."""
        columns = TrackColumns.of(tracks, self._words)
        while len(self._blocks) * BLOCK <= int(rows.max()):
            self._blocks.append(Block.empty(self._words, len(self._blocks) * BLOCK))
        numbers = rows // BLOCK
        for number in np.unique(numbers):
            here = np.flatnonzero(numbers == number)
            part = columns.taken(here) if len(here) < len(columns) else columns
            self._blocks[number] = self._blocks[number].with_rows(rows[here] % BLOCK, part)
        self._leaves = None

    def of_rows(self, rows: Rows) -> TrackColumns:
        """Columns of `rows`, in ascending order."""
        bounds = np.searchsorted(rows, np.arange(len(self._blocks) + 1) * BLOCK)
        parts = [
            (block.columns, block.places[rows[start:stop] % BLOCK].astype(np.int64))
            for block, start, stop in zip(self._blocks, bounds[:-1], bounds[1:], strict=True)
            if start < stop
        ]
        return TrackColumns.gathered(parts) if parts else TrackColumns.of((), self._words)

    def passing(self, filters: Filters) -> Mask:
        """Which rows pass `filters`; rows that hold no Track may pass."""
        masks = [filters.mask(block.columns)[block.places] for block in self._blocks]
        return np.concatenate(masks) if masks else np.zeros(0, bool)

    def best(self, query: Query, allowed: Mask, n: int) -> Rows:
        """The `n` rows of `allowed` whose facts fit best; none where no fact was asked for but a vector is
        given.

        Every Track is judged, most of them with their leaf: the leaves that promise most come first, and
        once `n` good Tracks are known, a leaf that cannot hold a better one is passed over.
        """
        terms = fact_terms(query)
        leaves = self.leaves
        if leaves is None or (not terms and (query.text_vector is not None or query.like_vector is not None)):
            return np.zeros(0, np.int64)
        promise = np.zeros(len(leaves), np.float32)
        for name, bound in fact_bounds(query, terms, self._words).items():
            promise += np.float32(WEIGHTS[name]) * bound(leaves)
        if query.filters:
            promise[~may_pass(query.filters, leaves, self._words)] = -np.inf
        best = _Best(n, sorted(terms.items(), key=lambda term: _CHEAPEST_FIRST.index(term[0])))
        size = _FIRST
        order = np.arange(len(leaves))
        while True:
            # the most promising, then more at a time: the threshold is high before many are judged
            worth = promise[order] > max(best.threshold + _EQUAL, _NEVER)
            order = order[worth]
            if not len(order):
                return best.rows
            size = min(size, len(order))
            parted = np.argpartition(-promise[order], size - 1)
            self._judge(leaves.places_of(np.sort(order[parted[:size]])), allowed, best)
            order, size = order[parted[size:]], size * _MORE

    def _judge(self, places: Rows, allowed: Mask, best: "_Best") -> None:
        """`places`, those of one block after those of another."""
        numbers = places // BLOCK
        bounds = np.searchsorted(numbers, np.arange(len(self._blocks) + 1))
        for block, start, stop in zip(self._blocks, bounds[:-1], bounds[1:], strict=True):
            here = places[start:stop] - block.first
            here = here[allowed[block.rows[here] + block.first]]
            if len(here):
                best.judge(block, here)


class _Best:
    """The `n` best rows so far. A Track that the terms yet to come cannot lift among them is judged no
    further; the terms that cost little come first."""

    def __init__(self, n: int, terms: Sequence[tuple[str, Term]]) -> None:
        self._n = n
        self._terms = terms
        self.rows: Rows = np.zeros(0, np.int64)
        self._scores = np.zeros(0, np.float32)
        #: the least score among them; nothing is too little while there are fewer
        self.threshold = np.float32(-np.inf)

    def judge(self, block: Block, here: Rows) -> None:
        """The Tracks at the places `here` of a block."""
        part = block.columns.narrowed(here)
        score = np.zeros(len(here), np.float32)
        to_come = np.float32(sum(_MOST[name] for name, _ in self._terms))
        for name, term in self._terms:
            hopeful = score > self.threshold - to_come
            left = np.count_nonzero(hopeful)
            if not left:
                return
            if left < _WORTH_NARROWING * len(score):
                kept = np.flatnonzero(hopeful)
                here, score = here[kept], score[kept]
                part = block.columns.narrowed(here)
            fit = term(part)
            fit *= np.float32(WEIGHTS[name])
            score += fit
            to_come -= _MOST[name]
        better = np.flatnonzero(score > self.threshold)
        rows = np.concatenate([self.rows, block.first + block.rows[here[better]]])
        scores = np.concatenate([self._scores, score[better]])
        if len(rows) > self._n:
            best = np.argpartition(-scores, self._n - 1)[: self._n]
            rows, scores = rows[best], scores[best]
        self.rows, self._scores = rows, scores
        if len(rows) == self._n and self._n:
            self.threshold = scores.min()
