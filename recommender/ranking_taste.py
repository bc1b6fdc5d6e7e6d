"""Taste in the ranking: how it becomes points, and the small part of the order that is left to curiosity."""

from math import erf

import numpy as np
from numpy.typing import NDArray

from recommender.ranking_terms import WEIGHTS, Column
from recommender.taste import Taste
from recommender.taste_features import Features

#: Tracks further apart than this, in points, are never put in the other order for curiosity's sake
NEAR_TIE = 0.3
#: orders drawn to estimate the probability of the one that is shown
DRAWS = 64
#: stars above the typical that count as a full liking, by one standard deviation
_FULL = 0.9

_GRID = np.linspace(-4, 4, 801)
_TWICE_PHI = np.array([erf(x / np.sqrt(2)) for x in _GRID])

Orders = NDArray[np.int64]


def taste_fit(liking: NDArray[np.float64], sd: NDArray[np.float64] | float = 0.0) -> Column:
    """Stars above the typical as a fit in (-1, 1): the mean, over the posterior, of a Gaussian's integral.

    What is hardly known has a fit near 0 whatever its mean, so a Taste weighs more as it grows certain.
    """
    scaled = liking / np.sqrt(_FULL**2 + np.square(sd))
    return np.asarray(np.interp(scaled, _GRID, _TWICE_PHI), np.float32)


def curiosity(taste: Taste, features: Features, fit: Column, rng: np.random.Generator) -> NDArray[np.float64]:
    """Points [DRAWS, n] to add to Tracks of `features` [n, k] whose taste has `fit` [n], one row a draw.

    Thompson sampling, held to a near tie: an order changes only where it hardly matters to what is known.
    """
    drawn = taste_fit(taste.sample(features, rng, DRAWS))
    away = WEIGHTS["taste"] * (drawn.astype(np.float64) - fit)
    return np.clip(away, -NEAR_TIE / 2, NEAR_TIE / 2)


def varied_orders(
    score: NDArray[np.float64], alike: NDArray[np.float64], loss: float, n: int
) -> tuple[Orders, NDArray[np.float64]]:
    """For each draw of `score` [draws, m] the `n` to show, and the points each loses to likeness with those
    above it; [draws, n] both. `alike` [m, m] in [0, 1]; the likest one above takes `loss` points times
    the likeness.
    """
    draws, m = score.shape
    n = min(n, m)
    rows = np.arange(draws)
    left = score.copy()
    lost = np.zeros((draws, m))
    chosen, losses = np.zeros((draws, n), np.int64), np.zeros((draws, n))
    for place in range(n):
        best = np.argmax(left + lost, axis=1)
        chosen[:, place], losses[:, place] = best, lost[rows, best]
        left[rows, best] = -np.inf
        lost = np.minimum(lost, -loss * alike[best])
    return chosen, losses


def propensities(orders: Orders) -> list[float]:
    """How probable each place of the first of `orders` [draws, n] was, by the share of draws that agree."""
    return [float(share) for share in (orders == orders[0]).mean(axis=0)]
