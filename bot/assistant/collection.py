"""Public collections: where they are, what is taken from them, and how it is named (collections.toml)."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.assistant.manifests import Entry
from music.credits import licence_of, tidy
from music.errors import CadenzaError

_FILE = Path(__file__).with_name("collections.toml")
_GROUP = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"^\d{1,3}[a-z]?[\s._-]+(?=\S)")
_HEADER_LINE = re.compile(r"^\s*(\w+)\s*=\s*\"((?:[^\"\\]|\\.)*)\"", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Collection:
    """A table of collections.toml; `key` is its name for commands."""

    key: str
    name: str
    address: str
    licence: str
    credit: str
    most_mb: int
    sha256: str
    take: re.Pattern[str]
    title: tuple[str, ...]
    composer: tuple[str, ...]
    style: str
    fetch: str = ""

    def match(self, path: str) -> dict[str, str] | None:
        """The named groups of a file that is to be taken; None for one that is not."""
        found = self.take.search(path)
        return None if found is None else {name: value or "" for name, value in found.groupdict().items()}

    def entry(self, groups: dict[str, str]) -> Entry:
        """What the collection knows of a file."""
        words = {name: _words(value) for name, value in groups.items()}
        licence = licence_of(groups.get("head_license") or groups.get("head_copyright", ""))
        return Entry(
            title=_filled(self.title, words),
            composer=_filled(self.composer, words),
            licence=licence or self.licence,
            style=_filled((self.style,), words).casefold(),
        )

    def address_of(self, groups: dict[str, str]) -> str:
        """Where the music of a description lies."""
        return _GROUP.sub(lambda m: groups.get(m[1], ""), self.fetch)


@cache
def collections() -> dict[str, Collection]:
    """All that can be installed, by key."""
    tables: dict[str, dict[str, Any]] = tomllib.loads(_FILE.read_text("utf-8"))
    return {key: _collection(key, table) for key, table in tables.items()}


def find_collection(key: str) -> Collection:
    """Raises CadenzaError with the keys there are."""
    found = collections().get(key.strip().casefold())
    if found is None:
        raise CadenzaError(f"There is no collection {key[:40]!r}; there are {', '.join(collections())}.")
    return found


def header_of(lilypond: str) -> dict[str, str]:
    """The fields of a LilyPond header that name the piece, as groups "head_...": the project's own fields
    (mutopiatitle, ...) win over those that are printed."""
    fields: dict[str, str] = {}
    for name, value in _HEADER_LINE.findall(lilypond[:20_000]):
        fields.setdefault(name.casefold(), tidy(value.replace('\\"', '"')))
    composer = re.sub(r"\s*[(\[].*$", "", fields.get("composer", ""))
    return {
        "head_title": fields.get("mutopiatitle") or fields.get("title", ""),
        "head_composer": composer,
        "head_style": fields.get("style", ""),
        "head_license": fields.get("license") or fields.get("licence", ""),
        "head_copyright": fields.get("copyright", ""),
    }


def _collection(key: str, table: dict[str, Any]) -> Collection:
    values = dict(table)
    values["take"] = re.compile(values["take"])
    values["title"], values["composer"] = tuple(values["title"]), tuple(values["composer"])
    return Collection(key=key, **values)


def _words(value: str) -> str:
    """A name of a file or folder as words: "01_Gute_Nacht" is "Gute Nacht", "_" is nothing."""
    spaced = re.sub(r"\s+", " ", value.replace("_", " ")).strip()
    return _NUMBER.sub("", spaced)


def _filled(patterns: Sequence[str], words: dict[str, str]) -> str:
    """The first pattern whose groups all say something, filled."""
    for pattern in patterns:
        if all(words.get(name) for name in _GROUP.findall(pattern)):
            return _GROUP.sub(lambda m: words[m[1]], pattern)
    return ""
