"""Moving what a message was learned to name, in words that no rule knows: a step the way that was learned,
or to the one new number, key or metre that stands there."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from bot.understanding.refinement import MOOD_STEP, USUAL_SECONDS
from bot.understanding.text import Plain
from music.controls import BARS_RANGE, DENSITIES, SECONDS_RANGE, TEMPO_RANGE, Controls
from music.theory import Key

#: how sure the way has to be
_SURE = 0.8
_TEMPO_STEP, _LENGTH_STEP = 1.25, 1.5
#: numbers that are no tempo: bars, minutes, times, parts of a word
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.:/#+-])\d{2,3}(?![A-Za-z\d.:/%]|\s*(?:%|bars?\b|sec|min|s\b|小节|秒|分|拍))"
)
_METRE = re.compile(r"(?<![\w./])([2-9]|1[0-5])(?:/| (?:by |and )?|-)(2|4|8|16)(?![\w/.])")
#: numbers that may count bars, seconds or minutes
_COUNT = re.compile(r"(?<![\w.:/#+-])\d{1,3}(?![\w.:/%]|\s*(?:%|bpm|beats?\b|times\b|x\b|/))")
_TIMES = re.compile(
    r"\b(?:(double|twice|doubled)|(triple|3 times|thrice)|(half|halve|halved))\b", re.IGNORECASE
)
_FACTORS = (2.0, 3.0, 0.5)
#: fewer than these are minutes where seconds were said before
_MINUTES_BELOW = 10
_KEY = re.compile(
    r"(?<![\w#'’])(?P<name>[A-G]|[a-g](?=\s?(?:#|b\b|-?\s?flat|-?\s?sharp|-?\s?major|-?\s?minor)))"
    r"(?P<sign>#|b(?!\w)|[- ]?(?i:flat|sharp)\b)?(?P<mode>[- ]?(?i:major|minor|maj|min)\b|m\b)?(?![\w'’#])"
)
_KEY_BEFORE = re.compile(r"\b(?:in|to|of|into|is|for|try)\s+$", re.IGNORECASE)
_MODE = re.compile(r"\b(major|minor)\b", re.IGNORECASE)
_LIKELY_TEMPOS = (40, 240)
#: "scarier but not faster": how far a change must not go
_NOT_MORE = re.compile(
    r"\b(?:not|no|never|don'?t|without)\s+(?:(?:make|get|go|let|it|any|getting|going|making|much|be|too)\s+)*"
    r"(?:faster|slower|quicker|longer|shorter|busier|denser|thinner)\b",
    re.IGNORECASE,
)


def moved(
    before: Controls, sides: Collection[str], said: Plain, directions: Mapping[str, float]
) -> dict[str, Any]:
    """The new values of `sides` (those of `_MOVES`); nothing where that is unclear."""
    made: dict[str, Any] = {}
    limited = {"tempo_bpm", "length", "density"} if _NOT_MORE.search(said.text) else set()
    for side in set(sides) - limited:
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
    metres = {f"{m[1]}/{m[2]}" for m in _METRE.finditer(said.text)} - {before.metre}
    return {"metre": metres.pop()} if len(metres) == 1 else {}


def _key(before: Controls, said: Plain, directions: Mapping[str, float]) -> dict[str, Any]:
    now = Key.parse(before.key) if before.key else None
    named = {key for match in _KEY.finditer(said.text) if (key := _named(match)) and key != now}
    if len(named) == 1:
        return {"key": str(named.pop())}
    modes = {m[1].lower() for m in _MODE.finditer(said.text)}
    if not named and now and len(modes) == 1:
        return {"key": str(Key(now.tonic, minor=modes == {"minor"}))}
    return {}


def _named(match: re.Match[str]) -> Key | None:
    """The key that is named; None for the article."""
    name, sign, mode = match["name"], match["sign"] or "", match["mode"] or ""
    if name in "Aa" and not sign and (name == "a" or not _KEY_BEFORE.search(match.string[: match.start()])):
        return None
    accidental = "#" if "#" in sign or "sharp" in sign.lower() else "b" if sign else ""
    is_minor = mode.strip("- ") == "m" or "min" in mode.lower()
    return Key.parse(f"{name.upper()}{accidental} {'minor' if is_minor else 'major'}")


def _length(before: Controls, said: Plain, directions: Mapping[str, float]) -> dict[str, Any]:
    # "40 bars is half a day, 20 would do": what is there already is talked about
    there = {before.bars, before.seconds, (before.seconds or 0) / 60}
    numbers = {n for n in map(int, _COUNT.findall(said.text)) if n not in there}
    factors = {
        f for m in _TIMES.finditer(said.text) for f, word in zip(_FACTORS, m.groups(), strict=True) if word
    }
    if len(numbers) + len(factors) > 1:
        return {}
    if numbers:
        number = numbers.pop()
        if before.bars:
            return {"bars": int(_within(number, BARS_RANGE))}
        seconds = number * (60 if number < _MINUTES_BELOW else 1)
        return {"seconds": _within(seconds, SECONDS_RANGE)} if before.seconds else {}
    way = _way(directions, "length")
    if not (way or factors) or (any(c.isdecimal() for c in said.text) and not factors):
        return {}
    factor = factors.pop() if factors else _LENGTH_STEP**way
    if before.bars:
        return {"bars": int(_within(round(before.bars * factor), BARS_RANGE))}
    return {"seconds": _within((before.seconds or USUAL_SECONDS) * factor, SECONDS_RANGE)}


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
    "tempo_bpm": _tempo, "key": _key, "metre": _metre, "length": _length, "density": _density, "mood": _mood,
}  # fmt: skip
