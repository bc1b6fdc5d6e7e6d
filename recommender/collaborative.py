"""What people of a like taste like: EASE (H. Steck, "Embarrassingly shallow autoencoders for sparse data",
WWW 2019), a linear model of items by items, in closed form. Any person-item matrix will do; what an entry
means is the caller's matter.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


class Collaborative(Protocol):
    """Scores of items for persons, from what persons and others gave to items."""

    def score(self, matrix: Matrix) -> Matrix:
        """[persons, items] from [persons, items] of the same items; persons may be new."""


@dataclass(frozen=True, slots=True, eq=False)
class Ease:
    """`weights` [items, items], zero on the diagonal: what liking the row's item says of the column's."""

    weights: Matrix

    @classmethod
    def fit(cls, matrix: Matrix, regularisation: float) -> "Ease":
        """Of a person-item `matrix` [persons, items], 0 where nothing is known. O(items^3).

        Raises ValueError unless the matrix is finite and `regularisation` above 0.
        """
        matrix = np.asarray(matrix, np.float64)
        if matrix.ndim != 2 or not np.isfinite(matrix).all():
            raise ValueError(f"a person-item matrix has two axes and finite numbers; got {matrix.shape}")
        if not regularisation > 0:
            raise ValueError(f"the regularisation has to be above 0, it is {regularisation:g}")
        precision = np.linalg.inv(matrix.T @ matrix + regularisation * np.eye(matrix.shape[1]))
        weights = precision / -np.diag(precision)
        np.fill_diagonal(weights, 0)
        return cls(weights)

    def score(self, matrix: Matrix) -> Matrix:
        return np.asarray(np.asarray(matrix, np.float64) @ self.weights)
