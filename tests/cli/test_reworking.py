"""`restyle`, `vary`, `rewrite`, `blend`, `instruments`, `humanise`."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pretty_midi
import pytest

from tests.cli.here import run_here
from tests.engine.pieces import C_MAJOR, tune

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command line; (exit code, standard output, last line of standard error)."""
    (tmp_path / "tune.mid").write_bytes(tune(C_MAJOR, bpm=100, program=40, bars=2, title="tune"))
    environment = {**os.environ, "CADENZA_DATA_DIR": str(tmp_path / "data"), "CADENZA_DEVICE": "cpu"}

    def go(*arguments: str) -> tuple[int, str, str]:
        code, out, err = run_here(arguments, tmp_path, environment)
        return code, out, (err.splitlines() or [""])[-1]

    return go


def notes(path: Path) -> list[tuple[float, float, int, int]]:
    return [
        (n.start, n.end, n.pitch, n.velocity) for n in pretty_midi.PrettyMIDI(str(path)).instruments[0].notes
    ]


def test_a_file_then_its_take_then_the_code_again(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("rewrite", "tune.mid", "--bars", "1-1", "--seed", "3", "-o", "new.mid", "--json")
    assert code == 0
    made: dict[str, Any] = json.loads(out)
    assert made["files"] == ["new.mid"]
    bar = 4 * 60 / 100
    old, new = notes(tmp_path / "tune.mid"), notes(tmp_path / "new.mid")
    assert [n for n in new if n[0] >= bar - 0.01] == [n for n in old if n[0] >= bar - 0.01]
    assert [n for n in new if n[0] < bar - 0.01] != [n for n in old if n[0] < bar - 0.01]
    code, out, _ = run("blend", made["id"], "tune.mid", "--weight", "0", "-o", "same.mid", "--json")
    assert code == 0
    assert notes(tmp_path / "same.mid") == new
    code, _, _ = run("replay", made["code"], "-o", "again.mid")
    assert code == 0
    assert (tmp_path / "again.mid").read_bytes() == (tmp_path / "new.mid").read_bytes()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("rewrite tune.mid --bars 8-5", "bars 5 to 8 are one"),
        ("rewrite tune.mid --bars some", "write them like 5-8"),
        ("vary tune.mid --degree 1.5", "0 to 1 works"),
        ("blend tune.mid tune.mid --weight 2", "0 to 1 works"),
        ("restyle tune.mid --style nonesuch", "nonesuch"),
        ("restyle missing.mid --style lo-fi", "no file missing.mid"),
        ("instruments tune.mid", "--add or --remove"),
        ("instruments tune.mid --add Kazoo", "Kazoo"),
        ("humanise tune.mid --amount -1", "0 to 1 works"),
        ("vary tune.mid --seed -4", "random seed"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(run: Run, command: str, reason: str) -> None:
    code, out, complaint = run(*command.split(), "-o", "x.mid")
    assert code == 2
    assert out == ""
    assert reason in complaint


def test_bars_that_are_not_there(run: Run) -> None:
    code, _, complaint = run("rewrite", "tune.mid", "--bars", "5-8", "-o", "x.mid")
    assert code == 2
    assert "bars 5 to 8 are not in it" in complaint
