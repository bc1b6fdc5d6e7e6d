"""A part as notation wants it: bars of voices, each a row of tied notes and rests without gaps.

Times are counted in 24ths of a quarter. Every beat of a part takes the grid nearest to its onsets: sixteenths
or triplet eighths, their halves where the music asks for them.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from music.score import DURATION, ONSET, PITCH, VELOCITY, Part, Score

UNITS_PER_QUARTER = 24
_SIXTEENTH = 6
#: Sixteenths, triplet eighths, thirty-seconds, sextuplets; and what a finer grid costs an onset, so that a
#: player's liberty is not written down as a rhythm.
_GRIDS = np.array([6, 8, 3, 4])
_GRID_COSTS = (0.0, 0.01, 1.0, 1.01)
_MOST_VOICES = 4
#: Written note values with dots, and those of triplets, longest first.
_PLAIN = (144, 96, 72, 48, 36, 24, 18, 12, 6, 3)
_TRIPLET = (24, 16, 8, 4, 2, 1)


class Symbol(NamedTuple):
    """A note, a chord or, without pitches, a rest of one written value; ties to its neighbours."""

    length: int
    pitches: tuple[int, ...]
    velocity: int
    tied_back: bool
    tied_on: bool


class Bar(NamedTuple):
    start: int
    length: int
    voices: tuple[tuple[Symbol, ...], ...]


class _Held(NamedTuple):
    start: int
    end: int
    pitches: tuple[int, ...]
    velocity: int


def bar_lines(score: Score) -> list[int]:
    """Where each bar begins, and at the end where the last one ends; bars lost to rounding are left out."""
    per_tick = UNITS_PER_QUARTER / score.ticks_per_quarter
    starts = score.bar_starts()
    metre = score.metre_at(starts[-1])
    end = max(score.end_tick, starts[-1] + score.ticks_per_quarter * 4 * metre.numerator // metre.denominator)
    return sorted({round(tick * per_tick) for tick in [*starts, end]})


def notated(part: Part, ticks_per_quarter: int, lines: list[int]) -> list[Bar]:
    """The bars of a part between `lines` (see bar_lines)."""
    start, end = _quantised(part, ticks_per_quarter)
    end = np.minimum(end, lines[-1])
    by_time: dict[tuple[int, int], list[tuple[int, int]]] = {}
    pitches, velocities = part.notes[:, PITCH].tolist(), part.notes[:, VELOCITY].tolist()
    for on, off, pitch, velocity in zip(start.tolist(), end.tolist(), pitches, velocities, strict=True):
        if off > on:
            by_time.setdefault((on, off), []).append((pitch, velocity))
    held = [
        _Held(on, off, tuple(sorted({pitch for pitch, _ in notes})), max(v for _, v in notes))
        for (on, off), notes in sorted(by_time.items(), key=lambda item: (item[0][0], -item[1][0][0]))
    ]
    voices = [list(_symbols(voice, lines)) for voice in _voices(held)]
    bars = []
    for i, (first, last) in enumerate(pairwise(lines)):
        sounding = tuple(tuple(voice[i]) for voice in voices if any(s.pitches for s in voice[i]))
        bars.append(Bar(first, last - first, sounding or (tuple(_rest(first, last)),)))
    return bars


def _quantised(part: Part, ticks_per_quarter: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Onsets and ends in units, each on the grid of its beat."""
    per_tick = UNITS_PER_QUARTER / ticks_per_quarter
    onset = part.notes[:, ONSET] * per_tick
    end = (part.notes[:, ONSET] + part.notes[:, DURATION]) * per_tick
    # An onset a shade early belongs to the beat that it leads to.
    beat = np.floor(onset / UNITS_PER_QUARTER + 1 / 16).astype(np.int64)
    costs = [
        np.bincount(beat, weights=np.abs(onset - grid * np.rint(onset / grid)) + cost)
        for grid, cost in zip(_GRIDS.tolist(), _GRID_COSTS, strict=True)
    ]
    grid_of_beat = np.append(_GRIDS[np.argmin(costs, axis=0)], _SIXTEENTH)

    def grid_at(beats: NDArray[np.int64]) -> NDArray[np.int64]:
        grids: NDArray[np.int64] = grid_of_beat[np.minimum(beats, len(grid_of_beat) - 1)]
        return grids

    starts = np.rint(onset / grid_at(beat)).astype(np.int64) * grid_at(beat)
    last = grid_at(np.floor(end / UNITS_PER_QUARTER).astype(np.int64))
    ends = np.rint(end / last).astype(np.int64) * last
    return starts, np.maximum(ends, starts + grid_at(beat))


def _voices(held: list[_Held]) -> list[list[_Held]]:
    """Rows without overlap; beyond four voices the note that ends first gives way."""
    voices: list[list[_Held]] = []
    for group in held:
        free = next((voice for voice in voices if voice[-1].end <= group.start), None)
        if free is None and len(voices) < _MOST_VOICES:
            free = []
            voices.append(free)
        if free is None:
            free = min(voices, key=lambda voice: voice[-1].end)
            if free[-1].start == group.start:
                joined = free[-1].pitches + group.pitches
                free[-1] = free[-1]._replace(pitches=tuple(sorted(set(joined))))
                continue
            free[-1] = free[-1]._replace(end=group.start)
        free.append(group)
    return voices


def _symbols(voice: list[_Held], lines: list[int]) -> Iterator[list[Symbol]]:
    """Bar by bar the symbols of a voice, rests filling what is silent."""
    following = iter(voice)
    current = next(following, None)
    for first, last in pairwise(lines):
        row: list[Symbol] = []
        place = first
        while current is not None and current.start < last:
            begin, end = max(current.start, first), min(current.end, last)
            row += _rest(place, begin)
            lengths = _written(begin, end)
            for i, length in enumerate(lengths):
                back = i > 0 or begin > current.start
                on = i + 1 < len(lengths) or end < current.end
                row.append(Symbol(length, current.pitches, current.velocity, back, on))
            place = end
            if current.end > last:
                break
            current = next(following, None)
        yield row + _rest(place, last)


def _rest(start: int, end: int) -> list[Symbol]:
    return [Symbol(length, (), 0, False, False) for length in _written(start, end)]


def _written(start: int, end: int) -> list[int]:
    """The values that write a stretch; cut at beats where it leaves the sixteenths."""
    lengths: list[int] = []
    while start < end:
        stop = end
        next_beat = (start // UNITS_PER_QUARTER + 1) * UNITS_PER_QUARTER
        if start % _SIXTEENTH:
            stop = min(end, next_beat)
        elif end % _SIXTEENTH and end > next_beat:
            stop = end // UNITS_PER_QUARTER * UNITS_PER_QUARTER
        while start < stop:
            values = _TRIPLET if (stop - start) % 3 else _PLAIN
            value = next(value for value in values if value <= stop - start)
            lengths.append(value)
            start += value
    return lengths
