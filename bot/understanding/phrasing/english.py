"""What people say in English of music that is there, in the few words that the slots read.

"not fast enough", "it drags", "pick up the pace" are all "faster"; "tone down the drama" is "less drama".
Frames with a place for a quality (`qualities`) stand here, no sentences. Only messages that follow a piece
or a wish are put so: in a first wish "not too sad" means something else than "less sad than before".
"""

import re
from collections.abc import Callable

from bot.understanding.phrasing.amounts import AMOUNTS
from bot.understanding.phrasing.asides import ASIDES
from bot.understanding.phrasing.beside import without_what_stands_beside
from bot.understanding.phrasing.circumstances import without_circumstances
from bot.understanding.phrasing.entrances import with_entrances
from bot.understanding.phrasing.frames import FRAMES
from bot.understanding.phrasing.habits import plainly
from bot.understanding.phrasing.kinds import with_kinds_named
from bot.understanding.phrasing.partings import with_partings
from bot.understanding.phrasing.parts import Match
from bot.understanding.phrasing.pronouns import with_instruments_named
from bot.understanding.phrasing.things import THINGS
from bot.understanding.phrasing.turns import TURNS
from bot.understanding.phrasing.verbs import change_verbs
from bot.understanding.spelling import with_qualities_spelled


def _apart(meaning: str | Callable[[Match], str]) -> Callable[[Match], str]:
    """`meaning` with a space on both sides, since what it stands for may have swallowed them."""

    def said(match: Match) -> str:
        words = match.expand(meaning) if isinstance(meaning, str) else meaning(match)
        return words if words == match.group() else f" {words} "

    return said


_RULES = [
    (pattern, _apart(meaning))
    for pattern, meaning in (*ASIDES, *TURNS, *AMOUNTS, *THINGS, *change_verbs(), *FRAMES)
]


def rephrased(text: str) -> str:
    """`text`, cleaned English that follows something, with the words that the slots know."""
    text = plainly(without_what_stands_beside(with_qualities_spelled(text)))
    text = with_partings(with_entrances(with_kinds_named(text)))
    text = without_circumstances(with_entrances(with_instruments_named(text)))
    for pattern, meaning in _RULES:
        text = pattern.sub(meaning, text)
    return re.sub(r"\s+", " ", text).strip()
