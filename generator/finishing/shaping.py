"""Shape: lengths that can be played, a close that rings, dynamics."""

import numpy as np
from numpy.typing import NDArray

from generator.plan import Plan, voices_of
from music.grid import BAR, GRID_DURATION, GRID_PITCH, GRID_VELOCITY, INSTRUMENT, POSITION, GridNotes
from music.instruments import DRUMS

_DRUM_HIT = 3  # positions; a drum does not sustain


def finish(notes: GridNotes, plan: Plan) -> GridNotes:
    """Lengths that can be played, a close that rings to the end, dynamics that follow the mood."""
    if not len(notes):
        return notes
    done = notes.copy()
    bar_positions = plan.bar_positions
    onset = done[:, BAR] * bar_positions + done[:, POSITION]
    end = plan.bars * bar_positions
    for program in plan.programs:
        mine = np.flatnonzero(done[:, INSTRUMENT] == program)
        if program == DRUMS:
            done[mine, GRID_DURATION] = _DRUM_HIT
        elif voices_of(program) == 1:
            _hold_until_next(done, onset, mine)
    _ring_out(done, onset, end)
    done[:, GRID_DURATION] = np.minimum(done[:, GRID_DURATION], end - onset)
    done[:, GRID_VELOCITY] = _dynamics(done, onset, plan)
    return done


def _hold_until_next(notes: GridNotes, onset: NDArray[np.int32], mine: NDArray[np.int64]) -> None:
    """A single voice ends a note where its next one begins."""
    if len(mine) > 1:
        room = np.diff(onset[mine])
        notes[mine[:-1], GRID_DURATION] = np.minimum(notes[mine[:-1], GRID_DURATION], np.maximum(room, 1))


def _ring_out(notes: GridNotes, onset: NDArray[np.int32], end: int) -> None:
    """The last thing each instrument plays, if it falls into the last bar, sounds until the piece ends."""
    last_bar = notes[:, BAR].max()
    for program in np.unique(notes[:, INSTRUMENT]):
        mine = np.flatnonzero(notes[:, INSTRUMENT] == program)
        final = mine[onset[mine] == onset[mine].max()]
        if program != DRUMS and notes[final[0], BAR] == last_bar:
            notes[final, GRID_DURATION] = end - onset[final]


def _dynamics(notes: GridNotes, onset: NDArray[np.int32], plan: Plan) -> NDArray[np.int32]:
    """Velocities: the model's own contour around a level that the arousal sets, phrases of four bars that
    swell and fall, a stress on the beats, a close that comes to rest."""
    own = notes[:, GRID_VELOCITY].astype(float)
    contour = 0.6 * (own - np.median(own))
    level = 76 + 20 * (plan.arousal or 0.0)
    phrase = onset / (4 * plan.bar_positions) % 1.0
    swell = 6 * np.sin(np.pi * phrase)
    on_bar = (notes[:, POSITION] == 0) * 5.0
    on_beat = (notes[:, POSITION] % 12 == 0) * 2.0
    total = plan.bars * plan.bar_positions
    rest = -10 * np.clip((onset - (total - plan.bar_positions)) / plan.bar_positions, 0, 1)
    top = np.zeros(len(notes))
    for moment in np.unique(onset):  # the highest note of a chord leads
        here = np.flatnonzero((onset == moment) & (notes[:, INSTRUMENT] != DRUMS))
        if len(here) > 1:
            top[here[notes[here, GRID_PITCH].argmax()]] = 6.0
    shaped = np.rint(level + contour + swell + on_bar + on_beat + rest + top)
    velocities: NDArray[np.int32] = shaped.clip(24, 122).astype(np.int32)
    return velocities
