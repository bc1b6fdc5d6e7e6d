"""`cadenza arrange` and `cadenza train arranged`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from music.midi import read_midi
from tests.cli.conftest import Cadenza


def test_a_tune_becomes_a_piece_in_the_style(
    fresh: Cadenza, tmp_path: Path, variant: Callable[[str], Path]
) -> None:
    tune, out = variant("tune.mid"), tmp_path / "out.mid"
    made = fresh(
        "arrange", tune, "--style", "Bossa", "--key", "E minor", "--tempo", 130, "--json", "-o", out
    ).json
    assert made["style"] == "bossa nova"
    assert made["tempo_bpm"] == 130
    assert made["files"] == [str(out)]
    assert "Drums" in made["instruments"]
    assert len(read_midi(out.read_bytes()).parts) >= 3
    again = tmp_path / "again.mid"
    fresh.process("arrange", tune, "--style", "bossa nova", "--key", "E minor", "--tempo", 130, "-o", again)
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--style", "lofy"], "lo-fi"),
        (["--style", "lo-fi", "--key", "H"], "no key"),
        (["--style", "lo-fi", "--tempo", "1"], "20 to 320"),
        (["--style", "lo-fi", "--valence", "3"], "-1 to 1"),
        (["--style", "lo-fi", "--seed", "-1"], "random seed"),
    ],
)
def test_what_cannot_be_arranged(
    fresh: Cadenza, tmp_path: Path, variant: Callable[[str], Path], options: list[str], reason: str
) -> None:
    assert reason in fresh("arrange", variant("tune.mid"), *options, "-o", tmp_path / "out.mid").complaint


def test_arranged_pieces_for_training(fresh: Cadenza, tmp_path: Path, variant: Callable[[str], Path]) -> None:
    tune = variant("corpus/midi/tune.mid")
    row = {
        "id": "openewld/tune", "path": "midi/tune.mid", "dataset": "openewld", "split": "valid",
        "time_signature": "4/4", "key": None, "licence": "MIT", "title": "Tune",
    }  # fmt: skip
    corpus = tune.parents[1]
    (corpus / "manifest.jsonl").write_text(json.dumps(row) + "\n")
    ended = fresh("train", "arranged", "--corpus", corpus, "--out", tmp_path / "out", "--pieces", 40)
    assert ended.code == 0, ended
    assert "40 pieces" in ended.out
    rows = [json.loads(line) for line in (tmp_path / "out" / "manifest.jsonl").read_text().splitlines()]
    assert {row["dataset"] for row in rows} == {"arranged"}
    assert any(row["split"] == "valid" and row["licence"] == "MIT" for row in rows)
    assert "--pieces" in fresh("train", "arranged", "--corpus", corpus, "--out", tmp_path / "out").complaint
    assert "--minutes" in fresh("train", "encoder", "--corpus", corpus, "--out", tmp_path / "out").complaint
