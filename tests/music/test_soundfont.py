"""Which SoundFont plays: the configured one, else the best General MIDI bank, else the fallback."""

import os
from pathlib import Path

import pytest

from music.errors import MissingPart
from music.soundfont import INSTALL_LINE, find_soundfont, is_soundfont, soundfont_folders

HEADER = b"RIFF\x10\x00\x00\x00sfbkLIST"


@pytest.fixture
def data_home(tmp_path, monkeypatch) -> Path:
    """A person's own data folder, searched before the system's."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = tmp_path / "soundfonts"
    folder.mkdir()
    return folder


def test_a_soundfont_is_found_on_this_machine_and_has_a_name():
    found = find_soundfont()
    assert is_soundfont(found.path)
    assert found.name
    assert found.is_fallback == bool(found.advice)


def test_the_better_bank_wins_over_the_first_in_the_alphabet(data_home):
    for name in ("Aaa.sf2", "GeneralUser GS v1.471.sf2", "MuseScore_General.sf3", "TimGM6mb.sf2"):
        (data_home / name).write_bytes(HEADER)
    found = find_soundfont()
    assert (found.path, found.name) == (data_home / "MuseScore_General.sf3", "MuseScore General")


def test_the_fallback_says_so_and_how_to_get_a_better_one(data_home, monkeypatch):
    monkeypatch.setattr("music.soundfont.soundfont_folders", lambda: (data_home,))
    (data_home / "TimGM6mb.sf2").write_bytes(HEADER)
    found = find_soundfont()
    assert found.is_fallback
    assert INSTALL_LINE in found.advice


def test_without_system_soundfonts_the_one_that_pretty_midi_carries_is_the_fallback(data_home, monkeypatch):
    carried = [folder for folder in soundfont_folders() if folder.name == "pretty_midi"]
    monkeypatch.setattr("music.soundfont.soundfont_folders", lambda: carried)
    found = find_soundfont()
    assert (found.name, found.is_fallback) == ("TimGM6mb", True)


def test_files_that_only_look_like_soundfonts_are_passed_over(data_home):
    (data_home / "MuseScore_General.sf3").write_bytes(b"<html>not found</html>")
    (data_home / "MuseScore_General_HQ.sf2").write_bytes(b"")
    assert find_soundfont().path.parent != data_home


def test_a_link_is_named_after_the_bank_it_leads_to(data_home):
    real = data_home.parent / "Arachno.sf2"
    real.write_bytes(HEADER)
    os.symlink(real, data_home / "default-GM.sf2")
    assert find_soundfont(str(data_home / "default-GM.sf2")).name == "Arachno"


def test_the_configured_path_comes_first(tmp_path):
    own = tmp_path / "my_bank.sf2"
    own.write_bytes(HEADER)
    found = find_soundfont(str(own))
    assert (found.path, found.name, found.is_fallback) == (own, "my bank", False)


@pytest.mark.parametrize("content", [b"MThd\x00\x00\x00\x06", b"", b"RIFF\x10\x00\x00\x00WAVEfmt "])
def test_a_configured_file_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "piano.sf2"
    path.write_bytes(content)
    with pytest.raises(MissingPart, match="not a SoundFont"):
        find_soundfont(str(path))


def test_a_configured_path_without_a_file_is_refused(tmp_path):
    with pytest.raises(MissingPart, match="There is no SoundFont at"):
        find_soundfont(str(tmp_path / "gone.sf2"))


def test_no_soundfont_at_all_gives_the_line_that_helps(tmp_path, monkeypatch):
    monkeypatch.setattr("music.soundfont.soundfont_folders", lambda: (tmp_path,))
    with pytest.raises(MissingPart, match=INSTALL_LINE):
        find_soundfont()
