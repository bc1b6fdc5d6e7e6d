"""The table of `evaluate generator`: what stays of an earlier one."""

import json
from pathlib import Path

import pytest

from bot.commands.evaluation_generator import _rows_before
from generator.baselines.registry import digest
from music.errors import CadenzaError


def test_rows_stay_while_their_weights_do(tmp_path: Path) -> None:
    rows = {
        "transformer": {"pieces": 2},
        "lstm": {"weights": digest("lstm"), "pieces": 3},
        "gru": {"weights": "of another time"},
    }
    (tmp_path / "table.json").write_text(json.dumps({"weights": "abc", "models": rows}), "utf-8")
    kept = {"transformer": rows["transformer"], "lstm": rows["lstm"]}
    assert _rows_before(tmp_path / "table.md", "abc") == kept
    assert _rows_before(tmp_path / "table.md", "another composer") == {"lstm": rows["lstm"]}
    assert _rows_before(tmp_path / "another.md", "abc") == {}


def test_what_is_no_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "table.json").write_text("[]", "utf-8")
    with pytest.raises(CadenzaError, match="no earlier table"):
        _rows_before(tmp_path / "table.md", "abc")
