"""Cutting and putting back in exact ticks: what lies outside the bars in question is never touched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from music.errors import CadenzaError, ImpossibleControls
from music.grid import (
    BAR,
    GRID_DURATION,
    GRID_PITCH,
    GRID_VELOCITY,
    INSTRUMENT,
    POSITION,
    POSITIONS_PER_QUARTER,
    GridNotes,
)
from music.instruments import DRUMS
from music.score import DURATION, ONSET, PITCH, VELOCITY, Metre, NoteArray, Part, Score

SUSTAIN_PEDAL, PEDAL_DOWN = 64, 64


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from tick `start` up to `stop`."""

    start: int
    stop: int
    metre: Metre

    @property
    def positions(self) -> int:
        """Its nominal length on the Grid."""
        return 4 * POSITIONS_PER_QUARTER * self.metre.numerator // self.metre.denominator


def bars_of(score: Score) -> list[Bar]:
    """All bars up to that of the last onset. Raises CadenzaError for a piece without notes."""
    starts = score.bar_starts()
    if not starts:
        raise CadenzaError("There are no notes in this piece; a file with some works.")
    metre = score.metre_at(starts[-1])
    end = starts[-1] + max(1, score.ticks_per_quarter * 4 * metre.numerator // metre.denominator)
    return [Bar(a, b, score.metre_at(a)) for a, b in zip(starts, [*starts[1:], end], strict=True)]


def stretch_of(bars: Sequence[Bar], first: int, last: int) -> tuple[int, int]:
    """Bars `first` to `last` (from 1, both included) as indices [low, high). Raises ImpossibleControls."""
    if not 1 <= first <= last <= len(bars):
        has = "1 bar" if len(bars) == 1 else f"bars 1 to {len(bars)}"
        asked = f"bar {first} is" if first == last else f"bars {first} to {last} are"
        raise ImpossibleControls(f"The piece has {has}; {asked} not in it.")
    return first - 1, last


def program_of(part: Part) -> int:
    """The programme number, 128 for drums."""
    return DRUMS if part.is_drum else part.program


def grid_of(score: Score, bars: Sequence[Bar]) -> GridNotes:
    """The notes that begin in `bars`, which are counted from 0 here, in the Grid's order."""
    starts = np.array([b.start for b in bars], np.int64)
    lengths = np.array([b.positions for b in bars], np.int64)
    scale = POSITIONS_PER_QUARTER / score.ticks_per_quarter
    chunks = [np.zeros((0, 6), np.int32)]
    for part in score.parts:
        onset = part.notes[:, ONSET].astype(np.int64)
        index = np.searchsorted(starts, onset, side="right") - 1
        inside = (index >= 0) & (onset < bars[-1].stop)
        notes, index, onset = part.notes[inside], index[inside], onset[inside]
        position = np.minimum(np.rint((onset - starts[index]) * scale).astype(np.int64), lengths[index] - 1)
        length = np.maximum(1, np.rint(notes[:, DURATION] * scale))
        program = np.full(len(notes), program_of(part))
        chunks.append(
            np.column_stack([index, position, program, notes[:, PITCH], length, notes[:, VELOCITY]]).astype(
                np.int32
            )
        )
    table = np.concatenate(chunks)
    order = np.lexsort(
        (
            -table[:, GRID_DURATION],
            table[:, GRID_PITCH],
            table[:, INSTRUMENT],
            table[:, POSITION],
            table[:, BAR],
        )
    )
    table = table[order]
    new = np.ones(len(table), bool)
    new[1:] = np.any(table[1:, :GRID_DURATION] != table[:-1, :GRID_DURATION], axis=1)
    kept: GridNotes = table[new]
    return kept


def in_order(*tables: GridNotes) -> GridNotes:
    """All notes of `tables` in the Grid's order; of two equal ones the first."""
    notes = np.concatenate(tables)
    order = np.lexsort((notes[:, GRID_PITCH], notes[:, INSTRUMENT], notes[:, POSITION], notes[:, BAR]))
    notes = notes[order]
    new = np.ones(len(notes), bool)
    new[1:] = np.any(notes[1:, :GRID_DURATION] != notes[:-1, :GRID_DURATION], axis=1)
    kept: GridNotes = notes[new]
    return kept


def ticks_of(score: Score, bars: Sequence[Bar], notes: GridNotes) -> NoteArray:
    """Grid `notes` of `bars` as rows of a Part of `score`."""
    starts = np.array([b.start for b in bars], np.int64)
    stops = np.array([b.stop for b in bars], np.int64)
    scale = score.ticks_per_quarter / POSITIONS_PER_QUARTER
    onset = starts[notes[:, BAR]] + np.rint(notes[:, POSITION] * scale).astype(np.int64)
    onset = np.minimum(onset, stops[notes[:, BAR]] - 1)  # a bar that a change of metre cuts short
    length = np.maximum(1, np.rint(notes[:, GRID_DURATION] * scale))
    rows = np.column_stack([onset, length, notes[:, GRID_PITCH], notes[:, GRID_VELOCITY]]).astype(np.int32)
    ordered: NoteArray = rows[np.lexsort((rows[:, PITCH], rows[:, ONSET]))]
    return ordered


def cut(part: Part, start: int, stop: int) -> Part:
    """`part` without the notes that begin in [start, stop), its pedal up and its pitch straight there, and
    both as they were from `stop` on."""
    onset = part.notes[:, ONSET]
    notes = part.notes[(onset < start) | (onset >= stop)]
    return replace(
        part,
        notes=notes,
        controllers=_without_pedal(part.controllers, start, stop),
        pitch_bends=_straight(part.pitch_bends, start, stop),
    )


def _without_pedal(table: NDArray[np.int32], start: int, stop: int) -> NDArray[np.int32]:
    pedal = table[table[:, 1] == SUSTAIN_PEDAL]
    before, until = pedal[pedal[:, 0] < start], pedal[pedal[:, 0] < stop]
    inside = (table[:, 1] == SUSTAIN_PEDAL) & (table[:, 0] >= start) & (table[:, 0] < stop)
    kept = table[~inside]
    added = []
    if len(before) and before[-1, 2] >= PEDAL_DOWN:
        added.append([start, SUSTAIN_PEDAL, 0])
    if len(until) and until[-1, 2] >= PEDAL_DOWN and not np.any(pedal[:, 0] == stop):
        added.append([stop, SUSTAIN_PEDAL, int(until[-1, 2])])
    return _with_events(kept, added)


def _straight(table: NDArray[np.int32], start: int, stop: int) -> NDArray[np.int32]:
    before, until = table[table[:, 0] < start], table[table[:, 0] < stop]
    kept = table[(table[:, 0] < start) | (table[:, 0] >= stop)]
    added = []
    if len(before) and before[-1, 1] != 0:
        added.append([start, 0])
    now = before[-1, 1] if len(before) else 0
    if len(until) and (until[-1, 1] != 0 or now != 0) and not np.any(table[:, 0] == stop):
        added.append([stop, int(until[-1, 1])])
    return _with_events(kept, added)


def _with_events(table: NDArray[np.int32], added: list[list[int]]) -> NDArray[np.int32]:
    if not added:
        return table
    events = np.concatenate([table, np.array(added, np.int32)])
    ordered: NDArray[np.int32] = events[np.argsort(events[:, 0], kind="stable")]
    return ordered


def paste(part: Part, rows: NoteArray, stop: int | None) -> Part:
    """`part` with `rows` in it: they end at `stop` at the latest, and where a note of the same pitch sounds
    already in the part, the new one gives way."""
    rows = rows.copy()
    if stop is not None:
        rows[:, DURATION] = np.minimum(rows[:, DURATION], stop - rows[:, ONSET])
    kept = []
    for onset, length, pitch, velocity in rows.tolist():
        same = part.notes[part.notes[:, PITCH] == pitch]
        if np.any((same[:, ONSET] <= onset) & (same[:, ONSET] + same[:, DURATION] > onset)):
            continue
        later = same[same[:, ONSET] > onset, ONSET]
        room = int(later.min()) - onset if len(later) else length
        kept.append((onset, min(length, room), pitch, velocity))
    new = np.array(kept, np.int32).reshape(-1, 4)
    notes = np.concatenate([part.notes, without_overlaps(new)])
    return replace(part, notes=notes[np.lexsort((notes[:, PITCH], notes[:, ONSET]))])


def without_overlaps(rows: NoteArray) -> NoteArray:
    """`rows` in which no two notes of one pitch sound at once: the earlier ends where the later begins."""
    rows = rows[np.lexsort((-rows[:, DURATION], rows[:, ONSET], rows[:, PITCH]))]
    if len(rows) < 2:
        return rows
    new = np.ones(len(rows), bool)
    new[1:] = np.any(rows[1:, [ONSET, PITCH]] != rows[:-1, [ONSET, PITCH]], axis=1)
    rows = rows[new]
    same = rows[1:, PITCH] == rows[:-1, PITCH]
    room = rows[1:, ONSET] - rows[:-1, ONSET]
    rows[:-1, DURATION] = np.where(same, np.minimum(rows[:-1, DURATION], room), rows[:-1, DURATION])
    ordered: NoteArray = rows[np.lexsort((rows[:, PITCH], rows[:, ONSET]))]
    return ordered
