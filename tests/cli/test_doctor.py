"""`cadenza doctor` says what is there, what is missing and what to do, and changes nothing."""

from pathlib import Path

from bot.doctor import CHECKS
from tests.cli.conftest import Cadenza


def test_a_sound_installation(fresh: Cadenza) -> None:
    ended = fresh("doctor", "--json")
    assert ended.code == 0, ended.err
    assert ended.json["ok"]
    assert [finding["part"] for finding in ended.json["findings"]] == list(CHECKS)
    assert not fresh.folder.exists()


def test_the_table_is_for_people(cadenza: Cadenza) -> None:
    ended = cadenza("doctor")
    assert ended.code == 0, ended.err
    assert len(ended.out.splitlines()) == len(CHECKS)
    assert str(cadenza.folder) in ended.out


def test_what_is_missing_is_named(fresh: Cadenza, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = fresh.process(
        "doctor",
        "--json",
        CADENZA_DATA_DIR=str(tmp_path / "file" / "data"),
        CADENZA_SOUNDFONT=str(tmp_path / "none.sf2"),
        CADENZA_DEVICE="cuda",
        CUDA_VISIBLE_DEVICES="",
    )
    assert ended.code == 1
    bad = {
        finding["part"]: finding["text"] for finding in ended.json["findings"] if finding["state"] == "bad"
    }
    assert {"SoundFont", "data folder", "torch"} <= set(bad)
    assert "CADENZA_DATA_DIR" in bad["data folder"]
    assert "CADENZA_DEVICE=cpu" in bad["torch"]


def test_a_wrong_setting_is_the_only_finding(fresh: Cadenza) -> None:
    ended = fresh("doctor", "--json", CADENZA_WEB_PORT="many")
    assert ended.code == 1
    assert [finding["part"] for finding in ended.json["findings"]] == ["settings"]
