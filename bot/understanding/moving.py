"""Moving what a message was learned to name, in words that no rule knows: a step the way that was learned,
or to the number that stands there."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from bot.understanding.refinement import MOOD_STEP, USUAL_SECONDS
from bot.understanding.text import Plain
from music.controls import BARS_RANGE, DENSITIES, SECONDS_RANGE, TEMPO_RANGE, Controls

#: how sure the way has to be
_SURE = 0.8
_TEMPO_STEP, _LENGTH_STEP = 1.25, 1.5
#: numbers that are no tempo: bars, minutes, times, parts of a word
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.:/#+-])\d{2,3}(?![A-Za-z\d.:/%]|\s*(?:%|bars?\b|sec|min|s\b|小节|秒|分|拍))"
)
_METRE = re.compile(r"(?<![\w./])(?:[2-9]|1[0-5])/(?:2|4|8|16)(?![\w/.])")
_LIKELY_TEMPOS = (40, 240)


def moved(
    before: Controls, sides: Collection[str], said: Plain, directions: Mapping[str, float]
) -> dict[str, Any]:
    """The new values of `sides` (tempo_bpm, metre, length, density, mood); nothing where that is unclear."""
    made: dict[str, Any] = {}
    for side in sides:
        made |= _MOVES[side](before, said, directions)
    return made


def _way(directions: Mapping[str, float], side: str) -> int:
    """1 for up, -1 for down, 0 where that is not sure."""
    up = directions[f"{side} up"]
    return 1 if up > _SURE else -1 if up < 1 - _SURE else 0


def _within(value: float, bounds: tuple[float, float]) -> float:
    return round(max(bounds[0], min(bounds[1], value)), 1)


def _tempo(before: Controls, said: Plain, directions: Mapping[str, float]) -> dict[str, Any]:
    # "100 is too quick for them, take 84": what is there already is talked about
    numbers = [n for n in map(int, _NUMBER.findall(said.text)) if n != before.tempo_bpm]
    if len(numbers) == 1 and _LIKELY_TEMPOS[0] <= numbers[0] <= _LIKELY_TEMPOS[1]:
        return {"tempo_bpm": float(numbers[0])}
    way = _way(directions, "tempo_bpm")
    if not way or before.tempo_bpm is None or any(c.isdecimal() for c in said.text):
        return {}
    return {"tempo_bpm": _within(before.tempo_bpm * _TEMPO_STEP**way, TEMPO_RANGE)}


def _metre(before: Controls, said: Plain, directions: Mapping[str, float]) -> dict[str, Any]:
    named = [m.group() for m in _METRE.finditer(said.text) if m.group() != before.metre]
    return {"metre": named[0]} if len(named) == 1 else {}


def _length(before: Controls, said: Plain, directions: Mapping[str, float]) -> dict[str, Any]:
    way = _way(directions, "length")
    if not way or any(c.isdecimal() for c in said.text):
        return {}
    if before.bars:
        return {"bars": int(_within(round(before.bars * _LENGTH_STEP**way), BARS_RANGE))}
    return {"seconds": _within((before.seconds or USUAL_SECONDS) * _LENGTH_STEP**way, SECONDS_RANGE)}


def _density(before: Controls, said: Plain, directions: Mapping[str, float]) -> dict[str, Any]:
    way = _way(directions, "density")
    if not way:
        return {}
    if before.density is None:
        return {"density": DENSITIES[-1 if way > 0 else 0]}
    step = DENSITIES.index(before.density) + way
    return {"density": DENSITIES[max(0, min(len(DENSITIES) - 1, step))]}


def _mood(before: Controls, said: Plain, directions: Mapping[str, float]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for axis in ("valence", "arousal"):
        way = _way(directions, axis)
        if way and directions[f"about {axis}"] > _SURE:
            old = getattr(before, axis) or 0.0
            made[axis] = round(max(-1.0, min(1.0, old + way * MOOD_STEP)), 3)
    return made


_MOVES: dict[str, Callable[[Controls, Plain, Mapping[str, float]], dict[str, Any]]] = {
    "tempo_bpm": _tempo, "metre": _metre, "length": _length, "density": _density, "mood": _mood,
}  # fmt: skip
