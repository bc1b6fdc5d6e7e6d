"""Rendering stays bounded, can be stopped, and says in one sentence what is missing."""

import logging
import subprocess
import sys

import numpy as np
import pytest

from music.errors import CadenzaError, MissingPart
from music.fluidsynth_library import _forward_log
from music.score import Part, Score, Tempo
from music.soundfont import SoundFont, find_soundfont
from music.synthesis import MAX_NOTES, RenderingStopped, render, synthesise
from tests.music.score_makers import TPQ, band, part, solo

SOUNDFONT = find_soundfont()


@pytest.mark.parametrize("parts", [(), (part(0, []),)])
def test_a_score_without_notes_is_refused(parts):
    with pytest.raises(CadenzaError, match="no notes"):
        render(Score(TPQ, parts), SOUNDFONT)


def test_more_than_half_an_hour_is_refused():
    slow = Score(TPQ, (part(0, [(0, 61 * TPQ, 60, 90)]),), (Tempo(0, 30_000_000),))
    with pytest.raises(CadenzaError, match="up to 30 minutes"):
        render(slow, SOUNDFONT)


def test_a_note_that_ends_beyond_every_clock_is_refused():
    endless = Score(1, (part(0, [(2**31 - 2, 2**31 - 2, 60, 90)]),))
    with pytest.raises(CadenzaError, match="up to 30 minutes"):
        render(endless, SOUNDFONT)


def test_half_a_million_notes_are_the_most():
    notes = np.tile(np.array([[0, 10, 60, 90]], np.int32), (MAX_NOTES + 1, 1))
    with pytest.raises(CadenzaError, match="500,000"):
        render(Score(TPQ, (Part(0, notes),)), SOUNDFONT)


def test_thousands_of_notes_at_once_and_notes_without_length_are_played():
    rows = [(0, 0, pitch, 127) for pitch in range(128)] * 40 + [(TPQ, 0, 60, 1)]
    audio = render(Score(TPQ, (part(0, rows), part(0, rows, is_drum=True))), SOUNDFONT)
    assert np.isfinite(audio.samples).all()
    assert 0.1 < np.abs(audio.samples).max() < 1


def test_controllers_far_beyond_the_last_note_do_not_prolong_it():
    late = np.array([[10**8, 7, 0], [10**9, 123, 0]], np.int32)
    audio = render(Score(TPQ, (part(0, [(0, TPQ, 60, 90)], controllers=late),)), SOUNDFONT)
    assert audio.seconds < 5


def test_every_controller_and_odd_value_is_survived():
    rows = [(i, number, value) for i, number in enumerate(range(128)) for value in (0, 127, -5, 300)]
    wild = part(
        0,
        [(0, TPQ, 60, 90), (TPQ, TPQ, 62, 90)],
        controllers=np.array(rows, np.int32),
        pitch_bends=np.array([[0, 99_999], [5, -99_999]], np.int32),
    )
    assert np.isfinite(render(Score(TPQ, (wild,)), SOUNDFONT).samples).all()


def test_the_wall_clock_limit_stops_a_render():
    with pytest.raises(RenderingStopped, match="shorter or sparser"):
        render(band(16), SOUNDFONT, limit_seconds=0.0)


def test_a_cancelled_render_stops_where_it_is():
    reached: list[int] = []
    with pytest.raises(RenderingStopped, match="cancelled"):
        synthesise(
            band(16),
            SOUNDFONT,
            on_progress=lambda done, total: reached.append(done),
            cancelled=lambda: len(reached) >= 3,
        )
    assert reached == [1, 2, 3]


def test_progress_counts_up_the_seconds_to_the_end():
    seen: list[tuple[int, int]] = []
    render(band(4), SOUNDFONT, on_progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert len(seen) >= 8
    assert len({total for _, total in seen}) == 1


def test_a_damaged_soundfont_is_a_missing_part(tmp_path):
    path = tmp_path / "damaged.sf2"
    path.write_bytes(SOUNDFONT.path.read_bytes()[:100_000])
    with pytest.raises(MissingPart, match="damaged"):
        render(solo(), SoundFont(path, "damaged"))


def test_fluidsynth_speaks_through_our_log_and_not_on_the_terminal(tmp_path, capfd, caplog):
    path = tmp_path / "damaged.sf2"
    path.write_bytes(b"RIFF\x10\x00\x00\x00sfbkLIST")
    with caplog.at_level(logging.WARNING), pytest.raises(MissingPart):
        render(solo(), SoundFont(path, "damaged"))
    assert any(record.name == "music.fluidsynth_library" for record in caplog.records)
    terminal = capfd.readouterr()
    assert terminal.out == ""
    assert "fluidsynth:" not in terminal.err


def test_without_libfluidsynth_the_line_that_installs_it_is_said():
    # a process in which the system's linker knows no such library, as on a fresh machine
    code = """
import ctypes.util
ctypes.util.find_library = lambda name: None
from tests.music.score_makers import solo
from music.errors import MissingPart
from music.soundfont import find_soundfont
from music.synthesis import render
try:
    render(solo(), find_soundfont())
except MissingPart as error:
    print(error)
"""
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(p for p in sys.path if p), "CI": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip().endswith("apt-get install libfluidsynth3")


def test_what_fluidsynth_says_again_and_again_is_logged_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("music.fluidsynth_library._said", {})  # by the renders before
    with caplog.at_level(logging.WARNING):
        for key in range(100):
            _forward_log(2, b"Ringbuffer full", None)
            _forward_log(2, b"Failed to allocate a synthesis process. (chan=15,key=%d)" % key, None)
    said = [record.getMessage() for record in caplog.records]
    assert said == ["Ringbuffer full", "Failed to allocate a synthesis process. (chan=15,key=0)"]
