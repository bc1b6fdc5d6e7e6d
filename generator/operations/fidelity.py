"""Bringing an arrangement back to the harmony of its source, bar by bar, where it strayed too far.

The players keep their figures; a pitch that a player has in a bar goes, everywhere in that bar, to a near
one that the source sounds there. The pitches that stray most go first, and no more of them than needed.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from generator.operations.chroma import Chroma
from generator.operations.editing import without_overlaps
from music.instruments import pitch_range
from music.score import DURATION, ONSET, PITCH, NoteArray, Part, Score

#: a pitch class is the source's own in a bar from this share of what sounds there
_SHARE = 0.08
_STEPS = (-1, 1, -2, 2, -3, 3, -4, 4, -5, 5)
#: what a semitone of way costs, as cosine
_WAY = 0.004
#: ticks of 480 a quarter by which a player may be ahead of the bar line
_EARLY = 40
_MOST_MOVES = 12


@dataclass(slots=True)
class _Voice:
    """The notes of one pitch of one part in one bar: `rows` of its table, and how long they sound there."""

    part: int
    rows: NDArray[np.int64]
    pitch: int
    length: float
    reach: tuple[int, int]


def brought_back(
    score: Score, source: Chroma, cuts: NDArray[np.float64], fixed: Collection[int], enough: float
) -> Score:
    """`score` with every bar's cosine to `source` [n, 12] at `enough`, or as near as its players get.

    cuts [n + 1]: the bars' ticks in `score`. fixed: indices of parts that are not touched (drums never are).
    """
    tables = [part.notes.copy() for part in score.parts]
    free = [i for i, part in enumerate(score.parts) if i not in fixed and not part.is_drum]
    early = _EARLY * score.ticks_per_quarter / 480
    for bar in range(len(source)):
        if not source[bar].any():
            continue
        low, high = cuts[bar], cuts[bar + 1]
        heard = np.zeros(12)
        voices: list[_Voice] = []
        for i, part in enumerate(score.parts):
            if part.is_drum:
                continue
            found = _voices(i, part, tables[i], low, high, early)
            for voice in found:
                heard[voice.pitch % 12] += voice.length
            if i in free:
                voices += [voice for voice in found if len(voice.rows)]
        _bring_back(voices, heard, source[bar], tables, enough)
    parts = [
        replace(part, notes=without_overlaps(tables[i])) if i in free else part
        for i, part in enumerate(score.parts)
    ]
    return replace(score, parts=tuple(parts))


def _voices(i: int, part: Part, table: NoteArray, low: float, high: float, early: float) -> list[_Voice]:
    """What sounds in the bar; `rows` are those notes alone that begin in it (all, for a note cut in two)."""
    start, stop = table[:, ONSET], table[:, ONSET] + table[:, DURATION]
    length = np.clip(np.minimum(stop, high) - np.maximum(start, low), 0, None)
    here: dict[int, list[int]] = defaultdict(list)
    sounding: dict[int, float] = defaultdict(float)
    for row in np.flatnonzero(length > 0).tolist():
        sounding[int(table[row, PITCH])] += float(length[row])
        if low - early <= start[row] < high - early:
            here[int(table[row, PITCH])].append(row)
    low_pitch, high_pitch = pitch_range(part.program)
    own = table[:, PITCH]
    reach = (min(low_pitch, int(own.min())), max(high_pitch, int(own.max())))
    return [_Voice(i, np.array(here[p], np.int64), p, sounding[p], reach) for p in sorted(sounding)]


def _bring_back(
    voices: list[_Voice],
    heard: NDArray[np.float64],
    wanted: NDArray[np.float64],
    tables: list[NoteArray],
    enough: float,
) -> None:
    """Moves voices, the best step first, until the cosine is `enough` or nothing helps."""
    length = float(np.linalg.norm(wanted))
    own = wanted >= _SHARE * wanted.sum()
    for _ in range(_MOST_MOVES):
        if float(heard @ wanted) >= enough * length * float(np.linalg.norm(heard)):
            return
        best, gain = None, 1e-6
        now = float(heard @ wanted) / length / float(np.linalg.norm(heard))
        for voice in voices:
            for step in _STEPS:
                pitch = voice.pitch + step
                if not own[pitch % 12] or not voice.reach[0] <= pitch <= voice.reach[1]:
                    continue
                then = heard.copy()
                then[voice.pitch % 12] -= voice.length
                then[pitch % 12] += voice.length
                better = float(then @ wanted) / length / float(np.linalg.norm(then)) - now
                if better - _WAY * abs(step) > gain:
                    best, gain = (voice, pitch, then), better - _WAY * abs(step)
        if best is None:
            return
        voice, pitch, heard = best
        tables[voice.part][voice.rows, PITCH] = pitch
        voice.pitch = pitch
