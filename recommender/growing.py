"""Arrays that grow at the end, for columns by row."""

from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

Scalar = TypeVar("Scalar", bound=np.generic)


class Growing(Generic[Scalar]):
    """A one-dimensional array with room to spare, so that appending does not copy it every time."""

    def __init__(self, dtype: DTypeLike, fill: Any, values: NDArray[Scalar] | None = None) -> None:
        self._fill = fill
        self._room: NDArray[Any] = np.array(() if values is None else values, dtype)
        self._length = len(self._room)

    def __len__(self) -> int:
        return self._length

    @property
    def array(self) -> NDArray[Scalar]:
        """The values; a view that is valid until the array grows."""
        return self._room[: self._length]

    def reach(self, length: int) -> None:
        """Makes it at least `length` long; what is new holds the fill."""
        if length > len(self._room):
            room = np.full(max(length, len(self._room) * 5 // 4, 64), self._fill, self._room.dtype)
            room[: self._length] = self.array
            self._room = room
        self._length = max(self._length, length)

    def extend(self, values: NDArray[Any]) -> None:
        at = self._length
        self.reach(at + len(values))
        self._room[at : at + len(values)] = values
