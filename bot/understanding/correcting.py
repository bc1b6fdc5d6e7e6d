"""Corrections of the last message: after "drop the drums",
    "no i meant the bass" brings the drums back and drops
the bass. What the last message did to the thing that is named now is taken back; the rest stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any

from bot.understanding.instrument_names import spoken_names
from bot.understanding.intent_words import MUSIC_NOUN
from bot.understanding.names import find_names
from bot.understanding.request import MUSICAL, Request
from bot.understanding.slots import Slots, read_slots
from bot.understanding.text import Text
from music.controls import Controls
from music.errors import ImpossibleControls

_OOPS = (
    r"(?:no+|nah|nope|noo+|oops|whoops|sorry|sry|wait|ah|oh|er+m?|uh|um+|hm+|lol|ugh|argh|actually|my\s+bad"
    r"|wrong(?:\s+one)?)"
)
_MEANT = re.compile(
    rf"^\W*(?:{_OOPS}\W+)*(?:i|we)\s+(?:actually\s+|really\s+|just\s+|only\s+)*(?:meant"
    r"|was\s+talking\s+about)(?:\s+(?:to\s+say"
    rf"|like|that\s+i\s+wanted))?[\s,:]+|^\W*(?:{_OOPS}\W+)+(?:i|we)\s+mean(?!\s+(?:it|this|that)\b)[\s,:]+"
    r"|^(?:(?:不是?的?|不对|错了|说错了?|哎呀?|抱歉|等等|啊)[,，。!！ ]*)*"
    r"我?(?:是说|说的是|的?意思是|指的?是|想说的?是|要的是)(?:把|让)?",
    re.IGNORECASE,
)
_MEANT_BEHIND = re.compile(r"^(?P<what>[^,.;!?]{2,40}?)\s*,?\s+i\s+mean(?:t)?\W*$", re.IGNORECASE)
#: "no sorry, just the drums gone": less was to go than went
_ONLY_THAT = re.compile(
    rf"^\W*(?:{_OOPS}\W+)+(?:just|only)\s+(?P<what>(?:the\s+)?[a-z][a-z ]*?\s+(?:gone|out|off|removed"
    r"|away))\W*$",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(
    rf"^\W*(?:{_OOPS}\W+)*not\s+(?:the\s+)?(?P<old>[a-z][a-z ]*?)\s*[,.;!-]+\s*(?:but\s+)?(?P<what>"
    r"(?:the\s+)?[a-z][a-z ]*?)\W*$",
    re.IGNORECASE,
)
#: a number alone, which belongs to what the last message set: "no i meant 200"
_NUMBER = re.compile(
    r"^\W*(?:(?:like|about|around|maybe|make\s+(?:it|that)|only|just|to|at|是|要|改成|大概)\s*)*(?P<n>\d{1,3})"
    r"(?:\W+(?:lol|haha+|lmao|xd|please|pls|sorry|sry|my\s+bad|of\s+course|obviously|not\s+\d+|instead|then"
    r"|才对|吧|啦)|吧|啦|才对|[,，]?不是\d+)*\W*$",
    re.IGNORECASE,
)
_SLIP = re.compile(
    rf"^\W*(?:{_OOPS}\W+)*(?:oops|whoops|sorry|sry|wait|typo|my\s+bad|打错了|写错了|说错了|错了)\W+(?:{_OOPS}\W+)*"
    r"(?=\D{0,12}\d)",
    re.IGNORECASE,
)
#: "take out the cello, not the viola"
_BUT_NOT = re.compile(
    r"^(?P<what>.{1,80}?)[\s,;，]+(?:and\s+|but\s+)?(?:not\s+(?:the\s+|an?\s+)?|(?:而)?不是)(?P<old>[^\W\d_][^,.;!?，。]{0,40}?)\W*$",
    re.IGNORECASE,
)
#: in one message: "drums out. no wait i meant the bass out"
_AT_ONCE = re.compile(
    rf"^.*?(?:[,.;!?…-]+\s*|\s+){_OOPS}\W+(?:{_OOPS}\W+)*(?:i\s+mean(?:t)?|make\s+that)\s+"
    r"(?=.*(?:\b(?:out|off|gone|in|back|remove|drop|lose|add|cut|swap|faster|slower|longer|shorter|more"
    r"|less)\b|\w+er\b|\d))",
    re.IGNORECASE,
)
#: who comes for whoever just left: "bells are trash", "flute instead"
_INSTEAD = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|so|then|hm+|maybe|perhaps|pls|please|now|use|try|put|have|add|with|give\s+"
    r"(?:me|us)|i\s+want|let'?s\s+(?:have|try|use))\W+)*"
    r"(?P<what>[a-z][a-z ]*?)(?:\s+(?:loop|part|line|melody|riff))?\s+instead(?:\s+(?:then|please|pls|maybe"
    r"|i\s+guess))*\W*$"
    r"|^(?:那|就|还是|给我|要不|那就)*(?:换成?个?|改用|换用|用)(?P<zh>[一-鿿]{1,5}?)(?:代替|吧|好了|试试|呢)*\W*$",
    re.IGNORECASE,
)
_FORGET = re.compile(
    r"^\W*(?:(?:no+|nah|ugh|hm+|ok|oh)\W+)*(?:forget|never\s*mind)\s+(?:that|it|this)"
    r"(?:\s+one)?\s*[,.;!-]+\s*(?:and\s+|just\s+)*(?P<rest>.+)$",
    re.IGNORECASE,
)
_THE = re.compile(
    r"\b(?:the|that|those|an?|some|one|ones|please|pls|obviously|of\s+course|lol)\b|[^\w\s]|把|了|吧"
)
_GROUPS: dict[str, tuple[str, ...]] = {
    "tempo": ("tempo_bpm",), "key": ("key",), "metre": ("metre",), "style": ("style",), "density": (
        "density",),
    "length": ("bars", "seconds"), "players": ("instruments", "exclude_instruments"),
    "mood": ("valence", "arousal", "mood"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """The `message` that was meant, and the state `before` it; None where nothing is taken back."""

    message: str
    before: Request | None


def _players(text: str) -> set[str]:
    names = find_names(Text(text))
    return {i for n in names if n.kind == "instrument" for i in spoken_names()[n.word]}


def _is_bare(text: str) -> bool:
    """Whether `text` names instruments and says nothing of them."""
    read = Text(text)
    found = [n for n in find_names(read) if n.kind == "instrument"]
    return bool(found) and not re.search(
        r"\w", _THE.sub(" ", read.rest.replace("\x1f", " ")).replace("and", " ")
    )


def correction_of(message: str, earlier: Sequence[Request]) -> Correction | None:
    """What a message that corrects the last one means; None for any other message."""
    said = message.strip()
    at_once = _AT_ONCE.match(said)
    if at_once:
        return Correction(said[at_once.end() :], None)
    states = [r for r in earlier if r.intent in MUSICAL]
    if len(states) > 1 and (other := _for_who_left(said, states[-1], states[-2])) is not None:
        return other
    if len(states) > 1 and (forgotten := _FORGET.match(said)) and _is_a_change(forgotten["rest"], states[-1]):
        return Correction(forgotten["rest"], states[-2])
    found = _MEANT.match(said)
    slip = found or _SLIP.match(said)
    number = _NUMBER.match(said[slip.end() :]) if slip and len(states) > 1 else None
    if number and (again := _for_a_number(int(number["n"]), states[-1], states[-2])) is not None:
        return again
    behind = _MEANT_BEHIND.match(said) or _ONLY_THAT.match(said)
    not_that = _NOT_THAT.match(said)
    if len(states) < 2:
        return None
    now, last = states[-1], states[-2]
    but_not = _BUT_NOT.match(said[found.end() :] if found else said)
    if but_not and _was_touched(but_not["old"], now, last) and _is_alike(but_not["what"], now, last):
        what = but_not["what"]
        return _for_players(what, now, last) if _is_bare(what) else _for_others(what, now, last)
    if found:
        meant = said[found.end() :]
    elif behind:
        meant = behind["what"]
    elif not_that and _is_bare(not_that["what"]) and _was_touched(not_that["old"], now, last):
        meant = not_that["what"]
    else:
        return None
    return _for_players(meant, now, last) if _is_bare(meant) else _for_others(meant, now, last)


def _was_touched(old: str, now: Request, last: Request) -> bool:
    """Whether `old` names nothing but players, of whom the last message sent or brought one."""
    changed = set(now.controls.instruments) ^ set(last.controls.instruments)
    return _is_bare(old) and bool(_players(old) & changed)


def _is_alike(what: str, now: Request, last: Request) -> bool:
    """Whether `what` names players to whom the same can be done as the last message did: who plays can leave,
    who does not can come."""
    before, after = set(last.controls.instruments), set(now.controls.instruments)
    named = _players(what)
    return bool(named) and bool(named & after) == (not after - before)


def _for_a_number(number: int, now: Request, last: Request) -> Correction | None:
    """The number in the place of the one that the last message set; of several the nearest to it."""
    before, after = last.controls, now.controls
    chinese = now.language == "zh"
    units = [
        (after.tempo_bpm, before.tempo_bpm, "tempo", "bpm", 1),
        (after.bars, before.bars, "length", "小节" if chinese else "bars", 1),
        (after.seconds, before.seconds, "length", "秒" if chinese else "seconds", 1),
        (after.seconds, before.seconds, "length", "分钟" if chinese else "minutes", 60),
    ]
    near = [
        (abs(log(value / (number * size))), group, unit)
        for value, old, group, unit, size in units
        if number and value and value != old
    ]
    if not near:
        return None
    _, group, unit = min(near)
    return Correction(f"{number} {unit}", _taken_back(now, last, [group]))


def _for_who_left(said: str, now: Request, last: Request) -> Correction | None:
    """ "flute instead" behind a message that only took players out brings a flute in their place."""
    found = _INSTEAD.match(said)
    before, after = last.controls, now.controls
    left = set(before.instruments) - set(after.instruments)
    if not found or not after.instruments or not left or set(after.instruments) - set(before.instruments):
        return None
    what = found["what"] or found["zh"]
    if not _is_bare(what) or _players(what) & set(after.instruments):
        return None
    return Correction(f"add {what}" if found["what"] else f"加{what}", None)


def _is_a_change(text: str, now: Request) -> bool:
    """Whether `text` says numbers or a comparison and describes no piece."""
    try:
        slots = read_slots(Text(text, now.language, continues=True), continues=True)
    except ImpossibleControls:
        return False
    plain = any(not w.comparison for w in slots.mood_words)
    return bool(
        (slots.numbers or slots.changes)
        and not (slots.style.style or slots.names or plain or MUSIC_NOUN.search(text))
    )


def _taken_back(now: Request, last: Request, groups: Sequence[str]) -> Request:
    slots: dict[str, Any] = {s: getattr(last.controls, s) for group in groups for s in _GROUPS[group]}
    return replace(now, controls=replace(now.controls, **slots))


def _for_players(meant: str, now: Request, last: Request) -> Correction | None:
    """ "no i meant the bass": it goes or comes as another did."""
    before, after = last.controls.instruments, now.controls.instruments
    gone, came = [i for i in before if i not in after], [i for i in after if i not in before]
    named = _players(meant)
    base = _taken_back(now, last, ["players"])
    if not gone and not came:
        return None
    if gone and came:
        plays = named & set(before)
        pair = f"{meant} for {' and '.join(came)}" if plays else f"{' and '.join(gone)} for {meant}"
        return Correction(f"swap {pair}", base)
    return Correction(f"remove {meant}" if gone else f"add {meant}", base)


def _for_others(meant: str, now: Request, last: Request) -> Correction | None:
    try:
        slots = read_slots(Text(meant, now.language, continues=True), continues=True)
    except ImpossibleControls:
        return Correction(meant, None)
    changed = [g for g, names in _GROUPS.items() if _differ(now.controls, last.controls, names)]
    named = _named(slots)
    if not named:
        return None  # "sorry, i meant to say thanks"
    touched = [g for g in changed if g in named]
    if not touched and len(changed) == 1:
        touched = changed  # "no i meant slower" after "sadder"
    return Correction(meant, _taken_back(now, last, touched) if touched else None)


def _differ(one: Controls, other: Controls, slots: Sequence[str]) -> bool:
    return any(getattr(one, s) != getattr(other, s) for s in slots)


def _named(slots: Slots) -> set[str]:
    changes, length = slots.changes, slots.length
    said = {
        "tempo": slots.tempo.bpm or changes.tempo_delta or changes.tempo_factor != 1,
        "key": slots.key or changes.mode or changes.semitones,
        "metre": slots.metre_is_said,
        "style": slots.style.style,
        "density": slots.density,
        "length": length.bars or length.seconds or changes.bars_delta or changes.seconds_delta
        or changes.length_factor != 1,
        "players": any(n.kind == "instrument" for n in slots.names),
        "mood": slots.mood_words,
    }  # fmt: skip
    return {group for group, is_said in said.items() if is_said}
