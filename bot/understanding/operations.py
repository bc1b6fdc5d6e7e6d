"""Operations in words: "rewrite bars 5 to 8", "humanise it"; and how much of each in a blend."""

import re

from bot.understanding.text import Text
from music.operation import Operation

_NUMBER = r"(?:#\s?)?(\d{1,3})"
_VERB = r"(?:re-?write|re-?compose|re-?do|re-?generate|re-?make|change|replace|new(?:\s+notes\s+(?:in|for))?|vary)"
_TO = r"(?:-|–|—|to|through|thru|till|until|and)"
#: other languages leave the word between two numbers out, and say the verb last
_REWRITE = re.compile(
    rf"\b{_VERB}\b.{{0,20}}?\b(?:bars?|measures?)\s+(?:(?:from|with)\s+)?{_NUMBER}"
    rf"(?:\s*(?:{_TO}\s*|(?<=\d)\s)(?:bar\s+|measure\s+)?{_NUMBER})?(?!\s*(?:bpm|%))"
    rf"|\bbars?\s+{_NUMBER}(?:\s*{_TO}?\s*{_NUMBER})?\s+re-?write\b"
    rf"|\b{_NUMBER}(?:\s*{_TO}?\s*{_NUMBER})?\s+bars?\s+re-?write\b"
    rf"|(?:重写|改写|重做|换掉)第?\s*{_NUMBER}\s*(?:(?:-|–|到|至)\s*第?\s*{_NUMBER}\s*)?小节"
)
_HUMANISE = re.compile(
    r"\bhumani[sz]e\b|\b(?:less\s+(?:robotic|mechanical|stiff)|more\s+(?:human|like\s+a\s+(?:real\s+)?"
    r"(?:human|person"
    r"|player)))\b|人性化"
)
_SHARES = re.compile(r"(?<!\d)(\d{1,3})\s*(?:/|:|to)\s*(\d{1,3})(?!\d)")
_PERCENT = re.compile(r"(?<!\d)(\d{1,3})\s*(?:%|percent\b)")


def read_operation(message: str) -> Operation | None:
    """An operation that the words name outright. Raises ImpossibleControls for bars 8 to 5."""
    lower = Text(message).lower
    found = _REWRITE.search(lower)
    if found:
        said = [int(n) for n in found.groups() if n]
        return Operation("rewrite", said[0], said[-1]).checked()
    return Operation("humanise") if _HUMANISE.search(lower) else None


def take_operation(text: Text) -> bool:
    """Whether an operation is named; its words are marked as read, since bars to rewrite are no length and
    "less robotic" is no mood."""
    return bool([*text.taken(_REWRITE), *text.taken(_HUMANISE)])


def read_weight(message: str) -> float | None:
    """The share of the second of two pieces: "70/30" is 0.3; "30%" alone is what the second gets."""
    lower = Text(message).lower
    shares = _SHARES.search(lower)
    if shares and int(shares[1]) + int(shares[2]) == 100:
        return int(shares[2]) / 100
    percent = _PERCENT.search(lower)
    return min(100, int(percent[1])) / 100 if percent else None
