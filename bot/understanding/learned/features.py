"""What the learned readers see of a message that follows a piece: runs of up to three words, and the same
with what is named put by its kind, so that "no tuba" teaches "no kazoo".

Numbers are put by their size. A player, a style or a key is marked by whether it is there already, which is
half of what a message means: "trumpet" adds one, or asks for nothing but the one that plays.
"""

import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.understanding.instrument_names import meant_by
from bot.understanding.names import Name, names_in
from bot.understanding.text import Plain
from music.controls import Controls
from music.lexicon import find_mood_words

#: rows of the hashed table of weights (Weinberger et al., "Feature hashing", 2009)
ROWS = 1 << 16
_LONGEST_RUN = 3
_MOST_TOKENS = 120
#: tokens before and behind a name whose side counts
_NEAR = 7
_TOKEN = re.compile(r"§\w+|[a-zà-ÿ][a-zà-ÿ']*|[\u3040-\u9fff\uac00-\ud7a3]|\d+|\w+|[^\w\s]")
_KEY = re.compile(
    r"\b[a-g](?:b|#|[- ](?:flat|sharp))?[ -]?(?:major|minor|maj|min)\b|\b[a-g](?:b|#)?m\b"
    r"|[升降]?[a-g][b#]?[大小]调"
)


def _number(token: str) -> str:
    """The size of a number, as far as it tells lengths from tempos."""
    value = int(token[:6])
    return "§few" if value <= 12 else "§some" if value < 40 else "§tempo" if value <= 240 else "§many"


def tokens_of(said: str) -> list[str]:
    """The words, signs and kinds of numbers of a message in lower case."""
    found = _TOKEN.findall(said.lower())
    return ["<", *(_number(t) if t.isdecimal() else t for t in found), ">"]


def lowered(text: str) -> str:
    """`text` in lower case, each character in its place."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def name_plays(name: Name, playing: Sequence[str]) -> bool:
    """Whether somebody of that name is among those who are `playing`."""
    return any(i in playing for i in meant_by(name.word, playing))


def marked(said: str, before: Controls, this: Name | None = None) -> str:
    """`said` with players, styles, keys and moods put by their kinds: §p and §n are players that play and do
    not, §s and §o the style that is there and another one; `this` player is §this."""
    lower = lowered(said)
    spans: list[tuple[int, int, str]] = []
    for name in names_in(lower):
        if this is not None and name.start == this.start:
            spans.append((name.start, name.end, "§this"))
        elif name.kind == "instrument":
            there = name_plays(name, before.instruments)
            spans.append((name.start, name.end, "§p" if there else "§n"))
        else:
            spans.append((name.start, name.end, "§s" if name.word == before.style else "§o"))
    taken = list(spans)
    others = [(m.start(), m.end(), "§k") for m in _KEY.finditer(lower)]
    others += [(w.start, w.end, "§c" if w.comparison else "§m") for w in find_mood_words(lower)]
    spans += [s for s in others if not any(s[0] < t[1] and t[0] < s[1] for t in taken)]
    return _with_signs(lower, sorted(spans))


def _with_signs(text: str, spans: list[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, sign in spans:
        if start >= at:
            parts += [text[at:start], f" {sign} "]
            at = end
    return "".join([*parts, text[at:]])


def runs_of(tokens: list[str], prefix: str) -> Iterator[str]:
    """Every run of up to three tokens, with a prefix."""
    for length in range(1, _LONGEST_RUN + 1):
        for at in range(len(tokens) - length + 1):
            yield prefix + " ".join(tokens[at : at + length])


def hashed(names: Iterator[str] | list[str]) -> NDArray[np.int64]:
    """The rows of the table that the named features have, each once."""
    return np.array(sorted({zlib.crc32(name.encode()) % ROWS for name in names}), np.int64)


def features_of(said: Plain, before: Controls) -> NDArray[np.int64]:
    """Rows of the table [n] for a message over the state `before`."""
    words, kinds = (tokens_of(t)[:_MOST_TOKENS] for t in (said.text, marked(said.text, before)))
    size = f"#{min(len(words) // 3, 8)}"
    # a lexicon loses much of what is told in passing
    own = tokens_of(said.written)[:_MOST_TOKENS] if said.written != said.text else []
    return hashed([*runs_of(words, "w"), *runs_of(kinds, "k"), *runs_of(own, "o"), size])


def features_around(said: Plain, name: Name, before: Controls) -> NDArray[np.int64]:
    """Rows of the table [n] for a player that the message names: the words near it, in order and side."""
    tokens = tokens_of(marked(said.text, before, name))
    at = tokens.index("§this")
    there = "p" if name_plays(name, before.instruments) else "n"
    near = [
        *(f"{there}l{n} {' '.join(tokens[at - n : at])}" for n in range(1, min(4, at) + 1)),
        *(f"{there}r{n} {' '.join(tokens[at + 1 : at + 1 + n])}" for n in range(1, 5)),
        *(f"{there}b {' '.join(tokens[max(0, at - n) : at + 1 + n])}" for n in (1, 2)),
        *runs_of(tokens[max(0, at - _NEAR) : at], f"{there}L"),
        *runs_of(tokens[at + 1 : at + 1 + _NEAR], f"{there}R"),
    ]
    # a lexicon loses much of what is done to the player
    own = tokens_of(said.written)[:_MOST_TOKENS] if said.written != said.text else []
    whole = (*runs_of(tokens[:_MOST_TOKENS], f"{there}w"), *runs_of(own, f"{there}o"))
    return hashed([*near, *whole, f"{there}#", f"{there}#{name.word}"])
