"""The fingerprints that come with the program: those of every piece that the model learned from."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from generator.arranger.loading import templates
from generator.originality.fingerprints import Fingerprints, Known, fingerprints_of
from generator.originality.lines import Line, lines_of
from music.corpus import read_manifest
from music.errors import UnreadableScore
from music.midi import read_midi

#: those of the weights that come with the program
SHIPPED = Path(__file__).with_name("fingerprints.npz")
#: of these pieces the melody alone counts: the rest is the patterns of the arranger, which are ours
ARRANGED = "arranged"


def melody_names() -> frozenset[str]:
    """What the melodies of arranged pieces are called in their files."""
    return frozenset(
        part.name.capitalize() for t in templates().values() for part in t.parts if part.role == "melody"
    )


def fingerprints_of_corpus(
    folders: Sequence[Path],
    ids: Collection[str],
    on_progress: Callable[[int, int], None] | None = None,
) -> Fingerprints:
    """Of the pieces `ids` in corpus folders. The same pieces give the same fingerprints.

    Raises MissingPart for a folder without a manifest.
    """
    wanted = frozenset(ids)
    rows = [(folder, row) for folder in folders for row in read_manifest(folder) if row["id"] in wanted]
    digest = hashlib.sha256()
    return fingerprints_of(_read(rows, digest, on_progress)).named(digest.hexdigest()[:16])


def lines_of_row(folder: Path, row: dict[str, Any], data: bytes) -> list[Line]:
    """The lines of a piece of a corpus folder that count. Raises UnreadableScore."""
    score = read_midi(data, row["id"])
    return lines_of(score, only=melody_names() if row["dataset"] == ARRANGED else None)


def _read(
    rows: list[tuple[Path, dict[str, Any]]],
    digest: "hashlib._Hash",
    on_progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[Known, list[Line]]]:
    for i, (folder, row) in enumerate(rows):
        data = (folder / row["path"]).read_bytes()
        digest.update(row["id"].encode() + b"\0" + data)
        try:
            lines = lines_of_row(folder, row, data)
        except UnreadableScore:
            lines = []
        if lines:
            yield Known(row["id"], row.get("title") or "", row.get("composer") or ""), lines
        if on_progress:
            on_progress(i + 1, len(rows))
