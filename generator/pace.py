"""Keeping to the density that was asked for: notes a second, steered while a piece is made.

Where none was asked for, a style whose pieces are counted keeps to what is usual in it; else nothing is added
to what the music itself does, and only what is faster than people's is held back.

What the network knows of density it follows loosely. So the notes so far are held against the band of the
density (`music.analysis.facts`): where there are too many, chords get no further notes and the next onset is
at least a little later; where there are too few, the next onset may not be far. The network still chooses
among what is left. Inside the band nothing is touched.
"""

from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from generator.plan import NOTES_PER_SECOND, Plan
from generator.style_ngrams import Leanings, Rate
from music.analysis.facts import DENSITY_BOUNDS
from music.controls import DENSITIES
from music.grid import POSITIONS_PER_QUARTER

#: a piece in a style, if nobody asked for a density, has one between those that such shares of people's are
#: sparser than; attempts differ in it
USUAL = 0.3, 0.7
#: how near a piece may come to the lower and the upper edge of its band, as a share; the last bar is thin
_FROM_BELOW, _FROM_ABOVE = 0.25, 0.16
#: of the last bar, what its close leaves empty (`finishing.cadence`), which the bars before make up for
_CLOSE = 0.8
#: seconds at the middle of the band that a piece is taken to have behind it when it begins
_BEFORE = 1.0
#: positions between onsets where the pace is a little, and where it is far, outside the band
_EIGHTH, _SIXTEENTH = POSITIONS_PER_QUARTER // 2, POSITIONS_PER_QUARTER // 4
_FAR = 0.3
#: notes a second that nine in ten of people's pieces stay below, by the number of instruments (the last: that
#: many or more); by `python -m benchmarks.striking PACK`. Of four and more it is 34.2, which two cores do not
#: make in time: half a minute is to be there in three seconds
FASTEST = (10.0, 15.2, 14.8, 24.0)


class Spacing(NamedTuple):
    """The fewest positions to the next onset (0: another note may be struck at this one), the most (None:
    any), and the notes that there should be at this onset before the next, where so many can be struck."""

    nearest: int
    farthest: int | None
    together: int


@dataclass(frozen=True, slots=True)
class Pace:
    """The band of a Plan's density in notes a second, from `low` to below `high`, and its middle: of the one
    that was asked for, else of the Plan's style. fills: whether more is struck together where there is too
    little; a style has chords of its own."""

    low: float
    high: float
    middle: float
    seconds_a_position: float
    fills: bool

    @classmethod
    def of(cls, plan: Plan, usual: Rate | None = None) -> "Pace":
        """`usual`: what is usual in the Plan's style."""
        more = plan.bars / (plan.bars - _CLOSE) if plan.bars > 1 else 1.0
        asked = None if plan.habit else plan.density
        fastest = FASTEST[min(len(plan.programs), len(FASTEST)) - 1]
        if asked is not None:
            edges = (0.0, *DENSITY_BOUNDS, float("inf"))
            place = DENSITIES.index(asked)
            low, high = edges[place] * (1 + _FROM_BELOW), edges[place + 1] * (1 - _FROM_ABOVE)
            middle = NOTES_PER_SECOND[asked]
        elif usual is not None:
            slower = min(1.0, FASTEST[-1] / (usual.high * plan.tempo_bpm / 60))
            low, middle, high = (rate * slower * plan.tempo_bpm / 60 for rate in usual)
        else:
            low, middle, high, more = 0.0, fastest / 2, fastest, 1.0
        return cls(
            low * more,
            high * more,
            middle * more,
            plan.bar_seconds / plan.bar_positions,
            fills=asked is not None,
        )

    def spacing(self, notes: int, positions: int) -> Spacing:
        """What the next note may do after `notes` notes in `positions`."""
        rate = (notes + _BEFORE * self.middle) / (positions * self.seconds_a_position + _BEFORE)
        if rate > self.high:
            return Spacing(_EIGHTH if rate < self.high * (1 + _FAR) else 2 * _EIGHTH, None, 0)
        if rate < self.low:
            farthest = _EIGHTH if rate > self.low * (1 - _FAR) else _SIXTEENTH
            together = ceil(self.middle * farthest * self.seconds_a_position) if self.fills else 0
            return Spacing(0, farthest, together)
        return Spacing(0, None, 0)


def expected_rate(plan: Plan, leanings: Leanings | None) -> float:
    """About how many notes a second a Plan will have."""
    return Pace.of(plan, None if leanings is None else leanings.rate(len(plan.programs))).middle
