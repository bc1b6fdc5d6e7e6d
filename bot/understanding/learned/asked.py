"""What a message that follows a piece asks for, as learned: nothing, an earlier state, another piece, or
which sides of the one that is there.

A logistic regression for each answer over hashed runs of words; the weights are made by
bot/understanding/learned/training.py from the development half of the labelled dialogues.
"""

from dataclasses import dataclass
from functools import cache

from bot.listening.impression import Impression, with_impression
from bot.understanding.learned.features import features_of
from bot.understanding.learned.weights import Weights, read_weights
from bot.understanding.text import Plain
from music.controls import Controls

#: sides of a piece that a message can name
SIDES = ("tempo_bpm", "key", "metre", "length", "density", "style", "mood", "players")
#: `first`: of what goes back, whether to the first state of all
ANSWERS = ("nothing", "back", "new", *SIDES, "first")
#: which side each slot of the Controls belongs to
SIDE_OF = {
    "valence": "mood", "arousal": "mood", "mood": "mood", "seconds": "length", "bars": "length",
    "instruments": "players", "exclude_instruments": "players",
    "tempo_bpm": "tempo_bpm", "key": "key", "metre": "metre", "density": "density", "style": "style",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Probabilities: that `nothing` is asked for, an earlier state (`back`), a `new` piece, and of each side
    of SIDES that it is named; `first`: that it is the first state, where it goes back at all."""

    nothing: float
    back: float
    new: float
    sides: dict[str, float]
    first: float


@cache
def _weights() -> Weights:
    return read_weights("asked.npz")


def asked_in(said: Plain, before: Controls, impression: Impression | None = None) -> Asked:
    """What a message asks for over the state `before`."""
    chances = _weights().chances(features_of(said, before))
    chances = with_impression(chances, impression.asked if impression else None)
    chance = dict(zip(ANSWERS, chances.tolist(), strict=True))
    return Asked(
        chance["nothing"], chance["back"], chance["new"], {s: chance[s] for s in SIDES}, chance["first"]
    )
