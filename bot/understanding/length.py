"""Length in running text: bars, seconds, minutes."""

import re
from dataclasses import dataclass

from bot.understanding.text import Text

_BARS = re.compile(
    r"(?<![a-z0-9_.#])(?P<number>\d+)\s?-?\s?(?:bars?|measures?)\b|(?P<chinese>\d+)\s*个?小节"
    r"|\b(?:bars|measures)\s*[:=]\s*(?P<labelled>\d+)\b|\b(?:a\s+)?(?P<single>single)\s+(?:bar|measure)\b"
)
#: which bars, not how many
_ORDINAL_BARS = re.compile(r"第\s*\d+\s*(?:(?:-|–|—|~|到|至|和|、)\s*第?\s*\d+\s*)?个?小节")
_NUMBER = r"(?P<number>\d+(?:[.,]\d+)?)"
_ABOUT = r"(?<![a-z0-9_.#:])"
_CLOCK = re.compile(
    r"(?<![\w:/.])(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)(?![\d:])(?!\s*(?:am|pm|a\.m|p\.m|o'clock))"
)
_MIXED = re.compile(
    rf"{_ABOUT}(?P<m3>\d)\s?min(?:ute)?s?(?P<s3>[0-5]\d)\b|{_ABOUT}(?P<minutes>\d+)\s?-?(?:minutes?|mins?"
    r"|m)\s*(?:and\s+"
    rf"|,\s*)?(?P<seconds>\d+)\s?-?(?:seconds?|secs?|s)\b(?!\s+(?:is|was|isn't|wasn't)\b)|{_ABOUT}(?P<m2>\d)\s?(?:minutes?"
    rf"|mins?)\s+(?:and\s+)?(?P<s2>[1-5]\d)(?=\s*(?:$|[,.;!?]|please|long))|(?P<zm>\d+)分(?:钟)?(?P<zs>\d+)秒"
)
_HALVES: tuple[tuple[re.Pattern[str], float | None], ...] = (
    (
        re.compile(
            r"\b(?:a|1|one)\s+min(?:ute)?s?\s+and\s+(?:an?\s+)?half\b|\b(?:a|1|one)(?:\s+and\s+"
            r"(?:an?\s+)?half|\s*½)\s+min(?:ute)?s?\b|(?:1"
            r"|一)分(?:钟)?半(?:钟)?"
        ),
        90,
    ),
    (
        re.compile(
            r"(?P<number>\d+)\s+(?:and\s+(?:an?\s+)?half\s+(?:minutes?|mins?)|minutes?\s+and\s+a\s+half)\b"
            r"|(?P<chinese>\d+)分(?:钟)?半(?:钟)?"
        ),
        None,
    ),
    (re.compile(r"\b(?:a|1|one)\s+minute\s+(?:and\s+)?(?:a\s+quarter|15)\b"), 75),
    (re.compile(r"\b(?:a|1|one)\s+(?:minute|min)\s+(?:and\s+)?30\b(?!\s*(?:bars|bpm))"), 90),
    (re.compile(r"\b(?:half\s+(?:a\s+)?minute|half-minute|a\s+half\s+minute)\b|半分钟"), 30),
    (re.compile(r"\bquarter\s+of\s+a\s+minute\b"), 15),
    (re.compile(r"\b(?:a\s+)?(?:couple(?:\s+of)?)\s+minutes?\b"), 120),
    (re.compile(r"\ba\s+few\s+minutes\b|几分钟"), 180),
    (re.compile(r"\bhalf\s+an\s+hour\b|半小时|半个小时"), 1800),
    (
        re.compile(
            r"(?<!notes )(?<!beats )\b(?:a|an|1)\s+(?:(?:full|whole)\s+min(?:ute)?\b"
            r"|minute\b(?!\s+(?:ago|later|please)))"
        ),
        60,
    ),
)
_SECONDS = re.compile(rf"{_ABOUT}{_NUMBER}\s?-?(?:seconds?|secs?)\b|(?P<chinese>\d+)\s*秒(?:钟)?")
_SHORT_SECONDS = re.compile(
    rf"{_ABOUT}(?P<lead>(?:\x1f\s*to|(?:lengthen|shorten|extend|stretch|cut|trim|down|up|it|back|go)\s+to"
    r"|about|around|~|for|like|max|under|roughly|length|duration|lasting|lasts"
    rf"|long)[\s:=]*\s*)?(?!1[4-9]\d0s|20\d0s){_NUMBER}(?:s|\s+s(?=\s*(?:$|[,.;)]|long\b)))(?P<long>\s+long|\s*$|\s*[,.;)]|\s+(?:of"
    r"|piece|loop|clip))?"
)
_MINUTES = re.compile(rf"{_ABOUT}{_NUMBER}\s?-?(?:minutes?|mins?)\b|(?P<chinese>\d+(?:\.\d+)?)\s*分钟")
_HOURS = re.compile(
    r"(?<![\w.#])(?P<number>\d+(?:\.\d+)?)\s?-?(?:hours?|hrs?|小时|个小时)(?![a-z])|\b(?P<an>an\s+hour(?:-"
    r"|\s+)long|an\s+hour\s+of)\b"
)
#: a time from now is no length ("in 5 minutes", "20 minutes ago")
_DEADLINE_BEFORE = re.compile(
    r"\b(?:in|within|every|(?<!end )(?<!ends )(?<!stop )(?<!stops )(?<!finish )(?<!over )(?<!done )after"
    r"|until|next|(?<!it )(?<!to )(?<!should )(?<!could )(?<!that )(?<!can )last"
    r"|past)\s+(?:the\s+)?(?:next\s+|about\s+|under\s+)?$"
)
_DEADLINE_AFTER = re.compile(
    r"\s*(?:to\s+go|straight|in\s+a\s+row|a\s+day|of\s+(?:sleep|work|raids?|gaming|driving|studying|homework|classes|meetings)|ago|later|from\s+now|late|away|walk|drive\s+to|break|left)\b"
)
#: what takes so long is no music: "just off a 12 hour night shift"
_LASTS_ITSELF = re.compile(
    r"[\s-]*(?:long\s+)?(?:(?:night|day|late|early|double|work)\s+)?"
    r"(?:shifts?|exam|lecture|meeting|delay|queue|marathon|work\s?day)\b"
)

