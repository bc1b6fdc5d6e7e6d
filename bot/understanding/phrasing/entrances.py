"""When a player comes in or stops: "can the flute come in later", "no drums until bar 8", "鼓晚点再进来".

Nothing sets that, so such a wish sends nobody away: whoever is named plays, `at its entrance`, and the reply
says that the time cannot be chosen (`bot/understanding/limits.py`).
"""

import re

from bot.understanding.instrument_names import spoken_names
from bot.understanding.phrasing.parts import Match, compiled
from bot.understanding.phrasing.players import MARKED, marked, unmarked

_THE = r"(?:the|that|those|my|our|an?|some)\s+"
_PLAYERS = (
    rf"(?P<players>{MARKED}(?:\s*(?:,\s*and|,|and|&|\+)\s*(?:{_THE})?{MARKED}){{0,5}})"
    r"(?:\s+(?:part|line|section|player)s?)?"
)
_ASKED = (
    r"(?:(?:can|could|would|should|may|might|will|shall|(?:can|could|would)\s+(?:you|we)|let|have|make|get"
    rf"|want|add|with|i\s+want|i'd\s+like|what\s+if|how\s+about|maybe|please)\s+)*(?:{_THE})?"
)
_COUNT = r"(?:about\s+|around\s+|like\s+)?(?:\d+|a\s+few|a\s+couple(?:\s+of)?)\s*"
_UNIT = r"(?:s|secs?|seconds?|mins?|minutes?|bars?|measures?|beats?)\b"
_SPOT = (
    r"(?:(?:very\s+)?(?:start|beginning|end|ending|middle|intro|outro|verse|chorus|bridge|climax"
    r"|(?:first|second|last|third|final)\s+(?:half|part|verse|chorus|section|third|few\s+bars)))\b"
    r"(?:\s+of\s+(?:it|the\s+(?:song|piece|track)))?"
)
#: where in the piece
_PLACE = (
    r"(?:(?:only|not|just|right|maybe|like)\s+)*(?:(?:after|at|from|until|till|before|in|for|around|near"
    rf"|towards?|by)\s+(?:about\s+|around\s+|like\s+)?(?:(?:the\s+)?(?:bar|measure|second|minute)\s+\d+\b"
    rf"|(?:the\s+)?(?:first|last)\s+{_COUNT}{_UNIT}|(?:the\s+)?{_SPOT}|\d+:\d\d)|(?:after|until|from|at)\s+"
    rf"(?:{_COUNT}{_UNIT}(?:\s+in\b)?|(?:a\s+)?while\b)|{_COUNT}{_UNIT}\s+(?:later|in)\b"
    r"|half\s?-?way(?:\s+(?:through|in))?\b)"
)
_LATE = (
    r"(?:(?:a\s+(?:little\s+)?(?:bit|little|tad|lot)|bit|slightly|much|way|even|only|some(?:what|\s+time)|too"
    r"|not\s+until|just)\s+)*(?:later|earlier|sooner|late|early|soon)(?:\s+on|\s+in)?\b"
)
_WHEN = (
    rf"(?:{_PLACE}|{_LATE}|(?:straight|right)\s+away\b|(?:first|last|alone|by\s+(?:itself|themselves)"
    r"|on\s+(?:its|their)\s+own)\b)"
)
_BEGINS = (
    r"(?:comes?(?:\s+back)?(?:\s+(?:in|up))?|enters?|starts?(?:\s+(?:to\s+play|playing|up|off))?|begins?"
    r"(?:\s+(?:to\s+play|playing))?|kicks?\s+in|joins?(?:\s+in)?|drops?\s+(?:in|out)|sets?\s+in|appears?"
    r"|shows?\s+up|fades?\s+(?:in|out)|waits?|be\s+introduced|stops?(?:\s+playing)?)"
)
_BRINGS = (
    r"(?:bring|fade|drop|have|put|let|start|begin|introduce|add|get|hold|hold\s+back|delay|keep|leave|cut"
    r"|remove|mute|stop|kill|take\s+out|cut\s+out|start\s+with|begin\s+with)"
)
_CAN = r"(?:should|could|can|must|may|might|shall|ought\s+to|needs?\s+to|has\s+to|have\s+to)"
_RULES = (
    # "can the flute come in a bit later", "drums start after 30 seconds"
    compiled(
        rf"\b{_ASKED}{_PLAYERS}\s+(?:(?:that|which|who|to|{_CAN}|would|will|only|not|don't|doesn't|shouldn't"
        rf"|please|maybe)\s+)*(?:{_BEGINS}\s+{_WHEN}|plays?\s+(?:{_PLACE}|{_LATE}))"
    ),
    # "bring the drums in halfway", "leave the drums out until the chorus", "cut the drums at the end"
    compiled(
        rf"\b{_BRINGS}\s+(?:in\s+|out\s+)?(?:{_THE})?{_PLAYERS}\s+(?:(?:in|back|out)\s+)*"
        rf"(?:{_PLACE}|{_LATE})"
    ),
    compiled(
        rf"\b(?:delay|postpone|hold\s+(?:back|off))\s+(?:on\s+)?(?:{_THE})?{_PLAYERS}(?:\s+(?:a\s+"
        rf"(?:little\s+)?(?:bit|little|while|tad)|by\s+{_COUNT}{_UNIT}))?(?=\s*(?:$|[,.;!?]|please|and\b))"
    ),
    # "start with just the piano"
    compiled(
        r"\b(?:starts?|begins?|opens?|kick\s+off)\s+(?:it\s+|the\s+(?:song|piece|track)\s+|things\s+)?"
        rf"(?:off\s+)?with\s+(?:just\s+|only\s+)?(?:{_THE})?(?:solo\s+)?{_PLAYERS}"
        r"(?:\s+(?:alone|only|solo|first|by\s+itself))?(?!\s+(?:instead|rather)\b)"
    ),
    # "no drums until bar 8", "drums only in the second half"
    compiled(rf"\b(?:no|without|not)\s+(?:any\s+|the\s+)?{_PLAYERS}\s+(?:yet\s+)?(?:{_PLACE}|until\s+later)"),
    compiled(rf"\b(?:{_THE})?{_PLAYERS}\s+(?:only|not|just)\s+(?:{_PLACE}|{_LATE})"),
    compiled(
        rf"^\W*(?:(?:ok|and|maybe|please|with)\s+)*(?:{_THE})?{_PLAYERS}\s+{_PLACE}(?:\s+(?:only|please))*\W*$"
    ),
)
#: who shall come in is to play
_COMES_IN = compiled(
    rf"\b(?:(?:can|could|may|might|should|let)\s+(?:{_THE})?{_PLAYERS}|(?:{_THE})?"
    rf"{_PLAYERS.replace('<players>', '<others>')}\s+(?:{_CAN}|to))\s+(?:please\s+|also\s+)?"
    r"(?:come\s+(?:back\s+)?in|come\s+back|join(?:\s+in)?|enter|kick\s+in|start\s+playing|drop\s+in)"
    r"(?=\s*(?:$|[,.;!?]|please|too|and\b|now))"
)
#: whoever "it" is plays: "can it come in later"
_IT_COMES_IN = compiled(
    r"\b(?:(?:can|could|would|should|may|might|will|shall|let|make|have|want|i'd\s+like|what\s+if|maybe|please)\s+)*"
    r"(?:it|they|them|that|that\s+one|this\s+one)\s+(?:(?:should|could|can|must|may|might|ought\s+to|needs?\s+to"
    r"|has\s+to|have\s+to|to|only|please|maybe)\s+)*"
    rf"(?:comes?\s+(?:back\s+)?(?:in|up)|enters?|joins?(?:\s+in)?|kicks?\s+in|drops?\s+in|appears?|shows?\s+up"
    rf"|starts?\s+playing|be\s+introduced)\s+{_WHEN}"
)
_NEEDLES = compiled(
    r"\b(?:later?|earl(?:y|ier)|soon(?:er)?|after|until|till|before|first|last|half\s?-?way|delay|postpone|hold"
    r"|alone|itself|away|own|while|start|begin|open|kick|(?:at|in|from|near|for|towards?|by|around)\s+(?:the\s"
    r"|\w+\s+\d|\d)|come|join|enter|drop|\d\s*(?:s|secs?|seconds?|bars?)\s+in)\b"
)


