"""The pitched lines of a Score: what a listener could recognise of it.

Of each part that is no drum: the highest note of every onset; where notes sound together, also the highest
voice without what begins below it, and the lowest without what begins above it. Parts on one programme are
one instrument to the model, so their common top is a line too.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.grid import POSITIONS_PER_QUARTER
from music.score import DURATION, ONSET, PITCH, NoteArray, Score

#: more notes an onset than this, or more onsets under held notes, and a part has voices
_VOICES = 1.1
#: a part with more notes is cut there: nothing that is composed here is that long
MOST_NOTES = 20_000

Ints = NDArray[np.int64]
_NO_BEATS = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One voice: onsets in positions (12 a quarter), pitches, and where each onset lies in bars from the
    start of the Score (2.5: the middle of its third bar). `beats`: the positions of the beats from its first
    onset to its last; none where it is no melody of its own (a bass, or a top that other voices cut up)."""

    onset: Ints
    pitch: Ints
    bar: NDArray[np.float64]
    beats: Ints

    def __len__(self) -> int:
        return len(self.onset)


def lines_of(score: Score, *, only: Collection[str] | None = None, since_tick: int = 0) -> list[Line]:
    """The lines of `score`, longest first; `only`: of parts with these names; `since_tick`: what begins there
    or later."""
    parts = [
        part
        for part in score.parts
        if not part.is_drum and len(part.notes) and (only is None or part.name in only)
    ]
    by_program: dict[int, list[NoteArray]] = {}
    tables: list[NoteArray] = []
    for part in parts:
        notes = part.notes[part.notes[:, ONSET] >= since_tick][:MOST_NOTES]
        if len(notes):
            tables.append(notes)
            by_program.setdefault(part.program, []).append(notes)
    starts, beats = _bar_lines(score)
    lines: list[Line] = []
    for notes in tables:
        melody, *others = _voices(_on_grid(notes, score.ticks_per_quarter))
        lines.append(_line(*melody, starts, beats))
        lines += [_line(*voice, starts, _NO_BEATS) for voice in others]
    for together in by_program.values():
        if len(together) > 1:
            tops = _tops(_on_grid(np.concatenate(together), score.ticks_per_quarter))
            lines.append(_line(*tops, starts, _NO_BEATS))
    return sorted(lines, key=len, reverse=True)


def _on_grid(notes: NoteArray, ticks_per_quarter: int) -> Ints:
    """[n, 3]: onset and end in positions, pitch; sorted by onset and pitch."""
    scale = POSITIONS_PER_QUARTER / ticks_per_quarter
    onset = np.rint(notes[:, ONSET] * scale)
    end = np.maximum(onset + 1, np.rint((notes[:, ONSET] + notes[:, DURATION]) * scale))
    table = np.stack([onset, end, notes[:, PITCH]], 1).astype(np.int64)
    return table[np.lexsort((table[:, 2], table[:, 0]))]


def _voices(notes: Ints) -> list[tuple[Ints, Ints]]:
    """The melody first."""
    top = _tops(notes)
    sounding_until = np.maximum.accumulate(notes[:, 1])
    covered = float((notes[1:, 0] < sounding_until[:-1]).mean()) if len(notes) > 1 else 0.0
    if len(notes) < _VOICES * len(top[0]) and covered < _VOICES - 1:
        return [top]
    high, low = _outer(notes, 1), _outer(notes, -1)
    return [high, *(line for line in (top, low) if not _same(line, high))]


def _tops(notes: Ints) -> tuple[Ints, Ints]:
    """The highest note of each onset."""
    notes = notes[np.lexsort((notes[:, 2], notes[:, 0]))]
    last = np.append(np.diff(notes[:, 0]) != 0, True)
    return notes[last, 0], notes[last, 2]


def _outer(notes: Ints, side: int) -> tuple[Ints, Ints]:
    """The highest (side 1) or lowest (-1) voice: of each onset its outermost note, if no note outside of it
    sounds on."""
    height = notes[:, 2] * side
    order = np.lexsort((height, notes[:, 0]))
    notes, height = notes[order], height[order]
    last = np.append(np.diff(notes[:, 0]) != 0, True)
    kept, until, above = [], -1, -1000
    for i, (start, end, level) in enumerate(
        zip(notes[last, 0].tolist(), notes[last, 1].tolist(), height[last].tolist(), strict=True)
    ):
        if level >= above or start >= until:
            kept.append(i)
            until, above = end, level
    return notes[last][kept, 0], notes[last][kept, 2]


def _same(a: tuple[Ints, Ints], b: tuple[Ints, Ints]) -> bool:
    return np.array_equal(a[0], b[0]) and np.array_equal(a[1], b[1])


def _bar_lines(score: Score) -> tuple[Ints, Ints]:
    """The bar lines, one more than bars, and the beats, in positions."""
    scale = POSITIONS_PER_QUARTER / score.ticks_per_quarter
    starts = score.bar_starts() or [0]
    metre = score.metre_at(starts[-1])
    end = starts[-1] + max(1, score.ticks_per_quarter * 4 * metre.numerator // metre.denominator)
    lines = np.rint(np.array([*starts, end]) * scale).astype(np.int64)
    beats = []
    for start, stop, tick in zip(lines[:-1].tolist(), lines[1:].tolist(), starts, strict=True):
        metre = score.metre_at(tick)
        compound = metre.denominator == 8 and metre.numerator % 3 == 0 and metre.numerator > 3
        beats.append(np.arange(start, stop, 18 if compound else POSITIONS_PER_QUARTER))
    return lines, np.concatenate(beats)


def _line(onset: Ints, pitch: Ints, starts: Ints, beats: Ints) -> Line:
    bar = np.clip(np.searchsorted(starts, onset, side="right") - 1, 0, len(starts) - 2)
    length = np.maximum(1, starts[bar + 1] - starts[bar])
    mine = beats[(beats >= onset[0]) & (beats <= onset[-1])]
    return Line(onset, pitch, bar + (onset - starts[bar]) / length, mine)
