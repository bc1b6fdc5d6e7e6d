"""Training windows: notes of a piece, the Controls they fulfil and a seed from elsewhere in the piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from generator.model import DENOMINATORS, PHASES, Conditions, Place
from generator.seeding import dequantise, quantise
from generator.vocabulary import (
    BAR,
    DURATION,
    END,
    FIELDS,
    INSTRUMENT,
    MAX_BAR_STEP,
    PITCH,
    POSITION,
    VELOCITY,
    density_class,
    key_class,
    mood_class,
    remaining_class,
    tempo_class,
)
from music.analysis.mood import mood_features, mood_of_features
from music.corpus import PackedCorpus
from music.grid import DURATIONS, POSITIONS_PER_QUARTER, velocity_of_class
from music.instruments import DRUMS
from music.theory import key_correlations

#: collections with drums and modern instruments are few; they are drawn more often
DATASET_WEIGHT = {"freedoom": 3.0, "simutrans": 3.0, "groove": 1.5, "openewld": 1.5}
MIN_STYLE_PIECES = 7
DROP_ONE, DROP_ALL = 0.2, 0.12


def style_names(pack: PackedCorpus) -> list[str]:
    """Style classes of a corpus: index 0 is "" (not said); pieces without a style are of their collection."""
    labels = [style_label(p.style, p.dataset) for p in pack.pieces if p.split == "train"]
    return ["", *sorted({s for s in labels if s and labels.count(s) >= MIN_STYLE_PIECES})]


def style_label(style: str, dataset: str) -> str:
    return style if style not in ("", "none") else dataset


class SeedVectors:
    """Segment vectors of a packed corpus, as `recommender.embed_corpus` wrote them."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as data:
            self.levels = quantise(data["vectors"])  # [n, d]
            self.piece, self.start_bar, self.stop_bar = data["piece"], data["start_bar"], data["stop_bar"]
            self.version = int(data["embedding_version"])
        self.first = np.searchsorted(self.piece, np.arange(int(self.piece.max()) + 2))

    @property
    def dimension(self) -> int:
        return int(self.levels.shape[1])

    def elsewhere(
        self, piece: int, first_bar: int, last_bar: int, rng: np.random.Generator
    ) -> NDArray[np.float32] | None:
        """A vector of another part of `piece` than bars first_bar to last_bar; None where there is none."""
        rows = np.arange(self.first[piece], self.first[piece + 1])
        free = rows[(self.start_bar[rows] > last_bar) | (self.stop_bar[rows] <= first_bar)]
        return dequantise(self.levels[rng.choice(free)]) if len(free) else None


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """targets int64 [s, 6] (an END row closes a piece that ends here), place int64 [s, 4], begin 0 or 1,
    scored bool [s, 6]: fields whose loss counts."""

    targets: NDArray[np.int64]
    place: NDArray[np.int64]
    begin: int
    scored: NDArray[np.bool_]
    asked: dict[str, NDArray[np.float32] | int]


