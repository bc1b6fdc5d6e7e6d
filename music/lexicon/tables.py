"""The tables of the lexicon, read once."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["english", "chinese", "emoji"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase with its place; None on an axis of which it says nothing."""

    word: str
    valence: float | None
    arousal: float | None


@cache
def entries(language: Language) -> dict[str, Entry]:
    """Every entry of one table by its word (lower case)."""
    text = files("music.lexicon").joinpath(f"{language}.csv").read_text(encoding="utf-8")
    table: dict[str, Entry] = {}
    for row in csv.DictReader(text.splitlines()):
        axes = [float(row[axis]) if row[axis] else None for axis in ("valence", "arousal")]
        table[row["word"]] = Entry(row["word"], axes[0], axes[1])
    return table
