"""The plan of a new melody: which bars bring back which, and in what rhythm."""

from math import exp
from random import Random
from typing import NamedTuple

from generator.arranger.pattern import Event, MetreShape, events
from generator.arranger.template import StepPattern, TuneForm, TuneTemplate

#: Eight bars each: the letter of the rhythm, and the bar whose shape returns (-1: none). `k` is a cadence.
#: Sentence and period after W. Caplin ("Classical Form", 1998); spun: Fortspinnung, a motif in sequence.
_FORMS: dict[TuneForm, tuple[tuple[str, int], ...]] = {
    "sentence": (("a", -1), ("b", -1), ("a", 0), ("b", 1), ("a", 0), ("a", 4), ("c", -1), ("k", -1)),
    "period": (("a", -1), ("b", -1), ("c", -1), ("k", -1), ("a", 0), ("b", 1), ("d", -1), ("k", -1)),
    "riff": (("a", -1), ("b", -1), ("a", 0), ("b", 1), ("a", 0), ("b", 1), ("a", 0), ("k", -1)),
    "sparse": (("a", -1), ("b", -1), ("a", 0), ("k", -1), ("a", 0), ("b", 1), ("c", -1), ("k", -1)),
    "spun": (("a", -1), ("a", 0), ("a", 1), ("b", -1), ("c", -1), ("c", 4), ("d", -1), ("k", -1)),
}
_FOUR: dict[TuneForm, tuple[tuple[str, int], ...]] = {
    "sentence": (("a", -1), ("a", 0), ("b", -1), ("k", -1)),
    "period": (("a", -1), ("b", -1), ("a", 0), ("k", -1)),
    "riff": (("a", -1), ("b", -1), ("a", 0), ("k", -1)),
    "sparse": (("a", -1), ("b", -1), ("a", 0), ("k", -1)),
    "spun": (("a", -1), ("a", 0), ("c", -1), ("k", -1)),
}


class TuneBar(NamedTuple):
    """`rhythm` in ticks from the bar line; `refers`: an earlier bar, or -1; `closes` a phrase.

    letter: bars of one letter have the same motif.
    """

    rhythm: tuple[Event, ...]
    refers: int
    closes: bool
    letter: str


def plan_bars(tune: TuneTemplate, bars: int, shape: MetreShape, density: float, rng: Random) -> list[TuneBar]:
    """A bar of rhythm each; bars that come back have the rhythm of those they refer to."""
    rows: list[tuple[str, int]] = []
    while len(rows) < bars:
        left = bars - len(rows)
        base = len(rows)
        form = _FORMS[tune.form] if left >= 8 else _FOUR[tune.form]
        rows += [(letter, refers if refers < 0 else refers + base) for letter, refers in form]
    rows = rows[:bars]
    rows[-1] = ("k", -1)
    chosen: dict[str, StepPattern] = {}
    plan: list[TuneBar] = []
    for bar, (letter, refers) in enumerate(rows):
        pool = tune.cadences if letter == "k" else tune.rhythms
        if letter not in chosen or letter == "k":
            chosen[letter] = _rhythm(pool, density, shape, rng)
        if letter == "b" and "a" in chosen and bar == 1 and rng.random() < 0.35:
            chosen["b"] = chosen["a"]
        pattern = chosen[letter]
        cut = events(pattern.steps, pattern.metre, shape)
        plan.append(TuneBar(cut[bar % len(cut)], refers, letter == "k", letter))
    return plan


def _rhythm(pool: tuple[StepPattern, ...], density: float, shape: MetreShape, rng: Random) -> StepPattern:
    """The likelier the nearer its place from sparse to busy is to `density`."""
    ranked = sorted(
        pool, key=lambda p: sum(map(len, events(p.steps, p.metre, shape))) / len(p.steps.split("|"))
    )
    span = max(len(ranked) - 1, 1)
    weights = [exp(-((i / span - density) ** 2) / 0.09) + 0.01 for i in range(len(ranked))]
    return rng.choices(ranked, weights)[0]
