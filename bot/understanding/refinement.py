"""Refinements: a message that changes what was asked before. What it does not name stays."""

import re
from dataclasses import replace

from bot.understanding.playing import describes_an_instrument, is_asked_for, is_told
from bot.understanding.scoring import players
from bot.understanding.slots import Slots
from bot.understanding.tempo import FAST, MODERATE, SLOW
from bot.understanding.text import Text
from music.controls import BARS_RANGE, DENSITIES, SECONDS_RANGE, TEMPO_RANGE, Controls
from music.errors import UnknownStyle
from music.lexicon import MoodWord, entries, find_mood_words
from music.lexicon.combining import FLOOR, Axis, dominant_axes, placed
from music.styles import find_style
from music.theory import Key

#: what a piece lasts when nobody said, for "longer" and "shorter"
USUAL_SECONDS = 30.0
#: how far "sadder" moves on its axis; "less sad" keeps this share
MOOD_STEP, MOOD_KEPT = 0.35, 0.4


def _clamped(value: float, bounds: tuple[float, float]) -> float:
    return max(bounds[0], min(bounds[1], value))


def _said_tempo(slots: Slots, before: float | None) -> float | None:
    """A tempo that is named; by a word, "slow" is slower also than what is slow already."""
    said = slots.tempo.bpm
    if said is None or before is None or slots.tempo.is_number or MODERATE - 15 < said < MODERATE + 5:
        return said or before
    further = min(said, before / 1.25) if said < MODERATE else max(said, before * 1.25)
    return round(_clamped(further, TEMPO_RANGE), 1)


def _tempo(slots: Slots, before: Controls) -> float | None:
    factor, delta = slots.changes.tempo_factor, slots.changes.tempo_delta
    if slots.tempo.is_number or (factor == 1.0 and not delta):
        return _said_tempo(slots, before.tempo_bpm)
    base = before.tempo_bpm
    if base is None and before.style:
        try:
            base = sum(find_style(before.style).tempo_bpm) / 2
        except UnknownStyle:
            base = None  # a guild's own style: nothing is known of it here
    if base is None:
        if not delta:
            return SLOW if factor < 1 else FAST
        base = 100.0
    return round(_clamped(base * factor + delta, TEMPO_RANGE), 1)


def _seconds_of_a_bar(controls: Controls) -> float:
    """At the tempo and metre that were asked for, or usual ones."""
    top, _, bottom = (controls.metre or "4/4").partition("/")
    return float(top) * 4 / float(bottom) * 60 / (controls.tempo_bpm or 100.0)


def _length(slots: Slots, before: Controls) -> tuple[int | None, float | None]:
    """(bars, seconds): one that is said replaces both earlier ones."""
    changes = slots.changes
    bars, seconds = before.bars, before.seconds
    if slots.length.bars or slots.length.seconds:
        said = (slots.length.seconds, *slots.length.other_seconds)
        if seconds is not None and seconds in said and not slots.length.bars:
            # "3 minutes is a lot, do 1 minute": what is there already is talked about
            return None, next((s for s in reversed(said) if s != seconds), seconds)
        return slots.length.bars, slots.length.seconds
    if changes.bars_delta and (bars or not seconds):
        bars = int(_clamped((bars or 16) + changes.bars_delta, BARS_RANGE))
    elif changes.bars_delta and seconds:
        more = changes.bars_delta * _seconds_of_a_bar(before)
        seconds = round(_clamped(seconds + more, SECONDS_RANGE), 1)
    if changes.seconds_delta:
        seconds = _clamped((seconds or USUAL_SECONDS) + changes.seconds_delta, SECONDS_RANGE)
    if changes.length_factor != 1.0:
        if bars:
            bars = int(_clamped(round(bars * changes.length_factor), BARS_RANGE))
        if seconds or not bars:
            seconds = round(_clamped((seconds or USUAL_SECONDS) * changes.length_factor, SECONDS_RANGE), 1)
    return bars, seconds


def _key(slots: Slots, before: Controls) -> str | None:
    if slots.key:
        # of two, the one that is not there already: "could E minor become G major?"
        return next((key for key in (slots.key, *slots.other_keys) if key != before.key), slots.key)
    if before.key is None or not (slots.changes.mode or slots.changes.semitones):
        return before.key
    key = Key.parse(before.key)
    if slots.changes.mode.startswith("relative"):
        minor = slots.changes.mode.endswith("minor")
        away = 0 if minor == key.minor else -3 if minor else 3
        return str(Key((key.tonic + away) % 12, minor))
    minor = slots.changes.mode == "minor" if slots.changes.mode else key.minor
    return str(Key((key.tonic + slots.changes.semitones) % 12, minor))


