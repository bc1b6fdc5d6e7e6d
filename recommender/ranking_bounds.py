"""What the Tracks of a leaf can fit at most: for every term of `ranking_terms` a bound from the leaf's facts.

No Track of a leaf has a fit above its bound, but for rounding. That is all that exactness needs; how close
the bound comes decides only how many leaves are looked at.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from music.controls import DENSITIES
from music.instruments import program_number
from recommender.ranking_columns import KEYS, Column, TrackColumns, Vocabularies
from recommender.ranking_filters import Filters, programs_meant
from recommender.ranking_leaves import FAMILY, Leaves
from recommender.ranking_terms import (
    ASSUMED_TEMPO_TRUST,
    LENGTH_TOLERANCE,
    MOOD_TOLERANCE,
    OCTAVE_COST,
    TEMPO_TOLERANCE,
    TYPICAL_UNCERTAINTY,
    Query,
    Term,
    bell,
)

#: in which facts of a leaf the numbers of a term are, and how many there are
_NUMBERED: dict[str, Callable[[Vocabularies], tuple[str, int]]] = {
    "key": lambda words: ("keys", KEYS),
    "mode": lambda words: ("keys", KEYS),
    "density": lambda words: ("densities", len(DENSITIES)),
    "metre": lambda words: ("metres", len(words.metre.names)),
    "style": lambda words: ("styles", len(words.style.names)),
    "occasion": lambda words: ("styles", len(words.style.names)),
}
#: the bound of one term for L leaves, float32 [L]
Bound = Callable[[Leaves], Column]


def fact_bounds(query: Query, terms: dict[str, Term], words: Vocabularies) -> dict[str, Bound]:
    """The bounds of `terms`, which are those of `query`; `words` are the vocabularies of the columns."""
    asked = query.controls
    each = TrackColumns.of_each(words)
    bounds: dict[str, Bound] = {}
    for name, term in terms.items():
        if name == "mood":
            bounds[name] = partial(_mood_bound, asked.valence, asked.arousal)
        elif name == "tempo":
            bounds[name] = partial(_tempo_bound, float(np.log2(asked.tempo_bpm or 1)))
        elif name == "length":
            bounds[name] = partial(_length_bound, asked.seconds, asked.bars)
        elif name == "instruments":
            bounds[name] = partial(_instruments_bound, asked.instruments)
        elif name == "unwanted instruments":
            bounds[name] = lambda leaves: np.zeros(len(leaves), np.float32)
        else:  # a fit for each key, density or word
            column, count = _NUMBERED[name](words)
            bounds[name] = partial(_best_there, column, term(each)[:count])
    return bounds


def may_pass(filters: Filters, leaves: Leaves, words: Vocabularies) -> NDArray[np.bool_]:
    """Which leaves may hold Tracks that pass `filters`, bool [L]."""
    may = np.ones(len(leaves), bool)
    for asked, column in ((filters.tempo_bpm, leaves.tempo), (filters.seconds, leaves.seconds)):
        if asked is not None:
            low, high = np.log2(np.maximum(np.array(asked, np.float32), 1))
            may &= (column[1] >= low) & (column[0] <= high)
    styles = {style.casefold() for style in filters.styles}
    for wanted, names, there in (
        (styles, words.style.names, leaves.styles),
        ({licence.casefold() for licence in filters.licences}, words.licence.names, leaves.licences),
    ):
        if wanted:
            may &= _best_of([float(name.casefold() in wanted) for name in names], there) > 0
    for first, last in map(programs_meant, filters.instruments):
        may &= _plays(leaves, first, last)
    return may


def _best_there(column: str, fits: Column, leaves: Leaves) -> Column:
    there: NDArray[np.unsignedinteger] = getattr(leaves, column)
    return _best_of(fits, there)


def _best_of(fits: Sequence[float] | Column, there: NDArray[np.unsignedinteger]) -> Column:
    """The best fit of what is there: bit i stands for all numbers that are i modulo the bits."""
    kind = there.dtype.type
    width = there.dtype.itemsize * 8
    best = np.full(len(there), -1, np.float32)
    values = np.asarray(fits, np.float32)
    for value in np.unique(values):  # the greatest last
        numbers = set((np.flatnonzero(values == value) % width).tolist())
        best[(there & kind(sum(1 << n for n in numbers))) != 0] = value
    return best


def _nearest(span: Column, value: float) -> Column:
    """How near to `value` a range comes."""
    away: Column = np.maximum(np.maximum(span[0] - np.float32(value), np.float32(value) - span[1]), 0)
    return away


def _mood_bound(valence: float | None, arousal: float | None, leaves: Leaves) -> Column:
    """Along each axis the fit is greatest where the mood is nearest and, for that distance, the variance
    (the mood's own and the tolerance) its square."""
    fit = np.ones(len(leaves), np.float32)
    typical = np.float32(MOOD_TOLERANCE**2 + TYPICAL_UNCERTAINTY**2)
    for value, mean, sd in (
        (valence, leaves.valence, leaves.valence_sd),
        (arousal, leaves.arousal, leaves.arousal_sd),
    ):
        if value is not None:
            squared = np.square(_nearest(mean, value))
            least, most = np.square(sd) + np.float32(MOOD_TOLERANCE**2)
            variance = np.clip(squared, least, most)
            fit *= np.sqrt(typical / variance) * np.exp(-0.5 * squared / variance)
    return 2 * np.minimum(fit, 1) - 1


def _tempo_bound(asked: float, leaves: Leaves) -> Column:
    octave = np.minimum(_nearest(leaves.tempo, asked - 1), _nearest(leaves.tempo, asked + 1))
    octave += np.float32(OCTAVE_COST)
    away: Column = np.minimum(_nearest(leaves.tempo, asked), octave)
    away /= np.float32(TEMPO_TOLERANCE)
    fit = bell(away)
    assumed = np.float32(ASSUMED_TEMPO_TRUST) * fit
    return np.maximum(np.where(leaves.known, fit, -1), np.where(leaves.assumed, assumed, -1))


def _length_bound(seconds: float | None, bars: int | None, leaves: Leaves) -> Column:
    span, asked = (leaves.seconds, seconds) if seconds is not None else (leaves.bars, bars)
    return bell(_nearest(span, float(np.log2(asked or 1))) / np.float32(LENGTH_TOLERANCE))


def _instruments_bound(wanted: Sequence[str], leaves: Leaves) -> Column:
    bound = np.full(len(leaves), -1, np.float32)
    for program in map(program_number, wanted):
        family = leaves.programs[:, program // FAMILY] != 0
        bound += np.where(_plays(leaves, program, program), 1.2, np.where(family, 0.6, 0)) / len(wanted)
    families = sorted({program_number(name) // FAMILY for name in wanted})
    bound += 0.8 * np.minimum(leaves.shares[:, families].sum(axis=1), 1)
    return bound


def _plays(leaves: Leaves, first: int, last: int) -> NDArray[np.bool_]:
    """Where a programme from `first` to `last`, of one family, plays."""
    bits = sum(1 << program % FAMILY for program in range(first, last + 1))
    result: NDArray[np.bool_] = leaves.programs[:, first // FAMILY] & bits != 0
    return result
