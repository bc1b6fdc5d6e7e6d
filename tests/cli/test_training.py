"""`cadenza train`: a small corpus becomes weights that the program can use."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Cadenza


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["oracle", "--minutes", 1], "oracle"),
        (["transformer", "--minutes", 0], "more than 0"),
        (["transformer", "--minutes", 1], "manifest.jsonl"),
    ],
)
def test_training_that_cannot_start(
    fresh: Cadenza, tmp_path: Path, arguments: list[object], reason: str
) -> None:
    folders = ("--corpus", tmp_path / "corpus", "--out", tmp_path / "out")
    assert reason in fresh("train", *arguments, *folders).complaint


def test_a_corpus_without_a_split_for_choosing(
    fresh: Cadenza, tmp_path: Path, variant: Callable[[str], Path]
) -> None:
    path = variant("corpus/midi/scale.mid")
    row = {"id": "a/scale", "path": "midi/scale.mid", "dataset": "a", "split": "train"}
    (path.parents[1] / "manifest.jsonl").write_text(json.dumps(row) + "\n")
    ended = fresh.process(
        "train", "encoder", "--corpus", path.parents[1], "--minutes", 1, "--out", tmp_path / "out"
    )
    assert ended.code == 2
    assert "'valid'" in ended.err
