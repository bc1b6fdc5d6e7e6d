"""Real FluidSynth, real SoundFont: what is heard, how long, how loud, and always the same."""

import hashlib
import subprocess
import sys
import threading

import numpy as np
import pytest

from music.loudness import CEILING_DBTP, RATE, TARGET_LUFS, integrated_loudness, true_peak_db
from music.performance import pans, perform
from music.score import Score, Tempo
from music.soundfont import find_soundfont
from music.synthesis import TAIL_SECONDS, render, synthesise
from tests.music.score_makers import TPQ, band, drum_beat, melody, one_note, part, solo

SOUNDFONT = find_soundfont()


def level(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))


def between(samples: np.ndarray, start: float, end: float) -> np.ndarray:
    return samples[int(start * RATE) : int(end * RATE)]


def pitch_of(samples: np.ndarray) -> float:
    """The strongest frequency in Hz."""
    mono = samples.sum(axis=1) * np.hanning(len(samples))
    return float(np.abs(np.fft.rfft(mono)).argmax() * RATE / len(samples))


def digest(score: Score) -> str:
    return hashlib.sha256(render(score, SOUNDFONT).samples.tobytes()).hexdigest()


@pytest.fixture(scope="module")
def played_band():
    return render(band(), SOUNDFONT)


def test_a_band_is_as_loud_as_it_should_be_and_never_clips(played_band):
    assert played_band.samples.dtype == np.float32
    assert played_band.samples.shape[1] == 2
    assert played_band.rate == 48_000
    assert integrated_loudness(played_band.samples) == pytest.approx(TARGET_LUFS, abs=1.0)
    assert true_peak_db(played_band.samples) <= CEILING_DBTP


@pytest.mark.parametrize("program", [0, 6, 24, 40, 52, 73, 89, 119])
def test_every_family_of_instruments_comes_to_the_same_loudness(program):
    samples = render(solo(program), SOUNDFONT).samples
    assert integrated_loudness(samples) == pytest.approx(TARGET_LUFS, abs=1.0)
    assert true_peak_db(samples) <= CEILING_DBTP


def test_the_audio_lasts_as_long_as_the_score_and_a_tail(played_band):
    tail = played_band.seconds - band().seconds
    assert 0.1 < tail <= TAIL_SECONDS


