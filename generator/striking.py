"""Against hammering: what makes striking the very same pitches again less likely than the network finds it.

A network that hears its own repeated chord expects it once more, so its runs feed themselves. People rarely
go on for long; how long depends on the instrument. So the onsets in a row at which an instrument strikes a
pitch, the share of its notes that only repeat one of the onset before, and the share that goes round among
the pitches of the last few onsets are held against people's parts: inside of what most of them do little is
touched, and beyond it every further strike costs more.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.vocabulary import PITCH, SIZES
from music.instruments import DRUMS, family_of


class Usual(NamedTuple):
    """What three in four of people's parts stay within in 16 bars (`generator.evaluation.struck`)."""

    run: int
    again: float
    lately: float


#: by `python -m benchmarks.striking PACK`: families of instruments with 20 parts or more in the train split
ALONE = {
    "": Usual(4, 0.17, 0.53),
    "brass": Usual(3, 0.14, 0.57),
    "ensemble": Usual(5, 0.23, 0.58),
    "ethnic": Usual(4, 0.28, 0.60),
    "guitar": Usual(4, 0.18, 0.56),
    "organ": Usual(2, 0.05, 0.39),
    "piano": Usual(5, 0.24, 0.57),
    "strings": Usual(3, 0.14, 0.50),
}
WITH_OTHERS = {
    "": Usual(6, 0.34, 0.63),
    "bass": Usual(9, 0.73, 0.81),
    "brass": Usual(8, 0.62, 0.78),
    "ensemble": Usual(4, 0.29, 0.54),
    "guitar": Usual(8, 0.49, 0.74),
    "organ": Usual(6, 0.33, 0.59),
    "piano": Usual(8, 0.36, 0.68),
    "pipe": Usual(3, 0.18, 0.48),
    "reed": Usual(5, 0.30, 0.63),
    "strings": Usual(6, 0.36, 0.62),
    "synth effects": Usual(2, 0.13, 0.73),
    "synth lead": Usual(11, 0.73, 0.86),
    "synth pad": Usual(5, 0.40, 0.73),
}

#: what any strike of the same costs (natural logarithm), and each one beyond the usual run more
_FIRST, _BEYOND = 0.5, 1.2
#: what a share costs that lies above the usual one, times what it does
_TOO_MANY, _TOO_MANY_LATELY = 12.0, 16.0
#: onsets of an instrument in which going round among a few pitches shows
LATELY = 4
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
    heard: deque[dict[int, int]] = field(default_factory=lambda: deque(maxlen=LATELY))
    notes: int = 0
    again: int = 0
    lately: int = 0

    def place(self, at: tuple[int, int], pitch: int) -> None:
        if at != self.at:
            self.at, self.before, self.now = at, self.now, {}
            self.heard.append(self.before)
        self.now[pitch] = self.before.get(pitch, 0) + 1
        self.notes += 1
        self.again += self.now[pitch] > 1
        self.lately += any(pitch in onset for onset in self.heard)

    def costs(self, *, at_once: bool) -> Iterator[tuple[int, float]]:
        """Pitches that were struck lately, and what striking them now costs."""
        onsets = list(self.heard) if at_once else [*self.heard, self.now][-LATELY:]
        round_and_round = _TOO_MANY_LATELY * self._beyond(self.lately, self.usual.lately)
        again = _FIRST + _TOO_MANY * self._beyond(self.again, self.usual.again)
        before = self.before if at_once else self.now
        for pitch in {pitch for onset in onsets for pitch in onset}:
            cost = round_and_round
            if pitch in before:
                cost += again + _BEYOND * max(0, before[pitch] + 1 - self.usual.run)
            yield pitch, min(_MOST, cost)

    def _beyond(self, count: int, usual: float) -> float:
        """How far a share of the notes so far lies above the usual one."""
        return max(0.0, (count + _BEFORE * usual) / (self.notes + _BEFORE) - usual)


class Striking:
    """Follows the notes of a piece for `programs` and says what striking the same again costs."""

    def __init__(self, programs: tuple[int, ...]) -> None:
        self.parts = {p: _Part(usual_of(p, alone=len(programs) == 1)) for p in programs if p != DRUMS}

    def place(self, program: int, bar: int, position: int, pitch: int) -> None:
        """Goes on from a note that was set."""
        if program in self.parts:
            self.parts[program].place((bar, position), pitch)

    def pitch(self, program: int, *, at_once: bool) -> NDArray[np.float64]:
        """What is added to the logits of the next pitch of `program`; at_once: it makes a chord with the note
        that it struck last."""
        bias = np.zeros(SIZES[PITCH])
        for pitch, cost in self.parts[program].costs(at_once=at_once):
            bias[pitch] = -cost
        return bias
