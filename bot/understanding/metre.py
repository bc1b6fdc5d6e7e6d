"""Metres in running text: "3/4", "six-eight", "cut time", "八六拍"."""

import re

from bot.understanding.text import Text
from music.controls import parse_metre
from music.errors import ImpossibleControls

_FRACTION = re.compile(
    r"(?P<in>\bin\s+(?:a\s+)?)?(?<![a-z0-9_/.])(?P<top>\d{1,3})\s?/\s?(?P<bottom>\d{1,3})(?![\d/])"
    r"(?P<unit>\s*(?:-?time\b|signature|metre|meter|beat|feel|groove|拍))?"
)
_SPOKEN = re.compile(
    r"(?:\bin\s+)?\b(?P<top>2|3|4|5|6|7|9|12)[\s-](?P<bottom>4|8)(?:(?<=[,;]\s\d[\s-]\d)(?=\s*(?:$|[,.;]))"
    r"|\s+(?:time|metre|meter|feel|beat|groove)\b"
    r"|(?<=\bin\s\d[\s-]\d)(?=\s*(?:$|[,.;])|\s+(?:for|with|and|please|at)\b))"
)
#: the metre of a dance, which wants no dance
_OF_DANCES = (
    (re.compile(r"\b(?:waltz|minuet)\s+(?:time|metre|meter)\b|(?:华尔兹|圆舞曲)的?(?:拍子|节拍|拍)"), "3/4"),
    (re.compile(r"\b(?:jig|tarantella)\s+(?:time|metre|meter)\b"), "6/8"),
    (re.compile(r"\b(?:polka|samba)\s+(?:time|metre|meter)\b"), "2/4"),
)
#: "the stream starts in five" is a time, not a metre
_NO_TIME = "".join(
    rf"(?<!\b{word} )"
    for word in (
        "start",
         "starts", "begin", "begins", "leave", "leaves", "live", "back", "ready", "due", "on", "off", "up",
        "over", "done", "there", "meeting", "call", "class", "exam", "home", "raid", "game", "out", "match",
    )
)  # fmt: skip
_NAMED = (
    (re.compile(r"\b(?:common\s+time|c\s+time)\b"), "4/4"),
    (re.compile(r"\b(?:cut\s+(?:common\s+)?time|alla\s+breve)\b"), "2/2"),
    (
        re.compile(
            r"\b(?:triple\s+(?:time|metre|meter)|in\s+(?:three|3)(?=$|\s*[,.;]|\s+(?:time"
            r"|please)))"
        ),
        "3/4",
    ),
    (re.compile(r"\b(?:duple|march)\s+(?:time|metre|meter)\b"), "2/4"),
    (re.compile(rf"{_NO_TIME}\bin\s+5(?=$|\s*[,.;])|\bquintuple\b|五拍子|5拍子|五拍的"), "5/4"),
    (re.compile(rf"{_NO_TIME}\bin\s+7(?=$|\s*[,.;])|七拍子|7拍子|七拍的"), "7/8"),
    (re.compile(r"三拍子|3拍子|四三拍|3拍|(?:[成用换改个]|^)三拍"), "3/4"),
    (re.compile(r"四四拍|四拍子|4拍子"), "4/4"),
    (re.compile(r"四二拍|二四拍|二拍子|2拍子"), "2/4"),
    (re.compile(r"八六拍|六拍子|6拍子"), "6/8"),
)
#: the lower number comes first: 八六拍 is 6/8; both orders are said where only one makes sense
_CHINESE = re.compile(
    r"(?:(?P<bottom>[二四八])分?之?(?P<top>[二三四五六七九])|(?P<top2>[三五六七九])(?P<bottom2>[八四]))拍"
)
_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")}
#: "5/5" and "10/10" are ratings, "24/7" is always
_NOT_A_METRE = {
    ("24", "7"),
    ("5", "5"),
    ("10", "10"),
    ("4", "5"),
    ("3", "5"),
    ("9", "10"),
    ("8", "10"),
    ("7", "10"),
}


def read_metre(text: Text) -> str | None:
    """The metre, such as "6/8", or None. Raises ImpossibleControls for one that cannot be counted."""
    dance = next((metre for pattern, metre in _OF_DANCES for _ in text.taken(pattern)), None)
    return _read_numbers(text) or dance


def _read_numbers(text: Text) -> str | None:
    for match in list(_FRACTION.finditer(text.rest)):
        top, bottom = match["top"], match["bottom"]
        meant = bool(match["in"] or match["unit"])
        if not meant and ((top, bottom) in _NOT_A_METRE or bottom not in ("1", "2", "4", "8", "16", "32")):
            continue
        text.take(*match.span())
        try:
            parse_metre(f"{top}/{bottom}")
        except ImpossibleControls:
            if not meant and int(bottom) in (1, 32):
                continue
            raise
        return f"{top}/{bottom}"
    for match in text.taken(_SPOKEN):
        return f"{match['top']}/{match['bottom']}"
    for match in text.taken(_CHINESE):
        top, bottom = match["top"] or match["top2"], match["bottom"] or match["bottom2"]
        return f"{_DIGITS[top]}/{_DIGITS[bottom]}"
    for pattern, metre in _NAMED:
        for _ in text.taken(pattern):
            return metre
    return None
