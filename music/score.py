"""Symbolic music in memory: parts of notes in exact ticks, with tempo, metre and key maps.

A Score is immutable. Reading a MIDI file and writing it again keeps every event held here, tick for
tick. The Grid (`music.grid`) is the model's coarser view and never the stored form.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Notes of one part: int32 [n, 4], columns ONSET, DURATION (ticks), PITCH (0-127), VELOCITY (1-127),
#: sorted by (onset, pitch).
NoteArray = NDArray[np.int32]
ONSET, DURATION, PITCH, VELOCITY = range(4)


class Tempo(NamedTuple):
    """From `tick` on, one quarter lasts `microseconds` (the unit of MIDI's Set Tempo event)."""

    tick: int
    microseconds: int

    @property
    def bpm(self) -> float:
        return 60e6 / self.microseconds


class Metre(NamedTuple):
    """From `tick` on, bars of `numerator`/`denominator`."""

    tick: int
    numerator: int
    denominator: int

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


class KeySignature(NamedTuple):
    """From `tick` on: `fifths` sharps (negative: flats), `minor` mode or major."""

    tick: int
    fifths: int
    minor: bool


class TextEvent(NamedTuple):
    """A text at `tick`; `kind` is marker ("A", "Verse"), lyric, text, copyright or cue."""

    tick: int
    kind: str
    text: str


def _empty(columns: int) -> NDArray[np.int32]:
    return np.zeros((0, columns), np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One instrument's notes: a "track" of a MIDI file (Track itself is an entry of the catalogue).

    `program` is the General MIDI programme number from 0; drums ignore it.
    """

    program: int
    notes: NoteArray
    is_drum: bool = False
    name: str = ""
    #: int32 [m, 3]: tick, controller number, value
    controllers: NDArray[np.int32] = field(default_factory=lambda: _empty(3))
    #: int32 [k, 2]: tick, bend in [-8192, 8191]
    pitch_bends: NDArray[np.int32] = field(default_factory=lambda: _empty(2))


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """Parts and maps. Every map has an entry at tick 0 (120 bpm and 4/4 where a file says nothing).

    `sets_tempo` is False where the tempo map is only that default, or the usual one of a kind of tune, so
    that nobody takes it for a fact.
    """

    ticks_per_quarter: int
    parts: tuple[Part, ...]
    tempos: tuple[Tempo, ...] = (Tempo(0, 500_000),)
    metres: tuple[Metre, ...] = (Metre(0, 4, 4),)
    keys: tuple[KeySignature, ...] = ()
    texts: tuple[TextEvent, ...] = ()
    title: str = ""
    sets_tempo: bool = True

    @property
    def note_count(self) -> int:
        return sum(len(part.notes) for part in self.parts)

    @property
    def end_tick(self) -> int:
        """The tick at which the last note stops sounding; 0 without notes."""
        ends = [int((t.notes[:, ONSET] + t.notes[:, DURATION]).max()) for t in self.parts if len(t.notes)]
        return max(ends, default=0)

    @property
    def seconds(self) -> float:
        return float(self.seconds_at([self.end_tick])[0])

    def seconds_at(self, ticks: Sequence[int] | NDArray[np.int32]) -> NDArray[np.float64]:
        """Times in seconds of `ticks` [n] under the tempo map; float64 [n]."""
        starts = np.array([t.tick for t in self.tempos], np.float64)
        per_tick = np.array([t.microseconds for t in self.tempos], np.float64) / 1e6 / self.ticks_per_quarter
        elapsed = np.concatenate(([0.0], np.cumsum(np.diff(starts) * per_tick[:-1])))
        at = np.asarray(ticks, np.float64)
        index = np.clip(np.searchsorted(starts, at, side="right") - 1, 0, None)
        result: NDArray[np.float64] = elapsed[index] + (at - starts[index]) * per_tick[index]
        return result

    def bar_starts(self) -> list[int]:
        """The tick at which each bar begins, up to and including the bar of the last onset.

        A metre change inside a bar cuts that bar short, as notation programs do.
        """
        last = max((int(t.notes[:, ONSET].max()) for t in self.parts if len(t.notes)), default=-1)
        starts: list[int] = []
        for i, metre in enumerate(self.metres):
            length = max(1, self.ticks_per_quarter * 4 * metre.numerator // metre.denominator)
            stop = self.metres[i + 1].tick if i + 1 < len(self.metres) else last + 1
            starts.extend(range(metre.tick, min(stop, last + 1), length))
        return starts

    def metre_at(self, tick: int) -> Metre:
        return self.metres[max(0, bisect_right([m.tick for m in self.metres], tick) - 1)]
