"""Captions: what a listener might say who wanted a given piece, made from what is known of it.

For training the text tower. A caption names only some of the facts, in one of several manners; a few
manners are held out, to measure on sentences of a shape that was never trained on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from music.controls import Density
from music.lexicon import entries
from recommender.music_words import listed, spoken


@dataclass(frozen=True, slots=True)
class CaptionFacts:
    """What is known of a piece; None or "" where nothing is.

    valence, arousal: on the circumplex, spread so that the corpus fills it; instruments: General MIDI names,
    most notes first; register: "high", "low" or "".
    """

    title: str
    composer: str
    style: str
    tempo_bpm: float | None
    key: str | None
    metre: str
    instruments: tuple[str, ...]
    density: Density | None
    register: str
    valence: float
    arousal: float


_MANNERS = (
    "{adjectives} {noun} {details}",
    "{adjectives} {noun} {details}, {more}",
    "something {adjectives} {details}",
    "something {adjectives}",
    "something {adjectives}, {more}",
    "I'd like some {adjectives} music {details}",
    "{a} {adjectives} {noun} {details}",
    "can you find me {a} {adjectives} {noun} {details}?",
    "{noun} {details}, {adjectives}",
    "looking for {adjectives} {noun}s {details} {more}",
    "play {adjectives} {noun}s {details}",
    "{adjectives}",
    "{noun} {details} {more}",
    "{details}, {adjectives}, {more}",
    "music that feels {adjectives} {details}",
    "{title}",
    "{title}, {a} {noun} {details}",
    "{title} by {composer}",
    "{adjectives} {noun} like {title}",
)
HELD_OUT_MANNERS = (
    "please recommend {adjectives} {noun}s {details}",
    "we need background music that is {adjectives}, {details}",
    "got any {noun}s that are {adjectives} {more}?",
    "I am in the mood for {a} {adjectives} {noun} {details}, {more}",
)
_TEMPO_WORDS = (
    (66.0, ("very slow", "slow", "largo", "lingering")),
    (92.0, ("slow", "unhurried", "adagio", "slow-paced")),
    (120.0, ("moderate", "walking-pace", "medium-tempo", "andante")),
    (160.0, ("fast", "quick", "allegro", "brisk")),
    (1e9, ("very fast", "presto", "rapid", "racing")),
)
_DENSITY_WORDS = {
    "sparse": ("sparse", "spacious", "simple", "with few notes"),
    "medium": ("flowing",),
    "dense": ("dense", "busy", "full of notes", "rich"),
}
_REGISTER_WORDS = {"high": ("high", "in a high register"), "low": ("low", "deep")}
_NOUNS = ("piece", "tune", "track", "composition")
#: styles that are a form of piece ("a reel"); others go before a noun ("a jazz tune")
_FORMS = frozenset({
    "air", "anglaise", "art song", "cassation", "chorale", "clog", "contradance", "cotillion", "etude",
    "fantasia", "fugue", "galop", "highland fling", "hornpipe", "hymn", "jig", "krakowiak", "lament",
    "madrigal", "march", "mazurka", "minuet", "opera", "oratorio", "partita", "planxty", "polka",
    "polonaise", "prelude", "quickstep", "reel", "rondo", "slide", "slip jig", "sonata", "song",
    "sonnet", "strathspey", "string quartet", "walk around", "waltz",
})  # fmt: skip
_METRE_WORDS = {
    "3/4": ("in three", "in waltz time", "in 3/4"),
    "6/8": ("in 6/8", "in compound time"),
    "2/4": ("in two", "in 2/4"),
    "4/4": ("in 4/4", "in common time"),
}


def caption(facts: CaptionFacts, rng: np.random.Generator, *, held_out: bool = False) -> str:
    """One caption of a piece; with `held_out` in a manner that training never uses."""

    def one(choices: Sequence[str]) -> str:
        return choices[int(rng.integers(len(choices)))]

    manners = HELD_OUT_MANNERS if held_out else _MANNERS
    manner = one([m for m in manners if _tellable(m, facts)])
    adjectives = _adjectives(facts, rng)
    details = []
    if facts.instruments and rng.random() < 0.75:
        few = facts.instruments[: int(rng.integers(1, 4))]
        alone = len(facts.instruments) == 1 and rng.random() < 0.4
        how = one(("for", "with", "on", "played by"))
        details.append(f"{how} {'solo ' if alone else ''}{listed(map(spoken, few))}")
    if facts.key and rng.random() < 0.5:
        mode = facts.key.rpartition(" ")[2]
        details.append(f"in {facts.key}" if rng.random() < 0.4 else f"in a {mode} key")
    more = []
    if rng.random() < 0.4:
        more.append(one(_METRE_WORDS.get(facts.metre, (f"in {facts.metre}",))))
    if facts.tempo_bpm and rng.random() < 0.3:
        more.append(f"{round(facts.tempo_bpm)} bpm")
    noun = one(_NOUNS)
    if facts.style and rng.random() < 0.7:
        noun = facts.style if facts.style in _FORMS else f"{facts.style} {noun}"
    filled = manner.format(
        adjectives=one((", ", " and ", " ")).join(adjectives),
        noun=noun,
        details=" ".join(details),
        more=" ".join(more),
        title=facts.title,
        composer=facts.composer,
        a="an" if (adjectives or [noun])[0][:1] in "aeiou" else "a",
    )
    return _tidied(filled)


def _adjectives(facts: CaptionFacts, rng: np.random.Generator) -> list[str]:
    words = mood_words(facts.valence, facts.arousal)
    adjectives = list(rng.choice(words, int(rng.integers(1, 3)), replace=False))
    tempo = next(names for bound, names in _TEMPO_WORDS if (facts.tempo_bpm or 0) <= bound)
    for names, known, share in (
        (tempo, facts.tempo_bpm is not None, 0.5),
        (_DENSITY_WORDS.get(facts.density or "", ()), facts.density is not None, 0.25),
        (_REGISTER_WORDS.get(facts.register, ()), bool(facts.register), 0.25),
    ):
        if known and rng.random() < share:
            adjectives.append(names[int(rng.integers(len(names)))])
    rng.shuffle(adjectives)
    return [str(word) for word in adjectives]


def _tellable(manner: str, facts: CaptionFacts) -> bool:
    return ("{title}" not in manner or len(facts.title) > 3) and (
        "{composer}" not in manner or bool(facts.composer)
    )


def _tidied(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,?])", r"\1", text)
    return re.sub(r"(, ?)+(?=[,?]|$)", "", text).strip(" ,")


@cache
def _mood_table() -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """English mood words that speak of both axes, and their places [n, 2]."""
    known = [e for e in entries("english").values() if e.valence is not None and e.arousal is not None]
    places = [(e.valence, e.arousal) for e in known]
    return tuple(e.word for e in known), np.array(places, np.float64)


def mood_words(valence: float, arousal: float, n: int = 40) -> tuple[str, ...]:
    """The `n` English mood words nearest to a place on the circumplex, nearest first."""
    words, places = _mood_table()
    distance = np.square(places - [valence, arousal]).sum(1)
    return tuple(words[i] for i in np.argsort(distance, kind="stable")[:n])
