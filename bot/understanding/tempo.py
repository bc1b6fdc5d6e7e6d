"""Tempo in running text: numbers, ranges, and tempo words as a number inside their usual range."""

import re
from dataclasses import dataclass

from bot.understanding.text import Text
from music.controls import TEMPO_RANGE
from music.errors import ImpossibleControls
from music.wording import number as worded

#: a number inside the usual range of each word (the ranges of the contract in docs)
SLOW, MODERATE, FAST = 72.0, 104.0, 140.0
VERY_SLOW, VERY_FAST, NOT_FAST, NOT_SLOW = 52.0, 172.0, 92.0, 116.0
_ITALIAN = {
    "larghissimo": 40.0, "largo": 54.0, "lento": 54.0, "larghetto": 63.0, "adagio": 68.0,
    "adagietto": 72.0, "andante": 88.0, "andantino": 94.0, "moderato": 106.0, "allegretto": 112.0,
    "allegro": 138.0, "vivace": 156.0, "vivacissimo": 172.0, "presto": 184.0, "prestissimo": 200.0,
    "慢板": 68.0, "柔板": 68.0, "广板": 54.0, "行板": 88.0, "中板": 106.0, "小快板": 112.0, "快板": 138.0,
    "急板": 184.0,
}  # fmt: skip
_ITALIAN_PATTERN = re.compile(
    r"小快板|慢板|柔板|广板|行板|中板|快板|急板|\b(?:"
    + "|".join(sorted((w for w in _ITALIAN if w.isascii()), key=len, reverse=True))
    + r")\b"
)
_UNIT = r"(?:bpms?|beats?\s+(?:a|per)\s+minute|b\.p\.m\.?|拍每分钟|拍/分)"
_NUMBER = (
    r"(?P<low>\d+(?:\.\d+)?)(?:ish|-ish)?(?:\s?(?:-|–|to|and|到|至)\s?(?P<high>\d+(?:\.\d+)?))?(?:ish"
    r"|\s?左右)?"
)
_WITH_UNIT = re.compile(rf"(?:\b(?:at|around|about)\s+|~)?(?<![a-z0-9_.#]){_NUMBER}\s?-?{_UNIT}(?![a-z])")
_MARKED = re.compile(
    r"(?:(?:\btempo|\bbpm|\bspeed(?!\s+up)|\bpace)(?:\s+(?:of|is|at|around|about|to))*\s*(?:[:=~→]|-+>)?\s*|"
    r"(?:♩"
    r"|\bq|\bquarter(?:[\s-]notes?)?|\bcrotchets?)\s*(?:=|equals?)\s*"
    rf"|[慢快降升提调减加]速?[到至]\s*|每分钟\s*|速度(?:是|为|在|大概|[改调提降升换]?(?:成|为|到"
    rf"|作))?\s*[:=]?\s*)"
    rf"{_NUMBER}(?!\s*(?:bars?|seconds?|minutes?|/|x\b|%|times|\d))"
)
#: a bare number that can only be a tempo: at the end, after "at", or behind a noun of music
_BARE = re.compile(
    r"(?:\b(?:at|around|beat|track|groove)\s+|[,]\s*|~)(?P<low>\d{2,3})(?:ish)?(?=\s*$|\s*[,.;!?]"
    r"|\s+(?:please|ish|or\s+(?:so|thereabouts|something)|maybe|instead|then|now|tops|max|is\s+(?:fine"
    r"|enough|good|ok)"
    r"|should\s+(?:do|work)|works|would\s+(?:do|be|work))\b|\s+(?:with|in|for)\b)"
    r"|(?:\b(?:up|down|back|it|that|this|go|goes|set|drop|bpm|tempo|speed|slow)|\x1f)\s+to\s+"
    r"(?P<to>\d{2,3})(?=\s*(?:$|[,.;!?]|and\b|but\b|with\b|please))"
    r"|^\W*(?P<first>\d{2,3})(?=\s+please\b|\s*[,.;!]\s)|(?<=[.!?]\s)(?P<after>\d{2,3})(?=\s*(?:$|[?!.,;]))"
    r"|(?<=[a-z]:)\s*(?P<colon>\d{2,3})(?=\W*$)|(?<=[?!。])\s*(?P<asked>\d{2,3})(?=\s*[,，])|(?<=[首个段]\s)"
    r"(?P<zh>\d{2,3})(?=\s)"
    r"|(?<=[a-z]\s)(?P<last>\d{2,3})(?:ish)?[\s?!.]*$|(?P<around>\d{2,3})\s?左右(?![年岁元])|"
    r"(?P<beats>[4-9]\d|1\d\d|2[0-3]\d)拍(?!子)"
)
#: in a message that follows a piece a number may be its tempo with less said: "65 was good but try 55 too"
_LOOSE = re.compile(
    r"(?:\b(?:so|then|to|at|try|maybe|it|lol|go|let's|it's|want|wants|need|needs|use|like|says?|about|around"
    r"|wait"
    r"|but|and|over|thought|please|fine|enough|again|is|now)\b|[,.;:!?=→>)]|^)\W{0,3}"
    r"(?<!she is )(?<!he is )(?<!i'm )(?<!she's )(?<!he's )(?<!am )(?<!turns )(?<!turned )"
    r"(?P<n>[4-9]\d|1\d\d|2[0-2]\d)(?![\d.:/%])"
    r"(?!\s*(?:bars?|measures?|s\b|secs?|seconds?|min|hours?|kids|people|players|viewers|years?|yo\b|st\b"
    r"|nd\b|rd\b|th\b"
    r"|am\b|pm\b|percent|times|x\b|dollars|km|steps|songs?|of\b|notes|was\b|were\b|and\s+in\b))"
    r"(?=\s*(?:$|[,.;!?)+]|please|is\s+(?:enough|what|fine|good|plenty|better|right)|again|too\b|while"
    r"|because|for\b|like\b"
    r"|instead|then|now|ya\b|max|tops|works|would|more\b|as\b))"
)
_LENGTHS = re.compile(r"\b(?:bars?|measures?|seconds?|secs?|minutes?|mins?)\b|小节|秒|分钟")
_ALONE = re.compile(
    r"\W*(?:(?:ok|now|make it|try|actually|maybe"
    r"|(?:提|降|升|改|调|换|变|加|减)(?:高|低|快|慢)?(?:到|成|为))\s*)*"
    r"(?P<number>\d{2,3})(?:ish)?"
    r"(?:\s*(?:please|then|now|左右|吧|就好|就行|好了))*\W*"
)
_SPEED = re.compile(
    r"(?P<not>\b(?:not|nothing|isn't|don't want(?: it)?|without being)\s+(?:(?:too|so|that|very|overly"
    r"|super)\s+)?)?"
    r"(?P<degree>\b(?:very|really|super|extremely|ultra|insanely|crazy|so)\s+)?"
    r"\b(?P<word>slow(?:ly|ish)?|down-?tempo|leisurely|unhurried|sluggish|walking\s+pace|mid-?\s?tempo"
    r"|medium(?:-|\s)(?:tempo|paced|speed|slow|fast)"
    r"|moderate(?:ly)?(?:\s+(?:tempo|paced|speed|fast|slow))?|fast(?:-paced|ish)?|quick(?:ly)?|up-?tempo"
    r"|up\s+tempo|speedy|rapid(?:ly)?|brisk(?:ly)?"
    r"|breakneck|high(?:-|\s)speed|high(?:-|\s)tempo|low(?:-|\s)tempo)(?:\s+(?:tempo|speed|pace|paced))?\b"
    r"(?!\s+(?:food|lane|forward|internet|wifi|cooker|motion|as\s+possible|response|reply|attack|decay"
    r"|dance|burn|build|day|days|week|night|morning|afternoon|evening|month|year|news|learners?|readers?"
    r"|trains?|cars?"
    r"|kids?|wi-?fi|connection|computer|phone))"
)
_CHINESE_SPEED = re.compile(
    r"(?P<not>不要?太?|别太?)?(?P<degree>很|非常|超级?|特别|极)?(?P<word>慢|缓慢|快速|快|中速"
    r"|中等速度)(?:节奏|速度|歌)?(?P<more>一点儿?"
    r"|一些|点)?"
)
#: "轻快", "欢快", "快乐" are moods; "快板" is a tempo of its own
_CHINESE_MOODS = re.compile(
    r"[轻欢明畅愉爽赶凉飞]快|快乐|快活|快来|尽快|慢慢来|慢悠悠"
    r"|快(?=炸|死|哭|疯|累|崩|要|到|没|睡|跑|走|看|逃|上|不行|受不了|考|下班|递|餐|门|手)"
)
_CHANGE = re.compile(
    r"\b(?:then|start(?:s|ing)?|begin|begins|end|ends|ending|intro|outro|build|builds|gradually|becomes"
    r"|turns?|accelerando|ritardando"
    r"|speeds?\s+up|slows?\s+down|sections?|parts?|verse|chorus|middle)\b|然后|逐渐|开始"
)


