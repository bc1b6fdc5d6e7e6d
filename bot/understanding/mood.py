"""What mood a listener wants: mood words first, then meaning by the sentence encoder."""

import csv
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.understanding.text import Text
from music.lexicon import MoodReading, MoodWord, combine, find_mood_words

#: texts to vectors of unit length, float32 [n, d]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]

#: cosine above which a text counts as near a described scene. Measured with MiniLM: 30 of 30 scenes that
#: are no anchor lie above it, 29 of 30 requests without a mood ("four part harmony") below.
SIMILARITY = 0.4
#: how sharply the nearest scenes outweigh the next ones
SHARPNESS = 20.0
#: a scene told without a word of wishing has to be as near as this: of small talk that the rules leave open
#: (tests/understanding) none is
BARE_SCENE = 0.48
_NEAREST = 3
#: a scene takes a few words; fewer are left over from a wish of another kind
_SCENE_WORDS = 3

_CLAUSE = re.compile(
    r"[,.;:!?\n]+|\b(?:and|but|so)\s+(?=whatever\b|keep\b|i\b|i'|can\b|could\b|please\b|give\b|play\b|make\b|let)|所以|但是|不过"
)
_STATE = re.compile(
    r"^\s*(?:(?:very|so|really|today|tonight|lately|just)\s+)*(?:i'?m|i\s+am|i\s+feel|i've\s+(?:been|had|just|got)|i\s+was|feeling|i\s+had|had\s+a"
    r"|i\s+just|i\s+have|i\s+broke|i\s+lost|i\s+got(?!\s+any)|i\s+failed|my|we're|it's\s+been|我(?!想|要)|今[天晚早]|昨[天晚]|最近|刚|心情(?!.{0,3}[变好])|感觉|被|失恋|分手|失业|考砸|挂科"
    r"|(?:好|真|太|超|有点儿?|特别|非常)(?:难过|伤心|累|烦|郁闷|崩溃|丧|压抑|焦虑|孤独|无聊|生气|紧张|emo)"
    r"|(?:the\s+|our\s+)?(?:kids?|baby|toddler|son|daughter|boss|neighbou?rs?|cat|dog|roommates?)\b)"
    r"|(?:太|好|真|有点儿?)(?:难过|伤心|累|烦|郁闷|崩溃|丧|压抑|焦虑|孤独|无聊|生气|紧张|emo)(?:了|啊|呢)"
    r"|\bmy\s+(?:\w+\s+){1,2}(?:is|are|was|were|has|have|won't|can't|keeps?|just|died|left)\b"
    r"|\b(?:can'?t\s+(?:stand|bear|take)|hate|(?:sick|tired|weary)\s+of|fed\s+up|had\s+enough|bored\s+of)\b"
)
#: what the music shall do to who hears it; what they are sad about is then a state
_EFFECTS = frozenset(
    (
        "cheer me up",
        "calm me down",
        "calm me",
        "calms me down",
        "settles me",
        "need to laugh",
        "make us laugh",
        "make me laugh",
        "make me smile",
        "make us smile",
        "feel alive",
        "feel alive again",
        "让我开心",
        "让我开心起来",
    )
)
_WISH = re.compile(
    r"\b(?:need|want|looking|craving|mood\s+for|would\s+like|something|music|song|please|do\s+you\s+have|got\s+any|find"
    r"|recommend|suggest|play|give|put|hear)\b|推荐|让我|帮我|想听|想要|来点|来首"
    r"|给我"
)
#: how notes go, not how they feel
_FIGURE = re.compile(
    r"\b(?:bar|piano|guitar|violin|harp|flute|short|little|an?)\s+study\b(?=\s+(?:in|for)\b)|\bwarm[\s-]?up\b"
    r"|\b(?:pulse|square|triangle|saw(?:tooth)?|sine)\s+waves?\b|"
    r"\b(?:running|walking|rolling|broken|power|driving|open)\s+(?:\w+\s+)?"
    r"(?:sixteenths?|16ths?|eighths?|8ths?|notes?|bass(?:\s?lines?)?|chords?|scales?|passages?|figures?|(?:semi)?quavers?|triplets?)\b"
)
_WORDS_WITHOUT_MOOD = """
a an the of for to in on at with and or but so some something anything everything music song piece
tune track beat make write compose give me i you we my your it this that is are be can could would
please like want need play find get just about thing one few good nice cool kind sort any more s no
not bit feel feels feeling sound sounds really very create generate recommend suggest tempo key
signature time second seconds minute minutes long short first last mix blend them both except only
riff loop theme intro drop version instead back going
"""
_FUNCTION_WORDS = frozenset(_WORDS_WITHOUT_MOOD.split())


