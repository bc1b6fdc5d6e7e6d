"""Which earlier state is meant where a message goes back in words that no frame knows: "the trio was nicer",
"can we pretend the polka never happened"."""

import re
from collections.abc import Sequence

from bot.understanding.instrument_names import meant_by
from bot.understanding.names import Name, names_in
from bot.understanding.request import Request
from music.controls import Controls

_FIRST = re.compile(
    r"\b(?:first|original|originally|initial|beginning|start|started|very\s+beginning|square\s+one)\b"
    r"|最初|最早|最开始|一开始|开头|原来的?|原版|原先|第一版"
)
_TWO = re.compile(r"\b(?:both|two|twice|the\s+one\s+before\s+that)\b|两步|两次|上上")


def _has(controls: Controls, name: Name) -> bool:
    if name.kind == "style":
        return controls.style == name.word
    return any(i in controls.instruments for i in meant_by(name.word, controls.instruments))


def state_meant(said: str, states: Sequence[Request], *, first: bool = False) -> Request:
    """The state of `states` (oldest first, the last is the one that stands) that `said`, in lower case, goes
    back to: the `first` one, or where it says so; the newest with a player or style that is gone, or without
    one that has come; otherwise the one before the last change."""
    if first or _FIRST.search(said):
        return states[0]
    now = states[-1].controls
    for name in names_in(said):
        there = _has(now, name)
        found = next((s for s in reversed(states) if _has(s.controls, name) != there), None)
        if found is not None:
            return found
    earlier = [s for s in states if s.controls != now]
    steps = 2 if _TWO.search(said) and len(earlier) > 1 else 1
    return earlier[-steps] if earlier else states[-1]
