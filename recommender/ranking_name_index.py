"""Which Tracks a word of a title or a composer's name may mean."""

from array import array
from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.ranking_names import surname_of, words_of

Rows = NDArray[np.int64]


class NameIndex:
    """Rows by word, four bytes an entry. What was once added stays, so who asks must look again."""

    def __init__(self) -> None:
        self._rows: dict[str, array[int]] = {}

    def add(self, row: int, track: Track) -> None:
        for word in words_of(track.title) | {surname_of(track.composer)}:
            self._rows.setdefault(word, array("i")).append(row)

    def find(self, words: Collection[str], visible: NDArray[np.bool_], n: int) -> Rows:
        """At most `n` rows of `visible` that the words may mean: those with the rarest words and the most of
        them first."""
        found = sorted((self._of(word) for word in words if word in self._rows), key=len)
        if not found:
            return np.zeros(0, np.int64)
        rows: Rows = np.zeros(0, np.int64)
        points: NDArray[np.float64] = np.zeros(0)
        for of_word in found:
            if len(rows) >= n and len(of_word) > 50 * n:  # so common a word finds nothing by itself
                points += np.isin(rows, of_word) / len(of_word)
                continue
            of_word = np.unique(of_word[visible[of_word]])
            both = np.concatenate([rows, of_word.astype(np.int64)])
            rows, inverse = np.unique(both, return_inverse=True)
            weights = np.concatenate([points, np.full(len(of_word), 1 / max(len(of_word), 1))])
            points = np.bincount(inverse, weights).astype(np.float64)
        return rows[np.argsort(-points, kind="stable")[:n]]

    def among(self, words: Iterable[str], rows: Rows) -> NDArray[np.bool_]:
        """Which of `rows` one of the words may mean."""
        named = np.zeros(len(rows), bool)
        for word in words:
            if word in self._rows:
                named |= np.isin(rows, self._of(word))
        return named

    def _of(self, word: str) -> NDArray[np.int32]:
        # a view: the array cannot grow while anybody has it, so nobody keeps it
        return np.frombuffer(self._rows[word], np.int32)
