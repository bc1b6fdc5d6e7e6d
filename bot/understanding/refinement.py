"""Refinements: a message that changes what was asked before. What it does not name stays."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.instrument_names import silenced_by
from bot.understanding.intent import MUSIC_NOUN
from bot.understanding.request import MUSICAL, Request
from bot.understanding.slots import Slots
from bot.understanding.tempo import FAST, SLOW
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

_NEW = re.compile(
    r"\b(?:make|write|compose|create|generate|produce|do|give|cook\s+up|whip\s+up|want|need"
    r"|like)\s+(?:me\s+|us\s+|you\s+)?(?:a|an|some|something)\b(?!\s*(?:bit|little|tad|lot|touch|more"
    r"|less|similar|like))"
    r"|\b(?:something|anything)\s+(?:else|completely|entirely|totally|new)\b|\bforget\s+(?:that|it"
    r"|about)\b|\bstart\s+over\b|\bnew\s+(?:one|song|piece|track|request)\b"
    r"|\bdifferent\s+(?:song|piece|track)\b|^(?:a|an|some)\s+(?!bit|little|tad|lot|touch|smidge)|写一|做一"
    r"|来一首(?!更)|作一|生成一"
)
_REFINES = re.compile(
    r"^(?:(?:oh|um+|uh|hm+|then|also|wait|ok|okay|and|but|now|great|nice|cool|good|yes|yeah|perfect"
    r"|love it|please|so|can you|could you|would you|actually|well|maybe|let's|how about"
    r"|what about)[,!.]?\s+)*"
    r"(?:same|again|with|without|no\b|add|drop|remove|lose|cut|keep|change|turn|use|swap|replace|switch"
    r"|only|just|more|less|instead|in|at|put|transpose|bring|take|try|set|as|on|for|to|give\s+it|raise"
    r"|lower|make\s+(?:it|this|that|the)|even|too|it's\s+too|a\s+(?:bit|little|tad|lot)|much|way|slightly"
    r"|but)\b"
    r"|^(?:in\s+(?:a\s+)?)?[\w-]+(?:\s[\w-]+)?\s+style\W*$|风格[吧的]?\W*$"
    r"|^(?:and|plus)\s|\b(?:add|drop|remove|swap|replace|bring\s+back)\s+(?:the|a|an|some|more|in)\b"
    r"|\b\w+\s+(?:it|things?|this|that)\s+(?:down|up|out|back)\b|\binstead\b|\b(?:make|turn|change|keep|transpose|put|do|have|play|give|tweak)\s+(?:it|this|that"
    r"|the)\b|\beverything\s+else\b|\bsame\s+(?:but|thing|one|as)\b|\b(?:another\s+(?:one|version|take)"
    r"|one\s+more|again|variation)\b"
    r"|改|换|再|更|又|加上?|不要|去掉|一点|保持|[没不别](?:那么|这么)|太|只留|不变|还是"
)
#: nouns that mean what is there already
_POINTED = re.compile(
    r"\b(?:it|this|that|the)\s+(?:\w+\s+)?(?:song|piece|track|tune|beat|one|take|melody|tempo|bpm|intro|solo|dance)\b"
    r"|\bbpm\b|\btempo\b|\bsolo\b"
)
#: says nothing beside a number that is what a message is about
_SMALL_TALK = re.compile(
    r"\b(?:please|and|now|make|that|about|around|just|half|the|key|with|for|but|long|let's|say|try|tempo|time|bars?)\b"
)
_ONLY = re.compile(
    r"\b(?:only|just|(?<!and a )(?<!with a )(?<!add a )(?<!plus a )(?<!and )(?<!with )solo|alone"
    r"|nothing\s+but|instead)\b|只(?:要|用|留)|独奏|换成|改成"
)
_ADD = re.compile(
    r"\b(?:with|add|adding|plus|also|include|including|bring|throw\s+in|layer|more|some|put\s+in"
    r"|give\s+it|introduce|mix\s+in|want|louder|back|and)\b|加|再来|带|配|和|又要|^把(?=.*加)"
)
_SWAP = re.compile(
    r"\b(?:swap|replace|switch|exchange|trade|substitute|change)\b(?P<old>.+?)\b(?:for|with|to|by|into)\b"
    r"|把?(?P<zh>[^，,。把]+?)(?:换成|改成|改为|换为)"
)
_IN_PLACE_OF = re.compile(r"(?:instead\s+of|rather\s+than|in\s+place\s+of)\s+(?:the\s+|a\s+|an\s+)?$")


def earlier_state(earlier: Sequence[Request]) -> Request | None:
    """The last request that says how music shall be."""
    return next((r for r in reversed(earlier) if r.intent in MUSICAL), None)


def refines_outright(text: Text, slots: Slots) -> bool:
    """Whether words such as "slower", "add" or "instead" leave no doubt that something is to be changed."""
    compares = any(w.comparison for w in slots.mood_words)
    return bool(slots.changes or compares or _REFINES.search(text.lower) or _is_scrap(text, slots))


def is_refinement(text: Text, slots: Slots) -> bool:
    """Whether the text changes what was asked before rather than asking anew."""
    if _is_scrap(text, slots):
        return True
    if slots.changes:
        return not _NEW.search(text.lower)
    compares = any(w.comparison for w in slots.mood_words)
    if _NEW.search(text.lower) and not compares:
        return False
    if compares or _REFINES.search(text.lower):
        return True
    # a few words such as "for harp" go on from what was said; a style, a noun of music or a mood begin anew
    anew = (
        slots.style.style is not None or slots.mood_words or MUSIC_NOUN.search(_POINTED.sub(" ", text.lower))
    )
    return bool(_is_short(text) and (slots.firm or slots.length.seconds) and not anew)


def _is_short(text: Text) -> bool:
    han = len(re.findall("[一-鿿]", text.lower))
    return han <= 14 if han else len(text.words) <= 7


def _is_scrap(text: Text, slots: Slots) -> bool:
    """Whether the text says a number, a key or a metre and nothing else: "100 bpm", "a minute and a half"."""
    said = slots.tempo.bpm or slots.key or slots.metre_is_said or slots.length.bars or slots.length.seconds
    alone = not (slots.names or slots.mood_words or slots.changes)
    return bool(said and alone and not re.search(r"[^\W\d_]{3,}", _SMALL_TALK.sub(" ", text.rest)))


def _clamped(value: float, bounds: tuple[float, float]) -> float:
    return max(bounds[0], min(bounds[1], value))


def _tempo(slots: Slots, before: Controls) -> float | None:
    factor, delta = slots.changes.tempo_factor, slots.changes.tempo_delta
    if slots.tempo.is_number or (factor == 1.0 and not delta):
        return slots.tempo.bpm or before.tempo_bpm
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


def _length(slots: Slots, before: Controls) -> tuple[int | None, float | None]:
    """(bars, seconds): one that is said replaces both earlier ones."""
    changes = slots.changes
    bars, seconds = before.bars, before.seconds
    if slots.length.bars or slots.length.seconds:
        return slots.length.bars, slots.length.seconds
    if changes.bars_delta:
        bars = int(_clamped((bars or 16) + changes.bars_delta, BARS_RANGE)) if bars or not seconds else bars
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
        return slots.key
    if before.key is None or not (slots.changes.mode or slots.changes.semitones):
        return before.key
    key = Key.parse(before.key)
    minor = slots.changes.mode == "minor" if slots.changes.mode else key.minor
    return str(Key((key.tonic + slots.changes.semitones) % 12, minor))


def _instruments(text: Text, slots: Slots, before: Controls) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(instruments, exclude_instruments) after the message."""
    named = [n for n in slots.names if n.kind == "instrument"]
    wanted, unwanted = list(slots.instruments.wanted), list(slots.instruments.unwanted)
    kept = [i for i in before.instruments if i not in unwanted]
    swap = _SWAP.search(text.lower)
    span = next((swap.span(g) for g in ("old", "zh") if swap[g]), None) if swap else None
    swapped: list[str] = []
    if span:
        old = [n for n in named if span[0] <= n.start < span[1]]
        if old and len(old) < len(named):
            swapped = [name for n in old for name in silenced_by(n.word)]
            wanted = [i for i in wanted if i not in swapped]
            kept = [i for i in kept if i not in swapped]
    replaced = [n for n in named if n.unwanted and _IN_PLACE_OF.search(text.lower[: n.start])]
    if replaced:
        unwanted = [] if all(n in replaced for n in named if n.unwanted) else unwanted
    first = min((n.start for n in named if not n.unwanted), default=None)
    if first is not None:
        adds = _ADD.search(text.lower[:first]) and not _ONLY.search(text.lower)
        comes_back = any(i in before.exclude_instruments for i in wanted)
        if not (adds or swapped or replaced or comes_back):
            kept = []
    instruments = tuple(dict.fromkeys([*kept, *wanted]))
    excluded = [e for e in before.exclude_instruments if e not in wanted]
    return instruments, tuple(dict.fromkeys([*excluded, *(u for u in unwanted if u not in wanted)]))


