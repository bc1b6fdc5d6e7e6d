"""Qualities of music that members compare: which words say more of one and which say less.

A quality is named by an adjective ("fast") or a noun ("punch"). The slots know a few words for each change
("slower", "busier", "more energetic"); every other word for it leads there. qualities.txt has a line for each
change and its opposite, `more / less: word, word`, below the kinds of words.
"""

from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from music.lexicon import entries

Kind = Literal["adjectives", "nouns", "chinese"]
#: (what more of it is, what less of it is)
Change = tuple[str, str]


@cache
def _tables() -> dict[str, dict[str, Change]]:
    text = files("bot.understanding").joinpath("qualities.txt").read_text(encoding="utf-8")
    tables: dict[str, dict[str, Change]] = {}
    for line in text.splitlines():
        if line.startswith("# "):
            table = tables.setdefault(line.removeprefix("# "), {})
            continue
        changes, _, words = line.partition(": ")
        more, _, less = changes.partition(" / ")
        table |= dict.fromkeys(words.split(", "), (more, less))
    return tables


def qualities(kind: Kind) -> dict[str, Change]:
    """Every word of a kind, with what more and what less of it is."""
    return _tables()[kind]


def change_of_adjective(word: str) -> Change | None:
    """(more of it, less of it) in words that the slots know; None for a word that names no quality."""
    known = qualities("adjectives").get(word)
    if known is not None:
        return known
    mood = word if word in entries("english") else word.replace("-", " ")
    return (f"more {mood}", f"less {mood}") if mood in entries("english") else None


def change_of_noun(word: str) -> Change | None:
    """As `change_of_adjective`, for "punch" and "drama"; "sadness" and "darkness" are moods of their own."""
    known = qualities("nouns").get(word)
    if known is not None:
        return known
    for mood in (word, word.removesuffix("ness")):
        if mood in entries("english"):
            return f"more {mood}", f"less {mood}"
    return None


def change_of(word: str) -> Change | None:
    """As the two above, for a word that may be either."""
    return (
        qualities("nouns").get(word)
        or qualities("adjectives").get(word)
        or change_of_noun(word)
        or change_of_adjective(word)
    )


#: comparatives that the slots read as they stand
_READ = frozenset(
    [
        "faster",
        "slower",
        "longer",
        "shorter",
        "busier",
        "denser",
        "sparser",
        "fuller",
        "thinner",
        "thicker",
        "simpler",
        "emptier",
    ]
)


def change_of_comparative(word: str) -> str | None:
    """What "punchier" or "bigger" comes to; None for what the slots read themselves, or no comparative."""
    if word in _READ or not word.endswith("er"):
        return None
    known = next((form for form in _positives(word) if form in qualities("adjectives")), None)
    return None if known is None or known in entries("english") else qualities("adjectives")[known][0]


@lru_cache(4096)  # whatever people write comes by here
def is_comparative(word: str) -> bool:
    """Whether `word` compares a quality or a mood that is known: "punchier", "sadder"; "water" does not."""
    return word.endswith("er") and (
        word in _READ
        or any(f in qualities("adjectives") or f in entries("english") for f in _positives(word))
    )


def _positives(comparative: str) -> list[str]:
    """What a word in -er may be the comparative of."""
    stem = comparative[:-2]
    return [
        stem,
        stem + "e",
        *([stem[:-1] + "y"] if stem.endswith("i") else []),
        *([stem[:-1]] if stem[-1:] == stem[-2:-1] else []),
    ]


def is_quantity(word: str) -> bool:
    """Whether an adjective is about tempo, length or density: "it is slow" is a complaint."""
    return word not in ("simple", "clean", "clear", "tight", "open", "rich") and any(
        end in ("faster", "longer", "busier") for end in qualities("adjectives").get(word, ())
    )
