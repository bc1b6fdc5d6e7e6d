"""The Grid: notes as integer tuples on 12 positions to a quarter, bar by bar; the models' view of a Score.

12 divides the quarter into sixteenths and triplets alike. The Grid forgets micro-timing and is never the
stored form.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.instruments import DRUMS
from music.score import DURATION, ONSET, PITCH, VELOCITY, Metre, Part, Score, Tempo

POSITIONS_PER_QUARTER = 12
#: longest bar the Grid holds: 8 quarters
MAX_BAR_POSITIONS = 8 * POSITIONS_PER_QUARTER
TICKS_PER_QUARTER = 480
TICKS_PER_POSITION = TICKS_PER_QUARTER // POSITIONS_PER_QUARTER

#: Columns of grid notes, int32 [n, 6]: bar from 0, position in the bar, instrument (programme number or
#: DRUMS), MIDI pitch, duration in positions, velocity. Sorted in this order.
GridNotes = NDArray[np.int32]
BAR, POSITION, INSTRUMENT, GRID_PITCH, GRID_DURATION, GRID_VELOCITY = range(6)

#: Durations that the models tell apart, in positions; others go to the nearest on a log scale.
DURATIONS = np.array([
    1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 18, 20, 21, 24, 30, 32, 36, 42, 48, 60, 64, 72, 84, 96, 120, 144,
    192,
])  # fmt: skip
_BOUNDS = np.sqrt(DURATIONS[:-1] * DURATIONS[1:])
#: Velocity classes of 8 steps; class 0 stands for "unknown" (a source without dynamics).
VELOCITY_CLASSES = 17
#: abc2midi writes these velocities for strong, medium and weak beats; they say nothing about loudness
ABC_ACCENTS = frozenset((80, 95, 105))


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Notes and the metre of every bar.

    bar_positions int32 [bars]: length of each bar; denominators int32 [bars]: the metre's lower number.
    """

    notes: GridNotes
    bar_positions: NDArray[np.int32]
    denominators: NDArray[np.int32]

    @property
    def bars(self) -> int:
        return len(self.bar_positions)


def duration_class(positions: NDArray[np.int32]) -> NDArray[np.int32]:
    """Index into DURATIONS nearest to each duration (log scale)."""
    return np.searchsorted(_BOUNDS, positions, side="left").astype(np.int32)


def velocity_class(velocity: NDArray[np.int32]) -> NDArray[np.int32]:
    """1 to 16 for velocities 1 to 127."""
    return (velocity >> 3).astype(np.int32) + 1


def known_velocity_classes(velocity: NDArray[np.int32]) -> NDArray[np.int32]:
    """As `velocity_class`, but all 0 (unknown) where the velocities of a piece carry no dynamics.

    That is one velocity throughout, or nothing but the accents of `ABC_ACCENTS`.
    """
    levels = set(np.unique(velocity).tolist())
    if len(levels) < 2 or levels <= ABC_ACCENTS:
        return np.zeros(len(velocity), np.int32)
    return velocity_class(velocity)


def velocity_of_class(index: int) -> int:
    """The velocity in the middle of a class from 1; class 0 (unknown) becomes mezzo-forte, 72."""
    return 72 if index == 0 else min(127, (index - 1) * 8 + 4)


