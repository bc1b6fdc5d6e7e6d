"""Weights of a logistic regression over hashed features, as they are stored."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """`table` float32 [rows, answers], `bias` float32 [answers]."""

    table: NDArray[np.float32]
    bias: NDArray[np.float32]

    def chances(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """The probability of each answer, given the rows of the features that hold."""
        sums = self.table[rows].sum(0) + self.bias
        return np.asarray(1 / (1 + np.exp(-sums.astype(np.float64))), np.float64)


def read_weights(name: str) -> Weights:
    """The weights in the file `name` of this package."""
    with files("bot.understanding.learned").joinpath(name).open("rb") as file, np.load(file) as stored:
        return Weights(stored["table"].astype(np.float32) * stored["scale"], stored["bias"])


def write_weights(path: Path, weights: Weights) -> None:
    """Stores the table in steps of 1/127 of its largest weight."""
    scale = np.float32(np.abs(weights.table).max() / 127)
    table = np.round(weights.table / scale).astype(np.int8)
    np.savez_compressed(path, table=table, scale=scale, bias=weights.bias)
