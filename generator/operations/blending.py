"""Blend: a piece between two others, bar by bar.

Every bar has a weight of its own: the middle of the piece goes over to the second piece first, the beginning
and the close last. Between the two a bar has the harmony and the rhythm of the nearer piece, and a melody on
the way from one contour to the other. Key, metre and instruments are the heavier piece's, the tempo lies
between. A model with a latent space can stand in for all this (`Blender`).
"""

from dataclasses import dataclass
from math import exp, log
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from generator.operations.context import metre_of
from generator.operations.editing import Bar, bars_of, grid_of, in_order, program_of
from music.analysis import analyze
from music.errors import ImpossibleControls
from music.grid import (
    BAR,
    GRID_PITCH,
    INSTRUMENT,
    POSITION,
    GridNotes,
    from_grid,
)
from music.instruments import DRUMS, NAMES, pitch_range
from music.score import PITCH, Score
from music.theory import Key

#: how much of the way, in weight, a bar takes from one piece to the other
_WAY = 0.4
_MOST_BARS = 256


class Blender(Protocol):
    """What makes a piece between two others: near `a` at a small weight, near `b` at a large one."""

    def blend(self, a: Score, b: Score, weight: float) -> Score: ...


@dataclass(frozen=True, slots=True, eq=False)
class Blended:
    score: Score
    said: tuple[str, ...]


def blend(a: Score, b: Score, weight: float, blender: Blender | None = None) -> Blended:
    """A piece of `a` and `b` with `weight` (0 to 1) of `b`; at 0 and 1 the piece itself.

    Raises ImpossibleControls for another weight or a metre that cannot be written, CadenzaError for a piece
    without notes.
    """
    if not 0 <= weight <= 1:
        raise ImpossibleControls(f"A weight of {weight:g} is out of reach; 0 to 1 works.")
    for score in (a, b):
        bars_of(score)
    if weight in (0, 1):
        return Blended(b if weight else a, ("A weight of 0 or 1 is the piece itself.",))
    score = (blender or BarBlender()).blend(a, b, weight)
    first, second = a.title or "the first piece", b.title or "the second"
    return Blended(score, (f"{1 - weight:.0%} {first}, {weight:.0%} {second}.",))


class BarBlender:
    """Blends bar by bar, without a model."""

    def blend(self, a: Score, b: Score, weight: float) -> Score:
        """See the top of the file."""
        heavy = b if weight >= 0.5 else a
        keys = [analyze(s).key for s in (a, b)]
        home = keys[1 if heavy is b else 0]
        sides = [_Side(s, _step(k, home), _seats(s, heavy)) for s, k in zip((a, b), keys, strict=True)]
        metre_bar = max(bars_of(heavy), key=lambda bar: _held(heavy, bar))
        metre, positions = metre_of(metre_bar), metre_bar.positions
        count = min(
            _MOST_BARS, max(1, round((1 - weight) * len(sides[0].bars) + weight * len(sides[1].bars)))
        )
        scale = Key.parse(home).scale if home else frozenset(range(12))
        tables = []
        for i in range(count):
            turn = abs(2 * (i + 0.5) / count - 1)
            local = min(1.0, max(0.0, (weight * (1 + _WAY) - turn) / _WAY))
            bars = [side.bar(i, count, positions) for side in sides]
            notes = _between(bars[0], bars[1], local, scale)
            notes[:, BAR] = i
            tables.append(notes)
        tempo = exp((1 - weight) * log(a.tempos[0].bpm) + weight * log(b.tempos[0].bpm))
        notes = in_order(*tables)
        programs = list(dict.fromkeys(program_of(p) for p in heavy.parts if len(p.notes)))
        return from_grid(
            notes,
            tempo_bpm=min(max(tempo, 20.0), 320.0),
            metre=metre,
            instruments=programs,
            names=[NAMES[p] for p in programs],
        )