def _moved(word: MoodWord, axis: Axis, old: float | None, too: bool) -> float:
    """Where the mood lies on `axis` after `word`."""
    value: float = getattr(word.entry, axis)
    sign = 1 if value > 0 else -1
    if word.comparison < 0 or too or (word.negated and word.degree != 1.0):
        if old is not None and old * sign > 0:
            return round(old * MOOD_KEPT, 3)
        return old if old is not None else -sign * 0.3
    if word.comparison > 0 and not word.negated and old is not None:
        moved = old + sign * MOOD_STEP * min(1.5, word.degree)
        # a mood that is named is heard, also where it had been the opposite
        return round(_clamped(sign * max(FLOOR + 0.05, sign * moved), (-1.0, 1.0)), 3)
    return placed(word, axis) or 0.0


def _mood(text: Text, slots: Slots, before: Controls) -> tuple[float | None, float | None, tuple[str, ...]]:
    """(valence, arousal, words): only the axis that a word is about moves."""
    place: dict[Axis, float | None] = {"valence": before.valence, "arousal": before.arousal}
    changed: dict[Axis, float] = {}
    heard = [word for word in slots.mood_words if not _describes_an_instrument(text, slots, word)]
    for word in heard:
        too = bool(re.search(r"\btoo\s+$|太\s*$", text.lower[: word.start])) and not word.negated
        for axis in dominant_axes(word):
            place[axis] = changed[axis] = _moved(word, axis, place[axis], too)
    words = [w for w in before.mood if not _opposes(w, changed)]
    words += [w.entry.word for w in heard if not w.negated and w.comparison >= 0]
    return place["valence"], place["arousal"], tuple(dict.fromkeys(words))