def is_content(word: str) -> bool:
    """Whether a word in lower case means something by itself; "the" and "song" do not."""
    return word not in _FUNCTION_WORDS


@cache
def _anchors() -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Scenes in words, and their places float32 [n, 2] on the circumplex, by our own judgement."""
    text = files("bot.understanding").joinpath("anchors.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    places = np.array([[float(r["valence"]), float(r["arousal"])] for r in rows], np.float32)
    return tuple(r["description"] for r in rows), places


#: the scenes' vectors by who encoded them; a program has one encoder
_VECTORS: dict[Encode, NDArray[np.float32]] = {}
_MOST_ENCODERS = 4


def _anchor_vectors(encode: Encode) -> NDArray[np.float32]:
    vectors = _VECTORS.get(encode)
    if vectors is None:
        vectors = encode(scenes())
        remember_scenes(encode, vectors)
    return vectors


def scenes() -> tuple[str, ...]:
    """The described scenes that the meaning of a message is compared with."""
    return _anchors()[0]


def remember_scenes(encode: Encode, vectors: NDArray[np.float32]) -> None:
    """Keeps the scenes' vectors [n, d] as `encode` gave them, so that no message has to wait for them."""
    while len(_VECTORS) >= _MOST_ENCODERS:
        _VECTORS.pop(next(iter(_VECTORS)))
    _VECTORS[encode] = vectors


def warm_scenes(encode: Encode) -> None:
    """Encodes the scenes once, so that the first message need not wait for it."""
    _anchor_vectors(encode)


def wanted_words(text: str) -> list[MoodWord]:
    """Mood words of what the listener wants to hear.

    "I'm sad, cheer me up" is a state and a wish: the state counts only where no wish is said.
    """
    words = find_mood_words(_FIGURE.sub(lambda m: "\x1f" * len(m.group()), text))
    starts = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text) + 1]
    state_spans = [
        (start, end)
        for start, end in pairwise(starts)
        if _STATE.search(text[start:end]) and not _WISH.search(text[start:end])
    ]
    outside = [w for w in words if not any(start <= w.start < end for start, end in state_spans)] or words
    if any(w.entry.word in _EFFECTS and not w.negated for w in outside):
        return [w for w in outside if w.entry.word in _EFFECTS or (w.entry.valence or 0.0) >= 0.0]
    return outside


def _meaning(text: Text, encode: Encode, least: float) -> MoodReading | None:
    """The mood of the scenes that are nearest in meaning, or None where none is as near as `least`."""
    words = [w for w in re.findall(r"[a-z']{3,}", text.unread) if is_content(w)]
    if len(set(words)) < _SCENE_WORDS or not text.unread.isascii():
        return None
    vectors = _anchor_vectors(encode)
    near = vectors @ encode([text.unread])[0]
    best = np.argsort(-near)[:_NEAREST]
    if near[best[0]] < least:
        return None
    weights = np.exp(SHARPNESS * (near[best] - near[best[0]]))
    valence, arousal = (weights[:, None] * _anchors()[1][best]).sum(0) / weights.sum()
    return MoodReading(round(float(valence), 3), round(float(arousal), 3), ())


def read_mood_of(
    text: Text, encode: Encode | None = None, least: float = SIMILARITY
) -> tuple[MoodReading | None, list[MoodWord]]:
    """The mood of what no other slot has read, and the mood words in it.

    `least`: how near a scene has to be.
    """
    words = wanted_words(text.rest)
    if words:
        return combine(words), words
    return (_meaning(text, encode, least) if encode else None), []
