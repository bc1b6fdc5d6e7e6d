"""What a network made of a message that follows a piece (bot/listening), as plain numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: a player that the message names: where its name begins and ends in the text, and whether it plays
Place = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class Impression:
    """Logits: `asked` [ANSWERS], `directions` [DIRECTIONS], `fates` [players, FATES]."""

    asked: NDArray[np.float64]
    directions: NDArray[np.float64]
    fates: NDArray[np.float64]


#: the impression of an English text that names players at these places; None where no network hears
Hear = Callable[[str, Sequence[Place]], Impression | None]


def with_impression(chances: NDArray[np.float64], logits: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """What the regressions say, `chances` of any shape, and what the network says, each as much: the mean of
    their logits, as chances."""
    if logits is None:
        return chances
    kept = np.clip(chances, 1e-6, 1 - 1e-6)
    return np.asarray(1 / (1 + np.exp(-(np.log(kept / (1 - kept)) + logits) / 2)), np.float64)
