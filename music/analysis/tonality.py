"""How bright the harmony sounds: the mode of the key, the colour of the chords, tones outside the scale."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from music.analysis.key import correlate

#: quarters in which one chord is taken to prevail, and how many such windows make a stretch of one key
_WINDOW = 4.0
_WINDOWS_OF_A_STRETCH = 4
#: A note counts towards at most this many windows from its onset on; bounds the work on endless pedals.
_MOST_WINDOWS_OF_A_NOTE = 8

#: differences of correlation that make a mode, and of likeness that make a chord, clear
_CLEAR_MODE = 0.1
_CLEAR_CHORD = 0.1
_BASS = 0.1  # for a root in the bass

_MAJOR_SCALE = (0, 2, 4, 5, 7, 9, 11)
#: major; then what is darker: minor, diminished, augmented
_TRIADS = ((0, 4, 7), (0, 3, 7), (0, 3, 6), (0, 4, 8))


def _rows(tones: tuple[int, ...]) -> NDArray[np.float64]:
    """One row for each transposition of `tones`, 1 where a pitch class belongs to it; [12, 12]."""
    return np.array([[(pc - root) % 12 in tones for pc in range(12)] for root in range(12)], np.float64)


_SCALES = _rows(_MAJOR_SCALE)
_TEMPLATES = np.concatenate([_rows(triad) for triad in _TRIADS]) / np.sqrt(3)


class Tonality(NamedTuple):
    """mode: from -1 (all minor) to 1 (all major), the mean of how the whole sounds and how its stretches do,
        since pieces change key; 0 where neither wins
    colour: the same for the chords, -1 where all are minor, diminished or augmented
    chromaticism: share of what sounds outside the seven tones that fit its stretch best, in [0, 5 / 12]
    """

    mode: float
    colour: float
    chromaticism: float


def tonality(start: NDArray[np.float64], length: NDArray[np.float64], pitch: NDArray[np.int64]) -> Tonality:
    """The Tonality of at least one note; `start` and `length` in quarters, every length above 0."""
    window, note, sounding = _cut(start - start.min(), length)
    windows, row = np.unique(window, return_inverse=True)  # long silences would make empty rows
    tone = pitch[note]
    counted = np.bincount(row * 12 + tone % 12, weights=sounding, minlength=12 * len(windows))
    classes = counted.astype(np.float64).reshape(-1, 12)
    lowest = np.full(len(windows), 128, np.int64)
    np.minimum.at(lowest, row, tone)
    stretch = windows // _WINDOWS_OF_A_STRETCH
    begins = np.append(0, np.flatnonzero(stretch[1:] != stretch[:-1]) + 1)
    stretches = np.add.reduceat(classes, begins)
    total = stretches.sum(1)
    leaning = _leaning(np.concatenate([stretches, stretches.sum(0, keepdims=True)]))
    everything = total.sum()
    return Tonality(
        mode=float((leaning[:-1] @ total / everything + leaning[-1]) / 2),
        colour=_colour(classes, lowest),
        chromaticism=max(float(1 - (stretches @ _SCALES.T).max(1).sum() / everything), 0.0),
    )


def _cut(
    start: NDArray[np.float64], length: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Notes cut where windows begin: of each piece the window, the index of its note, its quarters in it."""
    end = start + length
    first = (start / _WINDOW).astype(np.int64)
    after = np.maximum(np.ceil(end / _WINDOW).astype(np.int64), first + 1)
    count = np.minimum(after - first, _MOST_WINDOWS_OF_A_NOTE)
    note = np.repeat(np.arange(len(start)), count)
    window = (first - np.cumsum(count) + count)[note] + np.arange(len(note))
    sounding = np.minimum(end[note], (window + 1) * _WINDOW) - np.maximum(start[note], window * _WINDOW)
    return window, note, sounding


def _leaning(classes: NDArray[np.float64]) -> NDArray[np.float64]:
    """How clearly the best major key fits pitch classes [n, 12] better than the best minor one; [n]."""
    correlations = correlate(classes)
    leaning: NDArray[np.float64] = np.tanh(
        (correlations[:, :12].max(1) - correlations[:, 12:].max(1)) / _CLEAR_MODE
    )
    return leaning


def _colour(classes: NDArray[np.float64], lowest: NDArray[np.int64]) -> float:
    """Mean over windows of how clearly a major triad fits better than any darker one.

    Long notes count for less than their length: a held pedal is one tone of the chord, not all of it.
    """
    shares = classes / classes.sum(1, keepdims=True)
    fit = (np.sqrt(shares) @ _TEMPLATES.T).reshape(len(classes), len(_TRIADS), 12)
    fit[np.arange(len(classes)), :, lowest % 12] += _BASS
    best = fit.max(2)
    return float(np.tanh((best[:, 0] - best[:, 1:].max(1)) / _CLEAR_CHORD).mean())
