"""Numbers of Tracks: small integers for ids, so that columns and masks are arrays."""

import threading
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.growing import Growing


class TrackNumbers:
    """Gives each Track id a number from 0 on, for good: who comes back after a removal has the old one.

    Safe to use from several threads.
    """

    def __init__(self, ids: Sequence[str] = ()) -> None:
        """`ids` by number; "" leaves a number out."""
        self._lock = threading.Lock()
        self._ids: Growing[Any] = Growing(object, "", np.array(ids, object))
        self._numbers = {track_id: number for number, track_id in enumerate(ids) if track_id}

    def __len__(self) -> int:
        """One more than the largest number."""
        return len(self._ids)

    def assign(self, track_ids: Iterable[str]) -> NDArray[np.int64]:
        """The number of each id, a new one for those that have none."""
        numbers = []
        with self._lock:
            for track_id in track_ids:
                number = self._numbers.get(track_id)
                if number is None:
                    number = self._numbers[track_id] = len(self._ids)
                    self._ids.reach(number + 1)
                    self._ids.array[number] = track_id
                numbers.append(number)
        return np.array(numbers, np.int64)

    def of(self, track_id: object) -> int:
        """The number of an id, -1 if it has none."""
        return self._numbers.get(track_id, -1)  # type: ignore[call-overload, no-any-return]

    def all_of(self, track_ids: Iterable[str]) -> NDArray[np.int64]:
        """As `of` for many."""
        return np.array([self._numbers.get(track_id, -1) for track_id in track_ids], np.int64)

    def id_of(self, number: int) -> str:
        found: str = self._ids.array[number]
        return found

    def ids_of(self, numbers: NDArray[np.int64]) -> list[str]:
        ids: list[str] = self._ids.array[numbers].tolist()
        return ids
