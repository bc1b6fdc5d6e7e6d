"""The cheapest melody through a lattice of notes and pitches (A. Viterbi, 1967), two intervals at a time.

Looking at pairs of intervals lets a line run on, turn after a leap and not hover between two notes. Weights
are ours; steps, reversals and returns of the outcome were compared with the folk tunes of the corpus.
"""

from functools import lru_cache
from random import Random

import numpy as np
from numpy.typing import NDArray

#: What each interval costs, in semitones from 0; wider ones as the last.
_INTERVALS = np.array([0.9, 0.15, 0.0, 0.45, 0.75, 1.0, 4.5, 1.5, 2.6, 2.8, 5.5, 7.0, 2.4, 9.0])
_BY_LEAP = 4.0  # more, to reach or leave a foreign note by leap
_STEP, _LEAP = 2, 5  # semitones: at most a step, at least a leap
_BACK, _TURN, _ON_LEAPING, _RECOVERED = 0.55, 0.4, 1.2, -0.4
_NOISE = 0.35


class TuneLattice:
    """Pitches that a melody may take and what moving between them costs."""

    def __init__(self, pitches: NDArray[np.int64], leaps: float, repeats: float) -> None:
        self.pitches = pitches
        distance = np.abs(pitches[:, None] - pitches[None, :])
        self._move = _INTERVALS[np.minimum(distance, len(_INTERVALS) - 1)].copy()
        self._move[distance == 0] = repeats
        self._move[distance > _STEP] *= leaps
        self._leap = np.where(distance > _STEP, _BY_LEAP, 0.0)
        self._pairs = _pairs(len(pitches))

    def way(
        self,
        costs: NDArray[np.float64],
        foreign: NDArray[np.bool_],
        before: tuple[tuple[int, NDArray[np.bool_]], ...],
        rng: Random,
    ) -> list[int]:
        """Indices of the pitches of `costs` [notes, pitches] on the cheapest way.

        foreign [notes, pitches]: whether a pitch is no tone of the chord. before: the (index, foreign row) of
        the last two notes that are settled, the latest last; fewer at the beginning.
        """
        count = len(self.pitches)
        noise = np.array([[rng.gauss(0, _NOISE) for _ in range(count)] for _ in range(len(costs))])
        costs = costs + noise
        entry = costs[0].copy()
        if before:
            last, strange = before[-1]
            entry += self._move[last] + np.where(strange[last] | foreign[0], self._leap[last], 0.0)
            if len(before) == 2:
                entry += self._pairs[before[0][0], last]
        # total[j, k]: the cheapest way whose last two pitches are j and k
        total = np.full((count, count), np.inf)
        total[before[-1][0] if before else slice(None)] = entry
        back: list[NDArray[np.int64]] = []
        for i in range(1, len(costs)):
            step = self._move + np.where(foreign[i - 1][:, None] | foreign[i][None, :], self._leap, 0.0)
            along = total[:, :, None] + self._pairs
            if i == 1 and not before:
                along = np.broadcast_to(entry[None, :, None], along.shape)
            best = along.argmin(0)
            back.append(best)
            total = np.take_along_axis(along, best[None], 0)[0] + step + costs[i]
        j, k = divmod(int(total.argmin()), count)
        if len(costs) == 1:
            return [k]
        found = [k, j]
        for best in reversed(back[1:]):
            j, k = int(best[j, k]), j
            found.append(j)
        return found[::-1]


@lru_cache(maxsize=64)
def _pairs(count: int) -> NDArray[np.float64]:
    """[from, over, to]: what two intervals in a row cost beyond their own."""
    first = np.arange(count)[None, :, None] - np.arange(count)[:, None, None]
    second = np.arange(count)[None, None, :] - np.arange(count)[None, :, None]
    cost = np.zeros((count, count, count))
    turned = first * second < 0
    cost[turned] += _TURN
    cost[(first + second == 0) & (first != 0)] += _BACK
    leapt = np.abs(first) >= _LEAP
    cost[leapt & (first * second > 0) & (np.abs(second) >= _LEAP - 2)] += _ON_LEAPING
    cost[leapt & turned & (np.abs(second) <= _STEP)] += _RECOVERED - _TURN
    return cost
