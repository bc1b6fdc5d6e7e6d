"""In which style a piece is likely to be, read from its notes: for choosing among several that were composed.

A logistic regression learned from people's pieces of the train split, over what the notes do in pairs and
together: rhythms of a beat, one wait after another, one interval of the top line after another, chords above
their lowest note. It shares no feature with the judge that evaluation asks (`evaluation.judges`).
"""

import io
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from generator.style_ngrams import FEWEST_PIECES
from music.controls import Controls
from music.corpus import PackedCorpus
from music.grid import BAR, INSTRUMENT, POSITION, POSITIONS_PER_QUARTER, to_grid
from music.grid import GRID_PITCH as PITCH
from music.instruments import DRUMS
from music.score import Score
from music.styles import BUILT_IN_STYLES

Floats = NDArray[np.float64]

#: places in a beat that are told apart: on it, then with the triplets, sixteenths and eighths
_PLACES = np.array([0, 0, 1, 1, 2, 3, 3, 3, 4, 4, 5, 5])
_RHYTHMS = 1 << int(_PLACES.max() + 1)
#: classes of waits (positions) and of intervals (semitones) begin here
_WAITS = (2, 3, 4, 5, 6, 7, 9, 10, 12, 13, 18, 24)
_INTERVALS = (-7, -2, -1, 0, 1, 2, 3, 8)
_MOST_TOGETHER = 8
#: what is learned from: excerpts of so many bars, so many a piece, and pieces a style
_LONGEST, _SHORTEST, _FEWEST_NOTES = 16, 8, 12
_EXCERPTS, _PIECES = 3, 400
#: a piece cannot be less in its style than this (natural logarithm of a probability)
_LEAST = -10.0


