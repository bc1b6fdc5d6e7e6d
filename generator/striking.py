"""Against hammering: what makes striking the very same pitches again less likely than the network finds it.

A network that hears its own repeated chord expects it once more, so its runs feed themselves. People rarely go
on for long, how long depends on the instrument. So the runs of an instrument, and the share of its onsets that
only repeat the one before, are held against people's parts: inside of what most of them do little is touched;
beyond it every further strike costs more. It is spread over the pitches of the chord, most on the top one, so
that a chord may stay where something moves in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.vocabulary import SIZES
from music.instruments import DRUMS, family_of


class Usual(NamedTuple):
    """Of three in four of people's parts: the most strikes of the same in a row in 16 bars, and the share of
    onsets that strike the same as the onset before."""

    run: float
    share: float


#: by `python -m benchmarks.striking PACK`, from the train split, where there are 20 parts or more
ALONE = {
    "": Usual(3, 0.12),
    "brass": Usual(2, 0.06),
    "ensemble": Usual(2, 0.04),
    "ethnic": Usual(4, 0.25),
    "guitar": Usual(2, 0.05),
    "organ": Usual(1, 0.00),
    "piano": Usual(2, 0.05),
    "strings": Usual(3, 0.14),
}
WITH_OTHERS = {
    "": Usual(4, 0.24),
    "bass": Usual(9, 0.73),
    "brass": Usual(6, 0.55),
    "ensemble": Usual(4, 0.27),
    "guitar": Usual(5, 0.36),
    "organ": Usual(4, 0.21),
    "piano": Usual(3, 0.14),
    "pipe": Usual(3, 0.15),
    "reed": Usual(4, 0.23),
    "strings": Usual(5, 0.30),
    "synth effects": Usual(2, 0.15),
    "synth lead": Usual(8, 0.73),
    "synth pad": Usual(1, 0.00),
}

#: what the first strike of the same costs (natural logarithm): the network makes it about e times too often
_FIRST = 1.0
#: what every strike beyond the usual run costs more, and the share beyond the usual one
_BEYOND, _TOO_MANY = 1.2, 12.0
_MOST = 8.0
#: onsets of the usual share that a part is taken to have behind it when it begins
_BEFORE = 12
#: of a chord's cost, how much the top pitch bears
_TOP = 0.5


def usual_of(program: int, *, alone: bool) -> Usual:
    table = ALONE if alone else WITH_OTHERS
    return table.get(family_of(program), table[""])


@dataclass(slots=True)
class _Part:
    """What one instrument struck: at the onset before, and at the one that is being made."""

    usual: Usual
    at: tuple[int, int] = (-1, -1)
    now: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    run: int = 1  # strikes of `before` in a row
    onsets: int = 0
    again: int = 0

    def moved_on(self) -> None:
        """The onset that was being made is complete."""
        if self.now:
            same = self.now == self.before
            self.run = self.run + 1 if same else 1
            self.onsets += 1
            self.again += same
            self.before, self.now = self.now, ()

    def cost(self, run: int) -> float:
        """Of striking the same once more after `run` strikes of it."""
        share = (self.again + _BEFORE * self.usual.share) / (self.onsets + _BEFORE)
        beyond = max(0.0, run + 1 - max(self.usual.run, 1))
        return min(_MOST, _FIRST + _BEYOND * beyond + _TOO_MANY * max(0.0, share - self.usual.share))


class Striking:
    """Follows the notes of a piece for `programs` and says what striking the same again costs."""

    def __init__(self, programs: tuple[int, ...]) -> None:
        pitched = [p for p in programs if p != DRUMS]
        self.parts = {p: _Part(usual_of(p, alone=len(programs) == 1)) for p in pitched}

    def place(self, program: int, bar: int, position: int, pitch: int) -> None:
        """Goes on from a note that was set."""
        part = self.parts.get(program)
        if part is None:
            return
        if (bar, position) != part.at:
            part.moved_on()
            part.at = bar, position
        part.now = (*part.now, pitch)

    def pitch(self, program: int, *, same_onset: bool) -> NDArray[np.float64] | None:
        """What is added to the logits of the next pitch of `program`; same_onset: at the onset of its note before.
        None: nothing."""
        part = self.parts.get(program)
        if part is None:
            return None
        if not (same_onset and part.now):
            before, run = part.now or part.before, self._run(part)
        elif set(part.now) <= set(part.before):
            before, run = part.before, part.run
        else:
            return None  # something new is in this chord already
        if not before:
            return None
        bias = np.zeros(SIZES[3])
        for pitch, weight in _shared(before):
            bias[pitch] = -weight * part.cost(run)
        return bias

    def _run(self, part: _Part) -> int:
        """Strikes in a row, the onset that is being made among them."""
        return part.run + 1 if part.now and part.now == part.before else 1


def _shared(chord: tuple[int, ...]) -> Iterator[tuple[int, float]]:
    """Each pitch of `chord` and its share of what the whole costs."""
    top = max(chord)
    pitches = sorted(set(chord))
    for pitch in pitches:
        others = (1 - _TOP) / (len(pitches) - 1) if len(pitches) > 1 else 0.0
        yield pitch, (_TOP if len(pitches) > 1 else 1.0) if pitch == top else others