def _describes_an_instrument(text: Text, slots: Slots, word: MoodWord) -> bool:
    """Whether the word is how an added instrument plays: "add a soft flute" makes the piece no softer."""
    if word.comparison or not _ADD.search(text.lower[: word.start]):
        return False
    names = (n for n in slots.names if n.kind == "instrument" and n.start >= word.end)
    return any(re.fullmatch(r"[\s的]*", text.lower[word.end : name.start]) for name in names)


def _opposes(word: str, changed: dict[Axis, float]) -> bool:
    found = find_mood_words(word)
    known = [f.entry for f in found] or [e for e in (entries("chinese").get(word),) if e]
    return any(
        (getattr(entry, axis) or 0.0) * value < 0 for entry in known for axis, value in changed.items()
    )


def refined(text: Text, slots: Slots, before: Controls) -> Controls:
    """The whole state after the message: `before` with what the message names changed."""
    bars, seconds = _length(slots, before)
    instruments, excluded = _instruments(text, slots, before)
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
        style=slots.style.style or before.style,
        tempo_bpm=_tempo(slots, before),
        key=_key(slots, before),
        metre=slots.metre or before.metre,
        instruments=instruments,
        exclude_instruments=excluded,
        bars=bars,
        seconds=seconds,
        density=density,
    )
