"""Latin text inside of text that runs from right to left."""

import re
import unicodedata

#: languages written from right to left
RIGHT_TO_LEFT = frozenset({"ar"})
#: first strong isolate, pop directional isolate (Unicode Standard Annex 9)
_ISOLATE, _POP = "\u2068", "\u2069"
_ISOLATED = re.compile(f"{_ISOLATE}[^{_POP}]*{_POP}")
#: one word of letters keeps its order wherever it stands; so a code can be copied without signs around it
_ONE_WORD = re.compile(r"[^\W\d_](?:[\w-]*\w)?")


def apart(text: str, language: str) -> str:
    """`text` as it is put into a sentence of `language`: kept apart from its neighbours where it runs the
    other way and its signs or words would change places."""
    if language not in RIGHT_TO_LEFT or _ONE_WORD.fullmatch(text):
        return text
    outside = _ISOLATED.sub("", text)
    strong = (kind for letter in outside if (kind := unicodedata.bidirectional(letter)) in ("L", "R", "AL"))
    return f"{_ISOLATE}{text}{_POP}" if next(strong, "") == "L" else text
