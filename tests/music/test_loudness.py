"""Loudness against the standard's own signals and an independent meter; the limiter's promises."""

import tracemalloc

import numpy as np
import pyloudnorm
import pytest

from music.loudness import (
    CEILING_DBTP,
    RATE,
    TARGET_LUFS,
    integrated_loudness,
    limit,
    normalise,
    true_peak_db,
)


def sine(frequency: float, seconds: float, amplitude: float = 1.0, phase: float = 0.0) -> np.ndarray:
    t = np.arange(int(seconds * RATE)) / RATE
    return (amplitude * np.sin(2 * np.pi * frequency * t + phase)).astype(np.float32)


def stereo(mono: np.ndarray) -> np.ndarray:
    return np.column_stack([mono, mono])


def swelling_noise(seconds: float, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    n = int(seconds * RATE)
    level = np.interp(np.arange(n), np.linspace(0, n, 40), rng.random(40) ** 3)
    return (0.1 * level[:, None] * rng.standard_normal((n, 2))).astype(np.float32)


def test_a_full_scale_997_hz_sine_in_one_channel_reads_minus_3_01():
    assert integrated_loudness(sine(997, 5)[:, None]) == pytest.approx(-3.01, abs=0.01)


@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_a_stereo_1_khz_sine_reads_its_level(level):
    # EBU Tech 3341, cases 1 and 2
    tone = stereo(sine(1000, 20, 10 ** (level / 20)))
    assert integrated_loudness(tone) == pytest.approx(level, abs=0.1)


def test_quiet_passages_are_gated_away():
    # EBU Tech 3341, case 3: 10 s at -36, 60 s at -23, 10 s at -36
    levels = [(-36.0, 10), (-23.0, 60), (-36.0, 10)]
    tone = np.concatenate([sine(1000, seconds, 10 ** (level / 20)) for level, seconds in levels])
    assert integrated_loudness(stereo(tone)) == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("seconds", [0.5, 3.33, 9.6, 21.7])
def test_the_meter_agrees_with_pyloudnorm(seconds):
    noise = swelling_noise(seconds, seed=int(seconds * 10))
    noise += 0.2 * stereo(sine(55, seconds))[: len(noise)]
    meter = pyloudnorm.Meter(RATE, filter_class="DeMan")  # the coefficients of the standard at 48 kHz
    expected = meter.integrated_loudness(noise.astype(np.float64))
    assert integrated_loudness(noise) == pytest.approx(expected, abs=0.15 if seconds < 1 else 0.05)


@pytest.mark.parametrize("length", [0, 1, 100, 5000, 48_000])
def test_silence_has_no_loudness_and_stays_silence(length):
    silence = np.zeros((length, 2), np.float32)
    assert integrated_loudness(silence) == -np.inf
    assert true_peak_db(silence) == -np.inf
    assert np.array_equal(normalise(silence), silence)
    assert np.array_equal(limit(silence), silence)


def test_the_true_peak_between_samples_is_seen():
    # a quarter of the sample rate, sampled 3 dB below its crests (EBU Tech 3341, case 16)
    tone = stereo(sine(RATE / 4, 1, 0.5, phase=np.pi / 4))
    assert 20 * np.log10(np.abs(tone).max()) == pytest.approx(-9.03, abs=0.01)
    assert true_peak_db(tone) == pytest.approx(-6.0, abs=0.3)


@pytest.mark.parametrize("at", [63, 64, 4095 * 64 + 63, 4096 * 64])
def test_true_peaks_on_the_edges_of_the_blocks_are_seen(at):
    pulse = np.zeros((4100 * 64, 2), np.float32)
    pulse[at : at + 2] = 0.7  # band-limited, two equal samples stand beside a crest of about 0.89
    assert true_peak_db(pulse) > 20 * np.log10(0.85)


@pytest.mark.parametrize("seed", range(3))
def test_music_comes_to_the_target_without_passing_the_ceiling(seed):
    loud = normalise(swelling_noise(12, seed))
    assert integrated_loudness(loud) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert true_peak_db(loud) <= CEILING_DBTP


def test_sharp_peaks_are_turned_down_and_the_loudness_is_kept():
    music = swelling_noise(12)
    music[::30_000] = 0.95
    loud = normalise(music)
    assert true_peak_db(loud) <= CEILING_DBTP
    assert integrated_loudness(loud) == pytest.approx(TARGET_LUFS, abs=0.5)


def test_the_limiter_leaves_alone_what_is_below_the_ceiling():
    quiet = swelling_noise(2) * np.float32(0.1)
    assert np.array_equal(limit(quiet), quiet)


def test_the_limiter_bends_the_gain_smoothly_instead_of_clipping():
    tone = stereo(sine(200, 2, 0.5))
    tone[RATE - 1000 : RATE + 1000] *= 3
    held = limit(tone)
    assert true_peak_db(held) <= CEILING_DBTP
    audible = np.abs(tone[:, 0]) > 0.05
    gain = held[audible, 0] / tone[audible, 0]
    assert gain.max() <= 1.0 + 1e-6
    assert np.abs(np.diff(gain)).max() < 0.01  # clipping would bend the gain within single samples
    assert np.allclose(held[: RATE // 2], tone[: RATE // 2])  # half a second before, nothing is touched


def test_the_functions_do_not_change_what_they_are_given():
    music = swelling_noise(3) * np.float32(20)
    before = music.copy()
    normalise(music)
    limit(music)
    assert np.array_equal(music, before)


def test_a_long_piece_is_normalised_where_it_lies():
    music = swelling_noise(60)  # 23 MB
    expected = normalise(music)
    tracemalloc.start()
    try:
        assert normalise(music, out=music) is music
        assert tracemalloc.get_traced_memory()[1] < 15e6
    finally:
        tracemalloc.stop()
    assert np.array_equal(music, expected)