def features(notes: NDArray[np.int32], bar_positions: int) -> Floats:
    """Shares (as square roots) of what notes [n, at least 4] in the Grid's order do, at least one."""
    beats = np.zeros((2, _RHYTHMS))  # the first of a bar, the others
    waits = np.zeros((len(_WAITS) + 1,) * 2)
    steps = np.zeros((len(_INTERVALS) + 1,) * 2)
    onset = (notes[:, BAR] * bar_positions + notes[:, POSITION]).astype(np.int64)
    count = int(onset.max()) // POSITIONS_PER_QUARTER + 1
    others = (np.arange(count) * POSITIONS_PER_QUARTER % bar_positions >= POSITIONS_PER_QUARTER).astype(int)
    for program in np.unique(notes[:, INSTRUMENT]):
        mine = onset[notes[:, INSTRUMENT] == program]
        rhythm = np.zeros(count, np.int64)
        np.bitwise_or.at(rhythm, mine // POSITIONS_PER_QUARTER, 1 << _PLACES[mine % POSITIONS_PER_QUARTER])
        np.add.at(beats, (others, rhythm), 1)
        _add_pairs(waits, np.digitize(np.diff(np.unique(mine)), _WAITS))
        if program != DRUMS:
            top = np.append(mine[1:] != mine[:-1], True)  # pitches rise within an onset
            line = notes[notes[:, INSTRUMENT] == program, PITCH][top]
            _add_pairs(steps, np.digitize(np.diff(line), _INTERVALS))
    pitched = notes[:, INSTRUMENT] != DRUMS
    chords = _chords(onset[pitched], notes[pitched, PITCH])
    return np.concatenate([_shares(table) for table in (beats, waits, steps, *chords)])


def _add_pairs(table: Floats, classes: NDArray[np.int64]) -> None:
    np.add.at(table, (classes[:-1], classes[1:]), 1)


def _chords(onset: NDArray[np.int64], pitch: NDArray[np.int32]) -> tuple[Floats, Floats]:
    """Intervals above the lowest note of each onset (12: octaves), and onsets by how many notes they have."""
    _, which, together = np.unique(onset, return_inverse=True, return_counts=True)
    lowest = np.full(len(together), 128)
    np.minimum.at(lowest, which, pitch)
    above = pitch - lowest[which]
    above = above[above > 0] % 12
    intervals = np.bincount(np.where(above == 0, 12, above), minlength=13)
    texture = np.bincount(np.minimum(together, _MOST_TOGETHER) - 1, minlength=_MOST_TOGETHER)
    return intervals.astype(float), texture.astype(float)


def _shares(table: Floats) -> Floats:
    shares: Floats = np.sqrt(table.ravel() / max(1.0, float(table.sum())))
    return shares


@dataclass(frozen=True, slots=True, eq=False)
class StyleReader:
    """weight [features, styles] and bias [styles] of the logits."""

    styles: tuple[str, ...]
    weight: Floats
    bias: Floats

    def log_probability(self, style: str, notes: NDArray[np.int32], bar_positions: int) -> float:
        """Of `style` among all; every style is as likely before anything is heard."""
        logits = features(notes, bar_positions) @ self.weight + self.bias
        return float(logits[self.styles.index(style)] - np.logaddexp.reduce(logits))

    def to_bytes(self) -> bytes:
        """As a NumPy archive; the same reader, the same bytes."""
        file = io.BytesIO()
        np.savez_compressed(
            file,
            allow_pickle=False,
            styles=np.array(self.styles),
            weight=self.weight.astype(np.float16),
            bias=self.bias.astype(np.float16),
        )
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "StyleReader":
        """Raises ValueError, KeyError or OSError for what is no such archive."""
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            weight, bias = archive["weight"].astype(float), archive["bias"].astype(float)
            return cls(tuple(str(s) for s in archive["styles"]), weight, bias)


class InStyle:
    """A Reward from -1 to 0: how much a piece is in `style`, as the reader hears it."""

    def __init__(self, reader: StyleReader, style: str) -> None:
        self._reader, self._style = reader, style

    def __call__(self, score: Score, controls: Controls) -> float:
        grid = to_grid(score)
        if not len(grid.notes):
            return -1.0
        found = self._reader.log_probability(self._style, grid.notes, int(grid.bar_positions[0]))
        return max(-1.0, found / -_LEAST)


def learn_reader(
    pack: PackedCorpus, among: Collection[str] = BUILT_IN_STYLES, split: str = "train", seed: int = 0
) -> StyleReader:
    """From people's pieces of one split, in the styles that can be asked for; every style weighs the same,
    however many pieces it has."""
    by_style: dict[str, list[int]] = defaultdict(list)
    for i in pack.indices(split):
        by_style[pack.pieces[i].style].append(i)
    enough = (s for s, pieces in by_style.items() if s in among and len(pieces) >= FEWEST_PIECES)
    styles = tuple(sorted(enough))
    rng = np.random.default_rng(seed)
    rows: list[Floats] = []
    labels: list[int] = []
    for label, style in enumerate(styles):
        for i in rng.permutation(by_style[style])[:_PIECES]:
            for notes, bar_positions in _excerpts(pack, int(i)):
                rows.append(features(notes, bar_positions))
                labels.append(label)
    weight, bias = _fitted(np.array(rows), labels, len(styles))
    return StyleReader(styles, weight, bias)


def _excerpts(pack: PackedCorpus, index: int) -> Iterator[tuple[NDArray[np.int32], int]]:
    """The first excerpts of a piece in one metre (but for an upbeat or a cut bar), with its bars' length."""
    notes, bars = pack.piece(index)
    for start in range(0, len(bars) - _SHORTEST + 1, _LONGEST)[:_EXCERPTS]:
        lengths = bars[start : start + _LONGEST, 0]
        usual = int(np.bincount(lengths).argmax())
        mine = (notes[:, BAR] >= start) & (notes[:, BAR] < start + _LONGEST) & (notes[:, POSITION] < usual)
        if (lengths != usual).sum() <= 1 and mine.sum() >= _FEWEST_NOTES:
            excerpt = notes[mine]
            excerpt[:, BAR] -= start
            yield excerpt, usual


def _fitted(rows: Floats, labels: Sequence[int], classes: int) -> tuple[Floats, Floats]:
    """Weight and bias over features as they are; inside, each is brought to the same size."""
    mean, deviation = rows.mean(0), rows.std(0) + 0.02
    x = torch.tensor((rows - mean) / deviation, dtype=torch.float32)
    truth = torch.tensor(labels)
    balance = 1.0 / torch.bincount(truth, minlength=classes).clamp(min=1).float()
    weight, bias = (torch.zeros(shape, requires_grad=True) for shape in ((x.shape[1], classes), (classes,)))
    optimizer = torch.optim.AdamW([weight, bias], 1e-2, weight_decay=1.0)
    for _ in range(300):
        loss = F.cross_entropy(x @ weight + bias, truth, weight=balance, label_smoothing=0.05)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    scaled: Floats = weight.detach().numpy().astype(float) / deviation[:, None]
    return scaled, bias.detach().numpy().astype(float) - mean @ scaled
