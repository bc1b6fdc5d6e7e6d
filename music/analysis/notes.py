"""All notes of a Score in one table, laid out once for every measurement."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.instruments import DRUMS
from music.score import DURATION, ONSET, PITCH, VELOCITY, Score

#: A note counts towards at most this many bars from its onset on; bounds the work on endless pedals.
_MAX_BARS_OF_A_NOTE = 8


@dataclass(frozen=True, slots=True, eq=False)
class NoteTable:
    """Arrays [n] by onset, times in ticks; the notes of all parts, drums included."""

    onset: NDArray[np.int64]
    duration: NDArray[np.int64]
    pitch: NDArray[np.int64]
    velocity: NDArray[np.int64]
    program: NDArray[np.int64]  # programme number, or DRUMS
    is_drum: NDArray[np.bool_]
    ticks_per_quarter: int

    @property
    def end(self) -> NDArray[np.int64]:
        return self.onset + self.duration

    def pitched(self) -> "NoteTable":
        """The same without drums."""
        return self if not self.is_drum.any() else self._at(~self.is_drum)

    def _at(self, index: NDArray[np.bool_]) -> "NoteTable":
        return NoteTable(
            self.onset[index],
            self.duration[index],
            self.pitch[index],
            self.velocity[index],
            self.program[index],
            self.is_drum[index],
            self.ticks_per_quarter,
        )


def note_table(score: Score) -> NoteTable:
    """The table of a Score with at least one note."""
    parts = [part for part in score.parts if len(part.notes)]
    notes = np.concatenate([part.notes for part in parts]).astype(np.int64)
    sizes = [len(part.notes) for part in parts]
    programs = np.repeat([DRUMS if part.is_drum else part.program for part in parts], sizes)
    order = np.argsort(notes[:, ONSET], kind="stable")
    notes, programs = notes[order].T, programs[order].astype(np.int64)
    return NoteTable(
        notes[ONSET],
        notes[DURATION],
        notes[PITCH],
        notes[VELOCITY],
        programs,
        programs == DRUMS,
        score.ticks_per_quarter,
    )


@dataclass(frozen=True, slots=True, eq=False)
class BarShares:
    """Notes cut at bar lines: of each piece the bar, the index of its note, its ticks in that bar."""

    bar: NDArray[np.int64]
    note: NDArray[np.int64]
    ticks: NDArray[np.int64]


def cut_at_bars(table: NoteTable, starts: NDArray[np.int64]) -> BarShares:
    """`starts` [bars]: the tick at which each bar begins; the last bar has no end."""
    first = np.clip(np.searchsorted(starts, table.onset, side="right") - 1, 0, None)
    last = np.maximum(np.searchsorted(starts, table.end, side="left") - 1, first)
    count = np.minimum(last - first + 1, _MAX_BARS_OF_A_NOTE)
    note = np.repeat(np.arange(len(first)), count)
    bar = first[note] + np.arange(len(note)) - np.repeat(np.cumsum(count) - count, count)
    stops = np.append(starts[1:], np.iinfo(np.int64).max)
    ticks = np.minimum(table.end[note], stops[bar]) - np.maximum(table.onset[note], starts[bar])
    return BarShares(bar, note, np.maximum(ticks, 0))
