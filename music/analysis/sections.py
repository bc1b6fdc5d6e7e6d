"""Sections of a piece from the similarity of its bars.

Boundaries where the self-similarity of bars changes (checkerboard novelty, J. Foote, "Automatic audio
segmentation using a measure of audio novelty", ICME 2000) or where its repetitions do (J. Serrà et al.,
"Unsupervised music structure annotation by time series structure features", IEEE Trans. Multimedia 16,
2014). Letters name sections; A' is a varied A.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from music.analysis.notes import BarShares, NoteTable

_SHORTEST = 4  # bars
#: More bars than this are looked at in groups, so that the work stays bounded.
_MOST_ROWS = 256
_RHYTHM_SLOTS = 8
_SAME, _VARIED = 0.95, 0.8
_REPEATED = 0.97


@dataclass(frozen=True, slots=True)
class Section:
    """`bars` bars from `start_bar` (counted from 1) under a label such as A, B or A'."""

    label: str
    start_bar: int
    bars: int


def find_sections(table: NoteTable, shares: BarShares, starts: NDArray[np.int64]) -> tuple[Section, ...]:
    """The sections of a piece whose bars begin at the ticks `starts`; they cover it without gaps."""
    bars = len(starts)
    group = -(-bars // _MOST_ROWS)
    rows = -(-bars // group)
    features = _features(table, shares, starts, group, rows)
    similarity = features @ features.T
    bounds = _boundaries(similarity) if rows >= 2 * _SHORTEST else [0]
    edges = [*bounds, rows]
    sections = [
        Section(label, first * group + 1, min(last * group, bars) - first * group)
        for label, first, last in zip(_labels(similarity, edges), edges[:-1], edges[1:], strict=True)
    ]
    return tuple(_vamps_joined(sections))


def _vamps_joined(sections: list[Section]) -> Iterator[Section]:
    """What comes three times in a row or more is a loop that goes on, hence one section."""
    for label, run in groupby(sections, key=lambda section: section.label):
        alike = list(run)
        if len(alike) < 3:
            yield from alike
        else:
            yield Section(label, alike[0].start_bar, sum(section.bars for section in alike))


def _features(
    table: NoteTable, shares: BarShares, starts: NDArray[np.int64], group: int, rows: int
) -> NDArray[np.float64]:
    """Unit vectors [rows, 24 + slots + 12]: pitch classes of both halves of the bar, rhythm, drums."""
    bars = len(starts)
    lengths = np.diff(starts, append=starts[-1] + (starts[-1] - starts[-2] if bars > 1 else 1))
    bar_of_note = np.clip(np.searchsorted(starts, table.onset, side="right") - 1, 0, None)
    place = table.onset - starts[bar_of_note]
    phase = np.clip(place / np.maximum(lengths[bar_of_note], 1), 0, 0.999)
    row = bar_of_note // group
    slot = (phase * _RHYTHM_SLOTS).astype(np.int64)
    rhythm = np.bincount(row * _RHYTHM_SLOTS + slot, minlength=rows * _RHYTHM_SLOTS).reshape(rows, -1)
    tuned = ~table.is_drum[shares.note]
    late = (phase[shares.note] >= 0.5) & (shares.bar == bar_of_note[shares.note])
    cell = (shares.bar // group * 2 + late) * 12 + table.pitch[shares.note] % 12
    chroma = np.bincount(cell[tuned], weights=np.sqrt(shares.ticks[tuned]), minlength=rows * 24)
    hits = np.bincount(row[table.is_drum] * 12 + table.pitch[table.is_drum] % 12, minlength=rows * 12)
    blocks = [
        (1.0, chroma.reshape(rows, 24)),
        (0.5, np.sqrt(rhythm)),
        (0.5, np.sqrt(hits.reshape(rows, 12))),
    ]
    joined = np.concatenate([weight * _unit(block) for weight, block in blocks], axis=1)
    return _unit(joined)


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: NDArray[np.float64] = rows / np.where(length > 0, length, 1)
    return scaled


def _boundaries(similarity: NDArray[np.float64]) -> list[int]:
    """Rows at which a section begins, 0 first, at least _SHORTEST apart."""
    n = len(similarity)
    novelty = _foote(similarity) + _repetition_changes(similarity)
    novelty[:_SHORTEST] = novelty[n - _SHORTEST + 1 :] = 0
    # Phrases come in fours far more often than not.
    novelty = novelty * np.where(np.arange(n) % _SHORTEST == 0, 1.25, 1.0)
    threshold = novelty.mean() + 0.6 * novelty.std()
    chosen: list[int] = []
    for candidate in np.argsort(-novelty, kind="stable").tolist():
        if novelty[candidate] <= max(threshold, 0.15):
            break
        if all(abs(candidate - other) >= _SHORTEST for other in chosen):
            chosen.append(candidate)
    return [0, *sorted(chosen)]


def _foote(similarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Novelty [n]: how much alike the bars before and those after are among themselves, less across."""
    n = len(similarity)
    sums = np.zeros((n + 1, n + 1))
    sums[1:, 1:] = similarity.cumsum(0).cumsum(1)
    middle = np.arange(n)
    low, high = np.maximum(middle - _SHORTEST, 0), np.minimum(middle + _SHORTEST, n)

    def block(top: NDArray[np.int64], bottom: NDArray[np.int64], left: NDArray[np.int64],
              right: NDArray[np.int64]) -> NDArray[np.float64]:  # fmt: skip
        area = np.maximum((bottom - top) * (right - left), 1)
        total: NDArray[np.float64] = (
            sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        ) / area
        return total

    inside = (block(low, middle, low, middle) + block(middle, high, middle, high)) / 2
    return np.maximum(inside - block(low, middle, middle, high), 0)


def _repetition_changes(similarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Novelty [n]: how much the set of lags at which the music returns changes from one bar to the next."""
    n = len(similarity)
    index = np.arange(n)
    lagged = similarity[index[:, None], (index[:, None] + index[None, :]) % n] > _REPEATED
    lagged[:, :_SHORTEST] = False  # a vamp returns at once, which says nothing about form
    lagged[:, n - _SHORTEST + 1 :] = False
    sums = np.zeros((n + 2 * _SHORTEST + 1, n))
    sums[_SHORTEST + 1 : n + _SHORTEST + 1] = lagged
    sums = sums.cumsum(0)
    after = sums[index + 2 * _SHORTEST] - sums[index + _SHORTEST]
    before = sums[index + _SHORTEST] - sums[index]
    change = np.abs(after - before).max(1, initial=0) / _SHORTEST
    return np.where(change >= 1 - 1e-9, 0.5, 0.0)


def _labels(similarity: NDArray[np.float64], edges: list[int]) -> list[str]:
    """A letter for each section; of the earlier sections the most alike decides."""
    labels: list[str] = []
    spans = list(pairwise(edges))
    letters = 0
    for i, (first, last) in enumerate(spans):
        best, likeness = -1, 0.0
        for j, (other, end) in enumerate(spans[:i]):
            length = min(last - first, end - other)
            if 2 * length < max(last - first, end - other):
                continue
            alike = float(similarity[first : first + length, other : other + length].trace() / length)
            if alike > likeness:
                best, likeness = j, alike
        if likeness >= _SAME:
            labels.append(labels[best])
        elif likeness >= _VARIED:
            labels.append(labels[best].rstrip("'") + "'")
        else:
            labels.append(chr(ord("A") + letters % 26) * (letters // 26 + 1))
            letters += 1
    return labels
