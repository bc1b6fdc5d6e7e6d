"""How players are named in English, and the verbs by which one is sent away."""

import re

from bot.understanding.instrument_names import spoken_names
from bot.understanding.phrasing.parts import Match, compiled

INSTRUMENT = (
    r"\b(?:(?:solo|lead|backing|distorted|electric|acoustic|loud|low|high)\s+)?(?:"
    + "|".join(sorted(map(re.escape, filter(str.isascii, spoken_names())), key=len, reverse=True))
    + r")(?:e?s)?(?![\w])"
)
SPOKEN = compiled(rf"(?<!\w){INSTRUMENT}")
_SIGN = "ǁ"
#: a player in a text that is `marked`: patterns with many players are short so, and soon compiled
MARKED = rf"{_SIGN}\d+{_SIGN}"
_MARK = re.compile(rf"{_SIGN}(\d+){_SIGN}")


def marked(text: str) -> tuple[str, list[str]]:
    """`text` with a sign in the place of each player, and the players."""
    found: list[str] = []

    def sign(match: Match) -> str:
        found.append(match.group())
        return f"{_SIGN}{len(found) - 1}{_SIGN}"

    return SPOKEN.sub(sign, text.replace(_SIGN, " ")), found


def unmarked(text: str, found: list[str]) -> str:
    """`text` with its players again."""
    return _MARK.sub(lambda match: found[int(match[1])], text)


REMOVES = (
    r"(?:but\s+|not\s+really\W+|please\s+|just\s+|let's\s+|can\s+(?:you|we)\s+|could\s+(?:you|we)\s+"
    r"|maybe\s+|so\s+|and\s+|then\s+|i'd\s+|i\s+say\s+"
    r"|time\s+to\s+|you\s+can\s+|we\s+can\s+)*"
    r"(?:remove|drop|lose|cut|ditch|kill|axe|mute|delete|scrap|bin|chuck|nix|skip|omit|scratch|erase|dump"
    r"|yeet|silence|strip"
    r"|take|leave(?=\s+\w+\s+(?:out|off|away|behind|home)\b)|throw|pull|get\s+rid\s+of|do\s+away\s+with"
    r"|do\s+without|be\s+rid\s+of|out\s+with"
    r"|away\s+with|no\s+more\s+of"
    r"|bye\s+to|without|try\s+without|try\s+it\s+without|out(?=\W*$)|get\s+rid(?!\s+of)|be\s+gone|begone"
    r"|off\s+with)"
)
CLAUSE_END = r"(?=\s*(?:$|[,.;!?)]|(?:please|lol|thanks|then|now|altogether|entirely|completely|and|but)\b))"
