"""The table of `evaluate generator`: what stays of an earlier one."""

import json
from pathlib import Path

import pytest

from bot.commands.evaluation_generator import _rows_before
from generator.baselines.registry import digest
from music.errors import CadenzaError


def test_rows_of_baselines_stay_while_their_weights_do(tmp_path: Path) -> None:
    rows = {
        "transformer": {"weights": "abc"},
        "lstm": {"weights": digest("lstm"), "pieces": 3},
        "gru": {"weights": "of another time"},
    }
    (tmp_path / "table.json").write_text(json.dumps({"models": rows}), "utf-8")
    assert _rows_before(tmp_path / "table.md") == {"lstm": rows["lstm"]}
    assert _rows_before(tmp_path / "another.md") == {}


def test_what_is_no_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "table.json").write_text("[]", "utf-8")
    with pytest.raises(CadenzaError, match="no earlier table"):
        _rows_before(tmp_path / "table.md")
