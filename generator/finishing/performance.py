"""Playing: how loud and how early or late each note is, after tables measured in what people played.

The chances of a note follow from the seed, its instrument, its place and its pitch alone, never from the
other notes: bars that did not change sound as they did before.
"""

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generator.finishing.metre import kit_piece, sixteenth_of, strength_of
from music.errors import MissingPart
from music.instruments import DRUMS
from music.score import DURATION, ONSET, PITCH, VELOCITY, NoteArray, Part, Score

TABLE = Path(__file__).with_name("performance.json")
#: of the spread that was measured from note to note, how much is chance (the rest is what the music means)
_CHANCE_IN_TIME = 0.4
_CHANCE_IN_LOUDNESS = 0.12
#: no note is earlier or later than this
MOST_MS = 30.0
#: nor by more than this part of a quarter, so that the Grid hears the same rhythm
_FINEST = 26
#: notes of a chord are apart by so much of the chance of their onset
_CHORD_SPREAD = 0.25

Floats = NDArray[np.float64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Habit:
    """Mean and standard deviation of something players do (velocities, or milliseconds)."""

    mean: float = 0.0
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Tables:
    """Habits by strength in the bar (pitched) and by piece of the kit and sixteenth of the bar (drums)."""

    velocity: dict[str, Habit]
    timing: dict[str, Habit]
    drum_velocity: dict[str, Habit]
    drum_timing: dict[str, Habit]
    per_octave: float


@cache
def tables(path: Path = TABLE) -> Tables:
    """The tables that come with the program (made by `cadenza train performance`). Raises MissingPart."""
    try:
        data = json.loads(path.read_text("utf-8"))

        def habits(table: dict[str, list[float]]) -> dict[str, Habit]:
            return {key: Habit(*values) for key, values in table.items()}

        return Tables(
            habits(data["velocity"]["strength"]),
            habits(data["timing_ms"]["strength"]),
            habits(data["drums"]["velocity"]),
            habits(data["drums"]["timing_ms"]),
            float(data["velocity"]["per_octave"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MissingPart(
            f"The tables of performance in {path} are missing or damaged; install again."
        ) from error


def humanise(score: Score, seed: int, amount: float = 1.0) -> Score:
    """`score` as people would play it: onsets a little early or late, velocities a little uneven.

    `seed` in [0, 2**64); `amount` 0 changes nothing, 1 is as measured, up to 2 is allowed. The same
    arguments give the same Score. No onset leaves its bar, no note is added or lost, ends stay where they
    were, and everything that is no note stays as it is. Raises ValueError for another amount.
    """
    if not 0 <= amount <= 2:
        raise ValueError(f"an amount from 0 to 2 works, not {amount:g}")
    if amount == 0 or not score.note_count:
        return score
    return replace(score, parts=tuple(_played(score, part, seed, amount) for part in score.parts))


def accents(
    program: int, inside: NDArray[np.int64], bar_ticks: NDArray[np.int64], ticks_per_quarter: int,
    pitches: NDArray[np.int64],
) -> Floats:  # fmt: skip
    """How much louder than the middle of its part each note is by its place in the bar and its pitch."""
    known = tables()
    habits, keys = _keys(program, inside, bar_ticks, ticks_per_quarter, pitches, loud=True)
    means = np.array([habits.get(key, Habit()).mean for key in keys])
    if program == DRUMS or not len(pitches):
        return means
    return means + known.per_octave / 12 * np.clip(pitches - np.median(pitches), -24, 24)


def _played(score: Score, part: Part, seed: int, amount: float) -> Part:
    notes = part.notes
    if not len(notes):
        return part
    starts = np.array(score.bar_starts(), np.int64)
    onset = notes[:, ONSET].astype(np.int64)
    bar = np.searchsorted(starts, onset, side="right") - 1
    last = starts[-1] + _bar_length(score, int(starts[-1]))
    ends = np.append(starts[1:], max(last, int(onset.max()) + 1))
    inside, lengths = onset - starts[bar], (ends - starts)[bar]
    program = DRUMS if part.is_drum else part.program
    pitches = notes[:, PITCH].astype(np.int64)
    place = _hashed(np.uint64(seed), np.full(len(notes), program), onset)
    each = _hashed(np.uint64(seed ^ 0x5EED), np.full(len(notes), program), onset * 128 + pitches)

    habits, keys = _keys(program, inside, lengths, score.ticks_per_quarter, pitches, loud=False)
    mine = [habits.get(key, Habit()) for key in keys]
    chance = (1 - _CHORD_SPREAD) * _normal(place) + _CHORD_SPREAD * _normal(each)
    wait = np.array([h.mean for h in mine]) + _CHANCE_IN_TIME * np.array([h.spread for h in mine]) * chance
    late = np.clip(amount * wait, -MOST_MS, MOST_MS) * _ticks_per_ms(score, onset)
    late = np.clip(late, -score.ticks_per_quarter / _FINEST, score.ticks_per_quarter / _FINEST)
    moved = np.clip(onset + np.rint(late).astype(np.int64), starts[bar], ends[bar] - 1)

    habits, keys = _keys(program, inside, lengths, score.ticks_per_quarter, pitches, loud=True)
    spread = np.array([habits.get(key, Habit()).spread for key in keys])
    uneven = np.rint(amount * _CHANCE_IN_LOUDNESS * spread * _normal(_mixed(each))).astype(np.int64)

    table = notes.astype(np.int64)
    table[:, DURATION] = np.maximum(1, onset + notes[:, DURATION] - moved)
    table[:, ONSET] = moved
    table[:, VELOCITY] = np.clip(notes[:, VELOCITY] + uneven, 1, 127)
    return replace(part, notes=_in_order(table))


def _in_order(table: NDArray[np.int64]) -> NoteArray:
    """Sorted; a note ends where its pitch begins again, as it did before the onsets moved."""
    table = table[np.lexsort((table[:, ONSET], table[:, PITCH]))]
    same = table[1:, PITCH] == table[:-1, PITCH]
    room = np.where(same, table[1:, ONSET] - table[:-1, ONSET], np.iinfo(np.int32).max)
    table[:-1, DURATION] = np.minimum(table[:-1, DURATION], np.maximum(room, 1))
    return table[np.lexsort((table[:, PITCH], table[:, ONSET]))].astype(np.int32)


def _keys(
    program: int, inside: NDArray[np.int64], bar_ticks: NDArray[np.int64], ticks_per_quarter: int,
    pitches: NDArray[np.int64], *, loud: bool,
) -> tuple[dict[str, Habit], list[str]]:  # fmt: skip
    known = tables()
    if program == DRUMS:
        slots = sixteenth_of(inside, ticks_per_quarter).tolist()
        keys = [f"{kit_piece(p)} {s}" for p, s in zip(pitches.tolist(), slots, strict=True)]
        return (known.drum_velocity if loud else known.drum_timing), keys
    return (known.velocity if loud else known.timing), strength_of(
        inside, bar_ticks, ticks_per_quarter
    ).tolist()


def _bar_length(score: Score, tick: int) -> int:
    metre = score.metre_at(tick)
    return max(1, score.ticks_per_quarter * 4 * metre.numerator // metre.denominator)


def _ticks_per_ms(score: Score, onset: NDArray[np.int64]) -> Floats:
    ticks = np.array([t.tick for t in score.tempos])
    per_ms = 1000 * score.ticks_per_quarter / np.array([t.microseconds for t in score.tempos])
    found: Floats = per_ms[np.clip(np.searchsorted(ticks, onset, side="right") - 1, 0, None)]
    return found


def _hashed(seed: np.uint64, program: NDArray[np.int64], place: NDArray[np.int64]) -> Hashes:
    return _mixed(_mixed(place.astype(np.uint64) + seed) + program.astype(np.uint64))


def _normal(hashes: Hashes) -> Floats:
    """About normal with standard deviation 1: the sum of three uniform numbers, each 21 bits of a hash.

    No function of the C library takes part, so that every machine rounds alike.
    """
    parts = [(hashes >> np.uint64(21 * i)) & np.uint64(0x1FFFFF) for i in range(3)]
    total: Floats = np.stack(parts).astype(np.float64).sum(0) / 2**20 - 3.0
    return total


def _mixed(x: Hashes) -> Hashes:
    """splitmix64's finaliser (S. Vigna): every bit of the result depends on every bit of `x`."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: Hashes = x ^ (x >> np.uint64(31))
    return result
