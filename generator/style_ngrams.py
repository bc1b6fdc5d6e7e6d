"""What a style does with rhythm, steps and lengths: n-grams of each style against those of all music.

The network has heard few pieces of most styles and follows a style loosely. So what is counted in the train
split stands beside it: to the network's logits is added log P(x | style) - log P(x), where P is a bigram
with back-off over where in the bar the next onset falls, how many notes are struck together, which interval
follows which in one instrument, and how long a note at that place of the bar lasts. That is the product of
the two experts with what they share taken out once (G. Hinton, "Training products of experts by minimizing
contrastive divergence", Neural Computation 14, 2002; as the fusion of language models: E. McDermott et al.,
"A density ratio approach to language model fusion", arXiv 2002.11268).
"""

import io
from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.style_parts import (
    FEWEST_PARTS,
    INTERVALS,
    MOST_TOGETHER,
    NO_INTERVAL,
    TABLES,
    Counts,
    Floats,
    Part,
    cells_of,
    interval_class,
    leaning,
)
from generator.vocabulary import DURATION, INSTRUMENT, PITCH, POSITION, SIZES
from music.corpus import PackedCorpus
from music.grid import BAR, POSITIONS_PER_QUARTER
from music.instruments import DRUMS

#: a style needs so many pieces, and in one length of bar so many onsets
FEWEST_PIECES, FEWEST_ONSETS = 30, 500
#: all styles together
ALL = "*"
#: behind the name of a style: of its pieces those for a soloist, and those for several
ALONE, TOGETHER = "-", "+"
#: pieces for so many instruments and more are counted as one
MOST_INSTRUMENTS = 4
#: how dense pieces are is counted in parts of an octave of notes a quarter, from a quarter of a note on
RATES, RATES_AN_OCTAVE, LOWEST_RATE = 64, 8, 0.25
#: so many pieces for a number of instruments, else all of the style tell how dense they are
_FEWEST_RATED = 10
#: the share of a style's pieces that lie between a density and the edges that a piece may come to, and how
#: near to it they are at most
_AROUND, _NARROWEST = 0.15, 1.08


class Rate(NamedTuple):
    """Notes a quarter: how many there should be, and between how many there may be."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Leanings:
    """Logarithms of how much likelier something is in a style than in all music, for one length of bar of n
    positions; 0 is as usual.

    onset [n + 1, n]: the next onset in the bar, after an onset at position p (row p + 1) or from a new bar
    (row 0). together [MOST_INSTRUMENTS, MOST_TOGETHER, 2]: in pieces for so many instruments (row n - 1)
    after k notes (row k - 1) at one onset, going on (0) or one more (1). interval [2, INTERVALS + 1,
    INTERVALS]: in one instrument, in turn (0) after another interval, or at once (1). duration [n, classes]:
    by position. rates [MOST_INSTRUMENTS, RATES]: no logarithms, but pieces by their notes a quarter. parts:
    by programme, where several play and enough is counted of what it plays with others.
    """

    onset: Floats
    together: Floats
    interval: Floats
    duration: Floats
    rates: Counts
    parts: Mapping[int, Part]

    def rate(self, instruments: int, share: float = 0.5) -> Rate:
        """How dense a piece for so many instruments may be that `share` of the style's are sparser than."""
        mine = self.rates[min(instruments, MOST_INSTRUMENTS) - 1]
        known = np.cumsum(mine if mine.sum() >= _FEWEST_RATED else self.rates.sum(0))
        low, middle, high = (
            LOWEST_RATE * 2 ** ((int(np.searchsorted(known, part * known[-1])) + 0.5) / RATES_AN_OCTAVE)
            for part in (share - _AROUND, share, share + _AROUND)
        )
        return Rate(min(low, middle / _NARROWEST), middle, max(high, middle * _NARROWEST))


#: leanings that are kept, the latest; those of every style would take 22 MB
_KEPT = 32


