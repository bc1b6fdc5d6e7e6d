"""Clashes: seconds between two instruments that hold on and that nobody meant."""

import numpy as np

from generator.finishing.reach import in_order
from generator.plan import Plan
from music.grid import BAR, GRID_DURATION, GRID_PITCH, INSTRUMENT, POSITION, GridNotes
from music.instruments import DRUMS, pitch_range
from music.theory import Key

#: positions (an eighth) that two notes a semitone apart may sound together in passing
PASSING = 6
_MAJOR, _MINOR = frozenset((0, 2, 4, 5, 7, 9, 11)), frozenset((0, 2, 3, 5, 7, 8, 10, 11))


def without_clashes(notes: GridNotes, plan: Plan) -> GridNotes:
    """Two instruments never hold pitches a semitone apart for longer than PASSING.

    The note that began earlier makes room; of two that begin together the one that is out of key, or else the
    lower one, takes the pitch of the other, which its instrument must be able to play (if not, it ends soon).
    Major sevenths and minor ninths are left: they colour a chord.
    """
    pitched = notes[:, INSTRUMENT] != DRUMS
    done = notes.copy()
    onset = notes[:, BAR] * plan.bar_positions + notes[:, POSITION]
    scale = _scale(plan.key)
    sounding: list[int] = []
    for i in np.flatnonzero(pitched).tolist():
        sounding = [j for j in sounding if onset[j] + done[j, GRID_DURATION] > onset[i]]
        for j in sounding:
            together = min(onset[i] + done[i, GRID_DURATION], onset[j] + done[j, GRID_DURATION]) - onset[i]
            apart = abs(int(done[i, GRID_PITCH]) - int(done[j, GRID_PITCH]))
            if apart != 1 or together <= PASSING or done[i, INSTRUMENT] == done[j, INSTRUMENT]:
                continue
            if onset[j] < onset[i]:
                done[j, GRID_DURATION] = onset[i] - onset[j]
            else:
                _give_way(done, i, j, scale)
        sounding.append(i)
    return in_order(done)


def _scale(key: Key) -> frozenset[int]:
    return frozenset((key.tonic + step) % 12 for step in (_MINOR if key.minor else _MAJOR))


def _give_way(notes: GridNotes, i: int, j: int, scale: frozenset[int]) -> None:
    """One of two notes that begin together moves to the pitch of the other."""

    def claim(k: int) -> tuple[bool, int]:
        return int(notes[k, GRID_PITCH]) % 12 in scale, int(notes[k, GRID_PITCH])

    weak, strong = (i, j) if claim(i) < claim(j) else (j, i)
    low, high = pitch_range(int(notes[weak, INSTRUMENT]))
    if low <= notes[strong, GRID_PITCH] <= high:
        notes[weak, GRID_PITCH] = notes[strong, GRID_PITCH]
    else:
        notes[weak, GRID_DURATION] = PASSING
