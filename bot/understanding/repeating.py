"""More or less of what the last message changed: "even more", "not enough", "that's too much", "过头了"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.understanding.request import MUSICAL, Request
from music.controls import DENSITIES, Controls

_LEAD = (
    r"^\W*(?:(?:ok(?:ay)?|yes|yeah|yep|nice|good|great|cool|better|lol|haha+|hm+|mm+|but|and|so|please|pls|oh|wow"
    r"|almost|whoa|woah|hey|nah|no|now|wait|well|actually|ugh|then|love\s+it|getting\s+there)\W+)*"
)
_SMALL = (
    r"(?:just\s+)?(?:a\s+(?:tiny\s+|little\s+)?(?:bit|tad|touch|notch|hair|little)|bit|slightly"
    r"|somewhat)"
)
_LARGE = r"(?:way|much|a\s+(?:whole\s+)?lot|lots|far)"
_END = (
    r"(?:\W+(?:please|pls|plz|now|then|though|tho|lol|haha+|ok|thanks|for\s+(?:me|us)|tbh|imo|still"
    r"|yet))*\W*$"
)
_MORE = re.compile(
    rf"{_LEAD}(?:(?:it\s+)?(?:still\s+|just\s+)*(?:needs?\s+|wants?\s+|could\s+be\s+|should\s+be\s+)?"
    rf"(?:(?P<small>{_SMALL})\s+|{_LARGE}\s+|even\s+|some\s+|still\s+)*"
    r"more(?:\W+(?:of\s+(?:that|it|the\s+same|this)|than\s+(?:that|this)|more|still))*"
    r"|(?:(?:that's|that\s+is|it's|this\s+is)\s+)?(?:still\s+)?not\s+(?:nearly\s+|quite\s+|really\s+)?enough"
    rf"|(?:(?:go|push\s+it|take\s+it)\s+)?(?:(?P<small2>{_SMALL})\s+|{_LARGE}\s+|even\s+)*further"
    rf"|more\s+in\s+(?:that|the\s+same)\s+direction){_END}",
    re.IGNORECASE,
)
_LESS = re.compile(
    rf"{_LEAD}(?:(?:(?:that's|thats|that\s+is|that\s+was|it's|its|it\s+is|this\s+is|now\s+it's|feels)\s+)?"
    rf"(?:(?:{_SMALL}|{_LARGE}|now|kind\s+of|kinda|maybe|just)\s+)*(?:too\s+(?:much|far|extreme)|overkill|overdone)"
    r"|(?:(?:maybe|just|but)\s+)*not\s+(?:(?:quite|by)\s+)*(?:that|so|this|as)\s+(?:much|far|extreme)"
    r"|(?:you\s+|that\s+)?(?:overdid\s+it|went\s+(?:(?:a\s+(?:bit|little)|way|kind\s+of)\s+)*(?:too\s+far|overboard))"
    rf"|(?:(?:{_SMALL}|{_LARGE})\s+)?less(?:\s+(?:than|of)\s+(?:that|this|it))?){_END}",
    re.IGNORECASE,
)
_AGAIN_BY = re.compile(
    rf"{_LEAD}(?:(?:and\s+)?(?:another|again|plus)\s+(?P<n>\d{{1,2}})|(?P<n2>\d{{1,2}})\s+(?:more|again|further))(?:\s+again)?{_END}"
    r"|^\W*再(?:来|加|减|多)?(?P<n3>\d{1,2})\W*$",
    re.IGNORECASE,
)
_CHINESE_LEAD = r"^\W*(?:(?:嗯+|好的?|哈+|不错|可以|但是?|不过|哦|呃|啊|那|就|感觉|好像|稍微)[,，。!！ ]*)*"
_CHINESE_MORE = re.compile(
    rf"{_CHINESE_LEAD}(?:(?:还是?|仍然?)(?:不太?够|不足)|(?:还[要能]?|可以)?再(?:来|多|更)?(?:一点儿?点?|一些|些|点儿?)|更多(?:一点|一些|点)?"
    r"|还可以再多(?:一点|点)?)(?:吧|啊|呗|哦|了)?\W*$"
)
_CHINESE_LESS = re.compile(
    rf"{_CHINESE_LEAD}(?:(?:有点儿?|有些|太|稍微|也太|又)*(?:过头|过火|过分|夸张|太?过|太?多)了?(?:一?点儿?|一些)?"
    r"|(?:别|不要|不用|没必要|不需要)(?:那么|这么)(?:多|夸张|过)|(?:稍微)?少(?:一?点儿?|一些))(?:了|吧|啊|呗)?\W*$"
)
_HIGHER = re.compile(
    rf"{_LEAD}(?:(?P<small>{_SMALL})\s+|{_LARGE}\s+|even\s+)*(?P<way>higher|lower){_END}", re.IGNORECASE
)
#: by slot, what brings more and less of it, in English and Chinese
_WORDS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "tempo_bpm": (("faster", "slower"), ("快一点", "慢一点")),
    "length": (("longer", "shorter"), ("长一点", "短一点")),
    "density": (("busier", "sparser"), ("密一点", "简单一点")),
    "valence": (("happier", "sadder"), ("更快乐", "更悲伤")),
    "arousal": (("more energetic", "calmer"), ("更激昂", "更平静")),
}


def again_of(message: str, earlier: Sequence[Request]) -> str | None:
    """The wish that such a message means after the last one; None for any other message."""
    states = [r for r in earlier if r.intent in MUSICAL]
    if len(states) < 2 or states[-1].back_to is not None:
        return None
    said = message.strip()
    higher = _HIGHER.match(said)
    if higher:
        return _moved_in_pitch(higher["way"].lower() == "higher", states[-1].controls, states[-2].controls)
    by = _AGAIN_BY.match(said)
    if by:
        return _by_so_much(next(n for n in by.groups() if n), states[-1], states[-2])
    more = _MORE.match(said) or _CHINESE_MORE.match(said)
    less = None if more else _LESS.match(said) or _CHINESE_LESS.match(said)
    if not more and not less:
        return None
    now, last = states[-1].controls, states[-2].controls
    chinese = states[-1].language == "zh"
    came = set(now.instruments) - set(last.instruments)
    if less and came and now == _with_players_of(now, last):
        return "撤销" if chinese else "undo"
    small = bool(less or (more and any(more.groupdict().values())))
    found = [_wish(slot, up if more else not up, chinese) for slot, up in _moved(now, last)]
    named = [word for word in now.mood if word not in last.mood and not word.startswith(("not ", "less "))]
    if named and any(slot in ("valence", "arousal") for slot, _ in _moved(now, last)):
        others = [(slot, up) for slot, up in _moved(now, last) if slot not in ("valence", "arousal")]
        found = [_wish(slot, up if more else not up, chinese) for slot, up in others]
        found += [_of_a_mood(word, bool(more), chinese) for word in named]
    if not found:
        return None
    if chinese:
        return "，".join(f"稍微{wish}" if small and wish[0] != "更" else wish for wish in found)
    return " and ".join(f"a bit {wish}" if small and not wish.startswith("less") else wish for wish in found)


def _moved_in_pitch(up: bool, now: Controls, last: Controls) -> str:
    """ "higher": faster where the last message set the tempo, else in a higher key."""
    if now.tempo_bpm != last.tempo_bpm and now.key == last.key:
        return "faster" if up else "slower"
    return "up a tone" if up else "down a tone"


def _by_so_much(number: str, now: Request, last: Request) -> str | None:
    """ "10 more" of the tempo or the length, whichever the last message changed."""
    moved = dict(_moved(now.controls, last.controls))
    slot = next((slot for slot in ("tempo_bpm", "length") if slot in moved), None)
    if slot is None:
        return None
    unit = ("小节" if now.controls.bars else "秒", "bars" if now.controls.bars else "seconds")
    if now.language == "zh":
        way = {"tempo_bpm": "慢快", "length": "短长"}[slot][moved[slot]]
        return f"{way}{number}{'bpm' if slot == 'tempo_bpm' else unit[0]}"
    return f"{number} {'bpm' if slot == 'tempo_bpm' else unit[1]} {_wish(slot, moved[slot], False)}"


def _with_players_of(now: Controls, last: Controls) -> Controls:
    """`last` with the players of `now`: the same as `now` where nothing but the players changed."""
    return replace(last, instruments=now.instruments, exclude_instruments=now.exclude_instruments)


def _wish(slot: str, up: bool, chinese: bool) -> str:
    return _WORDS[slot][chinese][not up]


def _of_a_mood(word: str, more: bool, chinese: bool) -> str:
    if chinese:
        return f"{'更' if more else '没那么'}{word}"
    return f"{'more' if more else 'less'} {word}"


def _moved(now: Controls, last: Controls) -> Iterator[tuple[str, bool]]:
    """What moved on a scale, and whether upwards; from nothing at all is from the middle."""
    for slot in ("tempo_bpm", "valence", "arousal"):
        after, before = getattr(now, slot), getattr(last, slot)
        middle = 100.0 if slot == "tempo_bpm" else 0.0
        if after is not None and after != before:
            yield slot, after > (middle if before is None else before)
    if (now.bars, now.seconds) != (last.bars, last.seconds):
        after, before = (now.bars or now.seconds or 0, last.bars or last.seconds or 30)
        yield "length", after > before
    if now.density and now.density != last.density:
        yield "density", DENSITIES.index(now.density) > DENSITIES.index(last.density or "medium")
