"""Whatever is wrong with a command ends with exit code 2 and one line that says what would work."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAM, Cadenza


@pytest.mark.parametrize(
    "command", [["ask"], ["understand"], ["recommend"], ["generate", "-o", "x.mid"]], ids=lambda c: c[0]
)
@pytest.mark.parametrize("text", ["", " \t "])
def test_empty_text(fresh: Cadenza, command: list[str], text: str) -> None:
    assert "The text is empty" in fresh(*command, text).complaint


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--bars", "10000"], "1 to 512 bars"),
        (["--tempo", "2000"], "20 to 320 bpm"),
        (["--key", "H minor"], "There is no key 'H minor'"),
        (["--metre", "4/3"], "cannot count 4/3"),
        (["--metre", "waltz"], "metre"),
        (["--instruments", "Theremin"], "no instrument called 'Theremin'"),
        (["--instruments", "Violin,,Cello"], "commas"),
        (["--style", "no such style"], "no such style"),
        (["--seconds", "90000"], "2 to 600 seconds"),
        (["--valence", "3"], "-1 to 1"),
        (["--density", "thick"], "sparse"),
        (["--seed", "-1"], "random seed"),
        (["--bars", "many"], "many"),
        (["--model", "oracle"], "oracle"),
    ],
    ids=" ".join,
)
def test_impossible_options(fresh: Cadenza, tmp_path: Path, options: list[str], reason: str) -> None:
    ended = fresh("generate", *options, "-o", tmp_path / "piece.mid")
    assert reason in ended.complaint
    assert not (tmp_path / "piece.mid").exists()


def test_nothing_asked_at_all(fresh: Cadenza, tmp_path: Path) -> None:
    assert "Say what to compose" in fresh("generate", "-o", tmp_path / "piece.mid").complaint
    assert "Say what you would like" in fresh("recommend").complaint


@pytest.mark.parametrize("count", [0, 1000])
def test_recommendations_without_number(fresh: Cadenza, count: int) -> None:
    assert "1 to 50" in fresh("recommend", "calm", "-n", count).complaint


def test_stars_beyond_five(fresh: Cadenza) -> None:
    assert "1 to 5 stars" in fresh("rate", "0123456789abcdef", 6).complaint


@pytest.mark.parametrize(("name", "reason"), [("piece.aiff", "end in"), ("nowhere/piece.mid", "no folder")])
def test_outputs_that_cannot_be_written(fresh: Cadenza, tmp_path: Path, name: str, reason: str) -> None:
    assert reason in fresh("generate", "calm", "-o", tmp_path / name).complaint
    assert reason in fresh("replay", "CODE", "-o", tmp_path / name).complaint


def test_an_output_that_is_a_folder(fresh: Cadenza, tmp_path: Path) -> None:
    (tmp_path / "piece.mid").mkdir()
    assert "is a folder" in fresh("generate", "calm", "-o", tmp_path / "piece.mid").complaint


@pytest.mark.parametrize("command", ["analyze", "render", "embed"])
@pytest.mark.parametrize("content", [b"", b"not music at all", b"MThd\x00\x00\x00\x06\x00\x01"])
def test_files_that_are_not_music(fresh: Cadenza, tmp_path: Path, command: str, content: bytes) -> None:
    path = tmp_path / "broken.mid"
    path.write_bytes(content)
    output = {
        "render": ["-o", tmp_path / "x.wav"],
        "embed": ["-o", tmp_path / "x.npz"],
        "analyze": ["--json"],
    }
    run = fresh if content else fresh.process
    assert "broken.mid" in run(command, path, *output[command]).complaint


def test_a_file_of_30_mb(fresh: Cadenza, tmp_path: Path) -> None:
    path = tmp_path / "huge.mid"
    path.write_bytes(b"MThd" + bytes(30 * 1024 * 1024))
    assert "30 MB" in fresh("analyze", path, "--json").complaint


def test_a_file_that_is_not_there(fresh: Cadenza, tmp_path: Path) -> None:
    assert "There is no file" in fresh("analyze", tmp_path / "nothing.mid").complaint
    assert "There is no file" in fresh("catalog", "add", tmp_path / "nothing").complaint
    assert "There is no file" in fresh("recommend", "--like", tmp_path / "nothing.mid").complaint


@pytest.mark.parametrize("arguments", [[], ["sing"], ["recommend", "x", "--loud"], ["catalog"]])
def test_commands_that_do_not_exist(fresh: Cadenza, arguments: list[str]) -> None:
    assert "--help" in fresh.process(*arguments).complaint


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("CADENZA_WEB_PORT", "many"),
        ("CADENZA_DEVICE", "tpu"),
        ("DISCORD_API_BASE", "https://example.org/api"),
    ],
)
def test_settings_that_cannot_be_used(fresh: Cadenza, setting: str, value: str) -> None:
    assert setting in fresh("catalog", "list", **{setting: value}).complaint


@pytest.mark.parametrize("command", [["catalog", "list"], ["run", "--port", "0"], ["recommend", "calm"]])
def test_a_data_folder_that_cannot_be_made(fresh: Cadenza, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = tmp_path / "file" / "data"
    said = fresh.process if command[0] == "run" else fresh  # `run` changes how a process takes memory
    assert str(tmp_path / "file") in said(*command, CADENZA_DATA_DIR=str(folder)).complaint


@pytest.mark.parametrize("command", [["recommend"], ["generate", "-o", "x.mid"]], ids=lambda c: c[0])
def test_senseless_text(cadenza: Cadenza, command: list[str]) -> None:
    ended = cadenza(*command, "asdkjh qwe zxcv")
    assert ended.code == 2
    assert "no wish for music" in ended.err.splitlines()[-1]


def test_a_reader_that_goes_away(cadenza: Cadenza) -> None:
    """`cadenza catalog list | head -1` says nothing about the closed pipe."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        ended = subprocess.run(
            [PROGRAM, "catalog", "list"],
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            env=cadenza.environment(),
            check=False,
        )
    assert ended.stderr == ""
