"""One block of a catalogue's facts, in the order of its leaves, so that like Tracks lie side by side."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.ranking_columns import TrackColumns, Vocabularies
from recommender.ranking_leaves import Groups, Leaves

Rows = NDArray[np.int64]

#: Tracks in a block. It is copied when one of them changes
BLOCK = 1 << 17
#: all leaves are made anew when more than this part of a block came late
_LATE = 1 / 16


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows `first` to `first + n` of a catalogue.

    columns: by place; rows [n]: the row, counted from `first`, at each place; places [n]: the place of each
    row. `leaves` hold what was there when they were made, `late` what came or changed since, at
    `late_places`: a few late ones are quicker to sort than all. Places in leaves are counted from `first`.
    """

    first: int
    columns: TrackColumns
    rows: NDArray[np.int32]
    places: NDArray[np.int32]
    leaves: Leaves | None
    late: Leaves | None
    late_places: Rows

    @classmethod
    def empty(cls, words: Vocabularies, first: int) -> "Block":
        none = np.zeros(0, np.int32)
        return cls(first, TrackColumns.of((), words), none, none, None, None, none.astype(np.int64))

    def with_rows(self, rows: Rows, theirs: TrackColumns) -> "Block":
        """A copy with the facts `theirs` at `rows`, counted from `first`."""
        n = len(self.rows)
        new = np.arange(n, max(n, int(rows.max()) + 1), dtype=np.int32)
        all_rows, all_places = np.append(self.rows, new), np.append(self.places, new)
        at = all_places[rows].astype(np.int64)
        columns = self.columns.with_rows(at, theirs)
        late = np.union1d(self.late_places, at)
        if self.leaves is None or len(late) > _LATE * len(columns):
            return _ordered(self.first, columns, all_rows)
        columns.plays, columns.shares  # noqa: B018 (computed here, so that no request waits for it)
        few = columns.taken(late)
        leaves = self.leaves.without(self.first + at)
        late_leaves = Leaves.of(few, Groups.of(few), self.first + late)
        return Block(self.first, columns, all_rows, all_places, leaves, late_leaves, late)


def _ordered(first: int, columns: TrackColumns, rows: NDArray[np.int32]) -> Block:
    """The block of Tracks whose `rows` are given, brought into the order of their leaves."""
    groups = Groups.of(columns)
    order = groups.order
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    leaves = Leaves.of(columns, groups, first + place)
    columns, rows = columns.taken(order), rows[order]
    columns.plays, columns.shares  # noqa: B018 (computed here, so that no request waits for it)
    places = np.empty(len(rows), np.int32)
    places[rows] = np.arange(len(rows), dtype=np.int32)
    return Block(first, columns, rows, places, leaves, None, np.zeros(0, np.int64))
