"""Which earlier state a message goes back to: "back to the first one", "undo that", "that sad one before"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding.mood import wanted_words
from bot.understanding.names import find_names
from bot.understanding.request import MUSICAL, Request
from bot.understanding.slots import read_slots
from bot.understanding.text import Text
from music.controls import Controls
from music.errors import ImpossibleControls
from music.lexicon import combine

_VERSION = r"(?:one|version|take|idea|draft|try|attempt|piece|song|track|tune)"
_TO_FIRST = re.compile(
    r"\b(?:back|return|revert|go)\s+(?:back\s+)?to\s+(?:the\s+)?(?:very\s+)?"
    r"(?:first|original|1st|start|beginning|initial)\b"
    rf"|\bthe\s+original\b|\b(?:the\s+)?(?:first|1st|initial|original)\s+{_VERSION}"
    r"\s+(?:again|back|instead|was\s+better)\b"
    r"|回到第一|最初|原来(?:那|的那|的版本|的$)|原版|(?:用|要)第一[个版]|第一[个版](?:更好|吧)"
)
_TO_PREVIOUS = re.compile(
    r"\b(?:undo|revert|go\s+back|back\s+to\s+(?:the\s+)?(?:previous|last|one\s+before)|take\s+that\s+back"
    rf"|as\s+it\s+was(?:\s+before)?|never\s*mind\s+that"
    rf"|(?:the\s+)?(?:previous|earlier)\s+{_VERSION}\s+(?:again|back|instead|was\s+better)"
    rf"|(?:the\s+)?(?:{_VERSION}\s+before(?:\s+(?:that|this|it))?)(?=$|[\s,.!]*(?:$|but|with|please)))\b"
    r"|撤销|回到上|恢复|^(?:还是)?[上前]一?个?版本?[吧。!]*$|改回去|变回去"
)
#: what an earlier piece was like, said in order to have it again
_TO_DESCRIBED = re.compile(
    rf"\b(?:(?:go\s+|going\s+|switch\s+)?back\s+to|return\s+to|i\s+preferred|use|bring\s+back|again)"
    rf"\s+(?:the|that)\s+(?P<a>[\w' -]+?)\s+{_VERSION}\b"
    rf"|\b(?:that|the)\s+(?P<b>[\w' -]+?)\s+{_VERSION}"
    r"\s+(?:from\s+)?(?:before|earlier|again|from\s+the\s+start)\b"
    r"|(?:回到|还是|用|要)?(?:刚才|之前|刚刚|前面)(?:那[首个版段])?(?P<c>[^,，。]+?)的?(?:那[首个版段]|曲子|版本)"
    r"|回到(?P<d>[^,，。]+?)的?那[首个版段]"
)
_ORDINAL = re.compile(r"^(?:very\s+)?(?:last|first|same|other|previous|original|new|next|second|third|1st)$")


@dataclass(frozen=True, slots=True)
class Return:
    """The earlier `request` that a message goes back to, and how it said so."""

    request: Request
    said: str


def state_to_return_to(text: Text, earlier: Sequence[Request]) -> Return | None:
    """What the message goes back to, its words marked as read; "undo" is the one before the last."""
    states = [r for r in earlier if r.intent in MUSICAL]
    if not states:
        return None
    first = _TO_FIRST.search(text.lower)
    if first:
        text.take(*first.span())
        return Return(states[0], first.group())
    described = _TO_DESCRIBED.search(text.lower)
    if described:
        words = next(group for group in described.groups() if group)
        if not _ORDINAL.match(words) and (meant := _like(words, states)) is not None:
            text.take(*described.span())  # "that sad one" does not make the next one sadder
            return Return(meant, described.group())
    previous = _TO_PREVIOUS.search(text.lower)
    if previous:
        text.take(*previous.span())
        return Return(states[-2] if len(states) > 1 else states[-1], previous.group())
    return None


def _like(words: str, states: Sequence[Request]) -> Request | None:
    place = likest(words, [request.controls for request in states])
    return None if place is None else states[place]


def likest(words: str, states: Sequence[Controls]) -> int | None:
    """The place of the newest of `states` that the words describe best; None where they describe none."""
    described = Text(words)
    mood = combine(wanted_words(described.lower))
    try:
        slots = read_slots(Text(words))
    except ImpossibleControls:
        return None
    names = {n.word for n in find_names(Text(words)) if n.kind == "style"}
    best: int | None = None
    most = 0.0
    for place, state in enumerate(states):
        likeness = 0.0
        if mood is not None:
            likeness += _same_side(mood.valence, state.valence) + _same_side(mood.arousal, state.arousal)
        likeness += 2 * bool(state.style and state.style in names)
        likeness += 2 * len(set(slots.instruments.wanted) & set(state.instruments))
        likeness += 2 * bool(slots.key and slots.key == state.key)
        likeness += _near_tempo(slots.tempo.bpm, state)
        if likeness >= most and likeness > 0:
            best, most = place, likeness
    return best


def _same_side(said: float | None, state: float | None) -> float:
    if said is None or state is None:
        return 0.0
    return 1.0 - abs(said - state) if said * state > 0 else -1.0


def _near_tempo(said: float | None, state: Controls) -> float:
    return 1.0 if said and state.tempo_bpm and abs(said - state.tempo_bpm) < 0.2 * said else 0.0
