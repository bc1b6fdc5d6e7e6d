"""Simulated listeners: hidden tastes to measure the recommender with. For measuring only.

This page was written before anything was tuned on it, and holds what a Taste does not know. A listener's
liking of a Track is a sum of parts that are mostly not linear in any feature, as listeners' are:

- an ideal point: music close to one mood is liked, by a bell over the mood plane 0.25 to 0.5 wide, and
  music close to one tempo by a bell over octaves of tempo, 0.2 to 0.5 wide. Neither "more" nor "less" is
  better (C. Coombs, 1950, on unfolding; D. Berlyne, 1971, on the inverted U of arousal);
- an aversion: one or two families of instruments spoil a Track as soon as they carry a tenth of its notes,
  however good the rest is; one to three families are liked in proportion;
- an interaction: two plain facts (minor and slow, dense and fast, a single instrument and calm, triple metre
  and major ...) please together and annoy a little apart;
- styles: two that are liked, one that is not;
- something without a name: closeness to one or two anchors in the space of the embedding, by a bell;
- patience: music longer than so many seconds loses;
- and what no feature tells: a fixed whim about each Track, a tenth of the variance.

Listeners of one guild share half of it: each draws every part from their guild with probability one half,
else anew.

A liking z is standardised over the catalogue. True relevance, which nothing but the measures sees, is
clip(1 + 1.3 z, 0, 4): 4 for the best few in a hundred, 1 for the typical Track. Stars are round(b + s z +
noise) in 1 to 5, with the listener's own generosity b ~ N(3.1, 0.5), spread s ~ U(0.7, 1.3) and noise ~
N(0, 0.5) a rating. What gets rated is not random either: of five Tracks (drawn so that the most common styles
do not crowd out the rest) the listener hears the one that appeals most (a soft choice), as with a list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.instruments import FAMILIES, family_of, program_number
from music.track import Track
from recommender.ranking_terms import instrument_shares

Numbers = NDArray[np.float64]
_FAMILIES = (*FAMILIES, "drums")


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """What listeners hear in n Tracks: moods [n, 2], octaves of tempo [n], shares of families [n, 17],
    vectors [n, d], and plain facts by name, each bool [n]."""

    moods: Numbers
    tempo: Numbers
    seconds: Numbers
    families: Numbers
    styles: NDArray[np.str_]
    vectors: Numbers
    facts: dict[str, NDArray[np.bool_]]

    @classmethod
    def of(cls, tracks: Sequence[Track], vectors: NDArray[np.float32]) -> "Library":
        """`vectors`: pooled embeddings [n, d], unit length."""
        families = np.zeros((len(tracks), len(_FAMILIES)))
        for row, track in enumerate(tracks):
            for name, share in instrument_shares(track).items():
                families[row, _FAMILIES.index(family_of(program_number(name)))] += share
        moods = np.array([[t.mood.valence, t.mood.arousal] for t in tracks])
        tempo = np.log2(np.array([t.tempo_bpm for t in tracks]) / 108)
        facts = {
            "minor": np.array([t.key.endswith("minor") for t in tracks]),
            "major": np.array([t.key.endswith("major") for t in tracks]),
            "slow": tempo < -0.3,
            "fast": tempo > 0.2,
            "calm": moods[:, 1] < -0.1,
            "lively": moods[:, 1] > 0.25,
            "sparse": np.array([t.density == "sparse" for t in tracks]),
            "dense": np.array([t.density == "dense" for t in tracks]),
            "alone": np.array([len(t.instruments) == 1 for t in tracks]),
            "in threes": np.array([t.metre in ("3/4", "3/8", "6/8", "9/8", "12/8") for t in tracks]),
        }
        return cls(
            moods,
            tempo,
            np.array([t.seconds for t in tracks]),
            families,
            np.array([t.style.casefold() for t in tracks]),
            vectors.astype(np.float64),
            facts,
        )

    def __len__(self) -> int:
        return len(self.tempo)


_PAIRS = (
    ("minor", "slow"), ("dense", "fast"), ("alone", "calm"), ("in threes", "major"), ("minor", "lively"),
    ("sparse", "slow"), ("dense", "minor"), ("major", "calm"), ("alone", "fast"), ("in threes", "minor"),
)  # fmt: skip
#: a part of a taste: the liking of every Track, [n]
Part = Callable[[Library, np.random.Generator], Numbers]


def _ideal_mood(library: Library, rng: np.random.Generator) -> Numbers:
    ideal, width = rng.uniform(-0.6, 0.6, 2), rng.uniform(0.25, 0.5)
    away = np.square(library.moods - ideal).sum(axis=1)
    return np.asarray(2.0 * np.exp(-away / (2 * width**2)))


def _ideal_tempo(library: Library, rng: np.random.Generator) -> Numbers:
    ideal, width = rng.uniform(-0.9, 0.6), rng.uniform(0.2, 0.5)
    return 1.2 * np.exp(-np.square(library.tempo - ideal) / (2 * width**2))


def _instruments(library: Library, rng: np.random.Generator) -> Numbers:
    met = np.flatnonzero((library.families > 0.1).mean(axis=0) > 0.005)
    chosen = rng.permutation(met)
    liked, averse = chosen[: rng.integers(1, 4)], chosen[-int(rng.integers(1, 3)) :]
    return np.asarray(
        1.5 * library.families[:, liked].sum(axis=1) - 1.8 * (library.families[:, averse] > 0.1).any(axis=1)
    )


def _interaction(library: Library, rng: np.random.Generator) -> Numbers:
    first, second = _PAIRS[int(rng.integers(len(_PAIRS)))]
    a, b = library.facts[first], library.facts[second]
    return 1.4 * (a & b) - 0.4 * (a ^ b)


def _styles(library: Library, rng: np.random.Generator) -> Numbers:
    names, counts = np.unique(library.styles, return_counts=True)
    common = rng.permutation(names[counts >= 8])[:3]
    return np.asarray(np.isin(library.styles, common[:2]) * 1.2 - np.isin(library.styles, common[2:]) * 1.2)


def _sound(library: Library, rng: np.random.Generator) -> Numbers:
    anchors = library.vectors[rng.choice(len(library), int(rng.integers(1, 3)), replace=False)]
    nearest = (library.vectors @ anchors.T).max(axis=1)
    return np.asarray(1.8 * np.exp(-np.square(1 - nearest) / (2 * 0.35**2)))


def _patience(library: Library, rng: np.random.Generator) -> Numbers:
    return np.where(library.seconds > rng.uniform(60, 300), -0.6, 0.0)


PARTS: tuple[Part, ...] = (
    _ideal_mood, _ideal_tempo, _instruments, _interaction, _styles, _sound, _patience
)  # fmt: skip
#: the whim's share of the variance of a liking
WHIM = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """A hidden taste over a library. `liking` [n]: standardised; how they use stars."""

    liking: Numbers
    generosity: float
    spread: float

    @property
    def relevance(self) -> Numbers:
        """What each Track is worth, [n] in [0, 4]."""
        return np.clip(1 + 1.3 * self.liking, 0, 4)

    def rate(self, row: int, rng: np.random.Generator) -> int:
        """1 to 5 stars for a Track, this time."""
        return int(
            np.clip(np.rint(self.generosity + self.spread * self.liking[row] + rng.normal(0, 0.5)), 1, 5)
        )

    def choose(self, shown: NDArray[np.int64], rng: np.random.Generator) -> int:
        """The row they listen to, of those that are shown."""
        appeal = np.exp(self.liking[shown])
        return int(rng.choice(shown, p=appeal / appeal.sum()))


def guild_of_listeners(library: Library, n: int, rng: np.random.Generator) -> list[Listener]:
    """`n` listeners who know each other: see the top of this page."""
    shared = [int(seed) for seed in rng.integers(0, 2**31, len(PARTS))]
    listeners = []
    for _ in range(n):
        own = [int(seed) for seed in rng.integers(0, 2**31, len(PARTS))]
        seeds = [s if rng.random() < 0.5 else o for s, o in zip(shared, own, strict=True)]
        told = sum(
            (part(library, np.random.default_rng(seed)) for part, seed in zip(PARTS, seeds, strict=True)),
            start=np.zeros(len(library)),
        )
        whim = rng.standard_normal(len(library))
        liking = np.sqrt(1 - WHIM) * _standard(told) + np.sqrt(WHIM) * whim
        listeners.append(Listener(_standard(liking), rng.normal(3.1, 0.5), rng.uniform(0.7, 1.3)))
    return listeners


def draw_evenly(library: Library, n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """`n` different rows; a style with four times the Tracks is drawn twice as often."""
    names, codes = np.unique(library.styles, return_inverse=True)
    chance = 1 / np.bincount(codes, minlength=len(names))[codes] ** 0.5
    return rng.choice(len(library), n, replace=False, p=chance / chance.sum())


def heard(listener: Listener, library: Library, n: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """(row, stars) of `n` different Tracks in the order of listening: one chosen from five, each time."""
    ratings: dict[int, int] = {}
    while len(ratings) < n:
        shown = draw_evenly(library, 5, rng)
        row = listener.choose(shown, rng)
        if row not in ratings:
            ratings[row] = listener.rate(row, rng)
    return list(ratings.items())


def _standard(values: Numbers) -> Numbers:
    return np.asarray((values - values.mean()) / max(float(values.std()), 1e-9))
