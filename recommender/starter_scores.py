"""Works in MusicXML of the starter catalogue: Bach's chorales, and a list of single works.

A file whose own words claim or restrict rights is left out even when it is listed: another version of the
package may hold another edition.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from music.musicxml import read_several
from music.score import Part, Score, Tempo

WORKS = Path(__file__).parent / "starter_works.csv"
CHOIR = 52
CHORALE_BPM = 72  # where the edition gives none; the fermatas make it slower still

#: what plays a part, by a word of its name; the first that fits
_PROGRAMMES = (
    (CHOIR, r"sopran|alt|tenor|bass$|^bass|cant|choir"), (40, r"viol[io]i?n"), (41, r"viola"), (42, r"cello"),
    (60, r"horn"), (56, r"trumpet|cornet"), (47, r"timpani"), (69, r"oboe da caccia"), (68, r"oboe"),
    (74, r"recorder"), (73, r"flute"), (19, r"organ"), (42, r"continuo"), (0, r"piano"),
)  # fmt: skip

_WORDS = re.compile(
    r"<(?:rights|credit-words|words|source|creator|miscellaneous-field)\b[^>]*>([^<]*)|<!--(.*?)-->",
    re.DOTALL,
)
_CLAIM = re.compile(
    r"©|\(c\)|copyright|all rights|reserved|permission|licen[cs]e|creative commons|\bCC\b|arrang|adaptation",
    re.I,
)
_FREED = re.compile(r"public domain|\bCC0\b", re.I)
#: The chorales' page headings claim the page image ("PDF"), not the notes of 1750.
_PAGE_IMAGE = re.compile(
    r"^\s*(PDF\s+©\s*\d{4} Margaret Greentree\b.*|(- )?used by permission)\s*$", re.S | re.I
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of starter_works.csv. `programmes` by part, the last for all that follow; `usual_bpm` where the
    file gives no tempo, from the tempo word of the movement."""

    path: str
    title: str
    composer: str
    style: str
    programmes: tuple[int, ...]
    usual_bpm: float


@dataclass(frozen=True, slots=True, eq=False)
class ScoreWork:
    path: str
    title: str
    composer: str
    style: str
    licence: str
    score: Score


@cache
def scores_listed() -> tuple[Listed, ...]:
    with WORKS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Listed(
                row["path"],
                row["title"],
                row["composer"],
                row["style"],
                tuple(int(number) for number in row["programmes"].split()),
                float(row["usual_bpm"]),
            )
            for row in csv.DictReader(file)
        )


def chorale_paths(corpus: Path) -> list[str]:
    """Bach's chorales in the corpus folder, in a fixed order."""
    listed = {work.path for work in scores_listed()}
    files = [*(corpus / "bach").glob("bwv*.mxl"), *(corpus / "bach").glob("bwv*.xml")]
    return sorted(path for file in files if (path := f"bach/{file.name}") not in listed)


def score_works(corpus: Path, paths: Sequence[str]) -> list[ScoreWork]:
    """The works at `paths` under the corpus folder, without those missing, unreadable or not free."""
    free: list[tuple[str, bytes, str]] = []
    for path in paths:
        try:
            data = (corpus / path).read_bytes()
            xml = text_of(data)
        except (OSError, KeyError, zipfile.BadZipFile, zlib.error):
            continue
        if xml is not None and is_free(xml):
            free.append((path, data, xml))
    scores = read_several([(data, Path(path).name) for path, data, _ in free])
    return [
        _work(corpus, path, xml, score)
        for (path, _, xml), score in zip(free, scores, strict=True)
        if isinstance(score, Score)
    ]


def _work(corpus: Path, path: str, xml: str, score: Score) -> ScoreWork:
    file = corpus / path
    listed = next((work for work in scores_listed() if work.path == path), None)
    if listed is None:
        number = file.name.removeprefix("bwv").rsplit(".", 1)[0]
        title = chorale_titles(corpus).get(number, "Chorale")
        listed = Listed(path, f"{title} (BWV {number})", "Johann Sebastian Bach", "chorale", (), CHORALE_BPM)
    if not re.search(r"<sound[^>]*\btempo=|<metronome", xml):
        score = replace(score, tempos=(Tempo(0, round(60e6 / listed.usual_bpm)),), sets_tempo=False)
    parts = tuple(
        replace(part, program=programme)
        for part, programme in zip(score.parts, _programmes(listed, score.parts), strict=True)
    )
    score = replace(score, parts=parts, title=listed.title)
    licence = "CC0-1.0" if re.search(r"\bCC0\b", xml) else "PD"
    return ScoreWork(path, listed.title, listed.composer, listed.style, licence, score)


def _programmes(listed: Listed, parts: Sequence[Part]) -> list[int]:
    if listed.programmes:
        last = len(listed.programmes) - 1
        return [listed.programmes[min(i, last)] for i in range(len(parts))]
    return [_by_name(part.name) for part in parts]


def _by_name(name: str) -> int:
    first = name.strip().split("\r")[0].split("\n")[0].lower()
    return next((programme for programme, words in _PROGRAMMES if re.search(words, first)), CHOIR)


def text_of(data: bytes) -> str | None:
    """The MusicXML text in a file, zipped or not; None where there is none."""
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            container = archive.read("META-INF/container.xml").decode("utf-8", "replace")
            found = re.search(r"full-path\s*=\s*[\"']([^\"']+)", container)
            if found is None or found[1] not in archive.namelist():
                return None
            data = archive.read(found[1])
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


def is_free(xml: str) -> bool:
    """Whether no rights, credit, comment or creator of the file claims or restricts rights, unless it gives
    the work to the public domain (or CC0) in so many words."""
    words = [" ".join(found).strip() for found in _WORDS.findall(xml)]
    if any(_FREED.search(text) and not re.search(r"CC.?BY|SA\b", text) for text in words):
        return True
    return not any(_CLAIM.search(text) and not _PAGE_IMAGE.match(text) for text in words)


@cache
def chorale_titles(corpus: Path) -> dict[str, str]:
    """Titles of the chorales by BWV number, from the list that music21 keeps as text in its source."""
    try:
        source = (corpus / "chorales.py").read_text("utf-8")
    except OSError:
        return {}
    return dict(re.findall(r"---\|\|---(\S+)---\|\|---(.*?)---\|\|---", source))
