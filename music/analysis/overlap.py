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
        # one axis for all: pitch by pitch, each in order of time
        places = key * (end + 2 * _LONGEST + 1) + onset
        by_place = np.argsort(places, kind="stable")
        held = by_place[held[by_place]]
        wait = _until_covered(places[by_place], places[held], end + 2 * _LONGEST + 1)
        heard[held] = np.minimum(heard[held], wait)
    span = max(end - float(moments[0]), 0.25)
    return float(np.log2(max(heard.mean() * len(moments) / span, 1 / 16)))


def _until_covered(
    places: NDArray[np.float64], held: NDArray[np.float64], step: float
) -> NDArray[np.float64]:
    """Quarters from each of the places `held` to the next of `places` near its pitch, which is `step` wide;
    beyond _LONGEST: none. Both in order, which makes the searches fast."""
    padded = np.append(places, np.inf)
    wait = np.full(len(held), np.inf)
    for interval in range(-_NEAR, _NEAR + 1):
        sought = held + (interval * step + _TOGETHER)
        np.minimum(wait, padded[np.searchsorted(places, sought, side="right")] - sought, out=wait)
    return wait + _TOGETHER
