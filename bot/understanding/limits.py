"""What can be wished and cannot be done: one instrument louder or later, one part of a piece otherwise,
words that are sung.

Such a message changes nothing and says so; beside other wishes it is said along with them.
"""

import re

from bot.understanding.phrasing.parts import ENTRANCE as AT_ITS_ENTRANCE
from bot.understanding.roles import roles_of
from bot.understanding.slots import Slots
from bot.understanding.text import Text

LOUDNESS = (
    "How loud one instrument plays cannot be set; it can be left out, or another can play in its place."
)
PART = "One part of a piece cannot be changed by itself; “rewrite bars 5 to 8” composes those bars anew."
ENTRANCE = "When an instrument comes in or stops cannot be set; it can be added or left out."
LYRICS = "I write music without words; voices sing along, but no lyrics."
LIMITS = (LOUDNESS, PART, ENTRANCE, LYRICS)
_SUNG = re.compile(
    r"(?<!no )(?<!without )(?<!any )(?<!of )\blyrics?\b"
    r"|\b(?:sing|sings|singing)\s+(?:me\s+|us\s+)?(?:a\s+song|about)\b"
    r"|(?<!不要)(?<!不用)(?<!没有)(?<!无)歌词|唱一?首|给我唱"
)


def lyrics_of(text: Text) -> tuple[str, ...]:
    """The sentence about words that shall be sung, where `text` wishes some."""
    return (LYRICS,) if _SUNG.search(text.lower) else ()


def limits_of(text: Text, slots: Slots) -> tuple[str, ...]:
    """The sentences about wishes of `text` that cannot be fulfilled."""
    named = [n for n in slots.names if n.kind == "instrument"]
    told = [LOUDNESS] if named and "loud" in roles_of(text.lower, named) else []
    entrance = [ENTRANCE] if AT_ITS_ENTRANCE.search(text.lower) else []
    return (*told, *entrance, *([PART] if text.names_a_part else []))
