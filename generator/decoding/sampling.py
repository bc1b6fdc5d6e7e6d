"""Choosing a class from logits: temperature and nucleus sampling with a given uniform number."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Sampling:
    """Temperature and nucleus (A. Holtzman et al., arXiv 1904.09751) by field; guidance 1 = none."""

    temperature: tuple[float, ...] = (0.9, 0.9, 1.0, 0.95, 0.9, 0.9)
    nucleus: tuple[float, ...] = (0.98, 0.95, 0.98, 0.94, 0.95, 0.95)
    guidance: float = 1.6
    key_strength: float = 1.2


def choose(
    logits: NDArray[np.floating],
    allowed: NDArray[np.bool_] | None,
    temperature: float,
    nucleus: float,
    u: float,
) -> int:
    """One class of those `allowed`, by the uniform number `u` in [0, 1)."""
    classes = None if allowed is None else np.flatnonzero(allowed)
    z = (logits if classes is None else logits[classes]).astype(np.float64)
    p = np.exp((z - z.max()) / temperature)
    order = np.argsort(-p, kind="stable")
    total = np.cumsum(p[order])
    kept = int(np.searchsorted(total, nucleus * total[-1])) + 1
    i = min(
        int(np.searchsorted(total[:kept], u * total[min(kept, len(total)) - 1])), kept - 1, len(total) - 1
    )
    return int(order[i] if classes is None else classes[order[i]])
