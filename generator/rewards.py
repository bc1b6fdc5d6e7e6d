"""Rewards: how good a piece is, as one number, for choosing among several that the model made.

A Reward knows nothing of the network, so the same ones serve for best-of-N now and for tuning later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from music.controls import Controls
from music.grid import BAR, GRID_DURATION, GRID_PITCH, INSTRUMENT, POSITION, GridNotes, to_grid
from music.instruments import DRUMS
from music.score import Score
from music.theory import Key, key_correlations

#: an interval in a line beyond this many semitones is a leap
_LEAP = 7
#: only so many bars back does a listener compare
_MEMORY = 32


class Reward(Protocol):
    """Higher is better; comparable between pieces that were asked with the same Controls."""

    def __call__(self, score: Score, controls: Controls) -> float: ...


@dataclass(frozen=True, slots=True)
class Theory:
    """What theory sees in a piece, None where there is nothing to see it in.

    key_fit: correlation of its pitch classes with the key. leaps: share of the steps in each instrument's top
    line that are wider than a fifth. cadence: share of the last sound in the tonic triad, its bass counted as
    much as all the rest and only as the tonic. repetition: mean over the bars of the largest share of notes
    in common with an earlier bar.
    """

    key_fit: float | None
    leaps: float | None
    cadence: float | None
    repetition: float | None


@dataclass(frozen=True, slots=True)
class _Usual:
    mean: float
    deviation: float
    #: more than usual is as good as the usual
    more_is_fine: bool = False


#: people's pieces of the validation split, by `python -m benchmarks.rewards PACK`
HUMAN = {
    "key_fit": _Usual(0.87, 0.08, more_is_fine=True),
    "leaps": _Usual(0.12, 0.12),
    "cadence": _Usual(0.76, 0.37, more_is_fine=True),
    "repetition": _Usual(0.45, 0.21),
}


def theory_of(notes: GridNotes, key: Key) -> Theory:
    """`notes` in the Grid's order, at least one; drums are left out."""
    pitched = notes[notes[:, INSTRUMENT] != DRUMS]
    if not len(pitched):
        return Theory(None, None, None, _repetition(notes))
    weights = np.bincount(pitched[:, GRID_PITCH] % 12, pitched[:, GRID_DURATION].astype(float), 12)
    fit = float(key_correlations(weights.astype(np.float64))[key.index])
    return Theory(fit, _leaps(pitched), _cadence(pitched, key), _repetition(pitched))


def _leaps(pitched: GridNotes) -> float | None:
    steps: list[NDArray[np.int32]] = []
    for program in np.unique(pitched[:, INSTRUMENT]):
        mine = pitched[pitched[:, INSTRUMENT] == program]
        moment = mine[:, BAR] * 1000 + mine[:, POSITION]
        top = np.append(moment[1:] != moment[:-1], True)  # pitches rise within an onset
        steps.append(np.abs(np.diff(mine[top, GRID_PITCH])))
    every = np.concatenate(steps)
    return float((every > _LEAP).mean()) if len(every) else None


def _cadence(pitched: GridNotes, key: Key) -> float:
    last = pitched[(pitched[:, BAR] == pitched[-1, BAR]) & (pitched[:, POSITION] == pitched[-1, POSITION])]
    triad = {(key.tonic + step) % 12 for step in (0, 3 if key.minor else 4, 7)}
    inside = np.isin(last[:, GRID_PITCH] % 12, list(triad)).mean()
    bass_is_tonic = int(last[:, GRID_PITCH].min()) % 12 == key.tonic
    return 0.5 * float(inside) + 0.5 * bass_is_tonic


def _repetition(notes: GridNotes) -> float | None:
    bars: list[set[tuple[int, ...]]] = []
    for bar in np.unique(notes[:, BAR]):
        mine = notes[notes[:, BAR] == bar]
        bars.append(set(map(tuple, mine[:, [POSITION, INSTRUMENT, GRID_PITCH]].tolist())))
    shares = [
        max(len(bar & other) / len(bar | other) for other in bars[max(0, i - _MEMORY) : i])
        for i, bar in enumerate(bars)
        if i
    ]
    return float(np.mean(shares)) if shares else None


class TheoryReward:
    """0 to 1: how near a piece is to what people write, by what theory sees in it."""

    def __call__(self, score: Score, controls: Controls) -> float:
        notes = to_grid(score).notes
        if not len(notes) or not controls.key:
            return 0.0
        seen = theory_of(notes, Key.parse(controls.key))
        near = []
        for f in fields(Theory):
            value, usual = getattr(seen, f.name), HUMAN[f.name]
            if value is None:
                continue
            distance = (value - usual.mean) / usual.deviation
            near.append(float(np.exp(-0.5 * (min(0.0, distance) if usual.more_is_fine else distance) ** 2)))
        return float(np.mean(near))


class StyleReward:
    """Cosine of a piece's embedding with a wanted one, such as the mean of a Style's pieces or of the seeds.

    `embed` is given from outside: the space belongs to the recommender.
    """

    def __init__(self, embed: Callable[[Score], NDArray[np.float32]], wanted: NDArray[np.float32]) -> None:
        length = float(np.linalg.norm(wanted))
        if not length:
            raise ValueError("a wanted embedding has a length")
        self._embed, self._wanted = embed, wanted / length

    def __call__(self, score: Score, controls: Controls) -> float:
        found = self._embed(score)
        return float(found @ self._wanted / max(float(np.linalg.norm(found)), 1e-12))


class WeightedRewards:
    """The weighted sum of several."""

    def __init__(self, parts: Sequence[tuple[float, Reward]]) -> None:
        self._parts = tuple(parts)

    def __call__(self, score: Score, controls: Controls) -> float:
        return sum(weight * reward(score, controls) for weight, reward in self._parts)
