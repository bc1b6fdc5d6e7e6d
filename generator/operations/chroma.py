"""How alike the harmony of two pieces is: the pitch classes of their bars (T. Fujishima, ICMC 1999)."""

import numpy as np
from numpy.typing import NDArray

from music.score import DURATION, ONSET, PITCH, Score

Chroma = NDArray[np.float64]


def chroma(score: Score, cuts: NDArray[np.float64]) -> Chroma:
    """How long each pitch class sounds between one of `cuts` [n + 1] (rising ticks) and the next: [n, 12].

    All pitched parts count alike; time is in ticks.
    """
    table = np.zeros((len(cuts) - 1, 12))
    for part in score.parts:
        if part.is_drum or not len(part.notes):
            continue
        start = part.notes[:, ONSET].astype(np.float64)
        stop = start + part.notes[:, DURATION]
        first = np.clip(np.searchsorted(cuts, start, side="right") - 1, 0, None)
        for k, low, high, pitch in zip(first.tolist(), start, stop, part.notes[:, PITCH], strict=True):
            window = k
            while window < len(table) and cuts[window] < high:
                table[window, pitch % 12] += max(0.0, min(high, cuts[window + 1]) - max(low, cuts[window]))
                window += 1
    return table


def likeness(a: Chroma, b: Chroma) -> NDArray[np.float64]:
    """Cosine of each row of `a` with that of `b` [n, 12]; NaN where one of them is silent."""
    length = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    alike: NDArray[np.float64] = np.where(length > 0, (a * b).sum(1), np.nan) / np.where(
        length > 0, length, 1
    )
    return alike
