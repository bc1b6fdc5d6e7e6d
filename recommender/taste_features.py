"""What a Taste is a taste in: features of Tracks, in blocks with names.

Named features (mood, tempo, mode, instruments ...) carry over from one Track to the next at once, and a
reason can name them; the embedding carries what has no name. Likings on mood and tempo are often for a place
rather than for more or less of it, so those axes are also covered by bumps (Gaussian bells on a grid): a
linear model over them is a smooth curve of any shape, as in a Gaussian process (C. Rasmussen and C. Williams,
2006, section 2.2).

Each block is scaled by the standard deviation that a general listener's weights in it have, in stars, so that
the prior over all weights is the unit Gaussian. The scales were fitted to simulated listeners (`listeners`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.instruments import FAMILIES, programs_of_family
from music.track import Track
from recommender.ranking_terms import Column, TrackColumns, Vector

Features = NDArray[np.float32]

TASTE_FAMILIES: tuple[str, ...] = (*FAMILIES, "drums")
#: labels of the catalogue that are common enough to be liked as such; any other has no feature of its own
TASTE_STYLES: tuple[str, ...] = (
    "air", "ambient", "art song", "blues", "bossa", "chorale", "cinematic", "clog", "disco", "folk",
    "folk tune", "funk", "highland fling", "hornpipe", "house", "hymn", "jazz", "jig", "lament", "lo-fi",
    "march", "minuet", "opera", "planxty", "polka", "pop", "quickstep", "ragtime", "reel", "rock", "slip jig",
    "sonata", "strathspey", "string quartet", "swing", "synthwave", "waltz",
)  # fmt: skip
_MOOD_GRID = np.array([(v, a) for v in np.linspace(-0.8, 0.8, 5) for a in np.linspace(-0.8, 0.8, 5)])
_MOOD_WIDTH = 0.32
_TEMPO_GRID = np.linspace(-1.1, 0.9, 6)  # octaves from 108 bpm: 50 to 200
_TEMPO_WIDTH = 0.3
_USUAL_TEMPO = np.float32(np.log2(108))
_USUAL_SECONDS = np.float32(np.log2(60))
_COMPOUND = frozenset(("6/8", "9/8", "12/8", "6/4"))
_TRIPLE = frozenset(("3/4", "3/8", "3/2"))

#: standard deviation of a general listener's weights, in stars, by block
SCALES: dict[str, float] = {
    "mood": 0.42,
    "tempo": 0.3,
    "mode": 0.19,
    "density": 0.13,
    "length": 0.16,
    "instruments": 0.48,
    "metre": 0.36,
    "style": 0.6,
    "sound": 0.53,
}


@dataclass(frozen=True, slots=True)
class Block:
    """Which columns of the features a name stands for."""

    name: str
    columns: slice


_WIDTHS: dict[str, int] = {
    "mood": len(_MOOD_GRID) + 2,
    "tempo": len(_TEMPO_GRID) + 1,
    "mode": 4,
    "density": 1,
    "length": 2,
    "instruments": 2 * len(TASTE_FAMILIES) + 1,
    "metre": 2,
    "style": len(TASTE_STYLES),
}
NAMED = sum(_WIDTHS.values())


def blocks(k: int) -> tuple[Block, ...]:
    """The blocks of features [.., k]; the last, "sound", is the embedding and may be empty."""
    found, start = [], 0
    for name, width in (*_WIDTHS.items(), ("sound", k - NAMED)):
        found.append(Block(name, slice(start, start + width)))
        start += width
    return tuple(found)


def taste_features(
    tracks: Sequence[Track], vectors: Sequence[Vector | None], d: int | None = None
) -> Features:
    """Features of Tracks, float32 [n, k] with k = NAMED + d; a Track without a vector [d] has zeros there."""
    return features_of_columns(TrackColumns.of(tracks), vectors, d)


def features_of_columns(
    columns: TrackColumns, vectors: Sequence[Vector | None], d: int | None = None
) -> Features:
    """As `taste_features`, of facts that are columns already. `d`: of the vectors, if none may be there."""
    tempo = columns.tempo - _USUAL_TEMPO
    minor = np.where(columns.key < 0, 0, np.where(columns.key >= 12, 1, -1)).astype(np.float32)
    length = np.clip(columns.seconds - _USUAL_SECONDS, -3, 3)
    named = {
        "mood": [columns.valence, columns.arousal, *_mood_bumps(columns)],
        "tempo": [np.clip(tempo, -1.5, 1.5), *_bumps(tempo, _TEMPO_GRID, _TEMPO_WIDTH)],
        "mode": [minor, minor * np.clip(tempo, -1, 1), minor * columns.arousal, minor * columns.valence],
        "density": [columns.density.astype(np.float32) - 1],
        "length": [length / 2, np.square(length) / 4],
        "instruments": _instruments(columns),
        "metre": [
            columns.metre.fits(lambda metre: float(metre in _COMPOUND)),
            columns.metre.fits(lambda metre: float(metre in _TRIPLE)),
        ],
        "style": list(_styles(columns).T),
    }
    if d is None:
        d = next((len(v) for v in vectors if v is not None), 0)
    features = np.zeros((len(columns), NAMED + d), np.float32)
    for block in blocks(NAMED)[:-1]:
        features[:, block.columns] = SCALES[block.name] * np.stack(named[block.name], axis=1)
    for row, vector in enumerate(vectors):
        if vector is not None:
            features[row, NAMED:] = vector
    features[:, NAMED:] *= SCALES["sound"]
    return features


def _mood_bumps(columns: TrackColumns) -> list[Column]:
    places = np.stack([columns.valence, columns.arousal], axis=1)[:, None]
    away = np.square(places - _MOOD_GRID[None].astype(np.float32)).sum(axis=2)
    return list(np.exp(-away / np.float32(2 * _MOOD_WIDTH**2)).T)


def _bumps(values: Column, grid: NDArray[np.float64], width: float) -> list[Column]:
    away = values[:, None] - grid[None].astype(np.float32)
    return list(np.exp(-np.square(away) / np.float32(2 * width**2)).T)


def _instruments(columns: TrackColumns) -> list[Column]:
    """For each family its share of the notes and whether it is heard at all; then whether one plays alone."""
    shares, present = [], []
    playing = np.zeros(len(columns), np.float32)
    for family in TASTE_FAMILIES:
        programs = programs_of_family(family)
        theirs = columns.playing(programs[0], programs[-1])
        share = np.zeros(len(columns), np.float32)
        np.add.at(share, columns.plays[theirs, 1], columns.shares[theirs])
        np.add.at(playing, columns.plays[theirs, 1], 1)
        shares.append(share)
        present.append((share > 0.08).astype(np.float32))
    return [*shares, *present, (playing == 1).astype(np.float32)]


def _styles(columns: TrackColumns) -> NDArray[np.float32]:
    table = np.zeros((len(columns.style.names), len(TASTE_STYLES)), np.float32)
    for code, name in enumerate(columns.style.names):
        if name in TASTE_STYLES:
            table[code, TASTE_STYLES.index(name)] = 1
    return np.take(table, columns.style.codes, axis=0)
