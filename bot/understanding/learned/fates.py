"""What becomes of each player that a message names, as learned: whether it comes, leaves, plays with nobody
but those named, or must not come.

As asked.py, over the words around each name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.listening.impression import Impression, Place, with_impression
from bot.understanding.instrument_names import meant_by, silenced_by, spoken_names
from bot.understanding.learned.features import features_around, lowered, name_plays
from bot.understanding.learned.weights import Weights, read_weights
from bot.understanding.names import Name, names_in
from bot.understanding.role_words import LEADS_AFTER
from bot.understanding.text import Plain
from music.controls import Controls

FATES = ("comes", "leaves", "only", "banned")
#: which of them can befall a player that plays, and one that does not
POSSIBLE = {True: (False, True, True, False), False: (True, False, True, True)}
#: a wall of names takes long, and is no wish
_MOST = 12
#: from this certainty on a player is as learned
_CERTAIN = 0.6
#: below this chance a message does not leave those alone that it names
_ALONE = 0.35


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one player that a message names, each more likely than not; `is_sure`: by far, or by
    far not. `there`: what of the name plays; `bring`: what would come; `means`: all it may mean."""

    name: str
    there: frozenset[str]
    bring: tuple[str, ...]
    means: frozenset[str]
    comes: bool
    leaves: bool
    only: bool
    banned: bool
    is_sure: bool


@cache
def _weights() -> Weights:
    return read_weights("fates.npz")


def named_players(said: Plain) -> list[Name]:
    """The players that a message names, in lower case, in its order."""
    return [n for n in names_in(lowered(said.text)) if n.kind == "instrument"]


def places_of(said: Plain, before: Controls) -> list[Place]:
    """Where the message names players, and which of them play: at most as many as a wish names."""
    named = named_players(said)[:_MOST]
    return [(name.start, name.end, name_plays(name, before.instruments)) for name in named]


def fates_of(
    said: Plain, named: Sequence[Name], before: Controls, impression: Impression | None = None
) -> NDArray[np.float64]:
    """Probabilities [named, FATES]; 0 for what cannot befall a player that plays, or that does not."""
    rows = np.array([_weights().chances(features_around(said, name, before)) for name in named])
    possible = [POSSIBLE[name_plays(name, before.instruments)] for name in named]
    chances = with_impression(rows, impression.fates if impression else None)
    return np.asarray(chances * np.array(possible), np.float64)


def surest_fate(said: Plain, before: Controls, impression: Impression | None = None) -> float:
    """The highest chance that something becomes of a player that the message names; 0 where it names none."""
    named = named_players(said)
    return float(fates_of(said, named, before, impression).max()) if 0 < len(named) <= _MOST else 0.0


def band_after(
    said: Plain, before: Controls, ruled: Controls, impression: Impression | None = None
) -> Controls | None:
    """`ruled`, which rules made of the message, with those players as learned whose fate is sure, and with
    those playing on whom nobody named. None where it names nobody, or more than anyone does in a wish."""
    named = named_players(said)
    if not 0 < len(named) <= _MOST:
        return None
    chances = fates_of(said, named, before, impression)
    fates = [_fate(name, row, before) for name, row in zip(named, chances, strict=True)]
    fates = [replace(f, is_sure=f.is_sure and _agree(f, fates)) for f in fates]
    # "let the flute take the lead" is said of who plays, whatever becomes of others that are let do something
    leads = [LEADS_AFTER.match(said.text[name.end :].lower()) for name in named]
    fates = [
        replace(f, comes=not f.there, leaves=False, banned=False, is_sure=True) if leading else f
        for f, leading in zip(fates, leads, strict=True)
    ]
    stay = _unnamed_stay(fates, float(chances[:, FATES.index("only")].max()), before)
    if _exchanges(before, ruled) and not (stay and _silences(before, ruled, fates)):
        return ruled  # rules are better at exchanges
    playing = [i for i in before.instruments if _plays_on(i, fates, ruled, stay)]
    came = [i for i in ruled.instruments if i not in before.instruments and _may_come(i, fates)]
    for fate in fates:
        if fate.is_sure and (fate.comes or fate.only) and not fate.means & {*playing, *came}:
            came += fate.bring
    instruments = tuple(dict.fromkeys([*playing, *came]))
    if not instruments:
        return None
    kept = [e for e in ruled.exclude_instruments if e in before.exclude_instruments or _may_leave(e, fates)]
    left = {i for f in fates if f.is_sure and f.leaves for i in f.there}
    banned = [i for f in fates if f.is_sure and f.banned for i in silenced_by(f.name)]
    excluded = tuple(dict.fromkeys(e for e in (*kept, *sorted(left), *banned) if e not in instruments))
    return replace(ruled, instruments=instruments, exclude_instruments=excluded)


def _agree(fate: Fate, fates: Sequence[Fate]) -> bool:
    """Whether a message that names a player twice says the same of it: "no brass. hmm, keep the brass"."""
    said = [(f.comes, f.leaves, f.only, f.banned) for f in fates if f.name == fate.name]
    return all(one == said[0] for one in said)


def _exchanges(before: Controls, ruled: Controls) -> bool:
    one, other = set(before.instruments), set(ruled.instruments)
    return bool(one - other and other - one)


def _silences(before: Controls, ruled: Controls, fates: Sequence[Fate]) -> bool:
    """Whether the rules would have somebody leave whom the message does not name."""
    named = {i for f in fates for i in f.there}
    return any(i not in ruled.instruments and i not in named for i in before.instruments)


def _fate(name: Name, chances: NDArray[np.float64], before: Controls) -> Fate:
    now = before.instruments
    there = frozenset(i for i in meant_by(name.word, now) if i in now)
    # whether it plays on, or comes at all; that it must not come either is sure enough then
    tells = chances[1] if there else max(chances[0], chances[2])
    certainty = abs(float(tells) - 0.5) * 2
    bring = tuple(spoken_names()[name.word])
    means = frozenset((*there, *bring, *meant_by(name.word, now), *silenced_by(name.word)))
    comes, leaves, only, banned = (bool(c > 0.5) for c in chances)
    return Fate(name.word, there, bring, means, comes, leaves, only, banned, certainty >= _CERTAIN)


def _unnamed_stay(fates: Sequence[Fate], alone: float, before: Controls) -> bool | None:
    """Whether those play on whom nobody named; None where that is for the rules to say: of one player it is
    plain who leaves for another."""
    if any(f.only and f.is_sure for f in fates):
        return False
    return True if len(before.instruments) > 1 and alone < _ALONE else None


def _plays_on(player: str, fates: Sequence[Fate], ruled: Controls, unnamed_stay: bool | None) -> bool:
    about = [f for f in fates if player in f.there]
    if sure := [f for f in about if f.is_sure]:
        return not any(f.leaves for f in sure) and (unnamed_stay is not False or any(f.only for f in sure))
    if about or unnamed_stay is None:
        return player in ruled.instruments
    return unnamed_stay


def _may_come(player: str, fates: Sequence[Fate]) -> bool:
    about = [f for f in fates if player in f.means]
    return not about or any(not f.is_sure or f.comes or f.only for f in about)


def _may_leave(player: str, fates: Sequence[Fate]) -> bool:
    about = [f for f in fates if player in f.means]
    return not about or any(not f.is_sure or f.leaves or f.banned for f in about)