_WHEN_BEFORE = re.compile(
    r"\b(?:so|sounds|feels|super|pure|total|such|the|from|of|in|since|early|late|mid|very|or|and|those|to|like\s+it's)[\s-]*'?$|'$"
)
#: music that is told apart by its decade
_OF_AN_AGE = re.compile(
    r"\b(?:swing|jazz|big\s?band|rock|pop|soul|disco|funk|synth(?:wave)?|techno|house|trance|hip[\s-]?hop"
    r"|rap|r&b|punk"
    r"|metal|ska|reggae|motown|boogie|country|blues|retro|vintage|oldies|old[\s-]school|style|vibes?|era"
    r"|decade)\b"
)


@dataclass(frozen=True, slots=True)
class Length:
    """What is named first, and the other lengths in seconds that are named behind it or before."""

    bars: int | None = None
    seconds: float | None = None
    other_seconds: tuple[float, ...] = ()


def _is_deadline(text: Text, match: re.Match[str]) -> bool:
    before = text.lower[max(0, match.start() - 24) : match.start()]
    behind = (_DEADLINE_AFTER, _LASTS_ITSELF)
    return bool(_DEADLINE_BEFORE.search(before) or any(p.match(text.lower, match.end()) for p in behind))


def _value(match: re.Match[str]) -> float:
    groups = match.groupdict()
    return float((groups.get("number") or groups.get("chinese") or "1").replace(",", "."))


def _seconds(text: Text) -> list[float]:
    """Every length in seconds, the likeliest first, the others as they stand."""
    found = [(m.start(), float(int(m["minutes"]) * 60 + int(m["seconds"]))) for m in text.taken(_CLOCK)]
    for m in text.taken(_MIXED):
        minutes, seconds = (
            m["minutes"] or m["m2"] or m["m3"] or m["zm"],
            m["seconds"] or m["s2"] or m["s3"] or m["zs"],
        )
        found.append((m.start(), float(int(minutes) * 60 + int(seconds))))
    for pattern, fixed in _HALVES:
        for match in list(pattern.finditer(text.rest)):
            if not _is_deadline(text, match):
                text.take(*match.span())
                found.append((match.start(), fixed if fixed is not None else _value(match) * 60 + 30))
    for pattern, factor in ((_SECONDS, 1.0), (_MINUTES, 60.0), (_HOURS, 3600.0)):
        for match in list(pattern.finditer(text.rest)):
            if not _is_deadline(text, match):
                text.take(*match.span())
                found.append((match.start(), _value(match) * factor))
    for match in list(_SHORT_SECONDS.finditer(text.rest)):
        decade = _value(match) in (20, 30, 40, 50, 60, 70, 80, 90)
        if _value(match) in (303, 808, 909):
            continue  # drum machines and bass synthesizers
        if match["lead"] or match["long"] or not decade or _ends_with_a_length(text, match):
            text.take(*match.span())
            found.append((match.start(), _value(match)))
    return [seconds for _, seconds in [*found[:1], *sorted(found[1:])]]


def _ends_with_a_length(text: Text, match: re.Match[str]) -> bool:
    """Whether "40s" at the end is how long ("a waltz for piano, 40s") and not when ("jazz, 40s")."""
    before = text.lower[: match.start()]
    return match["long"] is not None and not (_WHEN_BEFORE.search(before) or _OF_AN_AGE.search(before))


def read_length(text: Text) -> Length:
    """Bars and seconds that the text names, None where it does not."""
    bars: int | None = None
    list(text.taken(_ORDINAL_BARS))
    for match in text.taken(_BARS):
        bars = (
            bars if bars is not None else int(match["number"] or match["chinese"] or match["labelled"] or 1)
        )
    seconds = _seconds(text)
    return Length(bars, seconds[0] if seconds else None, tuple(seconds[1:]))
