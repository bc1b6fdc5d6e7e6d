"""Markov chains over notes: each field given the fields before it in the note and the notes before.

Longer contexts back off to shorter ones as by I. Witten and T. Bell (1991), with a strength s: p(x) =
(c(x) + s * kinds * p_shorter(x)) / (n + s * kinds), down to the uniform distribution, so that every
distribution sums to one. Music repeats itself inside a piece, so that what was seen often in one context
is often one piece; hence a strength above theirs of 1, chosen on the valid split. The first-order chain
looks at one note before, the higher-order one at up to four. As everywhere, the metre and whether this
is the last bar are known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from generator.baselines.files import missing
from generator.baselines.interface import Ask, Budget, Cost, Likelihood, Report, bits_per_note, notes_of
from generator.baselines.learning import EXAM_PIECES, exam_windows, windows_of
from generator.baselines.sampling import draw
from generator.dataset import Window
from generator.vocabulary import BAR, DURATION, FIELDS, INSTRUMENT, PITCH, POSITION, SIZES, VELOCITY
from music.corpus import PackedCorpus
from music.grid import GridNotes

MAX_ORDER = 4
STRENGTHS = (1.0, 3.0, 8.0, 20.0)
#: contexts of 0, 1, 2, ... notes that were seen less often say little and would fill the file
LEAST_SEEN = (1, 1, 4, 6, 8)
_START = -1

Table = NDArray[np.int64]  # [n, 6] tokens


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """now int64 [n, 6]: the notes (of which a context sees only fields before its own); before: the
    notes 1, 2, 3, 4 back, each [n, 6], -1 where the window begins; place int64 [n, 4]."""

    now: Table
    before: tuple[Table, ...]
    place: Table

    @classmethod
    def of(cls, window: Window) -> Self:
        rows = window.targets
        start = np.full((MAX_ORDER, len(FIELDS)), _START)
        padded = np.concatenate([start, rows])
        before = tuple(padded[MAX_ORDER - k : len(padded) - k] for k in range(1, MAX_ORDER + 1))
        return cls(rows, before, window.place)

    @property
    def same_onset(self) -> NDArray[np.int64]:
        """1 where the note is struck with the one before."""
        one = self.before[0]
        same: NDArray[np.bool_] = (self.now[:, BAR] == 0) & (self.now[:, POSITION] == one[:, POSITION])
        return same.astype(np.int64)


Columns = list[NDArray[np.int64]]
Level = tuple[int, Callable[[History], Columns]]  # how many notes back it looks; what it sees


def _levels() -> tuple[tuple[Level, ...], ...]:
    """For each field its contexts, from short to long."""

    def back(h: History, k: int, *fields: int) -> Columns:
        return [h.before[k - 1][:, f] for f in fields]

    def metre(h: History) -> Columns:
        return [h.place[:, 0]]

    def last(h: History) -> Columns:
        return [(h.place[:, 3] == 0).astype(np.int64)]

    bar: tuple[Level, ...] = (
        (1, lambda h: [*metre(h), *last(h), *back(h, 1, POSITION)]),
        (1, lambda h: [*metre(h), *last(h), *back(h, 1, POSITION, INSTRUMENT, DURATION)]),
        (2, lambda h: [*metre(h), *last(h), *back(h, 1, POSITION, INSTRUMENT, DURATION, BAR),
                       *back(h, 2, POSITION, INSTRUMENT)]),
        (3, lambda h: [*metre(h), *last(h), *back(h, 1, POSITION, INSTRUMENT, DURATION, BAR),
                       *back(h, 2, POSITION, INSTRUMENT, BAR), *back(h, 3, POSITION, INSTRUMENT)]),
    )  # fmt: skip
    position: tuple[Level, ...] = (
        (0, lambda h: [*metre(h), h.now[:, BAR]]),
        (1, lambda h: [*metre(h), h.now[:, BAR], *back(h, 1, POSITION)]),
        (1, lambda h: [*metre(h), h.now[:, BAR], *back(h, 1, POSITION, INSTRUMENT, DURATION)]),
        (2, lambda h: [*metre(h), h.now[:, BAR], *back(h, 1, POSITION, INSTRUMENT, DURATION, BAR),
                       *back(h, 2, POSITION, INSTRUMENT)]),
        (3, lambda h: [*metre(h), h.now[:, BAR], *back(h, 1, POSITION, INSTRUMENT, DURATION, BAR),
                       *back(h, 2, POSITION, INSTRUMENT, BAR), *back(h, 3, POSITION, INSTRUMENT)]),
    )  # fmt: skip
    instrument: tuple[Level, ...] = (
        (1, lambda h: [h.same_onset, *back(h, 1, INSTRUMENT)]),
        (1, lambda h: [h.same_onset, h.now[:, POSITION], *back(h, 1, INSTRUMENT, POSITION)]),
        (2, lambda h: [h.same_onset, *back(h, 1, INSTRUMENT, BAR), *back(h, 2, INSTRUMENT)]),
        (3, lambda h: [h.same_onset, *back(h, 1, INSTRUMENT), *back(h, 2, INSTRUMENT),
                       *back(h, 3, INSTRUMENT)]),
        (4, lambda h: [h.same_onset, h.now[:, POSITION], *back(h, 1, INSTRUMENT), *back(h, 2, INSTRUMENT),
                       *back(h, 3, INSTRUMENT), *back(h, 4, INSTRUMENT)]),
    )  # fmt: skip
    pitch: tuple[Level, ...] = (
        (0, lambda h: [h.now[:, INSTRUMENT]]),
        (1, lambda h: [h.same_onset, *back(h, 1, PITCH)]),
        (1, lambda h: [h.same_onset, h.now[:, INSTRUMENT], *back(h, 1, PITCH, INSTRUMENT)]),
        (2, lambda h: [h.same_onset, h.now[:, INSTRUMENT], *back(h, 1, PITCH), *back(h, 2, PITCH)]),
        (3, lambda h: [h.same_onset, h.now[:, INSTRUMENT], *back(h, 1, PITCH), *back(h, 2, PITCH),
                       *back(h, 3, PITCH)]),
        (4, lambda h: [h.same_onset, h.now[:, INSTRUMENT], *back(h, 1, PITCH), *back(h, 2, PITCH),
                       *back(h, 3, PITCH), *back(h, 4, PITCH)]),
    )  # fmt: skip
    duration: tuple[Level, ...] = (
        (0, lambda h: [h.now[:, INSTRUMENT]]),
        (1, lambda h: [h.same_onset, *back(h, 1, DURATION)]),
        (1, lambda h: [h.same_onset, h.now[:, INSTRUMENT], h.now[:, POSITION], *metre(h),
                       *back(h, 1, DURATION, INSTRUMENT)]),
        (2, lambda h: [h.same_onset, h.now[:, INSTRUMENT], h.now[:, POSITION], *metre(h),
                       *back(h, 1, DURATION), *back(h, 2, DURATION)]),
        (3, lambda h: [h.same_onset, h.now[:, INSTRUMENT], h.now[:, POSITION], *metre(h),
                       *back(h, 1, DURATION), *back(h, 2, DURATION), *back(h, 3, DURATION)]),
    )  # fmt: skip
    velocity: tuple[Level, ...] = (
        (1, lambda h: back(h, 1, VELOCITY)),
        (1, lambda h: [h.same_onset, h.now[:, INSTRUMENT], *back(h, 1, VELOCITY)]),
        (2, lambda h: [h.same_onset, h.now[:, INSTRUMENT], *back(h, 1, VELOCITY), *back(h, 2, VELOCITY)]),
    )
    return bar, position, instrument, pitch, duration, velocity


LEVELS = _levels()
assert len(LEVELS) == len(FIELDS)


def hashed(columns: Columns) -> NDArray[np.uint32]:
    """One number for each row of the columns. Collisions among 10^5 contexts are a few in all."""
    h = np.full(len(columns[0]), 0x9E3779B97F4A7C15, np.uint64)
    for column in columns:
        h ^= column.astype(np.uint64) + np.uint64(0x632BE59BD9B4E019)
        h *= np.uint64(0xBF58476D1CE4E5B9)
        h ^= h >> np.uint64(29)
    return (h >> np.uint64(32)).astype(np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """What followed each context. contexts uint32 [C] rising; first int64 [C + 1] slices values uint8
    [N], rising within a context, and how often each was seen, uint16 [N]."""

    contexts: NDArray[np.uint32]
    first: NDArray[np.int64]
    values: NDArray[np.uint8]
    seen: NDArray[np.uint16]

    @classmethod
    def of(cls, contexts: NDArray[np.uint32], values: NDArray[np.int64], at_least: int) -> Self:
        pairs, seen = np.unique((contexts.astype(np.uint64) << np.uint64(8)) | values.astype(np.uint64),
                                return_counts=True)  # fmt: skip
        context = (pairs >> np.uint64(8)).astype(np.uint32)
        unique, first, kinds = np.unique(context, return_index=True, return_counts=True)
        enough = np.add.reduceat(seen, first) >= at_least if len(first) else np.zeros(0, bool)
        kept = np.repeat(enough, kinds)
        return cls(
            unique[enough],
            np.concatenate([[0], np.cumsum(kinds[enough])]).astype(np.int64),
            (pairs[kept] & np.uint64(255)).astype(np.uint8),
            np.minimum(seen[kept], 65535).astype(np.uint16),
        )

    def find(self, contexts: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        at = np.searchsorted(self.contexts, contexts)
        at = np.minimum(at, max(0, len(self.contexts) - 1))
        known = self.contexts[at] == contexts if len(self.contexts) else np.zeros(len(contexts), bool)
        return at, known


class MarkovBaseline:
    """A `Baseline` of the order given: 1, or up to MAX_ORDER."""

    name: ClassVar[str] = "markov"
    likelihood: ClassVar[Likelihood] = "exact"
    order: ClassVar[int] = MAX_ORDER

    def __init__(self) -> None:
        self.levels = [[level for level in field if level[0] <= self.order] for field in LEVELS]
        self.counts: list[list[Counts]] = []
        self.strength = STRENGTHS[1]
        self.notes_seen = 0

    def train(self, pack: PackedCorpus, out: Path, budget: Budget, report: Report) -> None:
        """Counts. So short (a minute for a million notes) that it begins anew each time; `minutes` is a
        budget of 5,000 notes a second."""
        wanted = budget.notes or round((budget.minutes or 1) * 60 * 5000)
        source = windows_of(pack, "train", seed=1, augment=True)
        windows = []
        self.notes_seen = 0
        while self.notes_seen < wanted:
            windows.append(source.draw())
            self.notes_seen += notes_of(windows[-1])
        self.count(windows)
        exam = exam_windows(pack, "valid", EXAM_PIECES)
        found: dict[float, float] = {}
        for strength in STRENGTHS:
            self.strength = strength
            result = bits_per_note(self.cost(exam))
            found[strength] = result["bits_per_note"]
            report({"model": self.name, "split": "valid", "notes": self.notes_seen, **result})
        self.strength = min(found, key=lambda d: found[d])
        self.save(out)

    def count(self, windows: Sequence[Window]) -> None:
        """Fills the tables from windows."""
        histories = [History.of(w) for w in windows]
        scored = np.concatenate([w.scored for w in windows])
        self.counts = []
        for field, levels in enumerate(self.levels):
            values = np.concatenate([h.now[:, field] for h in histories])[scored[:, field]]
            tables = []
            for order, level in levels:
                contexts = np.concatenate([hashed(level(h)) for h in histories])[scored[:, field]]
                tables.append(Counts.of(contexts, values, LEAST_SEEN[order]))
            self.counts.append(tables)

    def probabilities(self, field: int, history: History) -> NDArray[np.float64]:
        """Of the true values of `field` in `history`; [n]."""
        truth = history.now[:, field]
        p = np.full(len(truth), 1.0 / SIZES[field])
        for (_, level), counts in zip(self.levels[field], self.counts[field], strict=True):
            at, known = counts.find(hashed(level(history)))
            if not known.any():
                continue
            row = np.flatnonzero(known)
            first, stop = counts.first[at[row]], counts.first[at[row] + 1]
            owner = np.repeat(np.arange(len(counts.contexts)), np.diff(counts.first))
            pairs = owner.astype(np.int64) * 256 + counts.values
            wanted = at[row] * 256 + truth[row]
            place = np.minimum(np.searchsorted(pairs, wanted), len(pairs) - 1)
            seen = np.where(pairs[place] == wanted, counts.seen[place], 0).astype(np.float64)
            total = np.add.reduceat(counts.seen.astype(np.float64), counts.first[:-1])[at[row]]
            weight = self.strength * (stop - first)
            p[row] = (seen + weight * p[row]) / (total + weight)
        return p

    def distribution(self, field: int, history: History) -> NDArray[np.float64]:
        """Of `field` for the one note in `history`; [SIZES[field]], sums to 1."""
        p = np.full(SIZES[field], 1.0 / SIZES[field])
        for (_, level), counts in zip(self.levels[field], self.counts[field], strict=True):
            at, known = counts.find(hashed(level(history)))
            if known[0]:
                here = slice(int(counts.first[at[0]]), int(counts.first[at[0] + 1]))
                seen = counts.seen[here].astype(np.float64)
                weight = self.strength * len(seen)
                p *= weight
                p[counts.values[here]] += seen
                p /= seen.sum() + weight
        return p

    def cost(self, windows: Sequence[Window]) -> list[Cost]:
        if not windows:
            return []
        histories = [History.of(w) for w in windows]
        whole = History(
            np.concatenate([h.now for h in histories]),
            tuple(np.concatenate([h.before[k] for h in histories]) for k in range(MAX_ORDER)),
            np.concatenate([h.place for h in histories]),
        )
        nats = np.stack([-np.log(self.probabilities(f, whole)) for f in range(len(FIELDS))], 1)
        stops = np.cumsum([len(w.targets) for w in windows])
        return [
            Cost((part * w.scored).sum(0), w.scored.sum(0), notes_of(w))
            for w, part in zip(windows, np.split(nats, stops[:-1]), strict=True)
        ]

    def sample(self, ask: Ask, rng: np.random.Generator) -> GridNotes:
        return draw(_Reading(self), ask, rng)

    def save(self, folder: Path) -> None:
        arrays: dict[str, NDArray[np.generic]] = {}
        for field, tables in enumerate(self.counts):
            for i, c in enumerate(tables):
                arrays |= {
                    f"{field}.{i}.contexts": np.diff(c.contexts, prepend=np.uint32(0)),
                    f"{field}.{i}.kinds": np.diff(c.first).astype(np.uint16),
                    f"{field}.{i}.values": c.values,
                    f"{field}.{i}.seen": c.seen,
                }
        folder.mkdir(parents=True, exist_ok=True)
        facts = np.array([self.notes_seen, self.strength])
        np.savez_compressed(folder / f"{self.name}.npz", facts=facts, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Raises MissingPart."""
        found = cls()
        path = folder / f"{cls.name}.npz"
        try:
            with np.load(path) as data:
                found.notes_seen, found.strength = int(data["facts"][0]), float(data["facts"][1])
                for field, levels in enumerate(found.levels):
                    tables = []
                    for i in range(len(levels)):
                        name = f"{field}.{i}"
                        first = np.concatenate([[0], np.cumsum(data[f"{name}.kinds"].astype(np.int64))])
                        contexts = np.cumsum(data[f"{name}.contexts"], dtype=np.uint32)
                        tables.append(Counts(contexts, first, data[f"{name}.values"], data[f"{name}.seen"]))
                    found.counts.append(tables)
        except (OSError, ValueError, KeyError) as error:
            raise missing(path) from error
        return found


class FirstOrderMarkov(MarkovBaseline):
    name: ClassVar[str] = "markov-1"
    order: ClassVar[int] = 1


class _Reading:
    """The last notes, and this one as far as it is known."""

    def __init__(self, model: MarkovBaseline) -> None:
        self.model = model
        self.before = [np.full((1, len(FIELDS)), _START) for _ in range(MAX_ORDER)]
        self.now = np.zeros((1, len(FIELDS)), np.int64)
        self.place = np.zeros((1, 4), np.int64)

    def step(self, before: tuple[int, ...] | None, place: NDArray[np.int64]) -> None:
        if before is not None:
            self.before = [np.array([before]), *self.before[:-1]]
        self.now = np.zeros((1, len(FIELDS)), np.int64)
        self.place = place[None]

    def logits(self, field: int) -> NDArray[np.float64]:
        history = History(self.now, tuple(self.before), self.place)
        found: NDArray[np.float64] = np.log(self.model.distribution(field, history))
        return found

    def take(self, field: int, value: int) -> None:
        self.now[0, field] = value
