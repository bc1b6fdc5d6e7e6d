"""What a message points at: "#2", "the last one", "the first one", "that sad one", "第二首"."""

import re

from bot.understanding.numbers import chinese_number
from bot.understanding.request import Reference, ReferenceKind
from bot.understanding.text import Text

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5,
    "5th": 5,
    "sixth": 6, "6th": 6,
}  # fmt: skip
_THING = (
    r"(?:one|track|song|piece|take|tune|version|recommendation|suggestion|result|melody|beat|thing|loop"
    r"|composition)"
)
_NUMBER = re.compile(
    r"(?<![\w#])(?:#\s?(?P<hash>\d{1,3})|(?:number|no\.|track|take|song|option"
    r"|version)\s+#?(?P<number>\d{1,3}))(?!\d|\s*-?(?:bars?|measures?|bpm|s(?:ec(?:ond)?s?)?\b|m(?:in(?:ute)?s?)?\b|hours?|beats?))"
)
_ORDINAL = re.compile(
    rf"\b(?:the\s+|your\s+|that\s+)(?P<ordinal>{'|'.join(_ORDINALS)})(?:\s+(?:{_THING}|2|3)s?\b"
    rf"|(?=\s*(?:$|[,.;!?]|with|and\b|but\b|again)))"
)
_LAST = re.compile(
    rf"\b(?:the|your|my|that)\s+(?:very\s+)?(?:last|latest|previous|most\s+recent|newest|prior"
    rf"|final)(?:\s+{_THING}|(?=\s*(?:$|[,.;!?]|with|and\b|but\b)))|\bthe\s+{_THING}\s+(?:before"
    rf"|you\s+just\s+(?:made|played|wrote))"
)
_DESCRIBED = re.compile(
    r"\b(?:that|the)\s+(?P<words>(?!last|first|same|other|right|next|only|new|whole"
    r"|key\b)[a-z-]+(?:\s+[a-z-]+)?)\s+(?:one|version|take(?!\s+(?:an?|the|five|ten|\d+|it|over|off|up|out|its"
    r"|their|turns|part|place)\b))\b(?:\s+(?:from\s+)?(?:before|earlier"
    r"|yesterday|last\s+time))?"
)
_THIS = re.compile(
    rf"\b(?:this|that|these|those|it|them)(?:\s+{_THING}s?)?\b|\b(?:again|more\s+like\s+(?:this|that|it)"
    rf"|same\s+(?:one|thing|again)|^same\b)"
)
_CHINESE_NUMBER = re.compile(r"第(?P<number>[一二三四五六七八九十两\d]+)(?:首|个|段|版|支)")
_CHINESE_LAST = re.compile(r"(?:上一|前一|最后一?|最近那?|刚才那?|刚刚那?)(?:首|个|段|版|支)?")
_CHINESE_THIS = re.compile(r"(?:这|那)(?:一)?(?:首|个|段|版|支)|它")
#: "it" and "that" of everyday grammar, which point at nothing played
_EMPTY_IT = re.compile(
    r"\bis\s+it\b|\bit'?s\b(?!\s+too)|\b(?:that|it)\s+(?:sounds|would|feels|makes|is|has|could|can|goes"
    r"|was|will|features|moves|carries|lasts|builds|evokes|might|should|takes|reminds)\b"
    r"|\b(?:so|something|music|song|piece|tune|one|anything|track|beat|things?)\s+that\b|\bthat\s+(?:i"
    r"|you|we|my|makes|kind|sort|much|sad|slow|fast|loud|features)\b|\bthis\s+(?:is|morning|evening"
    r"|weekend|week|time|night)\b"
    r"|(?<!more )(?<!one )\blike\s+that\b(?=\s*$)|\bmake\s+it\s+(?:stop)"
)


def read_references(text: Text, *, pronouns: bool) -> tuple[Reference, ...]:
    """References in the order of the text; numbers and ordinals are marked as read.

    `pronouns`: whether "it" and "this" may point at something (there is something to point at, or the
    intent needs it).
    """
    found: list[tuple[int, Reference]] = []

    def add(match: re.Match[str], kind: ReferenceKind, number: int | None = None) -> None:
        found.append((match.start(), Reference(kind, match.group().strip(), number)))

    for match in text.taken(_NUMBER):
        add(match, "number", int(match["hash"] or match["number"]))
    for match in text.taken(_CHINESE_NUMBER):
        said = match["number"]
        add(match, "number", int(said) if said.isdecimal() else chinese_number(said))
    for match in text.taken(_ORDINAL):
        number = _ORDINALS[match["ordinal"]]
        add(match, "first" if number == 1 else "number", number)
    for pattern in (_LAST, _CHINESE_LAST):
        for match in text.taken(pattern):
            add(match, "last")
    if not found:
        for match in _DESCRIBED.finditer(text.rest):
            add(match, "described")
    if pronouns and not found:
        plain = _EMPTY_IT.sub(lambda m: " " * len(m.group()), text.rest)
        pointing = _THIS.search(plain) or _CHINESE_THIS.search(text.rest)
        if pointing:
            add(pointing, "this")
    return tuple(reference for _, reference in sorted(found, key=lambda pair: pair[0]))
