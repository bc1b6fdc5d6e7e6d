"""Tune books of the starter catalogue: Ryan's Mammoth, O'Neill's Music of Ireland, Aird's Airs (ABC)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from music.abc import read_abc_tunes
from music.score import Score

VIOLIN, FLUTE = 40, 73


@dataclass(frozen=True, slots=True)
class BookSource:
    """A book in the corpus folder. `programme`: what plays it; `skipped`: files that repeat others;
    `sections`: (first number, rhythm) of its sections, for tunes that do not name their own;
    `names_collectors`: its C: fields name who sent a tune in, except where they name O'Carolan."""

    folder: str
    programme: int
    skipped: tuple[str, ...] = ()
    sections: tuple[tuple[int, str], ...] = ()
    names_collectors: bool = False

    def paths(self, corpus: Path) -> list[str]:
        files = sorted((corpus / self.folder).glob("*.abc"))
        return [f"{self.folder}/{file.name}" for file in files if file.name not in self.skipped]


@dataclass(frozen=True, slots=True, eq=False)
class Tune:
    title: str
    composer: str
    style: str
    reference: str
    score: Score


BOOKS: tuple[BookSource, ...] = (
    # F. O'Neill, "Music of Ireland", Chicago 1903, 1,850 tunes in sections by kind
    BookSource(
        "oneills1850",
        VIOLIN,
        skipped=(
            "0626-0635.abc", "0732-0758_mh.abc", "0981-1000.abc", "1116-1135_ml.abc", "1556-1576.abc",
            "1577-1624.abc", "1710-1750.abc",
        ),
        sections=(
            (1, "air"), (626, "planxty"), (701, "jig"), (1116, "slip jig"), (1176, "reel"),
            (1556, "hornpipe"), (1776, "air"), (1801, "march"),
        ),
        names_collectors=True,
    ),
    # "Ryan's Mammoth Collection", Boston 1883
    BookSource("ryansMammoth", VIOLIN),
    # J. Aird, "A Selection of Scotch, English, Irish and Foreign Airs adapted to the Fife, Violin or
    # German-Flute", Glasgow 1778 to 1801
    BookSource("airdsAirs", FLUTE),
)  # fmt: skip

#: the kind of a tune by a word of its R: field or its title, most telling first
_KINDS = (
    ("slip jig", r"slip ?-?jigs?|hop jigs?"), ("jig", r"(double |single |long )?jigs?"), ("reel", r"reels?"),
    ("hornpipe", r"horn ?pipes?"), ("strathspey", r"strathspeys?"), ("highland fling", r"flings?"),
    ("clog", r"clogs?"), ("quickstep", r"quick ?-?steps?"), ("march", r"march|grenadiers?"),
    ("minuet", r"minuets?|minuet?to"), ("waltz", r"walt[sz]e?s?"), ("polka", r"polkas?"),
    ("planxty", r"planxty"), ("lament", r"lament(ation)?"), ("cotillion", r"cotill?i?on"),
    ("walk around", r"walk ?-?arounds?"), ("slide", r"slides?"), ("air", r"airs?"), ("song", r"song"),
)  # fmt: skip
_KIND_PATTERNS = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _KINDS)
#: Tunes of the minstrel stage whose titles demean people are left out: no member should be shown them.
_DEMEANING = re.compile(
    r"\b(zip coon|coons?|n[i1]gg?ers?|dark(ey|ie)s?|sambo|gwine|brudder|dat possum|plantation|squaws?)\b",
    re.IGNORECASE,
)
_START = re.compile(r"^X:[ \t]*(\d*).*$", re.MULTILINE)


def kind_of(rhythm: str, title: str) -> str:
    """The style of a tune ("reel", "jig", ...) from its R: field, else its title, else "folk tune"."""
    for text in (rhythm, title):
        for kind, pattern in _KIND_PATTERNS:
            if pattern.search(text):
                return kind
    return "folk tune"


def tunes_of(book: BookSource, corpus: Path, paths: Sequence[str]) -> Iterator[Tune]:
    """The tunes of some files of a book, each with its instrument. A number that a book gives twice under
    one title is the same tune typed by two people: the first stays."""
    seen: set[tuple[str, str]] = set()
    for text in _batches([(corpus / path).read_bytes().decode("latin-1") for path in paths]):
        for tune in read_abc_tunes(_with_rhythms(book, text).encode("utf-8"), book.folder):
            title = tidy_title(tune.title)
            if not title or _DEMEANING.search(title) or (book.sections and (tune.reference, title) in seen):
                continue
            seen.add((tune.reference, title))
            parts = tuple(replace(part, program=book.programme) for part in tune.score.parts)
            yield Tune(
                title=title,
                composer=composer_of(tune.composer, book),
                style=kind_of(tune.rhythm, title),
                reference=tune.reference,
                score=replace(tune.score, parts=parts, title=title),
            )


def _batches(texts: list[str], characters: int = 200_000) -> Iterator[str]:
    """Files joined to larger ones: Ryan's has one tune a file, and each book costs a process."""
    batch = ""
    for text in texts:
        if batch and len(batch) + len(text) > characters:
            yield batch
            batch = ""
        batch += "\n\n" + text.lstrip("\ufeff")
    if batch:
        yield batch


def _with_rhythms(book: BookSource, text: str) -> str:
    """`text` with an R: field for each tune that has none, where its kind is known from section or title;
    the reader takes the usual tempo from it."""
    starts = [match.start() for match in _START.finditer(text)]
    tunes = [text[i:j] for i, j in zip(starts, [*starts[1:], len(text)], strict=True)]
    return text[: starts[0]] + "".join(_with_rhythm(book, tune) for tune in tunes) if starts else text


def _with_rhythm(book: BookSource, tune: str) -> str:
    if re.search(r"^R:[ \t]*\S", tune, re.MULTILINE):
        return tune
    first = _START.search(tune)
    number = int(first[1] or 0) if first else 0
    section = next((kind for start, kind in reversed(book.sections) if number >= start), "")
    title = re.search(r"^T:(.*)$", tune, re.MULTILINE)
    kind = section or kind_of("", title[1] if title else "")
    line_end = tune.find("\n")
    return tune if kind == "folk tune" else f"{tune[:line_end]}\nR:{kind}{tune[line_end:]}"


def tidy_title(title: str) -> str:
    """A title as one would write it: no catalogue numbers, no capitals throughout, the article in front."""
    title = re.sub(r"\s+", " ", title).strip(" .\"'-")
    title = re.sub(r"[\s\"]*--\s*", ", ", title).replace('"', "")
    title = re.sub(r"\s*\[.*?\]$|^\d+\s*[.)]\s*", "", title)
    if match := re.match(r"^(.*), (The|A|An)$", title, re.IGNORECASE):
        title = f"{match[2].capitalize()} {match[1]}"
    if title.isupper():
        title = re.sub(r"[^\W\d_][\w'’]*", lambda m: m[0].capitalize(), title.lower())
    return title[:120]


def composer_of(field: str, book: BookSource) -> str:
    """The composer that a C: field names, or "Traditional"."""
    name = re.sub(r"\s+", " ", field).strip(' ."')
    if "carolan" in name.lower():
        return "Turlough O'Carolan"
    nobody = re.search(r"\b(trad|irish|scotch|scottish|english|welsh|collected|anon|from)\b|trad", name, re.I)
    if not name or nobody or book.names_collectors:
        return "Traditional"
    return (name.title() if name.isupper() else name)[:80]
