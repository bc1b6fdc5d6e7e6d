"""Runs of notes as hashes: the same in every key and tempo and at every place in a piece.

A gram is RUN notes of a line: its intervals in semitones and how much longer or shorter each wait is than
the wait before. A skeleton gram is what a line sounds on RUN successive beats: ornaments between the beats
do not change it. Grams that anybody writes (scales, repeated notes, broken chords on one pattern) say
nothing and are marked as plain. A hash of 32 bits leads back to no notes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.originality.lines import Ints, Line

#: notes of a gram, beats of a skeleton gram
RUN = 8
#: of so many grams in a row at least one is kept (winnowing: S. Schleimer, D. S. Wilkerson and A. Aiken,
#: "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003)
WINDOW = 6
#: so many different waits and steps a gram at least has to move
_FEWEST_MOVES = 4
_LONGEST_PATTERN = 4

Hashes = NDArray[np.uint32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Grams:
    """The grams of one line, in order: `hashes` [n], `plain` [n], and where each begins and ends (index of
    its first and last note in the line, or of the notes that sound on its first and last beat)."""

    hashes: Hashes
    plain: Flags
    first: Ints
    last: Ints


def grams_of(line: Line) -> Grams:
    """The runs of RUN notes; none for a shorter line."""
    count = len(line) - RUN + 1
    if count < 1:
        return _NONE
    steps = np.clip(np.diff(line.pitch), -31, 31)
    waits = np.maximum(np.diff(line.onset), 1).astype(np.float64)
    # thirds of an octave keep apart 1, 1.5, 2 and 3, and forgive what rounding does
    change = np.clip(np.rint(3 * np.log2(waits[1:] / waits[:-1])), -15, 15).astype(np.int64)
    step_runs = np.lib.stride_tricks.sliding_window_view(steps, RUN - 1)
    change_runs = np.lib.stride_tricks.sliding_window_view(change, RUN - 2)
    hashes = _hashed(np.concatenate([step_runs + 32, change_runs + 80], axis=1), 1)
    plain = _plain(step_runs, change_runs)
    places = np.arange(count)
    return Grams(hashes, plain, places, places + RUN - 1)


def skeleton_of(line: Line) -> Grams:
    """The runs of RUN beats; none for a shorter line."""
    count = len(line.beats) - RUN + 1
    if count < 1 or len(line) < 2:
        return _NONE
    sounding = np.searchsorted(line.onset, line.beats, side="right") - 1
    steps = np.clip(np.diff(line.pitch[sounding]), -31, 31)
    runs = np.lib.stride_tricks.sliding_window_view(steps, RUN - 1)
    plain = (runs != 0).sum(1) < _FEWEST_MOVES + 1
    plain |= _stepwise(runs) | _patterned(runs)
    return Grams(_hashed(runs + 32, 2), plain, sounding[:count], sounding[RUN - 1 :])


def winnowed(hashes: Hashes) -> NDArray[np.bool_]:
    """Which grams of a line are kept: the smallest hash of every WINDOW in a row (the last of equal ones).

    What is kept inside a shared run of at least WINDOW grams depends on that run alone.
    """
    kept = np.zeros(len(hashes), np.bool_)
    if len(hashes) <= WINDOW:
        if len(hashes):
            kept[len(hashes) - 1 - int(hashes[::-1].argmin())] = True
        return kept
    windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)[:, ::-1]
    kept[np.arange(len(windows)) + WINDOW - 1 - windows.argmin(1)] = True
    return kept


def _plain(steps: Ints, change: Ints) -> Flags:
    """Scales and patterns in even notes, and runs that hardly move."""
    even: Flags = (change == 0).all(1)
    still: Flags = (steps != 0).sum(1) < _FEWEST_MOVES
    return still | even & (_stepwise(steps) | _patterned(steps))


def _stepwise(steps: Ints) -> Flags:
    """Up or down by seconds alone, at most one way turned."""
    small = (np.abs(steps) <= 2).all(1)
    turns = (np.diff(np.sign(steps), axis=1) != 0).sum(1)
    found: Flags = small & (turns <= 1)
    return found


def _patterned(steps: Ints) -> Flags:
    """The same intervals again after one to _LONGEST_PATTERN notes: repeated notes, trills, Alberti."""
    found = np.zeros(len(steps), np.bool_)
    for period in range(1, _LONGEST_PATTERN + 1):
        found |= (steps[:, period:] == steps[:, :-period]).all(1)
    return found


def _hashed(rows: Ints, salt: int) -> Hashes:
    """The upper 32 bits of a 64-bit hash of each row."""
    total = np.full(len(rows), salt, np.uint64)
    for column in rows.T.astype(np.uint64):
        total = mixed(total * np.uint64(31) + column)
    return (total >> np.uint64(32)).astype(np.uint32)


def mixed(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """splitmix64's finaliser (S. Vigna): every bit of the result depends on every bit of `x`."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: NDArray[np.uint64] = x ^ (x >> np.uint64(31))
    return result


_NO_INTS = np.zeros(0, np.int64)
_NONE = Grams(np.zeros(0, np.uint32), np.zeros(0, np.bool_), _NO_INTS, _NO_INTS)
