"""Messages made from frames, for training. Those of frames.txt name players whose fates are known: what
people write in short of two players together is rare in the dialogues, and a matter of grammar. Those of
wishes.txt say moods, styles and scenes that are wished for, and the same ones told in passing."""

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files

from bot.understanding.instrument_names import spoken_names
from bot.understanding.names import names_in
from bot.understanding.text import Plain, plainly
from music.controls import Controls
from music.lexicon import entries
from music.styles import BUILT_IN_STYLES

_PLACE = re.compile(r"([-=+!*@])([1-3])")
_LANGUAGE = re.compile(r"^([a-z]{2}): ")
#: sign of a frame -> (whether the player plays, its place among the fates; None: nothing happens to it)
_SIGNS = {
    "-": (True, 1),
    "=": (True, None),
    "+": (False, 0),
    "!": (False, 3),
    "*": (True, 2),
    "@": (False, 2),
}
_EACH = 8


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


def _players() -> dict[str, tuple[str, ...]]:
    """Players by language."""
    return {line[:2]: tuple(line[4:].split(", ")) for line in _lines("players.txt")}


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
            players = [spoken_names()[_singular(w)][0] for w in draw.sample(_players()["en"], 3)]
            before = Controls(instruments=tuple(players), style=draw.choice((None, *words["s"])))
            yield MadeWish(Plain(text, text), before, tuple(named.split()))


def made_messages() -> Iterator[Made]:
    """Every frame with several choices of players, always the same ones."""
    draw = random.Random(2)
    players = _players()
    for line in _lines("frames.txt"):
        language, frame = line[:2], line[4:]
        if not _LANGUAGE.match(line):
            language, frame = "zh" if re.search("[一-鿿]", line) else "en", line
        for _ in range(_EACH):
            words = draw.sample(players[language], 6)
            if language in ("en", "zh"):
                yield _made(frame, words)
            else:
                yield from _made_elsewhere(language, frame, words)


def _made_elsewhere(language: str, frame: str, words: list[str]) -> Iterator[Made]:
    """The message in another language, put into plain English as the reader does; none where a player's name
    is not known there."""
    english = [[n.word for n in names_in(plainly(w, language).text) if n.kind == "instrument"] for w in words]
    if all(len(names) == 1 for names in english):
        made = _made(frame, words, [names[0] for names in english])
        yield replace(made, said=plainly(made.said.written, language))


def _singular(word: str) -> str:
    return word if word in spoken_names() else word.removesuffix("s")


def _made(frame: str, words: list[str], names: list[str] | None = None) -> Made:
    """`frame` with `words` in its places; `names`: what the program calls them, where that differs."""
    names = names or [_singular(word) for word in words]
    places = list(dict.fromkeys(_PLACE.findall(frame)))
    chosen = dict(zip(places, words, strict=False))
    called = dict(zip(places, names, strict=False))
    playing = [name for (sign, _), name in called.items() if _SIGNS[sign][0]]
    playing += names[len(places) : len(places) + 2]
    band = tuple(spoken_names()[name][0] for name in playing)
    text = _PLACE.sub(lambda m: chosen[m[1], m[2]], frame)
    fates = tuple(_SIGNS[sign][1] if (sign, n) != ("!", "2") else None for sign, n in _PLACE.findall(frame))
    return Made(Plain(text, text), Controls(instruments=tuple(dict.fromkeys(band))), fates)
