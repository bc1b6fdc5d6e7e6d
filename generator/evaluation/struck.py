"""How often the same is struck again: what makes a piece hammer, as counts over its notes alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from music.grid import BAR, GRID_DURATION, GRID_PITCH, INSTRUMENT, POSITION, POSITIONS_PER_QUARTER, GridNotes
from music.instruments import DRUMS

#: so many strikes of the same, none more than an eighth after the last, are hammering
HAMMERING, SOON = 4, POSITIONS_PER_QUARTER // 2


@dataclass(frozen=True, slots=True)
class Struck:
    """again: share of an instrument's onsets that strike exactly the pitches of its onset before. run: the most
    strikes of the same in a row. hammered: share of the onsets that stand in `HAMMERING`. together: notes an
    onset. silence: the longest time, in quarters, between two notes in which nothing sounds. Drums are left out,
    but for silence."""

    again: float
    run: int
    hammered: float
    together: float
    silence: float


def struck(notes: GridNotes, bar_positions: int) -> Struck | None:
    """Of notes in the Grid's order; None where fewer than two onsets are pitched."""
    onsets = repeated = hammered = pitched = 0
    longest = 1
    for chords in _instruments(notes, bar_positions):
        onsets += len(chords)
        pitched += sum(len(pitches) for _, pitches in chords)
        for _, group in groupby(chords, key=lambda chord: chord[1]):
            run = [at for at, _ in group]
            repeated += len(run) - 1
            longest = max(longest, len(run))
            waits = np.diff(run)
            for soon, streak in groupby(waits <= SOON):
                strikes = len(list(streak)) + 1
                hammered += strikes if soon and strikes >= HAMMERING else 0
    if onsets < 2:
        return None
    return Struck(
        repeated / onsets, longest, hammered / onsets, pitched / onsets, _silence(notes, bar_positions)
    )


def _instruments(notes: GridNotes, bar_positions: int) -> Iterator[list[tuple[int, tuple[int, ...]]]]:
    """For each pitched instrument its onsets: when, and the pitches."""
    for program in np.unique(notes[:, INSTRUMENT]).tolist():
        if program == DRUMS:
            continue
        mine = notes[notes[:, INSTRUMENT] == program]
        at = mine[:, BAR] * bar_positions + mine[:, POSITION]
        pairs = zip(at.tolist(), mine[:, GRID_PITCH].tolist(), strict=True)
        yield [
            (when, tuple(sorted({pitch for _, pitch in chord})))
            for when, chord in groupby(sorted(pairs), key=lambda pair: pair[0])
        ]


def _silence(notes: GridNotes, bar_positions: int) -> float:
    at = notes[:, BAR] * bar_positions + notes[:, POSITION]
    order = np.argsort(at, kind="stable")
    ends = np.maximum.accumulate((at + notes[:, GRID_DURATION])[order])
    waits = at[order][1:] - ends[:-1]
    return float(max(0, waits.max(initial=0))) / POSITIONS_PER_QUARTER