@dataclass(frozen=True, slots=True)
class TempoReading:
    """`bpm` or None; `notes` on what was overruled; `is_number`: said as one, not as a word."""

    bpm: float | None = None
    notes: tuple[str, ...] = ()
    is_number: bool = False


def _word_bpm(negated: bool, degree: bool, word: str) -> float:
    slow = word.startswith(("slow", "down", "leisure", "unhurried", "sluggish", "low", "慢", "缓"))
    middle = word.startswith(("mid", "medium", "moderate", "walking", "中"))
    if middle:
        return MODERATE
    if negated:
        return NOT_SLOW if slow else NOT_FAST
    if word.endswith("ish"):
        return 84.0 if slow else 126.0
    if degree:
        return VERY_SLOW if slow else VERY_FAST
    return SLOW if slow else FAST


def _numbers(text: Text) -> list[float]:
    found: list[float] = []
    for pattern in (_WITH_UNIT, _MARKED):
        for match in text.taken(pattern):
            low = float(match["low"])
            found.append((low + float(match["high"])) / 2 if match["high"] else low)
    return found


def _bare_number(text: Text, alone: bool) -> float | None:
    lone = _ALONE.fullmatch(text.rest) if alone else None
    if lone and 40 <= float(lone["number"]) <= 240:
        text.take(*lone.span())
        return float(lone["number"])
    found = list(_BARE.finditer(text.rest))
    # "we are at 120? make it 126": of what is there the last number is meant
    for match in reversed(found) if alone else found:
        number = float(next(n for n in match.groups() if n))
        if 50 <= number <= 220:
            text.take(*match.span())
            return number
    loose = list(_LOOSE.finditer(text.rest)) if alone and not _LENGTHS.search(text.lower) else []
    if loose:
        text.take(*loose[-1].span("n"))
        return float(loose[-1]["n"])
    return None


