"""Dynamics: the model's own contour around a level that the mood sets, with the accents people play."""

import numpy as np
from numpy.typing import NDArray

from generator.finishing.performance import accents
from generator.plan import Plan
from music.grid import BAR, GRID_PITCH, GRID_VELOCITY, INSTRUMENT, POSITION, TICKS_PER_POSITION, GridNotes
from music.grid import TICKS_PER_QUARTER as QUARTER
from music.instruments import DRUMS

LOUDEST, SOFTEST = 122, 24
#: velocity of an even mood, and how far arousal moves it
LEVEL, REACH = 76, 20
#: swell of a phrase of four bars, lead of the highest note of a chord, rest at the close: our judgement,
#: as nothing in the measured sources speaks for or against them
SWELL, LEAD, REST = 4.0, 4.0, 10.0


def with_dynamics(notes: GridNotes, plan: Plan) -> GridNotes:
    """`notes` with new velocities: louder with the arousal, by the place in the bar and the register as
    measured (`performance.json`), swelling and falling over four bars, coming to rest at the close."""
    if not len(notes):
        return notes
    done = notes.copy()
    onset = notes[:, BAR] * plan.bar_positions + notes[:, POSITION]
    own = notes[:, GRID_VELOCITY].astype(float)
    drums = notes[:, INSTRUMENT] == DRUMS
    # a drummer's accents are nearly all of the contour that the model can have learned
    contour = np.where(drums, 0.3, 0.6) * (own - np.median(own))
    phrase = onset / (4 * plan.bar_positions) % 1.0
    swell = SWELL * 4 * phrase * (1 - phrase)
    total = plan.bars * plan.bar_positions
    rest = -REST * np.clip((onset - (total - plan.bar_positions)) / plan.bar_positions, 0, 1)
    shaped = LEVEL + REACH * (plan.arousal or 0.0) + contour + swell + rest + _accents(notes, plan)
    shaped[_leading(onset, notes)] += LEAD
    done[:, GRID_VELOCITY] = np.rint(shaped).clip(SOFTEST, LOUDEST).astype(np.int32)
    return done


def _accents(notes: GridNotes, plan: Plan) -> NDArray[np.float64]:
    found = np.zeros(len(notes))
    bar = plan.bar_positions * TICKS_PER_POSITION
    for program in np.unique(notes[:, INSTRUMENT]).tolist():
        mine = notes[:, INSTRUMENT] == program
        inside = notes[mine, POSITION].astype(np.int64) * TICKS_PER_POSITION
        pitches = notes[mine, GRID_PITCH].astype(np.int64)
        found[mine] = accents(program, inside, np.full(len(inside), bar), QUARTER, pitches)
        if program == DRUMS:
            found[mine] *= 0.7
    return found


def _leading(onset: NDArray[np.int32], notes: GridNotes) -> NDArray[np.bool_]:
    """The highest of each two or more pitched notes that begin together."""
    leads = np.zeros(len(notes), np.bool_)
    mine = np.flatnonzero(notes[:, INSTRUMENT] != DRUMS)
    mine = mine[np.lexsort((notes[mine, GRID_PITCH], onset[mine]))]
    if len(mine) > 1:
        changes = np.diff(onset[mine]) != 0
        last = np.append(changes, True)
        alone = last & np.concatenate(([True], changes))
        leads[mine[last & ~alone]] = True
    return leads
