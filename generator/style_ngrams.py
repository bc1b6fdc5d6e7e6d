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
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.vocabulary import DURATION, INSTRUMENT, PITCH, POSITION, SIZES
from music.corpus import PackedCorpus
from music.grid import POSITIONS_PER_QUARTER
from music.instruments import DRUMS

#: a style needs so many pieces, and in one length of bar so many onsets
FEWEST_PIECES, FEWEST_ONSETS = 30, 500
#: all styles together
ALL = "*"
#: intervals in semitones are held to this; the last row of "after which interval" stands for none
WIDEST = 13
INTERVALS, NO_INTERVAL = 2 * WIDEST + 1, 2 * WIDEST + 1
#: notes struck together are told apart up to this number
MOST_TOGETHER = 8
#: pieces for so many instruments and more are counted as one
MOST_INSTRUMENTS = 4
#: how dense pieces are is counted in parts of an octave of notes a quarter, from a quarter of a note on
RATES, RATES_AN_OCTAVE, LOWEST_RATE = 64, 8, 0.25
#: so many pieces for a number of instruments, else all of the style tell how dense they are
_FEWEST_RATED = 10
#: the share of a style's pieces that lie between a density and the edges that a piece may come to, and how
#: near to it they are at most
_AROUND, _NARROWEST = 0.15, 1.08
#: no leaning is stronger (natural logarithm)
STRONGEST = 3.0
#: observations that the back-off from a context to all of them weighs, and the doubt in every ratio
_IN_CONTEXT, _DOUBT = 20.0, 3.0

Floats = NDArray[np.float64]
Counts = NDArray[np.uint32]


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
    by position. rates [MOST_INSTRUMENTS, RATES]: no logarithms, but pieces by their notes a quarter.
    """

    onset: Floats
    together: Floats
    interval: Floats
    duration: Floats
    rates: Counts

    def rate(self, instruments: int, share: float = 0.5) -> Rate:
        """How dense a piece for so many instruments may be that `share` of the style's are sparser than."""
        mine = self.rates[min(instruments, MOST_INSTRUMENTS) - 1]
        known = np.cumsum(mine if mine.sum() >= _FEWEST_RATED else self.rates.sum(0))
        low, middle, high = (
            LOWEST_RATE * 2 ** ((int(np.searchsorted(known, part * known[-1])) + 0.5) / RATES_AN_OCTAVE)
            for part in (share - _AROUND, share, share + _AROUND)
        )
        return Rate(min(low, middle / _NARROWEST), middle, max(high, middle * _NARROWEST))


@dataclass(frozen=True, eq=False)
class StyleNgrams:
    """Counts by name; `Leanings` of a style and a length of bar."""

    counts: Mapping[str, Counts]
    _known: dict[tuple[str, int], Leanings | None] = field(default_factory=dict)

    def of(self, style: str, bar_positions: int) -> Leanings | None:
        """None for a style that too little is known of in bars of this length."""
        key = style, bar_positions
        if key not in self._known:
            self._known[key] = self._leanings(style, bar_positions)
        return self._known[key]

    @property
    def styles(self) -> tuple[str, ...]:
        """Those that anything is known of, in order."""
        return tuple(sorted({name.split("/")[0] for name in self.counts} - {ALL}))

    def has_lines(self, style: str) -> bool:
        """Whether intervals are counted of it: the pieces of some are for drums alone."""
        return f"{style}/interval" in self.counts

    def _leanings(self, style: str, bar_positions: int) -> Leanings | None:
        own, usual = f"{style}/{bar_positions}", f"{ALL}/{bar_positions}"
        if style == ALL or f"{own}/onset" not in self.counts:
            return None
        together, in_all = self.counts[f"{own}/together"], self.counts[f"{usual}/together"]
        return Leanings(
            _leaning(self.counts[f"{own}/onset"], self.counts[f"{usual}/onset"]),
            np.stack([_leaning(*pair) for pair in zip(together, in_all, strict=True)]),
            np.stack(
                [_leaning(*pair) for pair in zip(self._intervals(style), self._intervals(ALL), strict=True)]
            ),
            _leaning(self.counts[f"{own}/duration"], self.counts[f"{usual}/duration"]),
            self.counts[f"{own}/rates"],
        )

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


