"""Silence in the middle of a piece: what sounded last rings on, so that it does not seem to be over."""

import numpy as np

from generator.plan import Plan
from music.grid import BAR, GRID_DURATION, INSTRUMENT, POSITION, GridNotes
from music.instruments import DRUMS

#: a breath between phrases
LONGEST_SECONDS = 0.8


def bridged(notes: GridNotes, plan: Plan) -> GridNotes:
    """Where nothing sounds for longer than a breath, the last notes before sound until the next ones. Of
    notes in the Grid's order; where only a drum was heard before, silence stays."""
    done = notes.copy()
    onset = notes[:, BAR] * plan.bar_positions + notes[:, POSITION]
    end = onset + notes[:, GRID_DURATION]
    heard = np.maximum.accumulate(end)
    longest = LONGEST_SECONDS * plan.bar_positions / plan.bar_seconds
    for i in np.flatnonzero(onset[1:] - heard[:-1] > longest).tolist():
        last = (end[: i + 1] == heard[i]) & (notes[: i + 1, INSTRUMENT] != DRUMS)
        done[: i + 1, GRID_DURATION][last] = onset[i + 1] - onset[: i + 1][last]
    return done