class _Side:
    """One parent: its bars on the Grid, transposed, on the seats of the heavier one."""

    def __init__(self, score: Score, step: int, seats: dict[int, int]) -> None:
        self.bars = bars_of(score)
        notes = grid_of(score, self.bars)
        drums = notes[:, INSTRUMENT] == DRUMS
        notes[~drums, GRID_PITCH] += step
        notes[:, INSTRUMENT] = [seats[int(p)] for p in notes[:, INSTRUMENT]]
        for program in np.unique(notes[:, INSTRUMENT]):
            if program != DRUMS:
                mine = notes[:, INSTRUMENT] == program
                notes[mine, GRID_PITCH] = _folded(notes[mine, GRID_PITCH], int(program))
        self.notes = notes
        self.cuts = np.searchsorted(notes[:, BAR], np.arange(len(self.bars) + 1))

    def bar(self, i: int, count: int, positions: int) -> GridNotes:
        """What stands at bar `i` of `count`: counted from the beginning, then from the end."""
        own = len(self.bars)
        k = i % own if i < count / 2 else (own - (count - i)) % own
        notes = self.notes[self.cuts[k] : self.cuts[k + 1]].copy()
        return notes[notes[:, POSITION] < positions]


def _held(score: Score, bar: Bar) -> int:
    return sum(b.metre[1:] == bar.metre[1:] for b in bars_of(score))


def _step(old: str | None, new: str | None) -> int:
    """Semitones from one tonic to the other, the shorter way."""
    if old is None or new is None:
        return 0
    return (Key.parse(new).tonic - Key.parse(old).tonic + 6) % 12 - 6


def _seats(score: Score, heavy: Score) -> dict[int, int]:
    """For every instrument of `score` the one of `heavy` that plays at its height; drums stay drums."""

    def heights(s: Score) -> dict[int, float]:
        found: dict[int, list[float]] = {}
        for part in s.parts:
            if len(part.notes) and not part.is_drum:
                found.setdefault(part.program, []).append(float(part.notes[:, PITCH].mean()))
        return {program: sum(means) / len(means) for program, means in found.items()}

    seats = {DRUMS: DRUMS}
    places = heights(heavy)
    for program, height in heights(score).items():
        near = min(places, key=lambda p: (abs(places[p] - height), p)) if places else program
        seats[program] = program if program in places else near
    return seats


def _folded(pitches: NDArray[np.int32], program: int) -> NDArray[np.int32]:
    """Octaves that the instrument reaches."""
    low, high = pitch_range(program)
    done = pitches.copy()
    for _ in range(6):
        done = np.where(done > max(high, low + 12), done - 12, np.where(done < low, done + 12, done))
    folded: NDArray[np.int32] = np.clip(done, 0, 127).astype(np.int32)
    return folded


def _between(a: GridNotes, b: GridNotes, weight: float, scale: frozenset[int]) -> GridNotes:
    """One bar on the way from `a` to `b`."""
    near, far = (a, b) if weight < 0.5 else (b, a)
    share = min(weight, 1 - weight)  # of the farther one, at most a half
    top, other = _top(near), _top(far)
    if share == 0 or not top.any() or not other.any():
        return near.copy()
    done = near.copy()
    rest = near[~top & (near[:, INSTRUMENT] != DRUMS)]
    chord = {int(p) % 12 for p in rest[:, GRID_PITCH]} or set(scale)
    line = far[other]
    centre = float(np.median(near[top, GRID_PITCH])) - float(np.median(line[:, GRID_PITCH]))
    where = np.searchsorted(line[:, POSITION], near[top, POSITION], side="right") - 1
    aim = line[np.clip(where, 0, None), GRID_PITCH] + round(centre / 12) * 12
    wanted = (1 - share) * near[top, GRID_PITCH] + share * aim
    strong = near[top, POSITION] % 12 == 0
    done[top, GRID_PITCH] = [
        _nearest(float(w), chord & scale if s and chord & scale else set(scale), int(old))
        for w, s, old in zip(wanted, strong, near[top, GRID_PITCH], strict=True)
    ]
    return done


def _nearest(wanted: float, tones: set[int], old: int) -> int:
    """The pitch of `tones` nearest to `wanted`; `old` itself where that is as near as a semitone."""
    if abs(wanted - old) < 0.75:
        return old
    return min((p for p in range(128) if p % 12 in tones), key=lambda p: (abs(p - wanted), p))


def _top(notes: GridNotes) -> NDArray[np.bool_]:
    """The highest pitched note of each onset."""
    top = np.zeros(len(notes), bool)
    pitched = np.flatnonzero(notes[:, INSTRUMENT] != DRUMS)
    for position in np.unique(notes[pitched, POSITION]):
        here = pitched[notes[pitched, POSITION] == position]
        top[here[notes[here, GRID_PITCH].argmax()]] = True
    return top
