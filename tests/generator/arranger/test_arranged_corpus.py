"""The arranged corpus is a corpus folder like the one that it is made from."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generator.arranger.corpus import split_of, write_arranged_corpus
from generator.arranger.loading import templates
from generator.arranger.showcase import write_showcase
from music.analysis import analyze
from music.corpus import pack_corpus, read_manifest
from music.errors import CadenzaError, MissingPart
from music.midi import read_midi, write_midi
from music.score import Metre, Part, Score, Tempo
from music.theory import Key

PIECES = 2 * len(templates())


@pytest.fixture(scope="module")
def melodies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of a dozen tunes in three metres and all splits."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "midi").mkdir()
    rows = []
    rng = np.random.default_rng(1)
    for number in range(12):
        metre = ((4, 4), (3, 4), (6, 8))[number % 3]
        steps = np.cumsum(rng.integers(-2, 3, 64)) % 14
        scale = [62, 64, 66, 67, 69, 71, 73, 74, 76, 78, 79, 81, 83, 85]
        notes = [[i * 240, 230, scale[int(s)], 90 + (i % 4 == 0) * 10] for i, s in enumerate(steps)]
        notes[-1][2] = 62
        score = Score(
            480,
            (Part(40, np.array(notes, np.int32)),),
            tempos=(Tempo(0, 500_000),),
            metres=(Metre(0, *metre),),
        )
        (folder / "midi" / f"{number}.mid").write_bytes(write_midi(score))
        rows.append(
            {
                "id": f"airds-airs/tune-{number}",
                "path": f"midi/{number}.mid",
                "dataset": "airds-airs",
                "title": f"Tune {number}",
                "licence": "PD",
                "source": f"book#{number}",
                "time_signature": f"{metre[0]}/{metre[1]}",
                "key": "D major",
                "split": ("train", "valid", "test")[number % 3 if number < 6 else 0],
            }
        )
    rows.append(rows[0] | {"id": "airds-airs/gone", "path": "midi/gone.mid"})
    (folder / "manifest.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    return folder


@pytest.fixture(scope="module")
def written(melodies: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("arranged")
    write_arranged_corpus(melodies, folder, PIECES, seed=3)
    return folder, read_manifest(folder)


def test_styles_are_balanced_and_half_of_the_pieces_are_new(
    written: tuple[Path, list[dict[str, Any]]],
) -> None:
    _, rows = written
    assert set(Counter(row["style"] for row in rows).values()) == {PIECES // len(templates())}
    assert sum("new melody" in row["tags"] for row in rows) == PIECES // 2
    assert len({Key.parse(row["key"]).tonic for row in rows}) == 12


def test_a_piece_keeps_the_split_and_licence_of_its_melody(
    melodies: Path, written: tuple[Path, list[dict[str, Any]]]
) -> None:
    of = {row["id"]: row for row in read_manifest(melodies)}
    from_melodies = 0
    for row in written[1]:
        tag = next((t for t in row["tags"] if t.startswith("melody:")), None)
        if tag is None:
            assert row["split"] == split_of(row["id"])
            assert row["licence"] == "CC0-1.0"
            continue
        melody = of[tag.removeprefix("melody:")]
        assert (row["split"], row["licence"], row["source"]) == (melody["split"], "PD", melody["source"])
        from_melodies += 1
    assert from_melodies == PIECES // 2


def test_the_manifest_says_what_the_files_hold(written: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, rows = written
    for row in rows[::4]:
        score = read_midi((folder / row["path"]).read_bytes())
        found = analyze(score)
        assert (row["notes"], row["tracks"], row["bars"]) == (score.note_count, len(score.parts), found.bars)
        assert row["time_signature"] == found.metre
        assert row["bpm"] == pytest.approx(found.tempo_bpm, abs=0.01)
        assert row["seconds"] == pytest.approx(score.seconds, abs=0.05)
        assert sum(bars for _, _, bars in row["form"]) == row["bars"]
        assert -1 <= row["valence"] <= 1
        assert row["path"] == f"midi/arranged-{row['style'].replace(' ', '-')}/{Path(row['path']).name}"


def test_training_reads_the_folder(written: tuple[Path, list[dict[str, Any]]]) -> None:
    pack, skipped = pack_corpus([written[0]], workers=1)
    assert len(pack.pieces) == PIECES
    assert not skipped
    assert all(piece.tempo_bpm for piece in pack.pieces)


def test_the_same_seed_writes_the_same_bytes(
    melodies: Path, written: tuple[Path, list[dict[str, Any]]], tmp_path: Path
) -> None:
    write_arranged_corpus(melodies, tmp_path, PIECES, seed=3)
    assert (tmp_path / "manifest.jsonl").read_bytes() == (written[0] / "manifest.jsonl").read_bytes()
    for row in written[1]:
        assert (tmp_path / row["path"]).read_bytes() == (written[0] / row["path"]).read_bytes()


def test_a_melody_that_cannot_be_read_is_passed_over_and_named(melodies: Path, tmp_path: Path) -> None:
    summary = write_arranged_corpus(melodies, tmp_path, 96, seed=1)
    assert summary.pieces == 96
    assert {ident for ident, _ in summary.skipped} == {"airds-airs/gone"}


def test_folders_without_melodies_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match=r"manifest\.jsonl"):
        write_arranged_corpus(tmp_path, tmp_path / "out", 5)
    (tmp_path / "manifest.jsonl").write_text('{"id": "groove/x", "dataset": "groove"}\n')
    with pytest.raises(MissingPart, match="no melodies"):
        write_arranged_corpus(tmp_path, tmp_path / "out", 5)
    with pytest.raises(CadenzaError, match="not 0"):
        write_arranged_corpus(tmp_path, tmp_path / "out", 0)


def test_the_showcase_holds_a_piece_and_a_picture_of_each_style(tmp_path: Path) -> None:
    made = write_showcase(tmp_path)
    page = (tmp_path / "README.md").read_text()
    for labels in made:
        stem = labels.style.replace(" ", "-")
        assert 28 <= labels.seconds <= 46
        assert f"({stem}.mid)" in page
        assert read_midi((tmp_path / f"{stem}.mid").read_bytes()).note_count > 40
        assert (tmp_path / f"{stem}.png").stat().st_size < 60_000
    assert len(made) == len(templates())