@dataclass(frozen=True, eq=False)
class StyleNgrams:
    """Counts by name; `Leanings` of a style and a length of bar."""

    counts: Mapping[str, Counts]
    _known: OrderedDict[tuple[str, int, bool | None], Leanings | None] = field(default_factory=OrderedDict)

    def of(self, style: str, bar_positions: int, alone: bool | None = None) -> Leanings | None:
        """Of a soloist in `style` (`alone`), or of several who play together, where enough is known of it;
        else of all its pieces. None for a style that too little is known of in bars of this length."""
        key = style, bar_positions, alone
        try:
            leanings = self._known.pop(key)
        except KeyError:
            leanings = self._leanings(*key)
        self._known[key] = leanings
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return leanings

    @property
    def styles(self) -> tuple[str, ...]:
        """Those that anything is known of, in order."""
        whole = {name.removesuffix("/onset").rsplit("/", 1)[0] for name in self.counts if "/onset" in name}
        return tuple(sorted(name for name in whole if name[-1] not in f"{ALL}{ALONE}{TOGETHER}"))

    def has_lines(self, style: str) -> bool:
        """Whether intervals are counted of it: the pieces of some are for drums alone."""
        return f"{style}/interval" in self.counts

    def _leanings(self, style: str, bar_positions: int, alone: bool | None) -> Leanings | None:
        if style == ALL or f"{style}/{bar_positions}/onset" not in self.counts:
            return None
        setting = "" if alone is None else ALONE if alone else TOGETHER
        known = setting if f"{style}{setting}/{bar_positions}/onset" in self.counts else ""
        own, usual = (f"{name}{known}/{bar_positions}" for name in (style, ALL))
        together, in_all = self.counts[f"{own}/together"], self.counts[f"{usual}/together"]
        return Leanings(
            leaning(self.counts[f"{own}/onset"], self.counts[f"{usual}/onset"]),
            np.stack([leaning(*pair) for pair in zip(together, in_all, strict=True)]),
            np.stack(
                [
                    leaning(*pair)
                    for pair in zip(self._intervals(style + known), self._intervals(ALL + known), strict=True)
                ]
            ),
            leaning(self.counts[f"{own}/duration"], self.counts[f"{usual}/duration"]),
            self.counts[f"{own}/rates"],
            {
                program: Part.of(
                    self._part(f"{style}{setting}:{program}"), self._part(f"{ALL}{setting}:{program}")
                )
                for program in range(DRUMS + 1)
                if setting and f"{style}{setting}:{program}/pieces" in self.counts
            },
        )

    def _part(self, name: str) -> dict[str, Counts]:
        return {t: self.counts.get(f"{name}/{t}", np.zeros(shape, np.uint32)) for t, shape in TABLES.items()}

    def _intervals(self, style: str) -> Counts:
        none = np.zeros((2, INTERVALS + 1, INTERVALS), np.uint32)  # of a style that is played on drums
        return self.counts.get(f"{style}/interval", none)

    def to_bytes(self) -> bytes:
        """As a NumPy archive; the same counts, the same bytes."""
        file = io.BytesIO()
        tables: dict[str, Any] = dict(sorted(self.counts.items()))
        np.savez_compressed(file, allow_pickle=False, **tables)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "StyleNgrams":
        """Raises ValueError or OSError for what is no such archive."""
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            return cls({name: archive[name] for name in archive.files})


def _rate_class(rate: float) -> int:
    return max(0, min(RATES - 1, int(RATES_AN_OCTAVE * log2(rate / LOWEST_RATE))))


def count_styles(pack: PackedCorpus, split: str = "train") -> StyleNgrams:
    """Counts of one split, by style and length of bar."""
    by_style: dict[str, list[int]] = defaultdict(list)
    for i in pack.indices(split):
        by_style[pack.pieces[i].style].append(i)
    counts: dict[str, Counts] = {}
    for style, pieces in by_style.items():
        names = (style, ALL) if style and len(pieces) >= FEWEST_PIECES else (ALL,)
        for i in pieces:
            _count(counts, names, *pack.piece(i))
    return StyleNgrams(_known_well(counts))


