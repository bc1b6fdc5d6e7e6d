"""One chord a bar, by template matching (T. Fujishima, "Realtime chord recognition", ICMC 1999)."""

import numpy as np
from numpy.typing import NDArray

from music.analysis.notes import BarShares, NoteTable
from music.theory import Key

#: The chord of a bar without notes (C. Harte et al., "Symbolic representation of musical chords", 2005).
NO_CHORD = "N"

_SHAPES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7), "m": (0, 3, 7), "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11), "m7": (0, 3, 7, 10),
    "dim": (0, 3, 6), "m7b5": (0, 3, 6, 10), "dim7": (0, 3, 6, 9), "aug": (0, 4, 8), "sus4": (0, 5, 7),
}  # fmt: skip
# Triads first: a fourth tone must earn its place. Weights chosen on lead sheets of the train split.
_PRIOR = np.array([0.0, 0.0, -0.03, -0.06, -0.06, -0.06, -0.08, -0.08, -0.12, -0.14])
_BASS = 0.1  # for a root in the bass
_IN_KEY = 0.06  # for a chord of the key's scale alone
_NEIGHBOURS = 0.08  # of the two bars around, when they agree

#: Bars looked at together; bounds the memory that a file of very many tiny bars can take.
_AT_ONCE = 4096

_ROOTS_SHARP = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
_ROOTS_FLAT = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
#: Keys written with flats, by Key.index.
_FLAT_KEYS = frozenset((5, 10, 3, 8, 1, 14, 19, 12, 17, 22, 15))


def _templates() -> NDArray[np.float64]:
    """Templates of unit length [shapes * 12, 12], row = shape * 12 + root."""
    table = np.zeros((len(_SHAPES), 12, 12))
    for shape, tones in enumerate(_SHAPES.values()):
        for root in range(12):
            table[shape, root, [(root + tone) % 12 for tone in tones]] = 1 / np.sqrt(len(tones))
    return table.reshape(-1, 12)


_TEMPLATES = _templates()
_SYMBOL_PRIOR = np.repeat(_PRIOR, 12)


def chords_of_bars(pitched: NoteTable, shares: BarShares, bars: int, key: Key | None) -> tuple[str, ...]:
    """The symbol of each bar's prevailing chord ("C", "Am", "G7", "Bdim"), NO_CHORD where none sounds."""
    if not len(pitched.onset):
        return (NO_CHORD,) * bars
    pitch = pitched.pitch[shares.note]
    # Long notes count for less than their length: a held pedal is one tone of the chord, not all of it.
    weight = np.sqrt(shares.ticks)
    cells = shares.bar * 12 + pitch % 12
    chroma = np.bincount(cells, weights=weight, minlength=bars * 12).reshape(bars, 12)
    length = np.linalg.norm(chroma, axis=1)
    shares_of_bar = chroma / np.where(length > 0, length, 1)[:, None]
    bass = _bass(pitch, weight, shares.bar, bars)
    prior = _SYMBOL_PRIOR + (_in_key(key) if key is not None else 0)
    best = np.concatenate(
        [
            _best(shares_of_bar[first : first + _AT_ONCE], bass[first : first + _AT_ONCE], prior)
            for first in range(0, bars, _AT_ONCE)
        ]
    )
    names = _ROOTS_FLAT if key is not None and key.index in _FLAT_KEYS else _ROOTS_SHARP
    symbols = [root + shape for shape in _SHAPES for root in names]
    return tuple(
        symbols[b] if n > 0 else NO_CHORD for b, n in zip(best.tolist(), length.tolist(), strict=True)
    )


def _best(
    chroma: NDArray[np.float64], bass: NDArray[np.float64], prior: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Index into the templates of the chord that fits each bar best."""
    fit = chroma @ _TEMPLATES.T + prior + np.tile(_BASS * bass, (1, len(_SHAPES)))
    around = np.zeros_like(fit)
    around[1:-1] = np.minimum(fit[:-2], fit[2:])
    best: NDArray[np.int64] = (fit + _NEIGHBOURS * around).argmax(1)
    return best


def _bass(
    pitch: NDArray[np.int64], weight: NDArray[np.float64], bar: NDArray[np.int64], bars: int
) -> NDArray[np.float64]:
    """Shares [bars, 12] of the pitch classes among each bar's lowest notes."""
    lowest = np.full(bars, 128, np.int64)
    np.minimum.at(lowest, bar, pitch)
    low = pitch <= lowest[bar] + 4
    bass = np.bincount(bar[low] * 12 + pitch[low] % 12, weights=weight[low], minlength=bars * 12)
    bass = bass.reshape(bars, 12)
    total = bass.sum(1, keepdims=True)
    shares: NDArray[np.float64] = bass / np.where(total > 0, total, 1)
    return shares


def _in_key(key: Key) -> NDArray[np.float64]:
    outside = [tone for tone in range(12) if tone not in key.scale]
    fits: NDArray[np.float64] = _IN_KEY * (_TEMPLATES[:, outside].sum(1) == 0)
    return fits
