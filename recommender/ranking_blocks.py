"""All facts of a catalogue, and the Tracks that fit best by them."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.ranking_block import BLOCK, Block
from recommender.ranking_bounds import fact_bounds, may_pass
from recommender.ranking_columns import TrackColumns, Vocabularies
from recommender.ranking_filters import Filters, programs_meant
from recommender.ranking_leaves import Leaves
from recommender.ranking_terms import WEIGHTS, Query, Term, fact_terms

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


_CHEAPEST_FIRST = (
    "metre",
    "key",
    "mode",
    "density",
    "style",
    "occasion",
    "tempo",
    "length",
    "mood",
    "unwanted instruments",
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
_FIRST = 128
_MORE = 4
#: so many at once, at most: their columns stay in the processor's cache
_AT_ONCE = 1024


class ColumnBlocks:
    """Columns of Tracks by row, BLOCK rows a block, and their leaves. A block is replaced, never changed, so
    that who took the blocks reads on while Tracks come and go."""

    def __init__(self) -> None:
        self._words = Vocabularies()
        self._blocks: list[Block] = []
        # of all blocks, made when they are asked for: leaves, and the row by place
        self._leaves: Leaves | None = None
        self._rows = np.zeros(0, np.int32)

    def taken_now(self) -> "ColumnBlocks":
        """As it is now."""
        taken = ColumnBlocks()
        taken._words, taken._blocks = self._words, list(self._blocks)
        taken._leaves, taken._rows = self.leaves, self._rows
        return taken

    def __len__(self) -> int:
        """One more than the last row."""
        return self._blocks[-1].first + len(self._blocks[-1].rows) if self._blocks else 0

    @property
    def leaves(self) -> Leaves | None:
        """Of all rows; None of no rows."""
        if self._leaves is None:
            parts = [leaves for block in self._blocks for leaves in (block.leaves, block.late) if leaves]
            self._leaves = Leaves.joined(parts) if parts else None
            self._rows = np.zeros(len(self), np.int32)
            for block in self._blocks:
                self._rows[block.first : block.first + len(block.rows)] = block.first + block.rows
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
        if not len(rows):
            return TrackColumns.of((), self._words)
        return TrackColumns.narrowed(
            [(block.columns, block.places[here].astype(np.int64)) for block, here in self._by_block(rows)]
        )

    def _by_block(self, numbers: Rows) -> Iterator[tuple[Block, Rows]]:
        """Blocks with those of `numbers` (rows or places, in the order of their blocks) that are theirs,
        counted from the block's first."""
        bounds = np.searchsorted(numbers, np.arange(len(self._blocks) + 1) * BLOCK).tolist()
        for block, start, stop in zip(self._blocks, bounds[:-1], bounds[1:], strict=True):
            if start < stop:
                yield block, numbers[start:stop] - block.first

    @property
    def licences(self) -> list[str]:
        """Of all Tracks that ever were here, in the order in which they came."""
        return list(self._words.licence.names)

    def passing(self, filters: Filters) -> Mask:
        """Which rows pass `filters`; rows that hold no Track may pass."""
        passes = np.ones(len(self), bool)
        for block in self._blocks:
            here = passes[block.first : block.first + len(block.rows)]
            if filters == Filters(without=filters.without):  # few do not
                for first, last in map(programs_meant, filters.without):
                    here[block.rows[block.columns.playing(first, last)[0]]] = False
            else:
                here[block.rows] = filters.mask(block.columns)
        return passes

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
        best = _Best(self, n, sorted(terms.items(), key=lambda term: _CHEAPEST_FIRST.index(term[0])))
        size = _FIRST
        order = np.arange(len(leaves))
        while True:
            # the most promising, then more at a time: the threshold is high before many are judged
            order = order[promise[order] > max(best.threshold + _EQUAL, _NEVER)]
            if not len(order):
                return best.rows
            size = min(size, len(order))
            parted = np.argpartition(-promise[order], size - 1)
            places = leaves.places_of(np.sort(order[parted[:size]]))
            rows = self._rows[places]
            may = allowed[rows]
            best.judge(rows[may], places[may])
            order, size = order[parted[size:]], min(size * _MORE, _AT_ONCE)

    def at(self, places: Rows) -> TrackColumns:
        """Columns at `places`, in the order of their blocks."""
        return TrackColumns.narrowed([(block.columns, here) for block, here in self._by_block(places)])


class _Best:
    """The `n` best rows so far. A Track that the terms yet to come cannot lift among them is judged no
    further; the terms that cost little come first."""

    def __init__(self, blocks: ColumnBlocks, n: int, terms: Sequence[tuple[str, Term]]) -> None:
        self._blocks = blocks
        self._n = n
        self._terms = terms
        self.rows: Rows = np.zeros(0, np.int64)
        self._scores = np.zeros(0, np.float32)
        #: the least score among them; nothing is too little while there are fewer
        self.threshold = np.float32(-np.inf)

    def judge(self, rows: NDArray[np.int32], places: Rows) -> None:
        """The Tracks of `rows`, which are at `places`."""
        part = None
        score = np.zeros(len(rows), np.float32)
        to_come = np.float32(sum(_MOST[name] for name, _ in self._terms))
        for name, term in self._terms:
            hopeful = score > self.threshold - to_come
            left = np.count_nonzero(hopeful)
            if not left:
                return
            if left < _WORTH_NARROWING * len(score):
                kept = np.flatnonzero(hopeful)
                rows, places, score, part = rows[kept], places[kept], score[kept], None
            if part is None:
                part = self._blocks.at(places)
            fit = term(part)
            fit *= np.float32(WEIGHTS[name])
            score += fit
            to_come -= _MOST[name]
        better = np.flatnonzero(score > self.threshold)
        found = np.concatenate([self.rows, rows[better]])
        scores = np.concatenate([self._scores, score[better]])
        if len(found) > self._n:
            best = np.argpartition(-scores, self._n - 1)[: self._n]
            found, scores = found[best], scores[best]
        self.rows, self._scores = found, scores
        if len(found) == self._n and self._n:
            self.threshold = scores.min()
