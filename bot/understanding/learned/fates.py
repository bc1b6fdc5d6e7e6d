"""What becomes of each player that a message names, as learned: whether it comes, leaves, plays with nobody
but those named, or must not come.

As asked.py, over the words around each name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.understanding.instrument_names import meant_by, silenced_by, spoken_names
from bot.understanding.learned.features import features_around, lowered, name_plays
from bot.understanding.learned.weights import Weights, read_weights
from bot.understanding.names import Name, names_in
from bot.understanding.text import Plain
from music.controls import Controls

FATES = ("comes", "leaves", "only", "banned")
#: which of them can befall a player that plays, and one that does not
POSSIBLE = {True: (False, True, True, False), False: (True, False, True, True)}
#: a wall of names takes long, and is no wish
_MOST = 12


@dataclass(frozen=True, slots=True)
class Band:
    """Who plays, and who must not, after a message; `certainty` is the lowest of what decided it. `named`:
    those of before that the message names; `alone`: the chance that it leaves them, or some, alone."""

    instruments: tuple[str, ...]
    excluded: tuple[str, ...]
    certainty: float
    named: frozenset[str]
    alone: float


@cache
def _weights() -> Weights:
    return read_weights("fates.npz")


def named_players(said: Plain) -> list[Name]:
    """The players that a message names, in lower case, in its order."""
    return [n for n in names_in(lowered(said.text)) if n.kind == "instrument"]


def fates_of(said: Plain, named: Sequence[Name], before: Controls) -> NDArray[np.float64]:
    """Probabilities [named, FATES]; 0 for what cannot befall a player that plays, or that does not."""
    rows = [_weights().chances(features_around(said, name, before)) for name in named]
    possible = [POSSIBLE[name_plays(name, before.instruments)] for name in named]
    return np.asarray(np.array(rows) * np.array(possible), np.float64)


def band_after(said: Plain, before: Controls) -> Band | None:
    """Who plays after the message; None where it names nobody, or more than anyone does in a wish."""
    named = named_players(said)
    if not 0 < len(named) <= _MOST:
        return None
    chances = fates_of(said, named, before)
    fate = chances > 0.5
    certainty = float(np.abs(chances - 0.5).min(where=_decides(named, before), initial=0.5)) * 2
    now = before.instruments
    leaves = {i for n, f in zip(named, fate, strict=True) if f[1] for i in meant_by(n.word, now)}
    comes = [
        i
        for n, f in zip(named, fate, strict=True)
        if f[0] or (f[2] and not name_plays(n, now))
        for i in spoken_names()[n.word]
    ]
    if fate[:, 2].any():
        stays = {i for n, f in zip(named, fate, strict=True) if f[2] for i in meant_by(n.word, now)}
    else:
        stays = set(now)
    instruments = tuple(dict.fromkeys([*(i for i in now if i in stays - leaves), *comes]))
    banned = [i for n, f in zip(named, fate, strict=True) if f[3] for i in silenced_by(n.word)]
    excluded = [*before.exclude_instruments, *(i for i in leaves if i in now), *banned]
    return Band(
        instruments,
        tuple(dict.fromkeys(e for e in excluded if e not in instruments)),
        certainty,
        frozenset(i for n in named for i in meant_by(n.word, now) if i in now),
        float(chances[:, FATES.index("only")].max()),
    )


def _decides(named: Sequence[Name], before: Controls) -> NDArray[np.bool_]:
    return np.array([POSSIBLE[name_plays(name, before.instruments)] for name in named])
