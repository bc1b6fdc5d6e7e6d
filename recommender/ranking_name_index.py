"""Which Tracks a word of a title or a composer's name may mean."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.ranking_names import surname_of, words_of

Rows = NDArray[np.int64]
#: of a word that names more than this many times what is asked for, only the first are looked at
_MANY = 20


class NameIndex:
    """Rows by word, four bytes an entry. What was once added stays, so who asks must look again."""

    def __init__(self) -> None:
        self._rows: dict[str, array[int]] = {}  # ascending, each row once

    def add(self, row: int, track: Track) -> None:
        for word in words_of(track.title) | {surname_of(track.composer)}:
            rows = self._rows.setdefault(word, array("i"))
            if not rows or rows[-1] < row:
                rows.append(row)
            elif rows[at := bisect_left(rows, row)] != row:
                rows.insert(at, row)

    def find(self, words: Collection[str], visible: NDArray[np.bool_], n: int) -> Rows:
        """At most `n` rows of `visible` that the words may mean: those with the rarest words and the most of
        them first."""
        found = sorted((self._of(word) for word in words if word in self._rows), key=len)
        if not found:
            return np.zeros(0, np.int64)
        rows = distinct(np.concatenate([_first(of_word, visible, _MANY * n) for of_word in found]))
        points = np.zeros(len(rows))
        for of_word in found:
            points += _among(of_word, rows) / len(of_word)
        return rows[np.argsort(-points, kind="stable")[:n]].astype(np.int64)

    def among(self, words: Iterable[str], rows: Rows) -> NDArray[np.bool_]:
        """Which of `rows` one of the words may mean."""
        named = np.zeros(len(rows), bool)
        for word in words:
            if word in self._rows:
                named |= _among(self._of(word), rows.astype(np.int32))
        return named

    def _of(self, word: str) -> NDArray[np.int32]:
        # a view: the array cannot grow while anybody has it, so nobody keeps it
        return np.frombuffer(self._rows[word], np.int32)


def distinct(rows: NDArray[Any]) -> NDArray[Any]:
    """Each once, in ascending order. For some thousands this is several times as quick as np.unique."""
    rows = np.sort(rows)
    kept = np.ones(len(rows), bool)
    np.not_equal(rows[1:], rows[:-1], out=kept[1:])
    return rows[kept]


def _first(of_word: NDArray[np.int32], visible: NDArray[np.bool_], n: int) -> NDArray[np.int32]:
    """The first `n` that are visible, without looking at all of very many."""
    found: list[NDArray[np.int32]] = []
    for start in range(0, len(of_word), 4 * n):
        part = of_word[start : start + 4 * n]
        found.append(part[visible[part]])
        if sum(map(len, found)) >= n:
            break
    return np.concatenate(found)[:n]


def _among(of_word: NDArray[np.int32], rows: NDArray[np.int32]) -> NDArray[np.bool_]:
    at = np.minimum(np.searchsorted(of_word, rows), len(of_word) - 1)
    result: NDArray[np.bool_] = of_word[at] == rows
    return result