class StyleBias:
    """What the Leanings of a style add to the logits of one piece."""

    def __init__(self, leanings: Leanings, instruments: int) -> None:
        self.leanings = leanings
        self.together = leanings.together[min(instruments, MOST_INSTRUMENTS) - 1]
        self.bar_positions = leanings.onset.shape[1]
        self.heard: dict[
            int, tuple[int, int]
        ] = {}  # instrument -> its last pitch, the interval that led there

    def position(self, position: int | None, struck: int) -> Floats:
        """Of the next onset, where the last one is at `position` of the same bar (None: in an earlier one)
        with `struck` notes so far."""
        bias = np.zeros(SIZES[POSITION])
        row = 0 if position is None else position + 1
        bias[: self.bar_positions] = self.leanings.onset[row]
        if position is not None:
            bias[position] = 0.0
            if struck:
                on, more = self.together[min(struck, MOST_TOGETHER) - 1]
                bias[position + 1 : self.bar_positions] += on
                bias[position] = more
        return bias

    def pitch(self, instrument: int, *, at_once: bool) -> Floats | None:
        """Of the next pitch of `instrument`; None where it is its first, or a drum."""
        if instrument not in self.heard:
            return None
        last, before = self.heard[instrument]
        steps = np.clip(np.arange(128) - last, -WIDEST, WIDEST) + WIDEST
        bias = np.zeros(SIZES[PITCH])
        bias[:128] = self.leanings.interval[int(at_once), NO_INTERVAL if at_once else before][steps]
        return bias

    def duration(self, position: int) -> Floats:
        bias: Floats = self.leanings.duration[position]
        return bias

    def place(self, instrument: int, pitch: int, *, at_once: bool) -> None:
        """Goes on from a note that was set."""
        if instrument != DRUMS:
            self.heard[instrument] = pitch, _interval(self.heard.get(instrument), pitch, at_once)


def _interval(heard: tuple[int, int] | None, pitch: int, at_once: bool) -> int:
    """The class of the interval that led to `pitch`; within a chord that which led to its first note."""
    if heard is None:
        return NO_INTERVAL
    last, before = heard
    return before if at_once else max(-WIDEST, min(WIDEST, pitch - last)) + WIDEST


def _leaning(own: Counts, usual: Counts) -> Floats:
    """log P(x | context, style) - log P(x | context) from counts [..., n], a context a row.

    First how much likelier x is in the style wherever it stands, then how much likelier in this context than
    that lets expect. Each ratio is of counts seen over counts expected, both with `_DOUBT` more: where little
    is expected nothing follows from seeing nothing (the shrinkage of W. DuMouchel, "Bayesian data mining in
    large frequency tables", The American Statistician 53, 1999).
    """
    n = own.shape[-1]
    usual_n, own_n = usual.reshape(-1, n).astype(float), own.reshape(-1, n).astype(float)
    in_all = (usual_n.sum(0) + 1 / n) / (usual_n.sum() + 1)
    anywhere = _ratio(own_n.sum(0), own_n.sum() * in_all)
    usual_here = (usual_n + _IN_CONTEXT * in_all) / (usual_n.sum(-1, keepdims=True) + _IN_CONTEXT)
    expected = usual_here * anywhere
    expected /= expected.sum(-1, keepdims=True)
    own_here = expected * _ratio(own_n, own_n.sum(-1, keepdims=True) * expected)
    own_here /= own_here.sum(-1, keepdims=True)
    leaning: Floats = np.clip(np.log(own_here / usual_here), -STRONGEST, STRONGEST)
    return leaning.reshape(own.shape)


def _ratio(seen: Floats, expected: Floats) -> Floats:
    ratio: Floats = (seen + _DOUBT) / (expected + _DOUBT)
    return ratio


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
    kept = {
        name.rsplit("/", 1)[0]
        for name, table in counts.items()
        if name.endswith("/onset") and table.sum() >= FEWEST_ONSETS
        if f"{name.rsplit('/', 1)[0]}/rates" in counts
    }
    return StyleNgrams(
        {n: t for n, t in counts.items() if n.endswith("/interval") or n.rsplit("/", 1)[0] in kept}
    )


def _count(
    counts: dict[str, Counts], names: tuple[str, ...], notes: NDArray[np.int32], bars: NDArray[np.int32]
) -> None:
    """Adds one piece (as `PackedCorpus.piece` gives it) to the tables of `names`."""
    lengths = bars[:, 0].tolist()
    players = min(len(np.unique(notes[:, INSTRUMENT])), MOST_INSTRUMENTS) - 1
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
            step = _interval(heard.get(instrument), pitch, at_once=False)
            if step != NO_INTERVAL:
                before = NO_INTERVAL if at_once else heard[instrument][1]
                add("interval", (2, INTERVALS + 1, INTERVALS), int(at_once), before, step)
            heard[instrument] = pitch, _interval(heard.get(instrument), pitch, at_once)
        struck[instrument] = struck.get(instrument, 0) + 1
        bar, position = now, place
