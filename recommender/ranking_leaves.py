"""Leaves: small groups of Tracks that are alike, each with what the facts in it reach at most and at least.

A catalogue is judged leaf by leaf: where even the best that a leaf could hold is not among the best found,
none of its Tracks is looked at (`ranking_bounds`). The exact answer from a few hundredths of the work.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.ranking_columns import KEYS, Column, TrackColumns
from recommender.ranking_terms import MOOD_TOLERANCE

Rows = NDArray[np.int64]

#: Tracks in a leaf at most; fewer are skipped more exactly, but there are more leaves to look at
LEAF = 64
#: instruments come in families of eight programmes; the last is the drums
FAMILY = 8
FAMILIES = 17
#: words of a vocabulary beyond so many share a bit with earlier ones
WORDS = 64
#: what a fact weighs when leaves are split: about the points that a step of one makes in the ranking
_SCALES = {
    "lead": 1.0,  # a family of instruments
    "certainty": 3.0,
    "valence": 4.0,
    "arousal": 4.0,
    "tempo": 4.0,
    "key": 0.15,
    "metre": 0.3,
}


@dataclass(frozen=True, slots=True, eq=False)
class Leaves:
    """Facts of L leaves.

    places [L, LEAF]: where the Tracks of each are, -1 where it is not full. Ranges [2, L] are (least, most)
    of a column. keys, densities, metres, styles, licences: which occur, a bit each (metres, styles and
    licences by number modulo WORDS; a key that is not known is the last). programs [L, FAMILIES]: a byte a
    family, a bit a programme. shares [L, FAMILIES]: the most that a family has of one Track's notes. known,
    assumed: whether some Track's tempo is known, whether some is not.
    """

    places: NDArray[np.int32]
    valence: Column
    arousal: Column
    valence_sd: Column
    arousal_sd: Column
    tempo: Column
    bars: Column
    seconds: Column
    known: NDArray[np.bool_]
    assumed: NDArray[np.bool_]
    keys: NDArray[np.uint32]
    densities: NDArray[np.uint32]
    metres: NDArray[np.uint64]
    styles: NDArray[np.uint64]
    licences: NDArray[np.uint64]
    programs: NDArray[np.uint8]
    shares: Column

    @classmethod
    def of(cls, columns: TrackColumns, groups: "Groups", places: Rows) -> "Leaves":
        """Of n > 0 Tracks in `groups`, which are at `places` [n]."""
        n, full, leaves = len(columns), groups.members, len(groups.members)
        at = np.full((leaves, LEAF), -1, np.int32)
        at[:, : full.shape[1]] = np.where(groups.again, -1, places[full])

        def span(column: Column) -> Column:
            inside = column[full]
            return np.stack((inside.min(axis=1), inside.max(axis=1)))

        def bits(numbers: NDArray[Any], kind: type[np.unsignedinteger[Any]], modulo: int) -> NDArray[Any]:
            each = np.left_shift(kind(1), (numbers % modulo).astype(kind), dtype=kind)
            return np.asarray(np.bitwise_or.reduce(each[full], axis=1))

        leaf_of = np.empty(n, np.int64)
        leaf_of[full] = np.arange(leaves)[:, None]
        program, row = columns.plays[:, 0], columns.plays[:, 1]
        played = np.zeros((leaves, FAMILIES * FAMILY), bool)
        played[leaf_of[row], program] = True
        of_family = np.bincount(
            row.astype(np.int64) * FAMILIES + program // FAMILY, columns.shares, n * FAMILIES
        )
        shares = of_family.astype(np.float32).reshape(n, FAMILIES)
        return cls(
            places=at,
            valence=span(columns.valence),
            arousal=span(columns.arousal),
            valence_sd=span(columns.valence_sd),
            arousal_sd=span(columns.arousal_sd),
            tempo=span(columns.tempo),
            bars=span(columns.bars),
            seconds=span(columns.seconds),
            known=np.logical_or.reduce(columns.tempo_known[full], axis=1),
            assumed=np.logical_or.reduce(~columns.tempo_known[full], axis=1),
            keys=bits(columns.key, np.uint32, KEYS),
            densities=bits(columns.density, np.uint32, 32),
            metres=bits(columns.metre.codes, np.uint64, WORDS),
            styles=bits(columns.style.codes, np.uint64, WORDS),
            licences=bits(columns.licence.codes, np.uint64, WORDS),
            programs=np.packbits(played, axis=1, bitorder="little"),
            shares=shares[full].max(axis=1),
        )

    def __len__(self) -> int:
        return len(self.places)

    @classmethod
    def joined(cls, parts: Sequence["Leaves"]) -> "Leaves":
        return cls(
            **{
                field.name: np.concatenate(
                    [getattr(part, field.name) for part in parts], axis=1 if field.name in _RANGES else 0
                )
                for field in fields(cls)
            }
        )

    def without(self, places: Rows) -> "Leaves":
        """Leaves in which these places are no more. The bounds stay as they were."""
        gone = np.isin(self.places, places)
        return replace(self, places=np.where(gone, np.int32(-1), self.places)) if gone.any() else self

    def places_of(self, leaves: Rows) -> Rows:
        """The places of some leaves, one leaf after the other."""
        places = self.places[leaves].reshape(-1)
        return places[places >= 0].astype(np.int64)


_RANGES = frozenset(("valence", "arousal", "valence_sd", "arousal_sd", "tempo", "bars", "seconds"))


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """n Tracks in groups of like ones: `members` [2**m, size], a Track's number among the n. To make all
    groups equal some Tracks stand there twice, which changes no bound: `again` is True the second time."""

    members: Rows
    again: NDArray[np.bool_]

    @classmethod
    def of(cls, columns: TrackColumns) -> "Groups":
        """A k-d tree: each group is halved along the fact in which its Tracks differ most (J. Bentley, 1975,
        Communications of the ACM 18)."""
        n = len(columns)
        depth = int(np.ceil(np.log2(max(n / LEAF, 1))))
        facts = _facts(columns)
        members = np.resize(np.arange(n), (1, -(-n // 2**depth) * 2**depth))
        for _ in range(depth):
            inside = facts[:, members]
            widest = inside.std(axis=2).argmax(axis=0)
            values = np.take_along_axis(inside, widest[None, :, None], axis=0)[0]
            halves = np.argpartition(values, values.shape[1] // 2, axis=1)
            members = np.take_along_axis(members, halves, axis=1).reshape(2 * len(members), -1)
        flat = members.reshape(-1)
        again = np.ones(len(flat), bool)
        again[np.unique(flat, return_index=True)[1]] = False
        return cls(members, again.reshape(members.shape))

    @property
    def order(self) -> Rows:
        """All n, one group after the other."""
        return self.members[~self.again]


def _facts(columns: TrackColumns) -> NDArray[np.float32]:
    """What Tracks are told apart by, [facts, n], in points."""
    there = np.diff(columns.starts) > 0
    lead = np.full(len(columns), FAMILIES, np.float32)
    lead[there] = columns.programs[columns.starts[:-1][there]] / FAMILY
    variances = (np.square(sd) + MOOD_TOLERANCE**2 for sd in (columns.valence_sd, columns.arousal_sd))
    by = {
        "lead": lead,
        "certainty": sum(-0.5 * np.log(variance) for variance in variances),
        "valence": columns.valence,
        "arousal": columns.arousal,
        "tempo": columns.tempo,
        "key": columns.key,
        "metre": columns.metre.codes,
    }
    return np.stack([np.asarray(by[name] * scale, np.float32) for name, scale in _SCALES.items()])
