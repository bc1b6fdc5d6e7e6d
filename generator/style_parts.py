"""What a style gives to each instrument: who strikes when, how many notes at a time, where it lies, and which
interval follows which.

The n-grams of a style (`style_ngrams`) are of its pieces as wholes: of songs for voice and piano they know
the tune and the chords, but not whose they are. So these are counted by instrument too, and stand in for the
whole where enough of people's pieces have the part.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from music.grid import BAR, INSTRUMENT, POSITION
from music.grid import GRID_PITCH as PITCH
from music.instruments import DRUMS

Floats = NDArray[np.float64]
Counts = NDArray[np.uint32]
Cell = tuple[int, ...]

#: a part is counted that so many pieces of a style have
FEWEST_PARTS = 8
#: intervals in semitones are held to this; the last row of "after which interval" stands for none
WIDEST = 13
INTERVALS, NO_INTERVAL = 2 * WIDEST + 1, 2 * WIDEST + 1
#: notes struck together are told apart up to this number
MOST_TOGETHER = 8
#: no leaning is stronger (natural logarithm)
STRONGEST = 3.0
#: observations that the back-off from a context to all of them weighs, and the doubt in every ratio
_IN_CONTEXT, _DOUBT = 20.0, 3.0
#: classes of the positions that an instrument has waited for when somebody strikes begin here
_WAITS = np.array((2, 3, 4, 5, 6, 7, 9, 10, 12, 13, 18, 24, 25, 36, 48, 49, 96))
_PITCHES = 128
#: what is known of a pitch tells of others so many semitones away (standard deviation)
_NEARBY = 2.0
#: the tables of a part. After a note of it at an onset: the next onset, or one more note here; then its own
#: or another's. After a wait, somebody strikes: not this one, or this one
TABLES: dict[str, tuple[int, ...]] = {
    "stay": (MOST_TOGETHER, 2),
    "same": (MOST_TOGETHER, 2),
    "strike": (len(_WAITS) + 1, 2),
    "register": (_PITCHES,),
    "interval": (2, INTERVALS + 1, INTERVALS),
    "pieces": (1,),
}


class Part(NamedTuple):
    """The leanings of one instrument: logarithms of how much likelier something is in a style than in all
    music, in the shapes of `TABLES`; 0 is as usual."""

    stay: Floats
    same: Floats
    strike: Floats
    register: Floats
    interval: Floats

    @classmethod
    def of(cls, own: Mapping[str, Counts], usual: Mapping[str, Counts]) -> "Part":
        return cls(
            leaning(own["stay"], usual["stay"]),
            leaning(own["same"], usual["same"]),
            leaning(own["strike"], usual["strike"]),
            leaning(_spread(own["register"]), _spread(usual["register"])),
            np.stack([leaning(*pair) for pair in zip(own["interval"], usual["interval"], strict=True)]),
        )


def wait_class(positions: int) -> int:
    return int(np.searchsorted(_WAITS, positions, "right"))


def interval_class(heard: tuple[int, int] | None, pitch: int, *, at_once: bool) -> int:
    """Of the interval that led to `pitch` after `heard` (the last pitch, and the interval that led there);
    within a chord that which led to its first note."""
    if heard is None:
        return NO_INTERVAL
    last, before = heard
    return before if at_once else max(-WIDEST, min(WIDEST, pitch - last)) + WIDEST


def cells_of(notes: NDArray[np.int32], bar_starts: NDArray[np.int64]) -> Iterator[tuple[int, str, Cell]]:
    """(programme, table, cell to count) of a piece: notes [n, at least 4] in the Grid's order, and the
    positions where its bars start."""
    programs = np.unique(notes[:, INSTRUMENT]).tolist()
    heard: dict[int, tuple[int, int]] = {}
    struck_at: dict[int, int] = {}
    for program in programs:
        yield program, "pieces", (0,)
    moments = bar_starts[notes[:, BAR]] + notes[:, POSITION]
    rows = zip(moments.tolist(), notes[:, INSTRUMENT].tolist(), notes[:, PITCH].tolist(), strict=True)
    for now, onset in groupby(rows, key=lambda row: row[0]):
        chords = {
            program: [pitch for *_, pitch in own] for program, own in groupby(onset, key=lambda r: r[1])
        }
        for program in programs:
            if program in struck_at:
                yield program, "strike", (wait_class(now - struck_at[program]), int(program in chords))
        left = len(chords)
        for program, pitches in chords.items():
            left -= 1
            struck_at[program] = now
            for k, pitch in enumerate(pitches):
                more, place = k + 1 < len(pitches), min(k, MOST_TOGETHER - 1)
                yield program, "stay", (place, int(more or left > 0))
                if more or left:
                    yield program, "same", (place, int(not more))
                if program == DRUMS:
                    continue
                yield program, "register", (pitch,)
                step = interval_class(heard.get(program), pitch, at_once=False)
                if step != NO_INTERVAL:
                    before = NO_INTERVAL if k else heard[program][1]
                    yield program, "interval", (int(k > 0), before, step)
                heard[program] = pitch, interval_class(heard.get(program), pitch, at_once=k > 0)


def leaning(own: Counts | Floats, usual: Counts | Floats) -> Floats:
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


def _spread(pitches: Counts) -> Floats:
    """Counts of pitches, each spread over those nearby."""
    away = np.subtract.outer(np.arange(_PITCHES), np.arange(_PITCHES)) / _NEARBY
    kernel = np.exp(-0.5 * away**2)
    spread: Floats = pitches @ (kernel / kernel.sum(1, keepdims=True))
    return spread
