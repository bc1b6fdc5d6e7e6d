"""Which way a message moves a side of the piece that it names, as learned: faster or slower, brighter or
darker, livelier or calmer, longer or shorter, with more notes or fewer.

As asked.py; each answer was learned from messages that name its side.
"""

from functools import cache

from bot.listening.impression import Impression, with_impression
from bot.understanding.learned.features import features_of
from bot.understanding.learned.weights import Weights, read_weights
from bot.understanding.text import Plain
from music.controls import Controls

#: what can be moved, and the two axes a mood may be about
MOVED = ("tempo_bpm", "length", "density", "valence", "arousal")
DIRECTIONS = (*(f"{side} up" for side in MOVED), "about valence", "about arousal")


@cache
def _weights() -> Weights:
    return read_weights("directions.npz")


def directions_in(said: Plain, before: Controls, impression: Impression | None = None) -> dict[str, float]:
    """The probability of each of DIRECTIONS, given that its side is named at all."""
    chances = _weights().chances(features_of(said, before))
    chances = with_impression(chances, impression.directions if impression else None)
    return dict(zip(DIRECTIONS, chances.tolist(), strict=True))