def read_tempo(text: Text, *, alone: bool = False) -> TempoReading:
    """Quarters a minute. A number wins over a word; a range becomes its middle. `alone`: a number that is
    the whole message is a tempo as well.

    Raises ImpossibleControls for a tempo out of reach, and for "fast" beside "slow" of the same piece.
    """
    numbers = _numbers(text)
    for number in numbers:
        low, high = TEMPO_RANGE
        if not low <= number <= high:
            raise ImpossibleControls(
                f"A tempo of {worded(number)} bpm is out of reach; {low:g} to {high:g} bpm works."
            )
    for match in list(_CHINESE_MOODS.finditer(text.rest)):
        text_before = text.rest
        text.rest = text_before[: match.start()] + "\x1e" * len(match.group()) + text_before[match.end() :]
    words = [(m.start(), _ITALIAN[m.group()], m.group()) for m in text.taken(_ITALIAN_PATTERN)]
    for pattern in (_SPEED, _CHINESE_SPEED):
        for match in text.taken(pattern):
            bpm = _word_bpm(bool(match["not"]), bool(match["degree"]), match["word"])
            words.append((match.start(), bpm, match["word"]))
    words.sort()
    text.rest = "".join(
        text.lower[i] if character == "\x1e" else character for i, character in enumerate(text.rest)
    )
    notes: list[str] = []
    if numbers:
        return TempoReading(numbers[0], tuple(notes), True)
    if not words:
        bare = _bare_number(text, alone)
        return TempoReading(bare, (), bare is not None)
    fastest, slowest = max(words, key=lambda w: w[1]), min(words, key=lambda w: w[1])
    if slowest[1] <= SLOW and fastest[1] >= 110:
        if len(text.lower) <= 80 and not _CHANGE.search(text.lower):
            raise ImpossibleControls(
                f"A piece cannot be {fastest[2]} and {slowest[2]} at once; "
                "say one of the two, or a number such as 100 bpm."
            )
        notes.append(f"I took {words[0][2]!r} as the tempo of the whole piece; it stays the same throughout.")
    bare = _bare_number(text, alone)
    return TempoReading(bare or words[0][1], tuple(notes), bare is not None)
