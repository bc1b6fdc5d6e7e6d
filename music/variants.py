"""Variants of one tune in a packed corpus, found by the turns of their melodies.

A folk tune stands in three collections under two titles, a movement is printed twice. Where one of them is
held out for measuring, training on another would flatter the measurement.
"""

from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from music.corpus import INSTRUMENT, PITCH, POSITION, STEP, PackedCorpus
from music.instruments import DRUMS

#: intervals of a turn; one that moves fewer semitones in all (repeated notes, trills) is too common
TURN = 7
_LEAST_MOTION = 5
#: notes of the melody that are looked at
_MOST_NOTES = 1500
#: turns that more pieces have than this are scales and cadences
_COMMON = 60
#: share of the shorter melody's turns, and their number, from which two pieces are variants. Of 40 pairs
#: looked at, spread from 0.16 to 1.0, those above 0.3 were the same music but for exercises on one pattern.
SHARE, FEWEST = 0.3, 8

#: the `split` of a train piece that is left out because a variant of it is held out
LEFT_OUT = "variant"


def top_line(notes: NDArray[np.int32]) -> NDArray[np.int32]:
    """Pitches of the highest pitched note of each onset of packed notes [n, 6]."""
    pitched = notes[notes[:, INSTRUMENT] != DRUMS]
    when = pitched[:, STEP] * 1000 + pitched[:, POSITION]
    order = np.lexsort((pitched[:, PITCH], when))
    line: NDArray[np.int32] = pitched[order[np.flatnonzero(np.diff(when[order], append=-1))], PITCH]
    return line


def turns(notes: NDArray[np.int32]) -> frozenset[bytes]:
    """Every run of TURN intervals of the melody, in any key and tempo."""
    steps = np.diff(top_line(notes)[:_MOST_NOTES])
    if len(steps) < TURN:
        return frozenset()
    runs = np.lib.stride_tricks.sliding_window_view(np.clip(steps, -127, 127).astype(np.int8), TURN)
    return frozenset(map(bytes, runs[np.abs(runs.astype(np.int32)).sum(1) >= _LEAST_MOTION]))


def variants_of_held_out(pack: PackedCorpus) -> dict[int, int]:
    """Train pieces that are a variant of a held-out one, each with that one (by index)."""
    melodies = [turns(pack.piece(i)[0]) for i in range(len(pack.pieces))]
    frequency = Counter(turn for melody in melodies for turn in melody)
    holders: dict[bytes, list[int]] = defaultdict(list)
    for i in pack.indices("train"):
        for turn in melodies[i]:
            if frequency[turn] <= _COMMON:
                holders[turn].append(i)
    found: dict[int, int] = {}
    for i, piece in enumerate(pack.pieces):
        if piece.split == "train":
            continue
        shared = Counter(j for turn in melodies[i] for j in holders.get(turn, ()))
        for j, count in shared.items():
            if count >= FEWEST and count >= SHARE * min(len(melodies[i]), len(melodies[j])):
                found[j] = i
    return found


def leave_out_variants(pack: PackedCorpus) -> tuple[PackedCorpus, dict[int, int]]:
    """The pack with those pieces taken out of training (`split` LEFT_OUT), and what they are variants of."""
    found = variants_of_held_out(pack)
    pieces = tuple(
        replace(piece, split=LEFT_OUT) if i in found else piece for i, piece in enumerate(pack.pieces)
    )
    return replace(pack, pieces=pieces), found
