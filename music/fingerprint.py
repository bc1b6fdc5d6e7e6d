"""Fingerprints: whether two Scores are the same music, whatever key, tempo, instruments or file they are in.

A Score is heard as its sequence of attacks: the pitches that begin together, relative to the top of the
attack before, and how much longer or shorter the wait was than the wait before. Neither a transposition nor
a tempo nor an instrument changes that. A fingerprint is a hash of the whole sequence and a sketch of its
shingles (runs of attacks): the smallest hashes of all, from which the share of common shingles is estimated
(bottom-k sketch; E. Cohen and H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007). All voices
count, so that two harmonisations of a tune are two pieces. Durations and dynamics do not count.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.score import ONSET, PITCH, Score

#: changes with what is hashed; fingerprints of different versions cannot be compared
VERSION = 1
#: attacks of a shingle, and hashes of a sketch
RUN = 6
SKETCH = 48
#: two sketches that share so much are of the same music
SAME = 0.9
#: shorter or more repetitive music has to be the same from its first to its last attack
FEWEST = 24
#: attacks closer than this part of a quarter sound together
_TOGETHER = 24
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """`whole`: hash of all attacks; `sketch` uint64 [at most SKETCH], ascending: the smallest hashes."""

    whole: int
    sketch: NDArray[np.uint64]

    def to_bytes(self) -> bytes:
        """8 bytes for `whole`, 8 for each hash, little-endian."""
        return self.whole.to_bytes(8, "little") + self.sketch.astype("<u8").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Fingerprint":
        """Raises ValueError for what `to_bytes` cannot have written."""
        if len(data) < 8 or len(data) % 8 or len(data) > 8 * (SKETCH + 1):
            raise ValueError(f"no fingerprint has {len(data)} bytes")
        return cls(int.from_bytes(data[:8], "little"), np.frombuffer(data[8:], "<u8").astype(np.uint64))


def fingerprint(score: Score) -> Fingerprint | None:
    """The fingerprint of all notes but the drums', or of the drums' where there are no others; None for a
    Score without notes."""
    pitched = [part for part in score.parts if len(part.notes) and not part.is_drum]
    drums = [part for part in score.parts if len(part.notes) and part.is_drum]
    if not pitched and not drums:
        return None
    notes = np.concatenate([part.notes[:, [ONSET, PITCH]] for part in pitched or drums]).astype(np.int64)
    attacks = _attacks(notes, score.ticks_per_quarter, transposed=bool(pitched))
    whole = hashlib.blake2b(attacks.tobytes(), digest_size=8, person=b"music" if pitched else b"drums")
    return Fingerprint(int.from_bytes(whole.digest(), "little"), _sketch(attacks))


def likeness(a: Fingerprint, b: Fingerprint) -> float:
    """The share of the shingles of both that they have in common (Jaccard index, estimated), 0 to 1."""
    union = np.union1d(a.sketch, b.sketch)[:SKETCH]
    if not len(union):
        return 0.0
    return float((np.isin(union, a.sketch) & np.isin(union, b.sketch)).mean())


def is_same_music(a: Fingerprint, b: Fingerprint) -> bool:
    """True when all attacks are alike, or, in music long enough, nearly all."""
    if a.whole == b.whole:
        return True
    return min(len(a.sketch), len(b.sketch)) >= FEWEST and likeness(a, b) >= SAME


def _attacks(notes: NDArray[np.int64], ticks_per_quarter: int, *, transposed: bool) -> NDArray[np.uint64]:
    """A hash of each attack [n]: its pitches and its wait, both relative to the attack before."""
    notes = notes[np.lexsort((notes[:, 1], notes[:, 0]))]
    begins = np.diff(notes[:, 0], prepend=-(1 << 40)) > ticks_per_quarter // _TOGETHER
    attack = np.cumsum(begins) - 1
    count = int(attack[-1]) + 1
    onset = notes[begins, 0]
    top = np.zeros(count, np.int64)
    np.maximum.at(top, attack, notes[:, 1])
    before = np.concatenate((top[:1], top[:-1])) if transposed else np.zeros(count, np.int64)
    # each pitch of an attack once, in whatever order and voice
    pairs = np.unique(np.stack((attack, notes[:, 1] - before[attack]), 1), axis=0)
    hashes = np.zeros(count, np.uint64)
    np.add.at(hashes, pairs[:, 0], _mixed((pairs[:, 1] + 1000).astype(np.uint64)))
    waits = np.maximum(np.diff(onset), 1).astype(np.float64)
    change = np.zeros(count, np.int64)
    # thirds of an octave keep apart 1, 1.5, 2 and 3, and forgive what rounding to ticks does
    change[2:] = np.rint(3 * np.log2(waits[1:] / waits[:-1])).astype(np.int64)
    return _mixed(hashes + _mixed((change + 5000).astype(np.uint64)) * np.uint64(3))


def _sketch(attacks: NDArray[np.uint64]) -> NDArray[np.uint64]:
    if len(attacks) < RUN:
        return np.zeros(0, np.uint64)
    runs = np.zeros(len(attacks) - RUN + 1, np.uint64)
    for i in range(RUN):
        runs = _mixed(runs * np.uint64(31) + attacks[i : i + len(runs)])
    return np.unique(runs)[:SKETCH]


def _mixed(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """splitmix64's finaliser (S. Vigna): every bit of the result depends on every bit of `x`."""
    x = x + _MIX
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: NDArray[np.uint64] = x ^ (x >> np.uint64(31))
    return result