def test_the_tail_dies_away_to_silence(played_band):
    end = band().seconds
    assert level(between(played_band.samples, end, end + 0.1)) > 1e-3
    assert np.abs(played_band.samples[-RATE // 100 :]).max() < 10 ** (-60 / 20)
    assert np.abs(played_band.samples[-1]).max() == pytest.approx(0, abs=1e-6)


def test_a_sound_that_rings_on_is_faded_after_four_seconds():
    # the pedal stays down, so that the low piano note rings for half a minute
    pedal = np.array([[0, 64, 127]], np.int32)
    held = Score(TPQ, (part(0, [(0, TPQ, 28, 110)], controllers=pedal),))
    audio = synthesise(held, SOUNDFONT)
    assert audio.seconds == pytest.approx(held.seconds + TAIL_SECONDS, abs=0.1)
    assert np.abs(audio.samples[-RATE // 100 :]).max() < 0.001 * np.abs(audio.samples).max()


def test_a_pedal_lifted_after_the_last_note_ends_the_ringing():
    pedal = np.array([[0, 64, 127], [2 * TPQ, 64, 0]], np.int32)
    lifted = Score(TPQ, (part(0, [(0, TPQ, 28, 110)], controllers=pedal),))
    assert synthesise(lifted, SOUNDFONT).seconds < lifted.seconds + 3


def test_sound_begins_at_once_even_when_the_score_begins_with_rests():
    late = one_note(onset=8 * TPQ)
    audio = render(late, SOUNDFONT)
    assert level(between(audio.samples, 0, 0.1)) > 0.01
    assert audio.seconds == pytest.approx(render(one_note(), SOUNDFONT).seconds, abs=0.01)


@pytest.mark.parametrize(("pitch", "frequency"), [(69, 440.0), (76, 659.26), (81, 880.0)])
def test_notes_sound_at_their_pitch(pitch, frequency):
    samples = render(one_note(73, pitch), SOUNDFONT).samples
    assert pitch_of(between(samples, 0.2, 0.8)) == pytest.approx(frequency, rel=0.01)


def test_notes_begin_where_the_tempo_map_says():
    # a quarter lasts 0.5 s, then from the second quarter on 1 s
    rows = [(i * TPQ, 60, 76, 100) for i in range(4)]
    score = Score(TPQ, (part(115, rows),), (Tempo(0, 500_000), Tempo(TPQ, 1_000_000)))
    samples = np.abs(synthesise(score, SOUNDFONT).samples).max(axis=1)
    for seconds in (0.0, 0.5, 1.5, 2.5):
        before = samples[max(0, int((seconds - 0.02) * RATE)) : int(seconds * RATE)]
        after = samples[int(seconds * RATE) : int((seconds + 0.02) * RATE)]
        assert after.max() > 5 * before.max(initial=0.0)


def test_drums_are_heard_and_sound_like_drums():
    beat = Score(TPQ, (drum_beat(2),))
    drums = render(beat, SOUNDFONT).samples
    piano = render(
        Score(TPQ, (part(0, [tuple(r) for r in beat.parts[0].notes.tolist()]),)), SOUNDFONT
    ).samples
    spectrum = np.abs(np.fft.rfft(drums[: 3 * RATE].sum(axis=1)))
    as_piano = np.abs(np.fft.rfft(piano[: 3 * RATE].sum(axis=1)))
    treble = slice(5000 * 3, 12_000 * 3)  # a hi-hat hisses, a low piano does not
    assert spectrum[treble].sum() > 5 * as_piano[treble].sum()


def test_louder_notes_are_louder():
    soft, loud = (
        level(synthesise(Score(TPQ, (melody(40, 1, velocity=v),)), SOUNDFONT).samples) for v in (30, 110)
    )
    assert loud > 3 * soft


def test_pitch_bends_and_controllers_are_played():
    bend = np.array([[0, 8191]], np.int32)  # two semitones up
    bent = Score(TPQ, (part(73, [(0, 2 * TPQ, 69, 100)], pitch_bends=bend),))
    assert pitch_of(between(render(bent, SOUNDFONT).samples, 0.2, 0.8)) == pytest.approx(493.9, rel=0.01)
    pan = np.array([[0, 10, 0]], np.int32)
    left = Score(TPQ, (part(24, [(0, 2 * TPQ, 69, 100)], controllers=pan),))
    samples = render(left, SOUNDFONT).samples
    assert level(samples[:, 0]) > 5 * level(samples[:, 1])


def test_parts_sit_from_left_to_right_with_drums_and_bass_in_the_middle():
    quartet = tuple(melody(program, 1) for program in (40, 40, 41, 42))
    seats = pans(quartet)
    assert seats == sorted(seats)
    assert len(set(seats)) == 4
    assert pans((melody(0, 1), melody(0, 1))) == [64, 64]  # two hands of one piano
    assert pans((melody(33, 1), drum_beat(1), melody(56, 1), melody(73, 1)))[:2] == [64, 64]


def test_where_the_score_places_a_part_nothing_is_moved():
    placed = part(40, [(0, TPQ, 60, 90)], controllers=np.array([[0, 10, 100]], np.int32))
    assert pans((placed, melody(41, 1))) == [64, 64]


def test_repeated_notes_that_overlap_ring_until_the_last_of_them_ends():
    overlapping = part(19, [(0, 2 * TPQ, 60, 90), (TPQ, 4 * TPQ, 60, 90)])
    samples = render(Score(TPQ, (overlapping,)), SOUNDFONT).samples
    assert level(between(samples, 1.6, 2.3)) > 0.5 * level(between(samples, 0.6, 0.9))


def test_more_parts_than_midi_has_channels_all_sound():
    one_at_a_time = tuple(part(i % 8, [(i * TPQ // 8, TPQ // 8, 60, 100)]) for i in range(40))
    samples = synthesise(Score(TPQ, one_at_a_time), SOUNDFONT).samples
    assert all(level(between(samples, i / 16, (i + 1) / 16)) > 1e-3 for i in range(40))


def test_three_hundred_parts_share_channels_by_instrument():
    parts = tuple(part(i % 3, [(i * 10, TPQ, 40 + i % 40, 60)]) for i in range(300))
    assert len(perform(Score(TPQ, parts)).channels) == 3


def test_the_same_score_gives_the_same_samples_in_another_process(played_band):
    here = hashlib.sha256(played_band.samples.tobytes()).hexdigest()
    code = "from tests.music.test_synthesis import band, digest; print(digest(band()))"
    there = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(p for p in sys.path if p)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.split() == [here]


def test_renders_at_the_same_time_do_not_change_each_other(played_band):
    digests: list[str] = []
    others = [threading.Thread(target=lambda: digests.append(digest(band()))) for _ in range(2)]
    for thread in others:
        thread.start()
    for thread in others:
        thread.join()
    assert digests == [hashlib.sha256(played_band.samples.tobytes()).hexdigest()] * 2
