"""Title and composer of a piece, from what its file says and, where that is silent, from names of files and
folders."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from music.credits import is_title, tidy

_COMPOSERS = Path(__file__).with_name("composers.txt")

#: a number in front: "01_", "3. ", "12 - ", "Track 7 "; never a year or "4 Seasons"
_NUMBER = re.compile(r"^(?:track\s*)?(?:\d{1,3}\s*[._)\]-]+\s*|0\d{1,2}\s+)(?=\S)", re.IGNORECASE)
_NOISE = re.compile(
    r"\s*[\[(](?:\d{1,2}|copy|midi|full score|final|edited|www\.[^)\]]*|[^)\]]*\.(?:com|org|net))[\])]\s*$"
    r"|\s+-\s+copy\s*$|\s+(?:midi|karaoke|full score)\s*$",
    re.IGNORECASE,
)
_CODE = re.compile(r"[a-z]{0,5}[-_ ]?\d+|[0-9a-f]{8,}", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:trad(?:itional)?\.?(?:\s*arr\.?.*)?|anon(?:ymous)?\.?|unknown|various)", re.IGNORECASE
)
#: words that folders are called by and persons are not
_NO_NAME = re.compile(
    r"\b(midis?|music|files?|songs?|tunes?|scores?|classical|jazz|pop|rock|folk|books?|collections?|piano|"
    r"guitar|violin|strings?|quartets?|suites?|sonatas?|op|opus|vol(?:ume)?|part|misc|new|old|my|the|and|"
    r"of|for|in|dance|waltz|march|theme|main|title|movement|mvt|no)\b|\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """ "" where nothing is known."""

    title: str = ""
    composer: str = ""


def named_by_path(path: str) -> Named:
    """What a path inside a library says: "Bach/Inventions/01_Invention in C.mid", "Satie - Gymnopedie.mid".

    A file name that is only a number or a code takes the name of its folder for a title. A folder names the
    composer when it is "Surname, Forenames" or the name of a composer that is known.
    """
    *folders, name = [_spaced(part) for part in path.replace("\\", "/").split("/")]
    stem = _cleaned(re.sub(r"\.\w{1,8}$", "", name))
    title, composer = _halves(stem)
    if not composer:
        composer = next((found for f in reversed(folders) if (found := _composer_of_folder(f))), "")
    if not is_title(title) or _CODE.fullmatch(title):
        own = [f for f in folders if is_title(f) and not _composer_of_folder(f) and not _CODE.fullmatch(f)]
        if own and is_title(_cleaned(own[-1])):
            number = f" {title}" if re.fullmatch(r"\d{1,4}", title) else ""
            title = f"{_cleaned(own[-1])}{number}"
    return Named(_capitalised(tidy(title)), full_name(composer))


def full_name(name: str) -> str:
    """The usual form of a composer's name: "J.S. Bach", "Bach, Johann Sebastian" and "BACH" are Johann
    Sebastian Bach; "trad." is Traditional; names that are not known stay, forename first."""
    name = tidy(name).strip(" .,;-")
    name = re.sub(r"\s*[(\[]\s*(?:b\.|c\.|ca\.|\d{3,4}).*$", "", name)  # (1685-1750)
    if not name:
        return ""
    if _NOBODY.fullmatch(name):
        return "Traditional" if name[:1] in "tT" else "Anonymous"
    if re.fullmatch(r"[^,]+,\s*[^,]+", name):
        last, first = (part.strip() for part in name.split(","))
        name = f"{first} {last}"
    return known_composer(name) or (name.title() if name.isupper() and len(name) > 4 else name)[:80]


def known_composer(name: str) -> str:
    """The full name of a composer who is on the list, from a full name, a surname or initials and a surname;
    "" for everybody else."""
    words = _words(name)
    if not words:
        return ""
    for full, parts in _known():
        *firsts, last = parts
        if words[-1] != last:
            continue
        given = words[:-1]
        if len(given) == 1 and given[0] == "".join(first[0] for first in firsts):
            return full  # "JS Bach"
        if _fits(given, firsts):
            return full
    return ""


def _fits(given: Sequence[str], firsts: Sequence[str]) -> bool:
    """Whether forenames or initials, some left out, are those of `firsts` in order."""
    at = 0
    for word in given:
        while at < len(firsts) and not (
            firsts[at] == word or (len(word) == 1 and firsts[at].startswith(word))
        ):
            at += 1
        if at == len(firsts):
            return False
        at += 1
    return not given or firsts[0].startswith(given[0][0])


@cache
def _known() -> tuple[tuple[str, tuple[str, ...]], ...]:
    lines = _COMPOSERS.read_text("utf-8").splitlines()
    return tuple((line, tuple(_words(line))) for line in lines if line and not line.startswith("#"))


def _words(name: str) -> list[str]:
    """ "Dvořák, A." -> ["dvorak", "a"]: no accents, no points, no capitals."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'")
    return re.findall(r"[^\W\d_][\w'-]*", plain)


def _spaced(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("%20", " ").replace("_", " ")
    return re.sub(r"\s+", " ", text).strip()


def _cleaned(stem: str) -> str:
    for _ in range(3):
        shorter = _NOISE.sub("", stem).strip()
        if not shorter or shorter == stem:
            break
        stem = shorter
    without = _NUMBER.sub("", stem).strip(" -.")
    return without if re.search(r"[^\W\d]", without) else stem


def _halves(stem: str) -> tuple[str, str]:
    """Title and composer of "Composer - Title", or of "Title - Composer" when only that one is known."""
    first, dash, rest = stem.partition(" - ")
    if not dash:
        return stem, ""
    *middle, last = rest.split(" - ")
    if known_composer(last) and not known_composer(first):
        return " - ".join((first, *middle)), last
    if known_composer(first) or _NOBODY.fullmatch(first) or _is_name(first):
        return rest, first
    return stem, ""


def _is_name(text: str) -> bool:
    """Whether it looks like a person: two to four capitalised words (or initials), none of them music's."""
    words = text.replace(",", " ").split()
    return (
        2 <= len(words) <= 4
        and not _NO_NAME.search(text)
        and all(w[:1].isupper() or w in ("de", "da", "di", "van", "von", "der", "la", "le") for w in words)
    )


def _composer_of_folder(folder: str) -> str:
    if re.fullmatch(r"[^\W\d][\w'’.-]*(?: [\w'’.-]+)?, [^\W\d][\w'’.-]*(?: [\w'’.-]+){0,3}", folder):
        return "" if _NO_NAME.search(folder) else folder
    return known_composer(folder)


def _capitalised(title: str) -> str:
    """A title in small letters throughout begins with a capital; other titles stay as they are."""
    return title[:1].upper() + title[1:] if title.islower() else title