def _plays(match: Match) -> str:
    return f" keep the {match['players']} at its entrance "


def with_entrances(text: str) -> str:
    """`text` with "keep the drums at its entrance" for every wish about when the drums play."""
    if not _NEEDLES.search(text):
        return text
    text = _IT_COMES_IN.sub("keep the same player at its entrance", text)
    signed, found = marked(text)
    if not found:
        return text
    for pattern in _RULES:
        signed = pattern.sub(_plays, signed)
    return unmarked(_COMES_IN.sub(lambda m: f"keep the {m['players'] or m['others']}", signed), found)


_NAMES = "|".join(sorted((w for w in spoken_names() if not w.isascii()), key=len, reverse=True))
_THINGS = rf"(?P<things>(?:{_NAMES}|[它他]们?)(?:(?:、|和|跟|与|,|，)(?:{_NAMES})){{0,5}})"
_CHINESE_UNIT = r"个?(?:秒钟?|小节|分钟|拍)"
_CHINESE_WHEN = (
    rf"(?:晚(?:一?点儿?|一?些|会儿)?|早(?:一?点儿?|一?些)?|稍后|后面|后来|过(?:一?会儿?|\d+{_CHINESE_UNIT})|迟(?:一?点儿?|一?些)?"
    rf"|(?:到|从|等到?|在)?第?\d+{_CHINESE_UNIT}(?:以?后|之后|时|处|的时候)?|(?:到|从|在|等)?(?:中间|一半|结尾|最后"
    r"|副歌|前奏|后半段?|开头|一开始)(?:的?时候|之?后|再|部分)?)"
)
_CHINESE_BEGINS = (
    r"(?:进[来入场]?|开始|出现|出来|加入|响起?|起奏|入场|登场|演奏|弹|吹|拉|打|敲|唱)(?:来|吧|呢)?"
)
_CHINESE_RULES = (
    # "单簧管能不能晚点再进来", "让鼓从第8小节开始"
    re.compile(
        rf"(?:让|把|请|叫)?{_THINGS}(?:能不能|可不可以|能否|可以|可|能|要|应该|最好|请)*(?:再|就|也)?{_CHINESE_WHEN}"
        rf"(?:再|才|就|开始|一点)*{_CHINESE_BEGINS}"
    ),
    # "晚点再让鼓进来"
    re.compile(rf"{_CHINESE_WHEN}(?:再|才)(?:让|把|叫)?{_THINGS}(?:再|才)?{_CHINESE_BEGINS}"),
    # "前20秒不要鼓"
    re.compile(
        rf"(?:前奏|开头|最?一?开始)(?:部分|的?时候|里)?(?:先|都|就)*(?:不要|别用|别要|没有|不用){_THINGS}"
    ),
    re.compile(rf"(?:前|开头|最开始|一开始)的?(?:\d+{_CHINESE_UNIT}|几{_CHINESE_UNIT})(?:里|内)?(?:先|都|就)*"
               rf"(?:不要|别用|别要|没有|不用|去掉){_THINGS}"),
    re.compile(rf"(?:前|开头|最开始|一开始)的?(?:\d+{_CHINESE_UNIT}|几{_CHINESE_UNIT})(?:里|内)?{_THINGS}"
               rf"(?:先|都|就)*(?:不要|别|不)(?:进来?|响|出现|弹|吹|拉|打|敲|出来)?"),
)  # fmt: skip


def with_chinese_entrances(text: str) -> str:
    """As `with_entrances`, with "保留鼓的入场"."""
    for pattern in _CHINESE_RULES:
        text = pattern.sub(r"保留\g<things>的入场", text)
    return text
