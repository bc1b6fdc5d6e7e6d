"""Changes relative to what was before: "slower", "twice as long", "10 bpm faster", "busier", "长一点"."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.understanding.text import Text

Step = Literal[-1, 0, 1]

_DEGREE = (
    r"(?:(?P<degree>much|a lot|lots|way|far|a good deal|considerably|a whole lot|a bit|a little(?: bit)?"
    r"|bit|little|slightly|a tad|somewhat|a touch|a smidge|just a bit|稍微|略)\s*)?"
)
_SMALL = ("bit", "little", "slight", "tad", "somewhat", "touch", "smidge", "稍", "略")
_FACTORS = {"small": 1.1, "plain": 1.25, "large": 1.5}
_LENGTHS = {"small": 1.25, "plain": 1.5, "large": 2.0}

_TEMPO_DELTA = re.compile(
    r"\b(?P<n>\d+)\s?(?:bpm|beats)\s+(?P<d>slower|faster|quicker|less|more|down|up)\b|\b(?P<d2>slower"
    r"|faster|quicker|up|down|raise it|lower it|speed(?: it)? up"
    r"|slow(?: it)? down)\s+by\s+(?P<n2>\d+)\s?(?:bpm)?(?!\s?%)(?!\s*(?:bars?|sec|min|per))\b"
    r"|(?P<d3>快|慢)(?P<n3>\d+)\s?(?:bpm|拍)?"
)
_TEMPO_PERCENT = re.compile(r"\b(?P<n>\d+)\s?(?:%|percent)\s+(?P<d>slower|faster|quicker)")
#: so many times: "1.5x speed", "3 times as long", "triple the length"
_TIMES = (
    r"(?:(?P<n>\d+(?:\.\d+)?)\s?(?:x|times)|(?P<word>3\s+quarters|2\s+thirds|double|twice|triple|thrice"
    r"|quadruple|half|a\s+third"
    r"|a\s+quarter|two\s+thirds|three\s+quarters))"
)
_TIMES_IN_WORDS = {
    "double": 2.0, "twice": 2.0, "triple": 3.0, "thrice": 3.0, "quadruple": 4.0, "half": 0.5,
    "a third": 1 / 3, "a quarter": 0.25, "two thirds": 2 / 3, "three quarters": 0.75,
    "3 quarters": 0.75, "2 thirds": 2 / 3,
}  # fmt: skip
_TEMPO_TIMES = re.compile(
    rf"\b{_TIMES}\s+(?:as\s+(?P<slow>slow)(?:ly)?|as\s+(?:fast|quick(?:ly)?)|(?P<slower>slower)|faster"
    rf"|quicker|(?:of\s+)?(?:the\s+)?(?:original\s+)?(?:speed|tempo|pace|bpm))\b"
    r"|\b(?P<verb>double|triple|halve)\s+(?:the|its)\s+(?:speed|tempo|pace|bpm)\b|\b(?:the\s+)?(?:speed"
    r"|tempo)\s+(?P<n2>\d+(?:\.\d+)?)\s?x\b"
    r"|\b(?:at|to)\s+(?P<n3>\d+(?:\.\d+)?)\s?x\b"
)
_LENGTH_TIMES = re.compile(
    rf"\b{_TIMES}\s+(?:as\s+(?P<short>short)|as\s+long|(?P<shorter>shorter)|longer|(?:of\s+)?(?:the\s+)?"
    rf"(?:original\s+|current\s+)?(?:length|duration|runtime|bars|measures)|as\s+many\s+(?:bars|measures))\b"
    r"|\b(?P<verb>double|triple|quadruple|halve)\s+(?:(?:the|its)\s+(?:(?:number|amount)\s+of\s+)?(?:length"
    r"|duration|runtime|bars"
    r"|measures)|it|this"
    r"|that)(?:\s+in\s+length)?(?!\s+(?:speed|tempo|time|with|on|by))\b"
)
_LENGTH_PERCENT = re.compile(r"\b(?P<n>\d+)\s?(?:%|percent)\s+(?P<d>shorter|longer)")
_TEMPO_DOUBLE = re.compile(
    r"\b(?:twice\s+(?:as\s+fast|the\s+(?:speed|tempo))|double(?:\s+the)?\s+(?:speed|tempo)|double[- ]time"
    r"|(?<![\d.])2x\s+(?:speed|faster))\b"
)
_TEMPO_HALF = re.compile(
    r"\b(?:half\s+(?:as\s+fast|the\s+(?:speed|tempo)|speed)|half[- ]time|halve\s+the\s+(?:tempo|speed))\b"
)
_SLOWER = re.compile(
    rf"{_DEGREE}(?:even\s+)?(?:\bmore\s+slow(?:ly)?\b|\bslower\b|\bless\s+fast\b|\btoo\s+(?:fast|quick)\b"
    rf"|\bslow\s+(?:it|this|that|things)?\s*(?:way\s+)?down\b|\b(?:lower|reduce|decrease|drop|(?:turn|dial"
    rf"|take|pull)\s+down"
    rf"|bring\s+down)\s+the\s+(?:tempo|speed|bpm)\b)"
    r"|(?:再|更|放)?(?P<zh>稍微)?(?:慢(?:一点儿?|一些|些|点|下来)|更慢|放慢|减速|太快)"
)
_FASTER = re.compile(
    rf"{_DEGREE}(?:even\s+)?(?:\bmore\s+(?:quickly|fast)\b|\b(?:faster|quicker|speedier)\b"
    rf"|\bless\s+slow\b|\btoo\s+slow\b|\b(?:speed|hurry|pick)\s+(?:(?:it|this|that|things)\s+up"
    rf"|up(?:\s+the\s+(?:pace|tempo))?)\b(?!\s+(?:from\s+)?where)|\b(?:raise|increase|up|(?:bump|turn|dial|crank"
    rf"|push)\s+up)\s+the\s+(?:tempo|speed"
    rf"|bpm)\b)"
    r"|(?:再|更|加)?(?P<zh>稍微)?(?:(?<![轻欢愉畅明爽凉])快(?:一点儿?|一些|些|点)|更快(?![乐活板])|加快|加速|太慢)"
)
_LENGTH_DELTA = re.compile(
    r"\b(?P<n>\d+)\s?(?P<u>bars?|measures?|seconds?|secs?|s|minutes?|mins?)\s+(?P<d>longer|shorter|more"
    r"|less)\b|\b(?:(?:add|append)\s+(?:another\s+)?|give\s+me\s+another\s+)(?P<n2>\d+)\s+(?:more\s+"
    r"|extra\s+)?(?P<u2>bars?|measures?|seconds?|secs?|minutes?|mins?)\b"
    r"|\b(?P<n3>\d+)\s+more\s+(?P<u3>bars?|measures?|seconds?|secs?|minutes?|mins?)\b|\b(?P<d4>longer"
    r"|shorter)\s+by\s+(?P<n4>\d+)\s?(?P<u4>bars?|measures?|seconds?|secs?|minutes?|mins?)\b"
    r"|(?P<d5>(?<![时全总])长|短)(?P<n5>\d+)个?(?P<u5>小节|秒|分钟)"
)
_LENGTH_DOUBLE = re.compile(
    r"\b(?:twice\s+(?:as\s+long|the\s+length)|double\s+(?:the\s+length|as\s+long|it\s+in\s+length)"
    r"|2x\s+longer|2\s+times\s+(?:as\s+long|longer))\b|长一倍|两倍长"
)
_LENGTH_HALF = re.compile(
    r"\b(?:half\s+(?:as\s+long|the\s+length)|half\s+the\s+duration|cut\s+(?:it|this|that)\s+in\s+half"
    r"|halve\s+(?:it|the\s+length))\b|短一半"
)
_LONGER = re.compile(
    rf"{_DEGREE}(?:even\s+)?(?:(?<!\bno\s)\blonger\b|\btoo\s+short\b|\blengthen\b)|(?:再|更)?(?:长(?:一点儿?|一些|些"
    rf"|点)|更长"
    rf"|太短)"
)
_SHORTER = re.compile(
    rf"{_DEGREE}(?:even\s+)?(?:\bshorter\b|\btoo\s+long\b|\bshorten\b)|(?:再|更)?(?:短(?:一点儿?|一些|些"
    rf"|点)|更短|太长)"
)
_DENSER = re.compile(
    r"\b(?:busier|denser|fuller|more\s+(?:notes|busy|dense|complex|intricate)|thicker|richer"
    r"|too\s+(?:sparse|empty|simple)|less\s+(?:sparse|empty))\b|密(?:一点|点|集一点|些)|音符?(?:再|更"
    r"|稍微)?多(?:一点|点"
    r"|些)|音符?太少"
)
_SPARSER = re.compile(
    r"\b(?:sparser|emptier|thinner|fewer\s+notes|less\s+(?:busy|dense|notes|crowded|complex)"
    r"|more\s+(?:sparse|spacious|minimal|space)|simpler|too\s+(?:busy|dense|many\s+notes|crowded))\b|稀疏一点"
    r"|简单(?:一点|点|些)|音符?(?:再|更|稍微)?少(?:一点|点|些)|音符?太多"
)
_TO_MINOR = re.compile(
    r"\b(?:(?:in|to|into|make\s+it|use)\s+(?:a\s+|the\s+)?(?:parallel\s+)?minor(?:\s+(?:key|mode))?"
    r"|minor\s+(?:key|mode|tonality|feel|sound|vibe|scale|sounding)|minor\s+(?:key\s+)?instead"
    r"|minor\s+version|(?:but|now|just|try|go|make|do\s+it|have\s+it|turn\s+it|go\s+to|be"
    r"|was)\s+(?:in\s+)?(?:a\s+)?minor(?!\s+(?:second|third|sixth|seventh)))\b"
    r"|^\W*(?:(?:ok|and|but|now)\s+)*minor(?:\s+(?:key|mode))?"
    r"(?:\s+(?:please|now))?\W*$|(?:[改换变转调](?:成|到|为|回)?(?:一?个|用)?|^[用来个一要]*)小调"
)
_TO_MAJOR = re.compile(
    r"\b(?:(?:in|to|into|make\s+it|use)\s+(?:a\s+|the\s+)?(?:parallel\s+)?major(?:\s+(?:key|mode))?"
    r"|major\s+(?:key|mode|tonality|feel|sound|vibe|scale|sounding)|major\s+(?:key\s+)?instead"
    r"|major\s+version|(?:but|now|just|try|go|make|do\s+it|have\s+it|turn\s+it|go\s+to|be"
    r"|was)\s+(?:in\s+)?(?:a\s+)?major(?!\s+(?:second|third|sixth|seventh)))\b"
    r"|^\W*(?:(?:ok|and|but|now)\s+)*major(?:\s+(?:key|mode))?"
    r"(?:\s+(?:please|now))?\W*$|(?:[改换变转调](?:成|到|为|回)?(?:一?个|用)?|^[用来个一要]*)大调"
)
_TO_RELATIVE = re.compile(r"\brelative\s+(?P<mode>minor|major)(?:\s+(?:key|scale|mode))?\b")
_INTERVALS = {
    "second": 2, "third": 4, "fourth": 5, "fifth": 7, "sixth": 9, "octave": 12, "minor second": 1,
    "minor third": 3, "minor sixth": 8,
}  # fmt: skip
_CHINESE_TRANSPOSE = re.compile(r"(?P<d>[升降])(?:高|低)?(?P<n>[一二两三]|半)?个?(?P<u>全音|半音|音)")
_TRANSPOSE = re.compile(
    r"\b(?:(?P<d>up|down)\s+(?:by\s+)?(?:(?P<n>an?|half\s+a|\d+)\s+)?(?P<u>semi-?tones?|half[- ]steps?"
    r"|tones?|whole[- ]steps?|steps?"
    r"|(?:minor\s+|major\s+|perfect\s+)?(?:second|third|fourth|fifth|sixth)|octave)"
    r"|(?P<n2>an?|\d+)\s+(?P<u2>semi-?tones?|half[- ]steps?|tones?"
    r"|whole[- ]steps?)\s+(?P<d2>higher|lower|up|down)"
    r"|(?P<d3>raise|lower|shift|move|bump|drop|take|bring|pull|push|pitch|step|knock|transpose|nudge|put)"
    r"(?:\s+(?:it|this|that|everything|the\s+(?:key|pitch)))?(?:\s+(?P<d4>up|down))?"
    r"\s+(?:by\s+)?(?P<n3>an?|half\s+a|\d+)\s+(?P<u3>semi-?tones?|half[- ]steps?|tones?|whole[- ]steps?))\b"
)


@dataclass(frozen=True, slots=True)
class Changes:
    """Relative changes; 1 and 0 where nothing was said. `mode`: "minor" or "major", "relative minor" too."""

    tempo_factor: float = 1.0
    tempo_delta: float = 0.0
    length_factor: float = 1.0
    bars_delta: int = 0
    seconds_delta: float = 0.0
    density: Step = 0
    mode: str = ""
    semitones: int = 0

    def __bool__(self) -> bool:
        return self != Changes()


def _degree(match: re.Match[str]) -> str:
    said = (match.groupdict().get("degree") or match.groupdict().get("zh") or "").strip()
    if not said:
        return "plain"
    return "small" if any(word in said for word in _SMALL) else "large"


def _times(match: re.Match[str]) -> float:
    groups = match.groupdict()
    number = groups.get("n") or groups.get("n2") or groups.get("n3")
    if number:
        return max(0.1, float(number))
    word = " ".join((groups.get("word") or groups.get("verb") or "").split())
    factor = _TIMES_IN_WORDS["half" if word == "halve" else word]
    if factor < 1 and match.group().endswith(("faster", "quicker", "longer")):
        return 1 + factor  # "a third longer"
    if factor < 1 and match.group().endswith(("slower", "shorter")):
        return 1 / (1 - factor)
    return factor


def _tempo(text: Text) -> tuple[float, float]:
    """(factor, difference in bpm)."""
    for match in text.taken(_TEMPO_DELTA):
        number = float(match["n"] or match["n2"] or match["n3"])
        said = match["d"] or match["d2"] or match["d3"]
        down = said.startswith(("slow", "less", "down", "lower", "慢"))
        return 1.0, -number if down else number
    for match in text.taken(_TEMPO_PERCENT):
        share = float(match["n"]) / 100
        return (1 - share if match["d"] == "slower" else 1 + share), 0.0
    for pattern, factor in ((_TEMPO_DOUBLE, 2.0), (_TEMPO_HALF, 0.5)):
        for _ in text.taken(pattern):
            return factor, 0.0
    for match in text.taken(_TEMPO_TIMES):
        factor = _times(match)
        return (1 / factor if match["slow"] or match["slower"] else factor), 0.0
    for match in text.taken(_SLOWER):
        return 1 / _FACTORS[_degree(match)], 0.0
    for match in text.taken(_FASTER):
        return _FACTORS[_degree(match)], 0.0
    return 1.0, 0.0


def _length(text: Text) -> tuple[float, int, float]:
    """(factor, bars more, seconds more)."""
    for match in text.taken(_LENGTH_DELTA):
        number = int(match["n"] or match["n2"] or match["n3"] or match["n4"] or match["n5"])
        unit = match["u"] or match["u2"] or match["u3"] or match["u4"] or match["u5"]
        if (match["d"] or match["d4"] or match["d5"] or "") in ("shorter", "less", "短"):
            number = -number
        if unit.startswith(("bar", "measure", "小节")):
            return 1.0, number, 0.0
        return 1.0, 0, number * (60.0 if unit.startswith(("min", "分")) else 1.0)
    for pattern, factor in ((_LENGTH_DOUBLE, 2.0), (_LENGTH_HALF, 0.5)):
        for _ in text.taken(pattern):
            return factor, 0, 0.0
    for match in text.taken(_LENGTH_PERCENT):
        share = float(match["n"]) / 100
        return max(0.05, 1 - share if match["d"] == "shorter" else 1 + share), 0, 0.0
    for match in text.taken(_LENGTH_TIMES):
        factor = _times(match)
        return (1 / factor if match["short"] or match["shorter"] else factor), 0, 0.0
    for match in text.taken(_LONGER):
        return _LENGTHS[_degree(match)], 0, 0.0
    for match in text.taken(_SHORTER):
        return 1 / _LENGTHS[_degree(match)], 0, 0.0
    return 1.0, 0, 0.0


def _semitones(text: Text) -> int:
    for match in text.taken(_TRANSPOSE):
        said = match["n"] or match["n2"] or match["n3"] or "a"
        number = int(said) if said.isdecimal() else 1
        unit = (match["u"] or match["u2"] or match["u3"]).replace("major ", "").replace("perfect ", "")
        if unit in _INTERVALS:
            return _INTERVALS[unit] * (1 if match["d"] == "up" else -1)
        size = 1 if unit.startswith(("semi", "half")) or said.startswith("half") else 2
        down = match["d4"] or ("down" if match["d3"] in ("lower", "drop", "pull", "knock") else "up")
        return number * size * (1 if (match["d"] or match["d2"] or down) in ("up", "higher") else -1)
    for match in text.taken(_CHINESE_TRANSPOSE):
        half = match["u"] == "半音" or match["n"] == "半"
        number = {"二": 2, "两": 2, "三": 3}.get(match["n"] or "", 1)
        return number * (1 if half else 2) * (1 if match["d"] == "升" else -1)
    return 0


def read_changes(text: Text) -> Changes:
    """What the text changes relative to something earlier; it is marked as read."""
    length_factor, bars, seconds = _length(text)
    tempo_factor, tempo_delta = _tempo(text)
    density: Step = 0
    for _ in text.taken(_DENSER):
        density = 1
    for _ in text.taken(_SPARSER):
        density = -1
    relative = next((m["mode"] for m in text.taken(_TO_RELATIVE)), "")
    mode = (
        f"relative {relative}"
        if relative
        else "minor"
        if any(text.taken(_TO_MINOR))
        else "major"
        if any(text.taken(_TO_MAJOR))
        else ""
    )
    return Changes(tempo_factor, tempo_delta, length_factor, bars, seconds, density, mode, _semitones(text))