class Windows:
    """Draws windows of one split; deterministic for a seed."""

    def __init__(
        self,
        pack: PackedCorpus,
        split: str,
        styles: list[str],
        seeds: SeedVectors | None,
        context: int,
        seed_dimension: int,
        *,
        seed: int,
        augment: bool = True,
    ) -> None:
        self.pack, self.styles, self.seeds = pack, {s: i for i, s in enumerate(styles)}, seeds
        self.context, self.seed_dimension, self.augment = context, seed_dimension, augment
        self.rng = np.random.default_rng(seed)
        self.indices = np.array(pack.indices(split))
        lengths = np.diff(pack.note_offsets)[self.indices]
        weight = lengths**0.6 * [DATASET_WEIGHT.get(pack.pieces[i].dataset, 1.0) for i in self.indices]
        self.chance = weight / weight.sum()

    def draw(self) -> Window:
        index = int(self.rng.choice(self.indices, p=self.chance))
        return self.window(index)

    def window(self, index: int) -> Window:
        """A window of piece `index`: its beginning, its end or its middle, at bar lines."""
        rng = self.rng
        notes, bars = self.pack.piece(index)
        where = rng.random()
        room = max(0, len(notes) - self.context + 1)
        if where < 0.35 or not room:
            bar = int(notes[0, BAR])
        elif where < 0.6:  # the first bar from which the rest of the piece fits
            bar = int(notes[room - 1, BAR]) + 1
        else:
            bar = int(notes[rng.integers(0, room + 1), BAR])
        start = int(np.searchsorted(notes[:, BAR], bar))
        if start >= len(notes) - 8:
            start = 0
        stop = min(len(notes), start + self.context)
        cut = notes[start:stop].copy()
        if self.augment:
            self._vary(cut)
        targets = np.zeros((len(cut) + (stop == len(notes)), len(FIELDS)), np.int64)
        n = len(cut)
        first_bar = int(cut[0, BAR])
        targets[:n] = cut
        targets[:n, BAR] = np.minimum(MAX_BAR_STEP, np.diff(cut[:, BAR], prepend=first_bar))
        targets[:n, PITCH] += 128 * (cut[:, INSTRUMENT] == DRUMS)
        scored = np.ones_like(targets, bool)
        scored[:n, VELOCITY] = cut[:, VELOCITY] > 0
        if len(targets) > n:
            targets[n, BAR] = END
            scored[n, BAR + 1 :] = False
        targets, scored = targets[: self.context], scored[: self.context]
        before = np.concatenate([[first_bar], cut[:, BAR]])[: len(targets)]
        place = place_of(before, bars[:, 0], bars[:, 1], len(bars))
        return Window(targets, place, int(start > 0), scored, self._asked(index, cut, first_bar))

    def _vary(self, notes: NDArray[np.int32]) -> None:
        """Transposes by up to 6 semitones and swaps instruments for near relatives, in place."""
        rng = self.rng
        pitched = notes[:, INSTRUMENT] != DRUMS
        if pitched.any():
            low, high = int(notes[pitched, PITCH].min()), int(notes[pitched, PITCH].max())
            notes[pitched, PITCH] += rng.integers(max(-6, -low), min(6, 127 - high) + 1)
        if rng.random() < 0.25:
            for program in np.unique(notes[pitched, INSTRUMENT]):
                near = program // 8 * 8 + int(rng.integers(0, 8))
                if not (notes[:, INSTRUMENT] == near).any() and rng.random() < 0.6:
                    notes[notes[:, INSTRUMENT] == program, INSTRUMENT] = near
            order = np.lexsort((notes[:, PITCH], notes[:, INSTRUMENT], notes[:, POSITION], notes[:, BAR]))
            notes[:] = notes[order]

    def _asked(
        self, index: int, notes: NDArray[np.int32], first_bar: int
    ) -> dict[str, NDArray[np.float32] | int]:
        rng, facts = self.rng, self.pack.pieces[index]
        bars = self.pack.bars[self.pack.bar_offsets[index] : self.pack.bar_offsets[index + 1], 0]
        starts = np.concatenate([[0], np.cumsum(bars.astype(np.int64))])
        onset = (starts[notes[:, BAR]] + notes[:, POSITION]) / POSITIONS_PER_QUARTER
        length = DURATIONS[notes[:, DURATION]] / POSITIONS_PER_QUARTER
        quarter = max(1.0, float(starts[notes[-1, BAR] + 1] - starts[notes[0, BAR]]) / POSITIONS_PER_QUARTER)
        drums = notes[:, INSTRUMENT] == DRUMS
        velocity = np.array([velocity_of_class(int(v)) for v in notes[:, VELOCITY]])
        tempo = facts.tempo_bpm
        if tempo is not None and self.augment:
            tempo *= float(np.exp(rng.normal(0, 0.04)))
        mood = mood_of_features(mood_features(onset, length, notes[:, PITCH], velocity, drums, tempo))
        key = 0
        if (~drums).sum() >= 8:
            weights = np.bincount(notes[~drums, PITCH] % 12, length[~drums], 12).astype(np.float64)
            key = key_class(int(key_correlations(weights).argmax()))
        instruments = np.zeros(DRUMS + 1, np.float32)
        instruments[np.unique(notes[:, INSTRUMENT])] = 1
        seed = None
        if self.seeds is not None:
            seed = self.seeds.elsewhere(index, first_bar, int(notes[-1, BAR]), rng)
        asked: dict[str, NDArray[np.float32] | int] = {
            "tempo": tempo_class(tempo),
            "key": key,
            "density": density_class(len(notes) / quarter),
            "valence": mood_class(mood.valence),
            "arousal": mood_class(mood.arousal),
            "style": self.styles.get(style_label(facts.style, facts.dataset), 0),
            "instruments": instruments,
            "seed": np.zeros(self.seed_dimension, np.float32) if seed is None else seed,
        }
        if self.augment:
            drop_all = rng.random() < DROP_ALL
            for name, value in asked.items():
                if drop_all or rng.random() < DROP_ONE:
                    asked[name] = value * 0
        return asked

    def batches(self, tokens: int, pool: int = 64) -> Iterator["Batch"]:
        """Batches of about `tokens` steps without end; `pool` windows at a time are sorted by length, so that
        little is padding."""
        while True:
            drawn = sorted((self.draw() for _ in range(pool)), key=lambda w: len(w.targets))
            groups = []
            while drawn:
                size = max(1, tokens // len(drawn[-1].targets))
                groups.append(drawn[-size:])
                drawn = drawn[:-size]
            for i in self.rng.permutation(len(groups)):
                yield collate(groups[i])


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    notes: Tensor
    place: Place
    asked: Conditions
    begin: Tensor
    targets: Tensor
    scored: Tensor

    def to(self, device: str) -> "Batch":
        return Batch(
            self.notes.to(device),
            Place(*(t.to(device) for t in self.place)),
            Conditions(*(t.to(device) for t in self.asked)),
            self.begin.to(device),
            self.targets.to(device),
            self.scored.to(device),
        )


def place_of(
    bars: NDArray[np.int64], lengths: NDArray[np.int32], denominators: NDArray[np.int32], total: int
) -> NDArray[np.int64]:
    """int64 [s, 4] of Place for notes in `bars` [s] of a piece of `total` bars."""
    known = [DENOMINATORS.index(int(d)) if int(d) in DENOMINATORS else 2 for d in denominators]
    index = np.minimum(bars, len(lengths) - 1)
    return np.stack(
        [
            lengths[index] - 1,
            np.array(known)[index],
            bars % PHASES,
            [remaining_class(max(0, total - 1 - int(b))) for b in bars],
        ],
        1,
    ).astype(np.int64)


def collate(windows: list[Window]) -> Batch:
    """Pads windows to one length; padded steps are not scored."""
    longest = max(len(w.targets) for w in windows)
    targets = np.zeros((len(windows), longest, len(FIELDS)), np.int64)
    scored = np.zeros_like(targets, bool)
    place = np.zeros((len(windows), longest, 4), np.int64)
    for i, w in enumerate(windows):
        targets[i, : len(w.targets)] = w.targets
        scored[i, : len(w.targets)] = w.scored
        place[i, : len(w.targets)] = w.place
    asked = [
        torch.from_numpy(np.stack([np.asarray(w.asked[f]) for w in windows])) for f in Conditions._fields
    ]
    all_targets = torch.from_numpy(targets)
    return Batch(
        all_targets[:, :-1],
        Place(*torch.from_numpy(place).unbind(-1)),
        Conditions(*asked),
        torch.tensor([w.begin for w in windows]),
        all_targets,
        torch.from_numpy(scored),
    )