def _known_well(counts: Mapping[str, Counts]) -> dict[str, Counts]:
    """The tables of styles by length of bar that are counted often enough, and of parts that enough pieces
    have, each with the same of all music."""
    wholes = {
        name.removesuffix("/onset")
        for name, table in counts.items()
        if name.endswith("/onset") and table.sum() >= FEWEST_ONSETS
    }
    wholes = {n for n in wholes if f"{n}/rates" in counts and _enough(n, int(counts[f"{n}/rates"].sum()))}
    parts = {
        name.removesuffix("/pieces")
        for name, table in counts.items()
        if name.endswith("/pieces") and table.sum() >= FEWEST_PARTS and not name.startswith(ALL)
    }
    parts |= {f"{ALL}{name[name.index(':') - 1 :]}" for name in parts}
    kept = wholes | parts | {name.rsplit("/", 1)[0] for name in wholes}  # intervals: in bars of any length
    return {name: table for name, table in counts.items() if name.rsplit("/", 1)[0] in kept}


def _enough(name: str, pieces: int) -> bool:
    """Whether so many pieces in bars of one length tell of a soloist or of several together."""
    return pieces >= _FEWEST_RATED or name.rsplit("/", 1)[0][-1] not in f"{ALONE}{TOGETHER}"


def _count(
    counts: dict[str, Counts], names: tuple[str, ...], notes: NDArray[np.int32], bars: NDArray[np.int32]
) -> None:
    """Adds one piece (as `PackedCorpus.piece` gives it) to the tables of `names`."""
    lengths = bars[:, 0].tolist()
    players = min(len(np.unique(notes[:, INSTRUMENT])), MOST_INSTRUMENTS) - 1
    settings = tuple(f"{name}{TOGETHER if players else ALONE}" for name in names)
    if players:
        _count_parts(counts, settings, notes, lengths)
    names += settings
    heard: dict[int, tuple[int, int]] = {}
    struck: dict[int, int] = {}
    bar, position = -1, -1

    def add(table: str, shape: tuple[int, ...], *cell: int) -> None:
        for name in names:
            at = f"{name}/{table}"
            if at not in counts:
                counts[at] = np.zeros(shape, np.uint32)
            counts[at][cell] += 1

    usual = int(np.bincount(lengths).argmax())
    if usual <= SIZES[POSITION]:
        rate = len(notes) * POSITIONS_PER_QUARTER / sum(lengths)
        add(f"{usual}/rates", (MOST_INSTRUMENTS, RATES), players, _rate_class(rate))
    for row in notes.tolist():
        now, place, instrument, pitch, length = (
            row[0],
            row[POSITION],
            row[INSTRUMENT],
            row[PITCH],
            row[DURATION],
        )
        n = lengths[now] if now < len(lengths) else 0
        if not place < n <= SIZES[POSITION]:
            continue
        together = (now, place) == (bar, position)
        if struck:
            k = min(sum(struck.values()), MOST_TOGETHER) - 1
            add(f"{n}/together", (MOST_INSTRUMENTS, MOST_TOGETHER, 2), players, k, int(together))
        if not together:
            add(f"{n}/onset", (n + 1, n), position + 1 if now == bar else 0, place)
            struck = {}
        add(f"{n}/duration", (n, SIZES[DURATION]), place, length)
        if instrument != DRUMS:
            at_once = struck.get(instrument, 0) > 0
            step = interval_class(heard.get(instrument), pitch, at_once=False)
            if step != NO_INTERVAL:
                before = NO_INTERVAL if at_once else heard[instrument][1]
                add("interval", (2, INTERVALS + 1, INTERVALS), int(at_once), before, step)
            heard[instrument] = pitch, interval_class(heard.get(instrument), pitch, at_once=at_once)
        struck[instrument] = struck.get(instrument, 0) + 1
        bar, position = now, place


def _count_parts(
    counts: dict[str, Counts], names: tuple[str, ...], notes: NDArray[np.int32], lengths: list[int]
) -> None:
    """Adds what each instrument of a piece plays to the tables of its part."""
    inside = notes[notes[:, BAR] < len(lengths)]
    for program, table, cell in cells_of(inside, np.cumsum([0, *lengths])):
        for style in names:
            at = f"{style}:{program}/{table}"
            if at not in counts:
                counts[at] = np.zeros(TABLES[table], np.uint32)
            counts[at][cell] += 1
