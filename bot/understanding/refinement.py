"""Refinements: a message that changes what was asked before. What it does not name stays."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.intent_words import MUSIC_NOUN
from bot.understanding.request import MUSICAL, Request
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

_NEW = re.compile(
    r"\b(?:make|write|compose|create|generate|produce|do|give|cook\s+up|whip\s+up|want|need"
    r"|(?:i'd|we'd|would)\s+like)\s+(?:me\s+|us\s+|you\s+)?(?:a|an|some|something)\b(?!\s*(?:bit|little|tad"
    r"|lot|touch|tiny|more"
    r"|less|similar|like))"
    r"|\b(?:something|anything)\s+(?:else|completely|entirely|totally|new)\b|\bforget\s+(?:that|it"
    r"|about\s+(?:it|that|this))\b|\bstart\s+over\b|\bnew\s+(?:one|song|piece|track|request)\b"
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
    r"|^(?:in\s+(?:a\s+)?)?[\w-]+(?:\s[\w-]+)?\s+style\W*$|^(?:\w+\s+){0,3}(?:i\s+want|make\s+it|do|try|give\s+(?:me|us)|let's|can\s+we)\s+(?:it\s+|have\s+|do\s+|try\s+|go\s+)?(?:in\s+)?(?:a\s+)?[\w-]+(?:\s[\w-]+)?\s+style\W*$|风格?[吧的]?\W*$"
    r"|^(?:and|plus)\s|\b(?:add|drop|remove|swap|replace|bring\s+back)\s+(?:the|a|an|some|more|in)\b"
    r"|\b\w+\s+(?:it|things?|this|that)\s+(?:down|up|out|back)\b|\binstead\b|\b(?:make|turn|change|keep"
    r"|transpose|put|do|have|play|give|tweak)\s+(?:it|this|that"
    r"|the)\b|\beverything\s+else\b|\bsame\s+(?:but|thing|one|as)\b|\b(?:another\s+(?:one|version|take)"
    r"|one\s+more|again|variation)\b"
    r"|改|换|[做弄变搞]成|像.{1,8}[那一][样般]|再|更|又|加上?|不要|去掉|一点|保持|[没不别](?:那么|这么)|太"
    r"|^(?:还是|我)?(?:想?要|换|改)[^一个首]{1,6}的[吧呢]?\W*$|只留|不变|还是|[去拿删关砍撤移]掉|删了|删除|去除|移除"
)
#: a piece like the one that is there
_VERSION = re.compile(
    r"\b(?:version|take|edit|mix|remix|variant|rendition|cover|arrangement|spin|twist|flavou?r|feel"
    r"|version\s+of\s+(?:it|this|that))\b|\b(?:[a-z]+er)\s+one\b|版本?"
)
_FORGETS = re.compile(r"\bforget\b|\bstart\s+over\b|\b(?:completely|entirely|totally)\b")
#: whoever wants an instrument wants it in what is there
_WANTS = re.compile(
    r"\b(?:want|need|like|love|have|hear|get|add|give|do\s+with|use)\s+(?:\w+\s+)?(?:a|an|some|more"
    r"|another)\b|\b(?:instead|too|as\s+well|also|in\s+(?:it|there)|would|could|might|maybe|perhaps"
    r"|please|along|underneath|on\s+top)\b"
)
#: wishes and remarks about what is there
_ABOUT_IT = re.compile(
    r"\b(?:can|could|would|should|what\s+if|why\s+not|how\s+about|what\s+about|maybe|perhaps|let'?s|i'?d\s+"
    r"(?:rather|prefer|like|love)|i\s+(?:prefer|want|wish|think|was"
    r"|feel|need)|needs?|wants?|any\s+chance|a\s+way|possible|mind|wish|rather|go\s+(?:for|with))\b.*\b"
    r"(?:it|this|that|there|these|them|in\s+(?:it|there|here|this))\b"
    r"|^(?:\W*(?:hm+|ok(?:ay)?|but|and|so|well|also|nice|good|great|cool|yeah|no|nah|nope|um+|ngl|tbh"
    r"|honestly|actually|now|wait|hey|oh|lol|please|maybe)\W+)*"
    r"(?:it|this|that|the\s+\w+)\s+(?:really\s+|just\s+|also\s+|definitely\s+)?(?:needs?|wants?|could"
    r"|should|lacks?|would|misses|is\s+missing|deserves|must|has\s+to|is|are|was|were)\b"
    r"|^(?:(?:and|but|now|then|ok|please|just|can\s+you|could\s+you)\s+)*(?!is\b|was\b|does\b|did\b|do\b"
    r"|are\b|i\b|love\b|like\b|hate\b)[a-z]+\s+(?:it|this|that|things)\b(?!\s+(?:is|was|a|an)\b)"
    r"|^(?:(?:and|but|now|then|ok|please|just|can\s+you|could\s+you)\s+)*[a-z]+\s+(?:down|up|out|back|off"
    r"|in)\s+(?:on\s+)?(?:the|that|some|a)\b"
    r"|^(?:the\s+)?(?:melody|lead|rhythm|chords|harmony|solo|bass\s?line)\s+(?:on|with|for|by|in)\b"
    r"|^(?:(?:more|kinda|but)\s+)?like\s+an?\s"
    r"|^(?:needs?|could|missing|lacks|ditch|kill|scrap|axe|nix|yank|mute|silence|delete|erase|strip|throw"
    r"|toss|chuck|stick|slap|sneak|slip|work|layer|mix|insert|introduce"
    r"|include|sub|trade|exchange|move|shift|pitch|go|extend|trim|double|halve|triple|limit|cap|forget"
    r"|enough|leave|hold|lay|sprinkle|bump|crank|dial|push|knock|nudge"
    r"|kick|pump|amp|tone|ease|stop|skip|don't|do\s+not|not|never|nah|nope|let|get\s+rid|pop|bring|fade"
    r"|shave|tack|i'?d\s+rather|rather|prefer|all|solo|less|minus|plus|sans"
    r"|back\s+to|return\s+to|perform(?:ed)?|played|sung|arranged?|rearrange|hit|give\s+(?:it|this|that"
    r"|the))\b"
    r"|\b(?:instead|as\s+well|too|though|this\s+time|for\s+a\s+change|in\s+there|on\s+top|underneath"
    r"|in\s+the\s+(?:background|mix|back))\b"
    r"|来点|来个|配上|垫|需要|可以|能不能|可不可以|要不|试试|换|把|用|感觉|希望|最好|别|多|少|取消|恢复|留"
)
#: nouns that mean what is there already
_POINTED = re.compile(
    r"\b(?:it|this|that|the|his|her|its|their|our|my)\s+(?:\w+\s+)?(?:song|piece|track|tune|beat|one|take|melody|tempo|bpm|intro"
    r"|solo|dance|theme|version|groove|score|waltz|backing|verse|chorus)\b"
    r"|\btakes?\s+(?=\d)|\b(?:to|can(?:'t|not)?|could|will|don't|we|i|they|people|everyone|kids)\s+(?:\w+\s+)?dance\b|\bbpm\b|\btempo\b|\bsolo\b|\b(?:verse|chorus|intro|outro)s?\b"
)
#: says nothing beside a number that is what a message is about
_SMALL_TALK = re.compile(
    r"\b(?:please|and|now|make|that|about|around|just|half|the|key|with|for|but|long|let's|say|try|tempo"
    r"|time|bars?)\b"
)
_ADD = re.compile(
    r"\b(?:with|add|adding|plus|also|include|including|bring|throw\s+in|layer|more|some|put\s+in"
    r"|give\s+it|introduce|mix\s+in|want|louder|back|and)\b|加|再来|带|配|和|又要|^把(?=.*加)"
)


_BARE_MOOD = re.compile(
    r"(?:(?:now|then|ok(?:ay)?|and|so|next|this\s+time|maybe|really|very|super)[\s,]+)*[a-z-]{4,}(?:\s+and\s+[a-z-]{4,})?(?:\s+(?:please|now|this\s+time|then|instead))+"
)
#: moods that an instrument has by itself
_LOUDNESS = {"loud",
 "soft", "quiet", "heavy", "gentle", "gently", "softly", "mellow", "warm", "bright", "subdued",
             "calm", "calm down", "aggressive", "harsh", "intense", "wild", "chaotic", "gritty"}  # fmt: skip
_SOUNDS = re.compile(
    r"s?\s*(?:(?:part|line|track|sound)\s+)?(?:(?:is|are|was|were|sounds?|feels?|should\s+be|could\s+be"
    r"|needs?\s+to\s+be|to\s+be|be)\s+)?"
    r"(?:(?:a|bit|little|lot|way|much|too|so|more|less|slightly|kinda|really|very|still)\s+)*"
)


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
    lower = text.lower
    compares = any(w.comparison for w in slots.mood_words)
    said = slots.style.style is not None or any(not w.comparison for w in slots.mood_words)
    if _NEW.search(lower):
        if compares or (_VERSION.search(lower) and (slots.firm or slots.length.seconds)):
            return True
        anew = said or bool(slots.names) or _names_music(text, slots) or bool(_FORGETS.search(lower))
        if not anew and (slots.firm or slots.length.seconds):
            return True  # "a full two minutes"
        wanted = re.search(r"\b(?:want|need|like|love)\b", lower) and any(n.kind == "instrument" for n in slots.names)
        if wanted and not (said or _names_music(text, slots)):
            return True  # "i want a bagpipe and D minor"
        # "something slower", "i want a cello"
        return bool(
            (slots.changes and not anew) or (_WANTS.search(lower) and not _describes_music(text, slots))
        )
    if slots.changes or compares or _REFINES.search(lower) or _ABOUT_IT.search(lower):
        return True
    if _VERSION.search(lower) and (slots.firm or slots.mood_words):
        return True
    if _more_of_a_style(text, slots):
        return True
    if _is_a_bare_mood(text, slots):
        return True
    if _says_a_number(slots) and not _describes_a_piece(text, slots):
        return True  # "our session takes 210 seconds"
    # a few words such as "for harp" go on from what was said; a style, a noun of music or a mood begin anew
    anew = slots.style.style is not None or bool(slots.mood_words) or _names_music(text, slots)
    return bool((slots.firm or slots.length.seconds) and not anew)


def _is_a_bare_mood(text: Text, slots: Slots) -> bool:
    """Whether the last clause is a word of mood and no more, of what is there: "the king dies here. mournful please"."""
    if not slots.mood_words or slots.names or _names_music(text, slots):
        return False
    clause = re.split(r"[.:;!?]\s+|,\s+its?\b", text.lower.strip(" .!"))
    return any(_BARE_MOOD.fullmatch(part) for part in clause)


def _says_a_number(slots: Slots) -> bool:
    return bool(
        slots.key or slots.metre_is_said or slots.tempo.is_number or slots.length.bars or slots.length.seconds
    )


def _describes_a_piece(text: Text, slots: Slots) -> bool:
    """Whether the text says what a piece of its own shall be like: a noun of music, a style, players or a mood
    beside the numbers."""
    players = any(n.kind == "instrument" and not n.unwanted for n in slots.names)
    noun = _names_music(text, slots)
    return bool(slots.style.style or players or noun or (slots.mood_words and len(text.words) <= 4))


def _more_of_a_style(text: Text, slots: Slots) -> bool:
    """Whether a style is said as a change of what is there: "jazzier", "how about jazz"."""
    for name in slots.names:
        if name.kind == "style":
            before, word = text.lower[: name.start], text.lower[name.start : name.end]
            if word.endswith("ier") or re.search(
                r"\b(?:what|how)\s+about(?:\s+as)?\s+$|\b(?:more|try|maybe|kinda|but|go|do|into|make\s+it|turn\s+it)\s+(?:an?\s+)?$", before
            ):
                return True
    return False


def _describes_music(text: Text, slots: Slots) -> bool:
    """Whether the text says what a piece shall be like, beside the instruments that it names."""
    said = slots.style.style or slots.key or slots.metre or slots.length.bars or slots.length.seconds
    mood = any(not _describes_an_instrument(text, slots, word) for word in slots.mood_words)
    return bool(said or mood or not slots.names or _names_music(text, slots))


def _names_music(text: Text, slots: Slots) -> bool:
    """Whether a noun such as "song" is said, apart from what is there and from the names of instruments."""
    lower = text.lower
    for name in slots.names:
        lower = lower[: name.start] + " " * (name.end - name.start) + lower[name.end :]
    return bool(MUSIC_NOUN.search(_POINTED.sub(" ", lower)))


def _is_scrap(text: Text, slots: Slots) -> bool:
    """Whether the text says a number, a key or a metre and nothing else: "100 bpm", "a minute and a half"."""
    said = slots.tempo.bpm or slots.key or slots.metre_is_said or slots.length.bars or slots.length.seconds
    alone = not (slots.names or slots.mood_words or slots.changes)
    return bool(said and alone and not re.search(r"[^\W\d_]{3,}", _SMALL_TALK.sub(" ", text.rest)))


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
    heard = [word for word in slots.mood_words if not _describes_an_instrument(text, slots, word)]
    if slots.firm or any(word.entry.word not in entries("emoji") for word in heard):
        heard = [word for word in heard if word.entry.word not in entries("emoji")]  # a face beside words
    for word in heard:
        too = bool(re.search(r"\btoo\s+$|太\s*$", text.lower[: word.start])) and not word.negated
        for axis in dominant_axes(word):
            place[axis] = changed[axis] = _moved(word, axis, place[axis], too)
    words = [w for w in before.mood if not _opposes(w, changed)]
    words += [w.entry.word for w in heard if not w.negated and w.comparison >= 0]
    return place["valence"], place["arousal"], tuple(dict.fromkeys(words))


def _describes_an_instrument(text: Text, slots: Slots, word: MoodWord) -> bool:
    """Whether the word is how an instrument plays: "add a soft flute", "the drums are too loud" and "turn the
    bass down" make the piece no softer."""
    instruments = [n for n in slots.names if n.kind == "instrument"]
    if word.entry.word in _LOUDNESS:
        before = text.lower[: word.start]
        if any(_SOUNDS.fullmatch(before[n.end :]) for n in instruments if n.end <= word.start):
            return True
    elif word.comparison or not _ADD.search(text.lower[: word.start]):
        return False
    return any(
        re.fullmatch(r"[\s的]*(?:the\s+|that\s+|those\s+)?", text.lower[word.end : n.start])
        for n in instruments
        if n.start >= word.end
    )


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
