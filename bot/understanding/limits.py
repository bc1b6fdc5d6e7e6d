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
ARTIST = (
    "I know no artists by name. Tell me what you like about the music: its mood, tempo, style or instruments."
)
LIMITS = (LOUDNESS, PART, ENTRANCE, LYRICS, ARTIST)
_SUNG = re.compile(
    r"(?<!no )(?<!without )(?<!any )(?<!of )\blyrics?\b"
    r"|\b(?:sing|sings|singing)\s+(?:me\s+|us\s+)?(?:a\s+song|about)\b"
    r"|(?<!不要)(?<!不用)(?<!没有)(?<!无)歌词|唱一?首|给我唱"
)


#: names begin with capitals; "in the style of an old film" names nobody
_STYLE_OF = re.compile(
    r"\b(?:[Ii]n\s+the\s+(?:style|manner|vein)\s+of|[àa]\s+la|(?:[Mm]usic|[Ss]ongs?|[Aa]nything|[Ss]omething)\s+by)\s+"
    r"(?!(?:[A-Z][a-z]+day|Christmas|Halloween|Easter|New|January|February|March|April|May|Ju(?:ne|ly)|August"
    r"|September|October|November|December|I|A|The)\b)"
    r"(?P<name>[A-Z][\w.'-]+(?:\s+[A-Z][\w.'-]+)*)"
)


def limits_at_first(text: Text, slots: Slots) -> tuple[str, ...]:
    """The sentences about words that shall be sung, and about a name that stands for a sound."""
    lyrics = (LYRICS,) if _SUNG.search(text.lower) else ()
    named = _STYLE_OF.search(text.original)
    unknown = named is not None and not any(
        n.start < named.end() and named.start() < n.end for n in slots.names
    )
    return (*lyrics, *((ARTIST,) if unknown else ()))


def limits_of(text: Text, slots: Slots) -> tuple[str, ...]:
    """The sentences about wishes of `text` that cannot be fulfilled."""
    named = [n for n in slots.names if n.kind == "instrument"]
    told = [LOUDNESS] if named and "loud" in roles_of(text.lower, named) else []
    entrance = [ENTRANCE] if AT_ITS_ENTRANCE.search(text.lower) else []
    return (*told, *entrance, *([PART] if text.names_a_part else []))
