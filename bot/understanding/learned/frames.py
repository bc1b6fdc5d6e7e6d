"""Messages made from frames, for training. Those of frames.txt name players whose fates are known: what
people write in short of two players together is rare in the dialogues, and a matter of grammar. Those of
wishes.txt say moods, styles and scenes that are wished for, and the same ones told in passing."""

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from bot.understanding.instrument_names import spoken_names
from bot.understanding.text import Plain
from music.controls import Controls
from music.lexicon import entries
from music.styles import BUILT_IN_STYLES

_PLACE = re.compile(r"([-=+!*])([1-3])")
#: sign of a frame -> (whether the player plays, its place among the fates; None: nothing happens to it)
_SIGNS = {"-": (True, 1), "=": (True, None), "+": (False, 0), "!": (False, 3), "*": (True, 2)}
_EACH = 8
_ENGLISH = (
    "piano", "electric piano", "harpsichord", "celesta", "glockenspiel", "music box", "vibraphone", "marimba",
    "xylophone", "organ", "accordion", "harmonica", "guitar", "acoustic guitar", "electric guitar", "bass",
    "upright bass", "violin", "viola", "cello", "strings", "harp", "timpani", "choir", "trumpet", "trombone",
    "tuba", "french horn", "brass", "sax", "oboe", "bassoon", "clarinet", "flute", "piccolo", "recorder",
    "banjo", "fiddle", "sitar", "koto", "kalimba", "bagpipes", "steel drums", "drums", "synth bass",
)  # fmt: skip
_CHINESE = (
    "钢琴", "电钢琴", "吉他", "木吉他", "电吉他", "贝斯", "鼓", "小提琴", "大提琴", "弦乐", "竖琴", "长笛",
    "单簧管", "双簧管", "小号", "长号", "圆号", "萨克斯", "手风琴", "口琴", "管风琴", "钢片琴", "钟琴"
    "合唱", "二胡", "古筝", "琵琶",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A made message, the state it follows, and for each player it names the index of its fate, or None."""

    said: Plain
    before: Controls
    fates: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class MadeWish:
    """A made message, the state it follows, and what it names; ("nothing",) of what it only
    tells, ("again",) of another piece like the one that is there."""

    said: Plain
    before: Controls
    named: tuple[str, ...]


def _lines(name: str) -> list[str]:
    text = files("bot.understanding.learned").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def made_wishes() -> Iterator[MadeWish]:
    """Every frame of wishes.txt with several choices of words, always the same ones."""
    draw = random.Random(3)
    anchors = files("bot.understanding").joinpath("anchors.csv").read_text("utf-8")
    words = {
        "m": [w for w in entries("english") if w.isascii()],
        "s": [style.name for style in BUILT_IN_STYLES.values()],
        "t": [row["description"] for row in csv.DictReader(anchors.splitlines())],
    }
    chinese = words | {"m": list(entries("chinese"))}
    for line in _lines("wishes.txt"):
        named, _, frame = line.partition(": ")
        choice = chinese if re.search("[一-鿿]", frame) else words
        for _ in range(_EACH):
            chosen = [draw.choice(choice[sign]) for sign in re.findall(r"\{(\w)\}", frame)]
            text = re.sub(r"\{\w\}", "{}", frame).format(*chosen)
            players = [spoken_names()[w][0] for w in draw.sample(_ENGLISH, 3) if spoken_names().get(w)]
            before = Controls(instruments=tuple(players), style=draw.choice((None, *words["s"])))
            yield MadeWish(Plain(text, text), before, tuple(named.split()))


def made_messages() -> Iterator[Made]:
    """Every frame with several choices of players, always the same ones."""
    draw = random.Random(2)
    for frame in _lines("frames.txt"):
        words = _CHINESE if re.search("[一-鿿]", frame) else _ENGLISH
        for _ in range(_EACH):
            yield _made(frame, draw.sample([w for w in words if spoken_names().get(_singular(w))], 7))


def _singular(word: str) -> str:
    return word if word in spoken_names() else word.removesuffix("s")


def _made(frame: str, words: list[str]) -> Made:
    places = list(dict.fromkeys(_PLACE.findall(frame)))
    chosen = dict(zip(places, words, strict=False))
    playing = [word for (sign, _), word in chosen.items() if _SIGNS[sign][0]]
    playing += words[len(places) : len(places) + 2]
    band = tuple(spoken_names()[_singular(word)][0] for word in playing)
    text = _PLACE.sub(lambda m: chosen[m[1], m[2]], frame)
    fates = tuple(_SIGNS[sign][1] if (sign, n) != ("!", "2") else None for sign, n in _PLACE.findall(frame))
    return Made(Plain(text, text), Controls(instruments=tuple(dict.fromkeys(band))), fates)
