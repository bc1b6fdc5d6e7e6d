"""Operations in words: "rewrite bars 5 to 8", "humanise it"; and how much of each in a blend."""

import re

from bot.understanding.phrasing.parts import PRAISE
from bot.understanding.text import Text
from music.operation import Operation

_NUMBER = r"(?:#\s?)?(\d{1,3})"
_VERB = (
    r"(?:re-?write|re-?compose|re-?do|re-?generate|re-?make|change|replace|vary"
    r"|new(?:\s+notes\s+(?:in|for))?)"
)
_TO = r"(?:-|–|—|to|through|thru|till|until|and)"
#: other languages leave the word between two numbers out, and say the verb last
_REWRITE = re.compile(
    rf"\b{_VERB}\b.{{0,20}}?\b(?:bars?|measures?)\s+(?:(?:from|with)\s+)?{_NUMBER}"
    rf"(?:\s*(?:{_TO}\s*|(?<=\d)\s)(?:bar\s+|measure\s+)?{_NUMBER})?(?!\s*(?:bpm|%))"
    rf"|\bbars?\s+{_NUMBER}(?:\s*{_TO}?\s*{_NUMBER})?\s+re-?write\b"
    rf"|\b{_NUMBER}(?:\s*{_TO}?\s*{_NUMBER})?\s+bars?\s+re-?write\b"
    rf"|(?:重写|改写|重做|换掉)第?\s*{_NUMBER}\s*(?:(?:-|–|到|至)\s*第?\s*{_NUMBER}\s*)?小节"
)
_BARS = (
    rf"\b(?:bars?|measures?)\s+{_NUMBER}(?:\s*(?:-|–|—|to|through|thru|till|until|and|&)\s*(?:bar\s+|measure\s+)?"
    rf"{_NUMBER})?(?!\s*(?:bpm|%))"
)
_CHINESE_BARS = rf"第\s*{_NUMBER}\s*(?:(?:-|–|—|~|到|至|和)\s*第?\s*{_NUMBER}\s*)?个?小节"
#: "bars 1-2 are weird, can you redo those", "第5到第8小节重写"
_THOSE_BARS = re.compile(
    rf"{_BARS}\b[^\d;]{{0,50}}?(?<!not\s)(?<!n't\s)\b(?:re-?(?:write|compose|do|generate|make)|redone|rewritten"
    r"|try|do|make|write|change|replace|fix)"
    r"(?:\s+(?:those|them|that|it|these|this|both|again|anew|over|please|differently|new))*(?=\s*(?:$|[,.;!?]))"
    rf"|{_CHINESE_BARS}[^\d;；]{{0,16}}?(?<!不用)(?<!不要)(?<!别)(?:重写|改写|重做|重新[写做来作生编]|重来|换掉"
    r"|再[写做]|换一?[下个])(?:一下|一遍|吧|成?新的)*"
)
_SOME_BARS = (
    rf"(?:{_BARS}|\b(?:first|last|opening|final|closing)\s+(?:few\s+|\d+\s+)(?:bars|measures)|\blast\s+bar)\b"
)
#: what is told or wished of some bars is of these alone
_TOLD_OF_BARS = re.compile(
    rf"{_SOME_BARS}\s+(?:is|are|was|were|should|could|must|needs?|(?:still\s+|just\s+)*(?:sounds?|feels?|seems?|gets?))\b"
    rf"[^.;!?,]*|\b(?:make|have|turn|play)\s+(?:the\s+)?{_SOME_BARS}\s+[^.;!?,]+"
    rf"|(?:{_CHINESE_BARS}|(?<![只留要用取之以])(?:前|后|最后|最前|开头|结尾)的?(?:几|\d+)个?小节)"
    r"[^,，。;；!！?？\d加减换]{1,14}(?=$|[,，。;；!！?？])"
)
_FORM = (
    r"(?:(?:the|its|that|my|an?)\s+)?(?:very\s+)?(?:intro(?:duction)?|beginning|opening|ending|end|outro|finale|chorus(?:es)?"
    r"|verses?|bridge|climax|build-?up|middle(?:\s+(?:part|section|bit))?|(?:first|second|last|final)\s+(?:half|part|section"
    r"|verse|chorus|third|bit))"
)
_HOW = (
    r"(?:(?:a|bit|little|lot|tad|way|much|far|too|so|very|really|slightly|even|kind\s+of|still|just|be|sound"
    r"|feel|get|go)\s+)*"
)
#: a length is one of the whole piece, wherever it is noticed
_QUALITY = (
    r"(?!(?:more|less)\s+(?:of|like|than|bars|notes|seconds)\b|long|short|better|worse|other|over|after|under|later"
    r"|earlier)(?:[a-z]{3,}er|(?:more|less)\s+[a-z]+|loud|quiet|soft|big|epic|slow|fast|calm|dramatic|boring|weak"
    r"|abrupt|sudden|strange|weird|empty|busy|simple|chaotic)\b"
)
_DONE = r"(?=\s*(?:$|[,.;!?]|(?:and|but|please|pls|than|for|so|then|thanks|now|overall)\b))"
#: what is wished of one part of the form: "make the intro quieter", "slower at the end", "开头安静一点"
_TOLD_OF_A_PART = re.compile(
    rf"\b(?:(?:can|could|should|would|must|make|have|let|want|like|turn|play|you|we|i)\s+)+{_FORM}\s+(?:to\s+)?{_HOW}{_QUALITY}{_DONE}"
    rf"|\b{_FORM}\s+(?:(?:should|could|can|must|might|would|needs?\s+to|has\s+to|is|are|was|were|sounds?|feels?|seems?|gets?)\s+)+"
    rf"{_HOW}{_QUALITY}{_DONE}"
    rf"|\b(?:(?:make|have|get)\s+(?:it|this|things)\s+|(?:it|this)\s+(?:should|could)\s+)?{_HOW}(?:{_QUALITY}|slows?\s+down"
    rf"|speeds?\s+up|calms?\s+down)\s+(?:at|in|during|near|towards?|around)\s+(?:the|its)\s+(?!end\b\s+of\s+the\s+(?:day|night))"
    rf"{_FORM}{_DONE}"
    r"|(?:开头|前奏|结尾|尾声|副歌|主歌|高潮|后半段?|前半段?|中间)(?:部分|那里|的(?:时候|地方|部分)|那段)?"
    r"(?:能不能|可不可以|可以|应该|最好|要|再|有点|稍微|给我|改得|弄得)*(?:更[^,，。;；!！?？\d加换去删长短]{1,4}"
    r"|[^,，。;；!！?？\d加换去删长短]{1,5}(?:一点儿?|一些|些|点|起来|下来))(?:吗|了|吧)?(?=$"
    r"|[,，。;；!！?？ ])"
)
_PRAISED = re.compile(rf"\b(?:{PRAISE})\b|好听|喜欢|棒|美|不错|完美|好$")
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
    found = _REWRITE.search(lower) or _THOSE_BARS.search(lower)
    if found:
        said = [int(n) for n in found.groups() if n]
        return Operation("rewrite", said[0], said[-1]).checked()
    return Operation("humanise") if _HUMANISE.search(lower) else None


def take_operation(text: Text) -> bool:
    """Whether an operation is named; its words are marked as read, since bars to rewrite are no length and
    "less robotic" is no mood."""
    return bool([*text.taken(_THOSE_BARS), *text.taken(_REWRITE), *text.taken(_HUMANISE)])


def take_bars_told_of(text: Text) -> bool:
    """Whether some bars or a part of the form are complained of; what is told of them is marked as read,
    since it is no mood, tempo or length of the whole piece."""
    told = [m for m in text.taken(_TOLD_OF_BARS) if not _PRAISED.search(m.group())]
    return bool([*told, *text.taken(_TOLD_OF_A_PART)])


def read_weight(message: str) -> float | None:
    """The share of the second of two pieces: "70/30" is 0.3; "30%" alone is what the second gets."""
    lower = Text(message).lower
    shares = _SHARES.search(lower)
    if shares and int(shares[1]) + int(shares[2]) == 100:
        return int(shares[2]) / 100
    percent = _PERCENT.search(lower)
    return min(100, int(percent[1])) / 100 if percent else None