def to_grid(score: Score) -> Grid:
    """Quantises onsets and durations to the nearest position; bars longer than 8 quarters are split."""
    scale = POSITIONS_PER_QUARTER / score.ticks_per_quarter
    chunks = []
    for part in score.parts:
        if not len(part.notes):
            continue
        onset = np.rint(part.notes[:, ONSET] * scale).astype(np.int32)
        duration = np.maximum(1, np.rint(part.notes[:, DURATION] * scale)).astype(np.int32)
        instrument = np.full(len(onset), DRUMS if part.is_drum else part.program, np.int32)
        chunks.append(
            np.stack([onset, instrument, part.notes[:, PITCH], duration, part.notes[:, VELOCITY]], 1)
        )
    bars = _bars(score, scale)
    if not chunks:
        return Grid(np.zeros((0, 6), np.int32), bars[:, 1].copy(), bars[:, 2].copy())
    flat = np.concatenate(chunks)
    bar = np.clip(np.searchsorted(bars[:, 0], flat[:, 0], side="right") - 1, 0, None)
    position = flat[:, 0] - bars[bar, 0]
    # Rounding can push a note to the bar line behind the last bar; it belongs to the bar's last position.
    position = np.minimum(position, bars[bar, 1] - 1)
    notes = np.column_stack([bar, position, flat[:, 1:]]).astype(np.int32)
    order = np.lexsort((notes[:, GRID_PITCH], notes[:, INSTRUMENT], notes[:, POSITION], notes[:, BAR]))
    notes = notes[order]
    same = np.all(notes[1:, :GRID_DURATION] == notes[:-1, :GRID_DURATION], axis=1)
    return Grid(notes[np.concatenate(([True], ~same))], bars[:, 1].copy(), bars[:, 2].copy())


def _bars(score: Score, scale: float) -> NDArray[np.int32]:
    """[bars, 3]: start in positions, length in positions, denominator."""
    rows: list[tuple[int, int, int]] = []
    starts = score.bar_starts() or [0]
    for i, tick in enumerate(starts):
        metre = score.metre_at(tick)
        start = round(tick * scale)
        nominal = POSITIONS_PER_QUARTER * 4 * metre.numerator // metre.denominator
        stop = round(starts[i + 1] * scale) if i + 1 < len(starts) else start + max(1, nominal)
        while stop - start > MAX_BAR_POSITIONS:
            rows.append((start, MAX_BAR_POSITIONS, metre.denominator))
            start += MAX_BAR_POSITIONS
        if stop > start:
            rows.append((start, stop - start, metre.denominator))
    return np.array(rows, np.int32)


def from_grid(
    notes: GridNotes,
    *,
    tempo_bpm: float,
    metre: tuple[int, int],
    instruments: Sequence[int] | None = None,
    names: Sequence[str] | None = None,
    title: str = "",
) -> Score:
    """A Score in one metre and tempo, 480 ticks a quarter, one part an instrument in the order given.

    Two notes of one pitch in one part never overlap: the earlier ends where the later begins.
    """
    bar_ticks = TICKS_PER_QUARTER * 4 * metre[0] // metre[1]
    found = sorted({int(i) for i in notes[:, INSTRUMENT]}) if len(notes) else []
    wanted = list(dict.fromkeys([*(instruments or ()), *found]))
    parts = []
    for k, instrument in enumerate(wanted):
        mine = notes[notes[:, INSTRUMENT] == instrument]
        onset = mine[:, BAR] * bar_ticks + mine[:, POSITION] * TICKS_PER_POSITION
        table = np.column_stack(
            [onset, mine[:, GRID_DURATION] * TICKS_PER_POSITION, mine[:, GRID_PITCH], mine[:, GRID_VELOCITY]]
        ).astype(np.int32)
        table = _without_overlaps(table)
        parts.append(
            Part(
                program=0 if instrument == DRUMS else instrument,
                notes=table,
                is_drum=instrument == DRUMS,
                name=names[k] if names and k < len(names) else "",
            )
        )
    return Score(
        TICKS_PER_QUARTER,
        tuple(p for p in parts if len(p.notes)),
        tempos=(Tempo(0, round(60e6 / tempo_bpm)),),
        metres=(Metre(0, *metre),),
        title=title,
    )


def _without_overlaps(table: NDArray[np.int32]) -> NDArray[np.int32]:
    table = table[np.lexsort((table[:, ONSET], table[:, PITCH]))]
    if len(table) > 1:
        same = table[1:, PITCH] == table[:-1, PITCH]
        room = table[1:, ONSET] - table[:-1, ONSET]
        limit = np.where(same, np.maximum(room, 1), np.iinfo(np.int32).max)
        table[:-1, DURATION] = np.minimum(table[:-1, DURATION], limit)
    return table[np.lexsort((table[:, PITCH], table[:, ONSET]))]
