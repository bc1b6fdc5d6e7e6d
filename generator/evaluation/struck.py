"""How often the same pitch is struck again: what makes a piece hammer, counted over its notes alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from generator.striking import LATELY
from music.grid import BAR, GRID_DURATION, GRID_PITCH, INSTRUMENT, POSITION, POSITIONS_PER_QUARTER, GridNotes
from music.instruments import DRUMS

#: so many strikes of a pitch, at onsets in a row and none more than an eighth after the last, are hammering
HAMMERING, SOON = 4, POSITIONS_PER_QUARTER // 2
#: parts with fewer onsets tell nothing
FEWEST = 12

Chord = tuple[int, tuple[int, ...]]  # when, in positions, and the pitches


@dataclass(frozen=True, slots=True)
class Struck:
    """again: share of the notes whose pitch their instrument struck at its onset before, too; lately: at one
    of its `LATELY` onsets before. run: the most onsets of an instrument in a row that strike one pitch.
    hammered: share of the notes that go on with `HAMMERING`. together: notes an onset."""

    again: float
    lately: float
    run: int
    hammered: float
    together: float


def struck(chords: list[Chord]) -> Struck:
    """Of one part, as `parts` gives it."""
    runs: dict[int, tuple[int, int]] = {}  # pitch -> onsets in a row, those of them that came soon
    notes = again = lately = hammered = 0
    longest = 1
    before = None
    for i, (when, pitches) in enumerate(chords):
        heard = {pitch for _, chord in chords[max(0, i - LATELY) : i] for pitch in chord}
        lately += len(heard.intersection(pitches))
        soon = before is not None and when - before <= SOON
        now: dict[int, tuple[int, int]] = {}
        for pitch in pitches:
            run, fast = runs.get(pitch, (0, 0))
            now[pitch] = run + 1, fast + 1 if run and soon else 1
            notes += 1
            again += run > 0
            hammered += now[pitch][1] >= HAMMERING
            longest = max(longest, run + 1)
        runs, before = now, when
    return Struck(again / notes, lately / notes, longest, hammered / notes, notes / len(chords))


def parts(notes: GridNotes, bar_positions: int) -> Iterator[tuple[int, list[Chord]]]:
    """The pitched instruments with `FEWEST` onsets, and these."""
    for program in np.unique(notes[:, INSTRUMENT]).tolist():
        if program == DRUMS:
            continue
        mine = notes[notes[:, INSTRUMENT] == program]
        at = mine[:, BAR] * bar_positions + mine[:, POSITION]
        pairs = sorted(zip(at.tolist(), mine[:, GRID_PITCH].tolist(), strict=True))
        chords = [
            (when, tuple(sorted({pitch for _, pitch in chord})))
            for when, chord in groupby(pairs, key=lambda pair: pair[0])
        ]
        if len(chords) >= FEWEST:
            yield program, chords


def silence(notes: GridNotes, bar_positions: int) -> float:
    """The longest time, in quarters, between two notes in which nothing sounds."""
    at = notes[:, BAR] * bar_positions + notes[:, POSITION]
    order = np.argsort(at, kind="stable")
    ends = np.maximum.accumulate((at + notes[:, GRID_DURATION])[order])
    waits = at[order][1:] - ends[:-1]
    return float(max(0, waits.max(initial=0))) / POSITIONS_PER_QUARTER
