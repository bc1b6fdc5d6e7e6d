"""A Taste over the mood plane: what the catalogue's music at each place is worth to somebody."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.taste import Taste
from recommender.taste_features import Features

_WIDTH = 0.16


def mood_field(
    taste: Taste, tracks: Sequence[Track], features: Features, size: int = 41
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Liking in stars above the typical, and how well it is known in [0, 1]; both [size, size], rows by
    arousal from 1 down to -1, columns by valence from -1 to 1.

    At each place the mean of what is expected of Tracks nearby (with `features` [n, k]). Known is what
    ratings have settled there, less where hardly any music is.
    """
    liking, sd = taste.liking(features)
    rows = taste.design(features)[:, 1:]
    settled = 1 - np.minimum(1, np.square(sd / np.maximum(np.linalg.norm(rows, axis=1), 1e-9)))
    moods = np.array([(t.mood.valence, t.mood.arousal) for t in tracks]).reshape(-1, 2)
    axis = np.linspace(-1, 1, size)
    places = np.stack(np.meshgrid(axis, axis[::-1]), axis=-1).reshape(-1, 1, 2)
    near = np.exp(-np.square(places - moods[None]).sum(axis=2) / (2 * _WIDTH**2))
    weight = near.sum(axis=1)
    value = near @ liking / np.maximum(weight, 1e-9)
    known = near @ settled / np.maximum(weight, 1e-9) * np.minimum(1, weight / 2)
    return value.reshape(size, size), known.reshape(size, size)
