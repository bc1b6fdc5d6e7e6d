"""Chord progressions (progressions.toml) and choosing among them by mood and style."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp
from random import Random

import numpy as np

from generator.arranger.chord import Chord, coloured, parse_numeral
from generator.arranger.pattern import MetreShape
from generator.arranger.sheet import ChordSpan
from generator.arranger.template import HarmonyTemplate
from music.errors import CadenzaError
from music.theory import Key, key_correlations


@dataclass(frozen=True, slots=True)
class Progression:
    """`bars` of Roman numerals; `valence`, `arousal` where they are most at home; `families` of styles."""

    bars: tuple[tuple[str, ...], ...]
    minor: bool
    valence: float
    arousal: float
    families: tuple[str, ...]

    @property
    def blur(self) -> float:
        """How much better its tones, basses doubled, fit another key than its own or the relative one; 0 for
        most (method of Krumhansl and Kessler)."""
        return _blur(self)

    @property
    def text(self) -> str:
        return " | ".join(" ".join(bar) for bar in self.bars)


@cache
def _blur(progression: Progression) -> float:
    key = Key(0, progression.minor)
    weights = np.zeros(12)
    for bar in progression.bars:
        for numeral in bar:
            sounding = parse_numeral(numeral, key)
            for step in (*sounding.intervals, (sounding.bass - sounding.root) % 12):
                weights[(sounding.root + step) % 12] += 1 / len(bar)
    fit = key_correlations(weights)
    relative = Key(3, False) if key.minor else Key(9, True)
    return float(fit.max() - max(fit[key.index], fit[relative.index]))


@cache
def progressions() -> tuple[Progression, ...]:
    """All that come with Cadenza. Raises CadenzaError for a row that cannot be played."""
    text = files("generator.arranger").joinpath("progressions.toml").read_text(encoding="utf-8")
    found = []
    for mode, rows in tomllib.loads(text).items():
        for row in rows:
            bars = tuple(tuple(bar.split()) for bar in row["chords"].split("|"))
            valence, arousal = row["mood"]
            made = Progression(bars, mode == "minor", valence, arousal, tuple(row["for"]))
            for numeral in {numeral for bar in bars for numeral in bar}:
                parse_numeral(numeral, Key(0, made.minor))
            if not bars or not all(bars) or not -1 <= valence <= 1 or not -1 <= arousal <= 1:
                raise CadenzaError(
                    f"The progression {row['chords']!r} has an empty bar or a mood out of reach."
                )
            found.append(made)
    return tuple(found)


_ON_TONIC = frozenset(("", "6", "7", "9", "maj7", "add9", "sus2"))


def choose(
    harmony: HarmonyTemplate,
    minor: bool,
    mood: tuple[float, float],
    bars: int,
    rng: Random,
    other_than: Progression | None = None,
) -> Progression:
    """One of the style's progressions in the mode, the likelier the nearer its mood; it should fill `bars`
    evenly. Beside `other_than` one that begins on another chord is preferred."""
    pool = [p for p in progressions() if p.minor == minor and set(p.families) & set(harmony.families)]
    weights = []
    for p in pool:
        distance = (p.valence - mood[0]) ** 2 + 0.6 * (p.arousal - mood[1]) ** 2
        weight = exp(-distance / 0.12) + 1e-4
        weight *= 1.0 if harmony.families[0] in p.families else 0.5
        weight *= 1.0 if p.bars[0][0].lstrip("Ii") in _ON_TONIC else 0.4  # a tonic first makes the mode plain
        weight *= exp(-12 * p.blur)
        length = len(p.bars) * harmony.pace
        weight *= 1.0 if bars % length == 0 else 0.1
        if other_than is not None:
            weight *= 1e-6 if p == other_than else 0.35 if p.bars[0] == other_than.bars[0] else 1.0
        weights.append(weight)
    return rng.choices(pool, weights)[0]


def families() -> frozenset[str]:
    return frozenset(family for p in progressions() for family in p.families)


def spans_of(
    progression: Progression,
    harmony: HarmonyTemplate,
    key: Key,
    shape: MetreShape,
    start_bar: int,
    bars: int,
    colour: str,
    colours: dict[str, Chord],
    rng: Random,
) -> list[ChordSpan]:
    """The progression over `bars` bars from `start_bar`, repeated as often as it fits.

    `colours` keeps what each numeral became, so that it sounds the same whenever it returns.
    """
    out: list[ChordSpan] = []
    for bar in range(bars):
        numerals = _at(progression, bar, harmony.pace)
        if shape.beats < len(numerals):
            numerals = numerals[: shape.beats]
        for (first, last), numeral in zip(_shares(shape.beats, len(numerals)), numerals, strict=True):
            if numeral not in colours:
                plain = parse_numeral(numeral, key)
                colours[numeral] = coloured(plain, colour, key, rng.random())
            low = (start_bar + bar) * shape.bar
            stop = low + (shape.bar if last == shape.beats else last * shape.beat)
            out.append(ChordSpan(low + first * shape.beat, stop, colours[numeral]))
    return out


def plain_spans(
    progression: Progression, harmony: HarmonyTemplate, key: Key, shape: MetreShape, bars: int
) -> list[ChordSpan]:
    """As `spans_of` from tick 0, of the plain chords."""
    plain = {n: parse_numeral(n, key) for bar in progression.bars for n in bar}
    return spans_of(progression, harmony, key, shape, 0, bars, "", plain, Random(0))


def _at(progression: Progression, bar: int, pace: float) -> tuple[str, ...]:
    if pace >= 1:
        return progression.bars[int(bar / pace) % len(progression.bars)]
    taken = round(1 / pace)
    return tuple(
        numeral
        for k in range(taken)
        for numeral in progression.bars[(bar * taken + k) % len(progression.bars)]
    )


def _shares(beats: int, count: int) -> list[tuple[int, int]]:
    """`beats` beats cut into `count` runs, the longer ones first."""
    cuts = [-(-beats * k // count) for k in range(count)] + [beats]
    return list(pairwise(cuts))
