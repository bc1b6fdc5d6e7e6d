"""An arranged corpus: MIDI files and a manifest with the fields of the training corpus, labels exact.

Half of the pieces take a melody of the corpus and keep its split, half are new. Styles and tonics go round,
major and minor melodies take turns, moods are drawn evenly from what each style reaches. The same
arguments write the same bytes.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from generator.arranger.arranging import compose_arranged
from generator.arranger.given import arrange
from generator.arranger.loading import templates
from generator.arranger.sheet import Arranged
from generator.arranger.source import lead_sheet
from generator.arranger.template import StyleTemplate
from music.corpus import read_manifest
from music.errors import CadenzaError, MissingPart
from music.instruments import DRUMS
from music.midi import read_midi, write_midi
from music.score import PITCH, Score
from music.theory import Key

DATASET = "arranged"
LICENCE = "CC0-1.0"
#: Collections of tunes whose licence lets a new piece be made of them.
MELODIES = ("ryans-mammoth", "oneills-1850", "airds-airs", "openewld", "openhymnal")
_MANIFEST = "manifest.jsonl"
_MELODY_BARS = 48
_SECONDS = (45.0, 100.0)


@dataclass(frozen=True, slots=True)
class ArrangedCorpus:
    """What was written: pieces of each split, and melodies that could not be used with the reason."""

    pieces: int
    new: int
    splits: dict[str, int]
    skipped: tuple[tuple[str, str], ...]


def write_arranged_corpus(
    corpus: Path,
    out: Path,
    pieces: int,
    *,
    seed: int = 0,
    on_progress: Callable[[int, int], None] | None = None,
) -> ArrangedCorpus:
    """Writes `pieces` pieces into `out` (midi/arranged-<style>/*.mid and manifest.jsonl).

    Raises MissingPart when `corpus` has no manifest or none of the collections with melodies.
    """
    if pieces < 1:
        raise CadenzaError(f"An arranged corpus has 1 piece or more, not {pieces}.")
    melodies = [row for row in read_manifest(corpus) if row.get("dataset") in MELODIES]
    if not melodies:
        raise MissingPart(f"{corpus} holds no melodies to arrange; one of {', '.join(MELODIES)} is needed.")
    rows: list[str] = []
    splits: dict[str, int] = {}
    skipped: list[tuple[str, str]] = []
    new = 0
    for number, (row, made) in enumerate(_pieces(corpus, melodies, pieces, seed, skipped)):
        path = out / row["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write_midi(made.score))
        rows.append(json.dumps(row, ensure_ascii=False))
        splits[row["split"]] = splits.get(row["split"], 0) + 1
        new += "new melody" in row["tags"]
        if on_progress is not None:
            on_progress(number + 1, pieces)
    (out / _MANIFEST).write_text("\n".join(rows) + "\n", "utf-8")
    return ArrangedCorpus(len(rows), new, splits, tuple(skipped))


def _pieces(
    corpus: Path, melodies: list[dict[str, Any]], pieces: int, seed: int, skipped: list[tuple[str, str]]
) -> Iterator[tuple[dict[str, Any], Arranged]]:
    styles = list(templates().values())
    queues = {t.name: _queue(t, melodies, seed) for t in styles}
    for number in range(pieces):
        template = styles[number % len(styles)]
        turn = number // len(styles)
        name = f"{template.name.replace(' ', '-')}-{number:05d}"
        tonic = (turn * 7 + number) % 12
        draw = seed * 1_000_003 + number
        if turn % 2 == 0:
            made = _new(template, tonic, draw)
            yield _row(name, made, None), made
            continue
        dark, light = queues[template.name]
        queue = (dark or light) if turn // 2 % 2 else (light or dark)
        while queue:
            row = queue.pop()
            queue.insert(0, row)  # it comes again when all others have had their turn
            try:
                made = _from_melody(corpus, row, template, tonic, draw)
            except CadenzaError as error:
                skipped.append((row["id"], str(error)))
                queue.remove(row)
                continue
            yield _row(name, made, row), made
            break
        else:
            made = _new(template, tonic, draw)
            yield _row(name, made, None), made


def _queue(
    template: StyleTemplate, melodies: list[dict[str, Any]], seed: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The melodies in the style's metres, shuffled: those in minor, which are few, and the others."""
    metres = {str(metre) for metre in template.metres}
    fitting = [row for row in melodies if row.get("time_signature") in metres]
    Random(f"{template.name} {seed}").shuffle(fitting)
    dark = [row for row in fitting if "minor" in (row.get("key") or "")]
    return dark, [row for row in fitting if "minor" not in (row.get("key") or "")]


def _new(template: StyleTemplate, tonic: int, draw: int) -> Arranged:
    seconds = Random(draw).uniform(*_SECONDS)
    return compose_arranged(template, seconds=seconds, tonic=tonic, seed=draw)


def _from_melody(
    corpus: Path, row: dict[str, Any], template: StyleTemplate, tonic: int, draw: int
) -> Arranged:
    try:
        data = (corpus / row["path"]).read_bytes()
    except OSError as error:
        raise MissingPart(f"{row['path']} cannot be read: {error.strerror}.") from error
    score = read_midi(data, row["id"])
    if row["dataset"] == "openhymnal":
        score = _top_part(score)
    chords = [(float(beat), str(symbol)) for beat, symbol in row.get("chords") or ()]
    stated = Key.parse(row["key"]) if row.get("key") else None
    sheet = lead_sheet(score, chords=chords, key=stated, title=row.get("title") or row["id"])
    return arrange(sheet, template, key=Key(tonic, sheet.key.minor), seed=draw, max_bars=_MELODY_BARS)


def _top_part(score: Score) -> Score:
    """A hymn's soprano alone; its chords change faster than bars and are found anew."""
    parts = [p for p in score.parts if len(p.notes) and not p.is_drum]
    return (
        replace(score, parts=(max(parts, key=lambda p: float(p.notes[:, PITCH].mean())),)) if parts else score
    )


def _row(name: str, made: Arranged, melody: dict[str, Any] | None) -> dict[str, Any]:
    labels, score = made.labels, made.score
    ident = f"{DATASET}/{name}"
    style = labels.style.replace(" ", "-")
    tags = ["arranged", "new melody"] if melody is None else ["arranged", f"melody:{melody['id']}"]
    return {
        "id": ident,
        "path": f"midi/{DATASET}-{style}/{name}.mid",
        "dataset": DATASET,
        "title": score.title,
        "composer": "Cadenza",
        "year": None,
        "style": labels.style,
        "tags": tags,
        "licence": LICENCE if melody is None else melody.get("licence") or LICENCE,
        "source": "Cadenza" if melody is None else melody.get("source") or melody["id"],
        "notes": score.note_count,
        "tracks": len(score.parts),
        "programs": sorted({DRUMS if p.is_drum else p.program for p in score.parts}),
        "bpm": labels.tempo_bpm,
        "time_signature": labels.metre,
        "key": labels.key,
        "seconds": round(labels.seconds, 2),
        "bars": labels.bars,
        "split": split_of(ident) if melody is None else melody["split"],
        "valence": labels.valence,
        "arousal": labels.arousal,
        "form": [[s.label, s.start_bar, s.bars] for s in labels.form],
        "chords": [list(pair) for pair in labels.chords],
    }


def split_of(ident: str) -> str:
    """train, valid or test by the rule of the corpus."""
    place = int(hashlib.sha1(ident.encode()).hexdigest(), 16) % 20
    return {1: "test", 2: "valid"}.get(place, "train")