def _moved(word: MoodWord, axis: Axis, old: float | None, too: bool) -> float:
    """Where the mood lies on `axis` after `word`."""
    value: float = getattr(word.entry, axis)
    sign = 1 if value > 0 else -1
    if word.comparison < 0 or too or (word.negated and word.degree != 1.0):
        if old is not None and old * sign > 0:
            return round(old * MOOD_KEPT, 3)
        # what is called too sad is heard as sad, wherever it was meant to lie
        return round(_clamped(old - sign * MOOD_STEP / 2, (-1.0, 1.0)), 3) if old is not None else -sign * 0.3
    if word.comparison > 0 and not word.negated and old is not None:
        moved = old + sign * MOOD_STEP * min(1.5, word.degree)
        # a mood that is named is heard, also where it had been the opposite
        return round(_clamped(sign * max(FLOOR + 0.05, sign * moved), (-1.0, 1.0)), 3)
    place = placed(word, axis) or 0.0
    if old is not None and not word.negated and old * sign > 0 and abs(place) <= abs(old):
        # "really dark" wants what is dark already darker; "dark" finds it so
        return round(_clamped(old + sign * MOOD_STEP / 2, (-1.0, 1.0)), 3) if word.degree > 1 else old
    return place


def _mood(text: Text, slots: Slots, before: Controls) -> tuple[float | None, float | None, tuple[str, ...]]:
    """(valence, arousal, words): only the axis that a word is about moves."""
    place: dict[Axis, float | None] = {"valence": before.valence, "arousal": before.arousal}
    changed: dict[Axis, float] = {}
    heard = [word for word in slots.mood_words if not describes_an_instrument(text, slots, word)]
    if slots.firm or any(word.entry.word not in entries("emoji") for word in heard):
        heard = [word for word in heard if word.entry.word not in entries("emoji")]  # a face beside words
    if slots.outright:
        heard = [word for word in heard if is_asked_for(text, word)]
    if slots.outright or slots.changes or any(word.comparison for word in heard):
        heard = [word for word in heard if not is_told(text, word)]
    for word in heard:
        too = bool(re.search(r"\btoo\s+$|太\s*$", text.lower[: word.start])) and not word.negated
        for axis in dominant_axes(word):
            place[axis] = changed[axis] = _moved(word, axis, place[axis], too)
    words = [w for w in before.mood if not _opposes(w, changed)]
    words += [w.entry.word for w in heard if not w.negated and w.comparison >= 0]
    return place["valence"], place["arousal"], tuple(dict.fromkeys(words))


def _style(slots: Slots, before: Controls) -> str | None:
    """The style that is named; of two, the one that is not there already: "turn the polka into a tango"."""
    named = slots.style.style
    if named is not None and named == before.style and slots.style.others:
        return slots.style.others[0]
    return named or (None if before.style in slots.style.unwanted else before.style)


def _opposes(word: str, changed: dict[Axis, float]) -> bool:
    found = find_mood_words(word)
    known = [f.entry for f in found] or [e for e in (entries("chinese").get(word),) if e]
    return any(
        (getattr(entry, axis) or 0.0) * value < 0 for entry in known for axis, value in changed.items()
    )


def refined(text: Text, slots: Slots, before: Controls) -> Controls:
    """The whole state after the message: `before` with what the message names changed."""
    bars, seconds = _length(slots, before)
    instruments, excluded = players(text, slots, before)
    valence, arousal, words = _mood(text, slots, before)
    density = slots.density or before.density
    if slots.changes.density and before.density:
        step = DENSITIES.index(before.density) + slots.changes.density
        density = DENSITIES[int(_clamped(step, (0, len(DENSITIES) - 1)))]
    return replace(
        before,
        valence=valence,
        arousal=arousal,
        mood=words,
        style=_style(slots, before),
        tempo_bpm=_tempo(slots, before),
        key=_key(slots, before),
        metre=slots.metre or before.metre,
        instruments=instruments,
        exclude_instruments=excluded,
        bars=bars,
        seconds=seconds,
        density=density,
    )
