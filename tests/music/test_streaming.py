"""Sound while it is made: the same music as the whole render, at the same loudness, in whole frames."""

from collections.abc import Iterable

import numpy as np
import pytest

from music.errors import CadenzaError
from music.loudness import CEILING_DBTP, RATE, TARGET_LUFS, integrated_loudness, true_peak_db
from music.score import Part, Score
from music.soundfont import find_soundfont
from music.streaming import FRAME_BYTES, PIECE_FRAMES, stream
from music.synthesis import render
from tests.music.score_makers import band, one_note, solo

SOUNDFONT = find_soundfont()


def heard(pieces: Iterable[bytes]) -> np.ndarray:
    """Samples float32 [n, 2]."""
    return np.frombuffer(b"".join(pieces), "<i2").reshape(-1, 2).astype(np.float32) / 32767


def test_it_is_the_music_that_is_rendered_as_a_whole():
    streamed, whole = heard(stream(band(), SOUNDFONT)), render(band(), SOUNDFONT).samples
    assert len(streamed) / RATE == pytest.approx(len(whole) / RATE, abs=1.5)
    length = min(len(streamed), len(whole), 8 * RATE)
    alike = np.corrcoef(streamed[:length].sum(axis=1), whole[:length].sum(axis=1))[0, 1]
    assert alike > 0.98


def test_it_is_as_loud_as_every_other_piece_and_never_clips():
    for score in (band(), solo()):
        samples = heard(stream(score, SOUNDFONT))
        assert integrated_loudness(samples) == pytest.approx(TARGET_LUFS, abs=2.0)
        assert true_peak_db(samples) <= CEILING_DBTP + 0.05


def test_it_comes_in_pieces_of_half_a_second_of_whole_frames():
    *full, last = list(stream(band(), SOUNDFONT))
    assert {len(piece) for piece in full} == {PIECE_FRAMES * FRAME_BYTES}
    assert len(last) % FRAME_BYTES == 0


def test_it_ends_in_silence_without_a_click():
    samples = heard(stream(one_note(), SOUNDFONT))
    assert np.abs(samples[-480:]).max() < 0.001
    assert np.abs(np.diff(samples[-RATE // 2 :], axis=0)).max() < 0.05


def test_the_same_score_is_the_same_sound():
    assert b"".join(stream(solo(), SOUNDFONT)) == b"".join(stream(solo(), SOUNDFONT))


def test_nothing_to_play_is_said_before_the_first_piece():
    with pytest.raises(CadenzaError, match="no notes"):
        next(stream(Score(480, (Part(0, np.zeros((0, 4), np.int32)),)), SOUNDFONT))
