"""How long notes are held while others are struck: held tones over a running accompaniment are calm, runs
in unison and detached chords are not."""

import numpy as np
from numpy.typing import NDArray

#: An onset within so many semitones ends a note, so that a pedal does not hold runs; after so many quarters
#: nobody hears that a note is held still.
_NEAR = 4
_LONGEST = 4.0
_TOGETHER = 1 / 64


def overlap_of(start: NDArray[np.float64], length: NDArray[np.float64], pitch: NDArray[np.int64]) -> float:
    """log2 of the mean length of a note over the mean time between moments of at least one note.

    `start`, `length` [n] in quarters in any order, `pitch` [n] MIDI. Below 0: detached; above: held.
    """
    order = np.argsort(start, kind="stable")
    onset, lasting, key = start[order], np.maximum(length[order], _TOGETHER), pitch[order]
    is_new = np.append(True, np.diff(onset) > _TOGETHER)
    moments = onset[is_new]
    end = float((onset + lasting).max())
    following = np.append(moments[1:], end)[is_new.cumsum() - 1]
    heard = np.minimum(lasting, _LONGEST)
    held = onset + lasting > following + _TOGETHER
    if held.any():
        heard[held] = np.minimum(heard[held], _until_covered(onset, key, held, end))
    span = max(end - float(moments[0]), 0.25)
    return float(np.log2(max(heard.mean() * len(moments) / span, 1 / 16)))


def _until_covered(
    onset: NDArray[np.float64], key: NDArray[np.int64], held: NDArray[np.bool_], end: float
) -> NDArray[np.float64]:
    """Quarters from each note that is `held` to the next onset near its pitch; beyond _LONGEST: none."""
    step = end + 2 * _LONGEST + 1  # one axis for all: pitch by pitch, in each in order of time
    places = np.sort(key * step + onset)
    padded = np.append(places, np.inf)
    own = key[held] * step + onset[held] + _TOGETHER
    wait = np.full(len(own), np.inf)
    for interval in range(-_NEAR, _NEAR + 1):
        sought = own + interval * step
        wait = np.minimum(wait, padded[np.searchsorted(places, sought, side="right")] - sought)
    return wait + _TOGETHER
