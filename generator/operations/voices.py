"""Which part of a piece plays a new note, where several parts have the same instrument."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from generator.operations.editing import Bar, paste, program_of, ticks_of
from music.grid import INSTRUMENT, GridNotes
from music.instruments import DRUMS, NAMES
from music.score import ONSET, PITCH, NoteArray, Part, Score

_MOST_PARTS = 8


def put_in(score: Score, bars: Sequence[Bar], notes: GridNotes, stop: int | None) -> Score:
    """`score` with Grid `notes` of `bars` in it, none of them sounding beyond `stop`; an instrument that no
    part has becomes a part of its own."""
    parts = list(score.parts)
    for program in np.unique(notes[:, INSTRUMENT]).tolist():
        rows = ticks_of(score, bars, notes[notes[:, INSTRUMENT] == program])
        places = [i for i, part in enumerate(parts) if program_of(part) == program]
        if not places:
            places = [len(parts)]
            parts.append(_new_part(program))
        for place, share in zip(places, _shares(rows, [parts[i] for i in places]), strict=True):
            parts[place] = paste(parts[place], share, stop)
    return replace(score, parts=tuple(parts))


def _new_part(program: int) -> Part:
    drums = program == DRUMS
    return Part(0 if drums else program, np.zeros((0, 4), np.int32), drums, NAMES[program])


def _shares(rows: NoteArray, parts: Sequence[Part]) -> list[NoteArray]:
    """`rows` dealt out to `parts`: of what is struck at once each gets what lies nearest to its own register,
    higher notes to higher parts."""
    if len(parts) == 1:
        return [rows]
    means = np.array([p.notes[:, PITCH].mean() if len(p.notes) else 60.0 for p in parts])
    order = np.argsort(means, kind="stable")[:_MOST_PARTS]
    owner = np.zeros(len(rows), np.int64)
    for onset in np.unique(rows[:, ONSET]):
        chord = np.flatnonzero(rows[:, ONSET] == onset)
        chord = chord[np.argsort(rows[chord, PITCH], kind="stable")]
        if len(chord) > len(order):
            near = np.abs(rows[chord, PITCH][:, None] - means[order][None]).argmin(1)
            owner[chord] = order[near]
            continue
        best = min(
            combinations(range(len(order)), len(chord)),
            key=lambda chosen: float(np.abs(rows[chord, PITCH] - means[order[list(chosen)]]).sum()),
        )
        owner[chord] = order[list(best)]
    return [rows[owner == i] for i in range(len(parts))]
