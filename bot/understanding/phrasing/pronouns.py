"""Whom "it" and "them" mean: "the harp keeps waking him, lose it" is about the harp.

A clause that begins with one instrument and says something of it, and one behind it that does something with "it",
become one wish: "lose the harp".
"""

import re

from bot.understanding.instrument_names import spoken_names
from bot.understanding.phrasing.parts import Match, Rule, compiled

INSTRUMENT = (
    r"(?:(?:solo|lead|backing|distorted|electric|acoustic|loud|low|high)\s+)?(?:"
    + "|".join(sorted(map(re.escape, filter(str.isascii, spoken_names())), key=len, reverse=True))
    + r")(?:e?s)?(?![\w])"
)
_REMOVES = (
    r"(?:please\s+|just\s+|let's\s+|can\s+(?:you|we)\s+|could\s+(?:you|we)\s+|maybe\s+|so\s+|and\s+|then\s+|i'd\s+|i\s+say\s+"
    r"|time\s+to\s+|you\s+can\s+|we\s+can\s+)*"
    r"(?:remove|drop|lose|cut|ditch|kill|axe|mute|delete|scrap|bin|chuck|nix|skip|omit|scratch|erase|dump|yeet|silence|strip"
    r"|take|leave|throw|pull|get\s+rid\s+of|do\s+away\s+with|do\s+without|be\s+rid\s+of|out\s+with|away\s+with|no\s+more\s+of"
    r"|bye\s+to|without|try\s+without|try\s+it\s+without)"
)
_END = r"(?=\s*(?:$|[,.;!?)]|please\b|lol\b|thanks\b|then\b|now\b|altogether\b|entirely\b|completely\b|and\b|but\b))"
#: whoever says what it sounds like may well say the name again: "the drums, can you remove them"
_REMARKED = compiled(
    rf"(?:^|(?<=[,.;!?]\s)|(?<=\b(?:but|and)\s))(?P<lead>(?:(?:and|but|hm+|ok(?:ay)?|ugh|nah|no|yeah|so|sorry|honestly|man|bro|mon|yo"
    rf"|oh|tbh|ngl|actually|also|hey|hi|i\s+think|i\s+feel\s+like|lol|omg)[\s,]+)*)"
    rf"(?:the|that|this|those|these|my)\s+(?P<thing>{INSTRUMENT})(?P<said>[^.;!?]*?)[,.;!?]+\s*"
    rf"(?P<verb>{_REMOVES})(?:\s+(?:it|them|that|this|those|that\s+one|those\s+ones|the\s+thing))?(?:\s+(?:out|away|off))?{_END}"
)
_DONE_WITH = compiled(
    rf"(?:^|(?<=[,.;!?]\s)|(?<=\b(?:but|and)\s))(?:the|that|this|those|these|my)\s+(?P<thing>{INSTRUMENT})(?P<said>[^.;!?]*?)[,.;!?]+\s*"
    rf"(?P<verb>(?:please\s+|just\s+|can\s+(?:you|we)\s+|could\s+(?:you|we)\s+|maybe\s+|so\s+|and\s+|let's\s+)*"
    rf"(?:swap|replace|change|switch|trade|turn|exchange|sub))\s+(?:it|them|that|this|those)\s+(?:out\s+)?"
    rf"(?P<into>(?:for|with|to|into|by)\s)"
)


def _removed(match: Match) -> str:
    return f"{match['lead']} remove the {match['thing']}"


def _exchanged(match: Match) -> str:
    return f"{match['verb']} the {match['thing']} {match['into']}"


#: "remove the choir, it's scary" says why, and wants nothing else
_WHY_REMOVED = compiled(
    rf"(?P<wish>\b{_REMOVES}\s+(?:the|that|those|these|this|any|all\s+the)\s+{INSTRUMENT}(?:\s+(?:out|away|off|please|pls))*)"
    r"(?:\s*[,.;!:-]+\s*|\s+)(?:(?:because|cause|cuz|since|as|bc)\s+)?(?:(?:it|they|that|those)(?:'s|'re|\s+(?:is|are|was|were|sounds?|feels?|makes?"
    r"|gets?|seems?))|sounds?|feels?)\s+(?!better|nicer)[^.;!?,]*(?=$|[.;!?,])(?!,?\s*(?:and|but)\b)"
)


PRONOUNS: tuple[Rule, ...] = ((_WHY_REMOVED, r"\g<wish>"), (_REMARKED, _removed), (_DONE_WITH, _exchanged))
