"""What stands beside a wish and is none: sentences that only tell ("dang scary. i play this at night. slower
please"), reasons before "
 so" ("dancers are beginners so 130 please"), purposes behind it ("a trumpet so people
wake up")."""

import re

from bot.understanding.phrasing.parts import compiled
from bot.understanding.phrasing.players import INSTRUMENT, SPOKEN
from bot.understanding.phrasing.telling import is_wish, tells_only

_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_PRAISED = compiled(
    r"\W*(?:(?:oh|wow|haha+|lol|omg|dang|damn|hey|ok|yeah|yes|so|very|really|this\s+is|that's|it's"
    r"|that\s+is)\W+)*"
    r"(?:nice|lovely|charming|cute|fire|sick|great|cool|perfect|beautiful|sweet|epic|amazing|awesome"
    r"|gorgeous|scary"
    r"|spooky|creepy|dreamy|peaceful|relaxing|cozy|funny|hype|love\s+it|good|wonderful|splendid"
    r"|delightful)\b"
    r"[^.!?;\d]{0,40}[.!?;]+"
)
_SO = compiled(r"\s*,?\s+so\s+(?!that\b|much\b|many\b|far\b|\w+\s+that\b)")
_PURPOSE = compiled(
    r"\s*,?\s+so\s+(?:that\s+)?(?:ppl|people|everyone|everybody|they|we|i|he|she|you|(?:the|my"
    r"|our)\s+\w+)\s+"
    r"(?!should|want|need|would|could\s+(?:you|it)|can\s+(?:you|it|we\s+(?:have|get|add))|think"
    r"|said)[^.!?;,]*(?=$|[.!?;,])"
)
_AFTERTHOUGHT = compiled(
    r"\s*[,.;]\s*(?:because\s+|cause\s+|cuz\s+)?(?:i'?m|i\s+am|we'?re|she'?s|he'?s|they'?re)\s+"
    r"(?:just\s+|so\s+|too\s+|a\s+bit\s+|really\s+|very\s+)?[a-z]+(?=\s*(?:$|[.!]))|"
    r"(?:\s*,)?\s+(?:it|that)(?:'d|\s+would|\s+will)\s+be\s+(?:so\s+|really\s+|just\s+)?[a-z]+(?=\s*(?:$"
    r"|[.!]))"
    r"|\s*[,.;]\s*(?:it|this)\s+(?:sounds|feels|is)\s+(?:(?:a\s+bit|a\s+little|kinda|kind\s+of|too|more"
    r"|almost)\s+)*like\s+"
    r"(?:an?|the|my|some)\s+[^.!?;,]*(?=$|[.!?;])"
    rf"|\s*,\s*(?:the\s+\w+|we|i|he|she|they|my\s+\w+)\s+(?:are|is|am|play|plays|have|has|brought"
    rf"|brings?)\s+(?:the|an?|our|my)\s+{INSTRUMENT}"
    r"s?(?=\s*(?:$|[.!]))"
)


def _says_something(text: str) -> bool:
    return bool(re.search(r"[a-z0-9]", text, re.IGNORECASE))


def _without_told_sentences(text: str) -> str:
    """Sentences that tell are left out where another one is a wish."""
    sentences = [s for s in _SENTENCE.split(text) if s]
    if len(sentences) < 2:
        return text
    told = [tells_only(s) or bool(_PRAISED.fullmatch(s)) for s in sentences]
    wished = [is_wish(s) and not t for s, t in zip(sentences, told, strict=True)]
    if not any(wished) or not any(told):
        return text
    if any(SPOKEN.search(s) for s, t in zip(sentences, told, strict=True) if t):
        return text  # what is told of a player may be why it goes
    return " ".join(s for s, t in zip(sentences, told, strict=True) if not t)


def _without_reason_before_so(text: str) -> str:
    """ "dancers are beginners so 130 please": "130 please"."""
    found = _SO.search(text)
    if found is None:
        return text
    reason, wish = text[: found.start()], text[found.end() :]
    begins = max(reason.rfind(sign) for sign in ".!?;") + 1
    told = reason[begins:].strip()
    if not told or not is_wish(wish) or not tells_only(told) or SPOKEN.search(told):
        return text
    return f"{reason[:begins]} {wish}".strip()


def _without_purpose(text: str) -> str:
    """ "add a trumpet so people wake up": "add a trumpet"."""
    for pattern in (_PURPOSE, _AFTERTHOUGHT):
        found = pattern.search(text)
        if found and is_wish(text[: found.start()]) and _says_something(text[: found.start()]):
            text = text[: found.start()] + text[found.end() :]
    return text


def without_what_stands_beside(text: str) -> str:
    """English `text` behind a piece with its wishes alone, as far as they can be told from the rest."""
    return _without_purpose(_without_reason_before_so(_without_told_sentences(text)))
