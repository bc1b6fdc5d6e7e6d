"""Against hammering: what makes striking the very same pitches again less likely than the network finds it.

A network that hears its own repeated chord expects it once more, so its runs feed themselves. People rarely go
on for long; how long depends on the instrument. So the onsets in a row at which an instrument strikes a pitch,
and the share of its notes that only repeat one of the onset before, are held against people's parts: inside of
what most of them do little is touched, and beyond it every further strike costs more.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.vocabulary import SIZES
from music.instruments import DRUMS, family_of


class Usual(NamedTuple):
    """What three in four of people's parts stay within in 16 bars (`generator.evaluation.struck`)."""

    run: int
    again: float


#: by `python -m benchmarks.striking PACK`: families of instruments with 20 parts or more in the train split
ALONE = {
    "": Usual(4, 0.19),
    "brass": Usual(3, 0.13),
    "ensemble": Usual(5, 0.23),
    "ethnic": Usual(4, 0.28),
    "guitar": Usual(4, 0.18),
    "organ": Usual(2, 0.05),
    "piano": Usual(5, 0.24),
    "strings": Usual(3, 0.14),
}
WITH_OTHERS = {
    "": Usual(6, 0.35),
    "bass": Usual(9, 0.73),
    "brass": Usual(8, 0.62),
    "ensemble": Usual(4, 0.29),
    "guitar": Usual(8, 0.49),
    "organ": Usual(6, 0.33),
    "piano": Usual(8, 0.36),
    "pipe": Usual(3, 0.18),
    "reed": Usual(5, 0.30),
    "strings": Usual(6, 0.36),
    "synth effects": Usual(2, 0.13),
    "synth lead": Usual(10, 0.74),
    "synth pad": Usual(5, 0.40),
}

#: what any strike of the same costs (natural logarithm), and each one beyond the usual run more
_FIRST, _BEYOND = 0.5, 1.2
#: what a share costs that is one above the usual
_TOO_MANY = 12.0
_MOST = 8.0
#: notes of the usual share that a part is taken to have behind it when it begins
_BEFORE = 12


def usual_of(program: int, *, alone: bool) -> Usual:
    table = ALONE if alone else WITH_OTHERS
    return table.get(family_of(program), table[""])


@dataclass(slots=True)
class _Part:
    """One instrument: the runs of the pitches it struck at the onset before, and at the present one."""

    usual: Usual
    at: tuple[int, int] = (-1, -1)
    before: dict[int, int] = field(default_factory=dict)
    now: dict[int, int] = field(default_factory=dict)
    notes: int = 0
    again: int = 0

    def place(self, at: tuple[int, int], pitch: int) -> None:
        if at != self.at:
            self.at, self.before, self.now = at, self.now, {}
        self.now[pitch] = self.before.get(pitch, 0) + 1
        self.notes += 1
        self.again += self.now[pitch] > 1

    def cost(self, run: int) -> float:
        """Of one more strike after `run` of them."""
        again = (self.again + _BEFORE * self.usual.again) / (self.notes + _BEFORE)
        beyond = max(0, run + 1 - self.usual.run)
        return min(_MOST, _FIRST + _BEYOND * beyond + _TOO_MANY * max(0.0, again - self.usual.again))


class Striking:
    """Follows the notes of a piece for `programs` and says what striking the same again costs."""

    def __init__(self, programs: tuple[int, ...]) -> None:
        self.parts = {p: _Part(usual_of(p, alone=len(programs) == 1)) for p in programs if p != DRUMS}

    def place(self, program: int, bar: int, position: int, pitch: int) -> None:
        """Goes on from a note that was set."""
        if program in self.parts:
            self.parts[program].place((bar, position), pitch)

    def pitch(self, program: int, *, at_once: bool) -> NDArray[np.float64]:
        """What is added to the logits of the next pitch of `program`; at_once: it makes a chord with the note that
        it struck last."""
        part = self.parts[program]
        bias = np.zeros(SIZES[3])
        for pitch, run in (part.before if at_once else part.now).items():
            bias[pitch] = -part.cost(run)
        return bias
