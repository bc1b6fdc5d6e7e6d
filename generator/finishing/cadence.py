"""The close: dominant, then tonic, and the last chord is held.

The bars stay as many as were asked: what is played in the last bar becomes one chord on its first beat, and
the beat before it prepares it.
"""

import numpy as np
from numpy.typing import NDArray

from generator.finishing.reach import in_order
from generator.plan import Plan
from music.grid import BAR, GRID_DURATION, GRID_PITCH, INSTRUMENT, POSITION, GridNotes
from music.instruments import DRUMS, pitch_range
from music.theory import Key

Places = NDArray[np.int64]


def tonic_triad(key: Key) -> tuple[int, int, int]:
    """Pitch classes of the chord on the first degree."""
    return key.tonic, (key.tonic + (3 if key.minor else 4)) % 12, (key.tonic + 7) % 12


def dominant_seventh(key: Key) -> tuple[int, int, int, int]:
    """Pitch classes of the seventh chord on the fifth degree, with its leading note in minor too."""
    root = (key.tonic + 7) % 12
    return root, (root + 4) % 12, (root + 7) % 12, (root + 10) % 12


def close(notes: GridNotes, plan: Plan) -> GridNotes:
    """`notes` with a full close: on the first beat of the last bar the tonic triad over its root, held to the
    end; on the last beat before it the dominant over its root. A piece of one bar only ends on the triad.
    """
    if not len(notes) or (notes[:, INSTRUMENT] == DRUMS).all():
        return notes
    last = plan.bars - 1
    arrived = _arrived(notes, plan) if last else notes
    onset = arrived[:, BAR] * plan.bar_positions + arrived[:, POSITION]
    pitched = arrived[:, INSTRUMENT] != DRUMS
    ends = np.flatnonzero(pitched & (arrived[:, BAR] == last))
    if len(ends):
        final = ends[onset[ends] == onset[ends].max()]
        _voice(arrived, final, tonic_triad(plan.key))
        arrived[final, GRID_DURATION] = plan.bars * plan.bar_positions - onset[final]
        if last:
            _prepare(arrived, onset, int(onset[final].max()), plan)
    return in_order(arrived)


def _arrived(notes: GridNotes, plan: Plan) -> GridNotes:
    """What each instrument plays first in the last bar, on its first beat; nothing after it."""
    last = plan.bars - 1
    keep = notes[:, BAR] < last
    done = notes.copy()
    for program in np.unique(notes[:, INSTRUMENT]).tolist():
        mine = np.flatnonzero((notes[:, INSTRUMENT] == program) & (notes[:, BAR] == last))
        if len(mine):
            first = mine[notes[mine, POSITION] == notes[mine, POSITION].min()]
            keep[first] = True
            done[first, POSITION] = 0
    return in_order(done[keep])


def _prepare(notes: GridNotes, onset: NDArray[np.int32], arrival: int, plan: Plan) -> None:
    """The last beat before `arrival` sounds the dominant: what begins there moves to the nearest of its
    notes, the lowest to its root; what sounds on from before ends there."""
    beat = 18 if plan.metre[1] == 8 and plan.metre[0] % 3 == 0 and plan.metre[0] > 3 else 12
    pitched = notes[:, INSTRUMENT] != DRUMS
    before = np.flatnonzero(pitched & (onset < arrival) & (onset >= arrival - plan.bar_positions))
    if not len(before):
        return
    moment = min(arrival - beat, int(onset[before].max()))
    moment = int(onset[before[onset[before] >= moment]].min())
    held = pitched & (onset < moment) & (onset + notes[:, GRID_DURATION] > moment)
    notes[held, GRID_DURATION] = moment - onset[held]
    _voice(notes, np.flatnonzero(pitched & (onset == moment)), dominant_seventh(plan.key))
    allowed = {*dominant_seventh(plan.key), *_scale_of_close(plan.key)}
    for k in np.flatnonzero(pitched & (onset > moment) & (onset < arrival)).tolist():
        if int(notes[k, GRID_PITCH]) % 12 not in allowed:
            notes[k, GRID_PITCH] = _nearest(int(notes[k, GRID_PITCH]), dominant_seventh(plan.key), notes, k)
    sounding = pitched & (onset >= moment) & (onset < arrival)
    notes[sounding, GRID_DURATION] = np.minimum(notes[sounding, GRID_DURATION], arrival - onset[sounding])


def _scale_of_close(key: Key) -> set[int]:
    """Major, or melodic minor with both sevenths."""
    steps = (0, 2, 3, 5, 7, 8, 9, 10, 11) if key.minor else (0, 2, 4, 5, 7, 9, 11)
    return {(key.tonic + s) % 12 for s in steps}


def _voice(notes: GridNotes, chord: Places, classes: tuple[int, ...]) -> None:
    """Moves the notes at `chord` into `classes`: the lowest to the first of them, the others to the nearest;
    where three or more are left without the third, one of the inner ones takes it."""
    if not len(chord):
        return
    order = chord[np.argsort(notes[chord, GRID_PITCH], kind="stable")]
    bottom, *upper = order.tolist()
    notes[bottom, GRID_PITCH] = _nearest(int(notes[bottom, GRID_PITCH]), classes[:1], notes, bottom)
    for k in upper:
        notes[k, GRID_PITCH] = _nearest(int(notes[k, GRID_PITCH]), classes, notes, k)
    if len(upper) >= 2 and classes[1] not in {int(notes[k, GRID_PITCH]) % 12 for k in upper}:
        inner = upper[0]
        notes[inner, GRID_PITCH] = _nearest(int(notes[inner, GRID_PITCH]), classes[1:2], notes, inner)
    lowest = min(int(notes[k, GRID_PITCH]) for k in order.tolist())
    for k in upper:  # nothing below the root
        if notes[bottom, GRID_PITCH] > lowest == notes[k, GRID_PITCH]:
            notes[k, GRID_PITCH] = _nearest(int(notes[k, GRID_PITCH]), classes[:1], notes, k)


def _nearest(pitch: int, classes: tuple[int, ...], notes: GridNotes, k: int) -> int:
    """The pitch nearest to `pitch` in one of `classes` that the instrument of note `k` can play."""
    low, high = pitch_range(int(notes[k, INSTRUMENT]))
    able = [p for p in range(max(low, pitch - 24), min(high, pitch + 24) + 1) if p % 12 in classes]
    return min(able, key=lambda p: (abs(p - pitch), p), default=pitch)
