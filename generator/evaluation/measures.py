"""Measures of one piece on the Grid: MusPy's (H.-W. Dong et al., arXiv 2008.01951), and how it repeats
itself.

Held against the package itself by `benchmarks/muspy_measures.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.grid import BAR, GRID_DURATION, GRID_PITCH, INSTRUMENT, POSITION, GridNotes
from music.instruments import DRUMS

_MAJOR = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], bool)
_MINOR = np.array([1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0], bool)
_SCALES = np.array([np.roll(scale, root) for scale in (_MAJOR, _MINOR) for root in range(12)])
#: a bar that shares this much of its notes with an earlier one repeats it
REPEATED = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Grid notes in one metre and tempo. bar_positions: length of a bar in positions."""

    notes: GridNotes
    bars: int
    bar_positions: int
    tempo_bpm: float = 120.0

    @property
    def pitched(self) -> GridNotes:
        found: GridNotes = self.notes[self.notes[:, INSTRUMENT] != DRUMS]
        return found

    @property
    def onsets(self) -> NDArray[np.int32]:
        """Of every note, in positions from the beginning."""
        found: NDArray[np.int32] = self.notes[:, BAR] * self.bar_positions + self.notes[:, POSITION]
        return found

    @property
    def seconds(self) -> float:
        return self.bars * self.bar_positions / 12 * 60 / self.tempo_bpm


def pitch_class_counts(piece: Piece) -> NDArray[np.float64]:
    return np.bincount(piece.pitched[:, GRID_PITCH] % 12, minlength=12).astype(np.float64)


def pitch_class_entropy(piece: Piece) -> float:
    """In bits, by number of notes; nan for drums alone."""
    counts = pitch_class_counts(piece)
    if not counts.any():
        return float("nan")
    p = counts[counts > 0] / counts.sum()
    return float(-(p * np.log2(p)).sum())


def scale_consistency(piece: Piece) -> float:
    """Largest share of notes in one major or natural minor scale; nan for drums alone."""
    counts = pitch_class_counts(piece)
    if not counts.any():
        return float("nan")
    return float((_SCALES @ counts).max() / counts.sum())


def groove_consistency(piece: Piece) -> float:
    """One less the mean share of positions at which neighbouring bars differ in having an onset; nan
    where there are fewer than two bars. As in MusPy a piece that ends on a bar line has one bar more,
    which is empty."""
    if not len(piece.notes):
        return float("nan")
    end = int((piece.onsets + piece.notes[:, GRID_DURATION]).max())
    bars = max(end // piece.bar_positions, int(piece.notes[:, BAR].max())) + 1
    if bars < 2:
        return float("nan")
    struck = np.zeros((bars, piece.bar_positions), bool)
    struck[piece.notes[:, BAR], piece.notes[:, POSITION]] = True
    return float(1 - (struck[1:] != struck[:-1]).sum() / (piece.bar_positions * (bars - 1)))


def bar_similarity(piece: Piece) -> NDArray[np.float64]:
    """Jaccard index of the (position, pitch, instrument) of every two bars; [bars, bars]. Empty bars are like
    nothing."""
    bars: list[set[tuple[int, ...]]] = [set() for _ in range(piece.bars)]
    for row in piece.notes.tolist():
        if row[BAR] < piece.bars:
            bars[row[BAR]].add((row[POSITION], row[GRID_PITCH], row[INSTRUMENT]))
    found = np.zeros((piece.bars, piece.bars))
    for i, a in enumerate(bars):
        for j in range(i):
            union = len(a | bars[j])
            found[i, j] = found[j, i] = len(a & bars[j]) / union if union else 0.0
    return found


def repetition(piece: Piece) -> dict[str, float]:
    """repeated: share of bars (from the second) that bring an earlier one back; nearest: mean likeness
    of a bar to the earlier bar most like it; phrases: mean likeness of bars 4, 8 and 16 apart less that
    of all."""
    if piece.bars < 2:
        return {"repeated": float("nan"), "nearest": float("nan"), "phrases": float("nan")}
    similarity = bar_similarity(piece)
    nearest = np.array([similarity[i, :i].max() for i in range(1, piece.bars)])
    below = np.tril_indices(piece.bars, -1)
    apart = [np.diagonal(similarity, lag).mean() for lag in (4, 8, 16) if lag < piece.bars]
    phrases = float(np.mean(apart) - similarity[below].mean()) if apart else float("nan")
    return {
        "repeated": float((nearest >= REPEATED).mean()),
        "nearest": float(nearest.mean()),
        "phrases": phrases,
    }


MEASURES: dict[str, Callable[[Piece], float]] = {
    "pitch_class_entropy": pitch_class_entropy,
    "scale_consistency": scale_consistency,
    "groove_consistency": groove_consistency,
    "repeated_bars": lambda p: repetition(p)["repeated"],
    "nearest_bar": lambda p: repetition(p)["nearest"],
    "phrase_structure": lambda p: repetition(p)["phrases"],
}
