"""Key of a piece from the distribution of its pitch classes.

Method of C. Krumhansl ("Cognitive Foundations of Musical Pitch", 1990) with the profiles of J. Albrecht and
D. Shanahan ("The use of large corpora to train a new type of key-finding algorithm", Music Perception 31,
2013). On the 305 pieces of the corpus' valid split whose sources name the mode they find 88 % of the keys,
Krumhansl and Kessler's own profiles 82 %.
"""

import numpy as np
from numpy.typing import NDArray

from music.analysis.notes import NoteTable
from music.theory import Key

_MAJOR = (0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081)
_MINOR = (0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052)

#: What the lowest note of the end adds to the correlation of the keys on it, and the temperature at which a
#: softmax over the correlations gives probabilities; both fitted on 900 pieces of the train split.
_LAST_BASS = 0.06
_TEMPERATURE = 0.08


def _profiles() -> NDArray[np.float64]:
    rows = [np.roll(np.array(p), k) for p in (_MAJOR, _MINOR) for k in range(12)]
    table = np.array(rows, np.float64)
    table -= table.mean(1, keepdims=True)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    return table


_PROFILES = _profiles()


def correlate(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correlation of pitch-class `weights` [..., 12] (summed durations) with each key; [..., 24]."""
    centred = weights - weights.mean(-1, keepdims=True)
    norm = np.linalg.norm(centred, axis=-1, keepdims=True)
    result: NDArray[np.float64] = (centred / np.where(norm == 0, 1, norm)) @ _PROFILES.T
    return result


def find_key(pitched: NoteTable) -> tuple[Key | None, float]:
    """(key, probability that it is right) of notes without drums; (None, 0.0) where there are none."""
    if not len(pitched.onset):
        return None, 0.0
    weights = np.bincount(pitched.pitch % 12, weights=pitched.duration, minlength=12)
    correlations = correlate(weights.astype(np.float64))
    end = pitched.end
    last = pitched.pitch[end >= end.max() - pitched.ticks_per_quarter // 8].min() % 12
    correlations[[last, last + 12]] += _LAST_BASS
    odds = np.exp((correlations - correlations.max()) / _TEMPERATURE)
    best = int(odds.argmax())
    return Key.from_index(best), float(odds[best] / odds.sum())
