"""Several things in one sentence: "a, b and c", "a or b", as the language in use joins them."""

import re
from collections.abc import Iterable

from bot.language.saying import current_language, say

#: Spanish: "y" becomes "e" before the sound i, "o" becomes "u" before the sound o
_EASED = {" y ": (re.compile(r"h?[ií](?![aeo])", re.IGNORECASE), " e "),
          " o ": (re.compile(r"h?[oó]", re.IGNORECASE), " u ")}  # fmt: skip


def listed(names: Iterable[str]) -> str:
    """ "a, b and c"."""
    *others, last = list(names) or [""]
    if not others:
        return last
    return _eased(say("{others} and {last}", others=say(", ").join(others), last=last), " y ", last)


def either(names: Iterable[str]) -> str:
    """ "a or b"."""
    text = ""
    for name in names:
        text = _eased(f"{text}{say(' or ')}{name}", " o ", name) if text else name
    return text


def _eased(text: str, joint: str, last: str) -> str:
    """`text`, which ends in `joint` and `last`, with the joint as it is said before that word."""
    before, instead = _EASED[joint]
    if current_language() != "es" or not before.match(last) or not text.endswith(joint + last):
        return text
    return text.removesuffix(joint + last) + instead + last
