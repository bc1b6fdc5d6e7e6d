"""95 % intervals: bootstrap over pieces (B. Efron, 1979) and E. Wilson's (1927) for shares."""

from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000
_Z = 1.96

Interval = dict[str, float]


def bootstrap(count: int, statistic: Callable[[NDArray[np.int64]], float], seed: int = 1) -> Interval:
    """`statistic` of the indices of a sample with replacement; value, low and high."""
    rng = np.random.default_rng(seed)
    drawn = [statistic(rng.integers(0, count, count)) for _ in range(DRAWS)]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return {"value": _rounded(statistic(np.arange(count))), "low": _rounded(low), "high": _rounded(high)}


def mean_interval(values: Sequence[float]) -> Interval:
    """Of the mean; pieces without a value (nan) are left out."""
    known = np.array([v for v in values if not np.isnan(v)])
    if not len(known):
        return {"value": float("nan"), "low": float("nan"), "high": float("nan")}
    return bootstrap(len(known), lambda i: float(known[i].mean()))


def gap_interval(made: Sequence[float], human: Sequence[float]) -> Interval:
    """Of the mean of `made` less that of `human`, pieces drawn apart."""
    rng = np.random.default_rng(1)
    a = np.array([v for v in made if not np.isnan(v)])
    b = np.array([v for v in human if not np.isnan(v)])
    if not len(a) or not len(b):
        return {"value": float("nan"), "low": float("nan"), "high": float("nan")}
    drawn = rng.choice(a, (DRAWS, len(a))).mean(1) - rng.choice(b, (DRAWS, len(b))).mean(1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {"value": _rounded(a.mean() - b.mean()), "low": _rounded(low), "high": _rounded(high)}


def share_interval(held: Sequence[bool]) -> Interval:
    """Of a share, by Wilson's score."""
    n = len(held)
    if not n:
        return {"value": float("nan"), "low": float("nan"), "high": float("nan")}
    p = sum(held) / n
    middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return {"value": _rounded(p), "low": _rounded(middle - half), "high": _rounded(middle + half)}


def balanced_interval(held: Sequence[Sequence[bool]]) -> Interval:
    """Of the mean over groups of the share in each, however many members it has; drawn inside the groups."""
    groups = [np.array(group, np.float64) for group in held]
    rng = np.random.default_rng(1)
    drawn = [np.mean([rng.choice(g, len(g)).mean() for g in groups]) for _ in range(DRAWS)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    value = float(np.mean([g.mean() for g in groups]))
    return {"value": _rounded(value), "low": _rounded(low), "high": _rounded(high)}


def _rounded(value: float) -> float:
    return round(float(value), 4)
