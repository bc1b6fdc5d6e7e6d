"""Keys and pitch classes."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from music.errors import ImpossibleControls

#: Probe-tone profiles from C (C. Krumhansl, "Cognitive Foundations of Musical Pitch", 1990, p. 30).
KRUMHANSL_KESSLER_MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
KRUMHANSL_KESSLER_MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])

_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_MAJOR_NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_MINOR_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
_KEY = re.compile(r"^\s*([A-Ga-g])\s*(#|b|♯|♭)?\s*(major|minor)?\s*$")


@dataclass(frozen=True, slots=True)
class Key:
    """`tonic` pitch class (0 = C) and mode."""

    tonic: int
    minor: bool

    @property
    def index(self) -> int:
        """0-11 major keys from C, 12-23 minor keys from C."""
        return self.tonic + 12 * self.minor

    @classmethod
    def from_index(cls, index: int) -> "Key":
        return cls(index % 12, index >= 12)

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Reads "A minor", "Eb major", "F#" (no mode: major). Raises ImpossibleControls otherwise."""
        match = _KEY.match(text)
        if not match:
            raise ImpossibleControls(f"There is no key {text[:40]!r}; write it like 'A minor' or 'Eb major'.")
        letter, accidental, mode = match.groups()
        shift = {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(accidental or "", 0)
        return cls((_LETTERS[letter.upper()] + shift) % 12, mode == "minor")

    def __str__(self) -> str:
        names, mode = (_MINOR_NAMES, "minor") if self.minor else (_MAJOR_NAMES, "major")
        return f"{names[self.tonic]} {mode}"

    @property
    def scale(self) -> frozenset[int]:
        """Pitch classes of the major or natural minor scale, the minor's raised seventh included."""
        steps = (0, 2, 3, 5, 7, 8, 10, 11) if self.minor else (0, 2, 4, 5, 7, 9, 11)
        return frozenset((self.tonic + s) % 12 for s in steps)


@cache
def key_profiles() -> NDArray[np.float64]:
    """Krumhansl-Kessler profiles of the 24 keys, row = Key.index, each with mean 0 and length 1; [24, 12]."""
    rows = [np.roll(p, k) for p in (KRUMHANSL_KESSLER_MAJOR, KRUMHANSL_KESSLER_MINOR) for k in range(12)]
    table = np.array(rows, np.float64)
    table -= table.mean(1, keepdims=True)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    return table


def key_correlations(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correlation of pitch-class `weights` [..., 12] (summed durations) with each key; [..., 24]."""
    centred = weights - weights.mean(-1, keepdims=True)
    norm = np.linalg.norm(centred, axis=-1, keepdims=True)
    result: NDArray[np.float64] = (centred / np.where(norm == 0, 1, norm)) @ key_profiles().T
    return result
