"""Each musical feature moves the mood in the direction that listeners report."""

from dataclasses import replace

import numpy as np
import pytest

from music.analysis import analyze, mood_of
from music.analysis.mood import MoodFeatures, mood_features, mood_of_features
from music.score import Part, Score, Tempo

NEUTRAL = MoodFeatures(
    mode=0.0,
    colour=0.0,
    chromaticism=0.04,
    tempo_bpm=108,
    loudness=0.67,
    register=65,
    onsets_per_quarter=2,
    attacks_per_quarter=2,
    articulation=1,
    dissonance=-0.5,
    overlap=0.3,
    top=75,
)


@pytest.mark.parametrize(
    ("feature", "low", "high", "axis", "sign"),
    [
        ("mode", -0.6, 0.8, "valence", +1),
        ("colour", -0.4, 0.4, "valence", +1),
        ("chromaticism", 0.0, 0.1, "valence", -1),
        ("tempo_bpm", 60, 160, "valence", +1),
        ("tempo_bpm", 60, 160, "arousal", +1),
        ("loudness", 0.3, 0.9, "arousal", +1),
        ("register", 50, 78, "valence", +1),
        ("onsets_per_quarter", 0.5, 4, "valence", +1),
        ("attacks_per_quarter", 0.5, 4, "arousal", +1),
        ("overlap", -0.5, 1.0, "arousal", -1),
        ("top", 65, 85, "arousal", +1),
        ("articulation", 0.4, 1.2, "valence", -1),
        ("dissonance", -0.7, 0.0, "valence", -1),
    ],
)
def test_a_feature_moves_the_mood_as_the_literature_says(
    feature: str, low: float, high: float, axis: str, sign: int
) -> None:
    before, after = (mood_of_features(replace(NEUTRAL, **{feature: value})) for value in (low, high))
    assert sign * (getattr(after, axis) - getattr(before, axis)) > 0.05


def test_usual_music_leans_to_the_bright_side_and_is_hardly_lively() -> None:
    mood = mood_of_features(NEUTRAL)
    # zero is where titles turn from glad to sad, and more of them are glad; and where works that are judged
    # turn from lively to calm, of which more are lively in a corpus full of dances
    assert 0.1 < mood.valence < 0.35
    assert 0.0 < mood.arousal < 0.25


def test_a_tempo_that_the_notes_do_not_follow_says_nothing() -> None:
    free = np.sort(np.random.default_rng(1).uniform(0, 40_000, 200)).astype(np.int32)
    notes = np.stack([free, np.full(200, 240), np.full(200, 60) + np.arange(200) % 12, np.full(200, 70)], 1)

    def played(at: int) -> Score:
        part = Part(program=0, notes=notes.astype(np.int32))
        return Score(480, (part,), tempos=(Tempo(0, round(60e6 / at)),))

    assert not analyze(played(120)).tempo_known
    on_the_beat = notes.copy()
    on_the_beat[:, 0] = np.rint(on_the_beat[:, 0] / 120) * 120
    strict = Score(480, (Part(program=0, notes=on_the_beat.astype(np.int32)),), tempos=(Tempo(0, 500_000),))
    assert analyze(strict).tempo_known
    # what is left is how fast the notes come
    assert mood_of(played(160)).arousal > mood_of(played(60)).arousal


def test_what_is_missing_adds_to_the_uncertainty() -> None:
    known = mood_of_features(NEUTRAL).uncertainty
    for missing, axis in (("mode", 0), ("tempo_bpm", 0), ("tempo_bpm", 1), ("loudness", 1)):
        assert mood_of_features(replace(NEUTRAL, **{missing: None})).uncertainty[axis] > known[axis]


def test_the_most_extreme_features_stay_on_the_circumplex() -> None:
    wild = MoodFeatures(2.0, 2.0, 1.0, 100_000.0, 1.0, 127, 1e6, 1e6, 0.0, 2.0, None, 20.0, 127.0)
    mood = mood_of_features(wild)
    assert -1 <= mood.valence <= 1
    assert -1 <= mood.arousal <= 1


def music(steps: tuple[int, ...], bpm: float, length: float, velocity: int, lowest: int) -> Score:
    """A melody over fifths on `lowest` that are struck on every beat, `length` quarters a note."""
    rows = [
        (
            round(i * length * 480),
            round(length * 480),
            lowest + 12 + steps[i * 2 % len(steps)],
            velocity + i % 3,
        )
        for i in range(48)
    ]
    rows += [(i * 480, 480, lowest + tone, velocity) for i in range(round(48 * length)) for tone in (0, 7)]
    part = Part(0, np.array(sorted(rows), np.int32))
    return Score(480, (part,), (Tempo(0, round(60e6 / bpm)),))


MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)


def test_a_fast_loud_high_major_piece_is_joyful_and_a_slow_soft_low_minor_one_is_sad() -> None:
    joy = mood_of(music(MAJOR, 150, 0.5, 110, 60))
    grief = mood_of(music(MINOR, 54, 1.0, 40, 43))
    assert joy.valence > 0.2 > -0.2 > grief.valence
    assert joy.arousal > 0.2 > -0.2 > grief.arousal


def test_a_tempo_that_was_not_set_is_not_believed() -> None:
    score = music(MAJOR, 200, 0.5, 80, 60)
    unknown = mood_of(replace(score, tempos=(Tempo(0, 500_000),), sets_tempo=False))
    assert unknown.arousal < mood_of(score).arousal
    assert unknown.uncertainty[1] > mood_of(score).uncertainty[1]


def features(rows: list[tuple[float, float, int, int]], drum: bool = False) -> MoodFeatures:
    onset, duration, pitch, velocity = np.array(rows, float).T
    return mood_features(
        onset, duration, pitch.astype(int), velocity.astype(int), np.full(len(rows), drum), None
    )


def test_features_of_known_notes() -> None:
    found = features([(0, 1, 60, 64), (0, 1, 64, 64), (0, 1, 67, 64), (2, 1, 60, 127), (2, 1, 66, 127)])
    assert found.onsets_per_quarter == pytest.approx(2 / 3)
    # two moments in three quarters, every note a quarter long
    assert found.overlap == pytest.approx(np.log2(2 / 3))
    assert found.top == 67
    assert found.articulation == pytest.approx(0.5)
    assert found.loudness == pytest.approx((3 * 64 + 2 * 127) / 5 / 127)
    assert found.register == pytest.approx((60 + 64 + 67 + 60 + 66) / 5)
    # a major triad has one each of the classes 3, 4, 5; then a tritone: Huron's 0.594, 0.386, 1.24; -0.453
    assert found.dissonance == pytest.approx(-((0.594 + 0.386 + 1.24) / 3 * 2 - 0.453) / 3)


def bars_of(*chords: tuple[int, ...]) -> MoodFeatures:
    return features([(4.0 * bar, 4.0, tone, 80) for bar, chord in enumerate(chords) for tone in chord])


def test_a_loop_of_minor_chords_is_darker_than_one_of_major_chords_in_the_same_scale() -> None:
    c, f, g = (60, 64, 67), (53, 60, 69), (55, 62, 71)
    a, d, e = (57, 60, 64), (50, 57, 65), (52, 59, 67)
    bright, dark = bars_of(c, f, g, c), bars_of(a, d, e, a)
    diminished = bars_of((59, 62, 65), (62, 65, 68), (65, 68, 71), (56, 59, 62))
    assert (bright.colour or 0) > 0.5 > -0.5 > (dark.colour or 0)
    assert (bright.mode or 0) > 0.5 > -0.5 > (dark.mode or 0)
    assert (diminished.colour or 0) < -0.2
    assert bright.chromaticism == pytest.approx(0)
    assert dark.chromaticism == pytest.approx(0)


def test_what_lies_outside_the_scale_of_a_stretch_is_chromatic() -> None:
    scale = [(float(i), 1.0, 60 + step, 80) for i, step in enumerate((0, 2, 4, 5, 7, 9, 11, 12))]
    assert features(scale).chromaticism == pytest.approx(0)
    # the same in another key sixteen quarters later is a modulation
    there = [(start + 16, length, pitch + 3, velocity) for start, length, pitch, velocity in scale]
    assert features(scale + there).chromaticism == pytest.approx(0)
    every = [(float(i), 1.0, 60 + i, 80) for i in range(12)]
    assert features(every).chromaticism == pytest.approx(5 / 12)


def test_the_notes_of_a_broken_chord_are_no_livelier_than_the_chord() -> None:
    chord, scale = (48, 55, 64, 72, 64, 55), (60, 62, 64, 65, 67, 65)
    broken, melody = (
        features([(i / 4, 0.25, tones[i % 6], 80) for i in range(96)]) for tones in (chord, scale)
    )
    assert broken.onsets_per_quarter == melody.onsets_per_quarter == melody.attacks_per_quarter == 4
    # both end notes have one neighbour only, and so count whole
    assert broken.attacks_per_quarter == pytest.approx((94 / 3 + 2) / 24)
    # struck together with something else, the same notes are a melody's
    accompanied = [(float(beat), 1.0, 36, 80) for beat in range(24)]
    both = features([(i / 4, 0.25, chord[i % 6], 80) for i in range(96)] + accompanied)
    assert both.attacks_per_quarter > broken.attacks_per_quarter
    assert mood_of_features(melody).arousal > mood_of_features(broken).arousal


def test_held_tones_over_a_running_accompaniment_are_calmer_than_the_run_alone() -> None:
    run = [(i / 2, 0.5, 60 + (0, 2, 4, 2)[i % 4], 80) for i in range(32)]
    held = [(4.0 * bar, 4.0, 48, 80) for bar in range(4)]
    alone, over = features(run), features(run + held)
    assert alone.overlap == pytest.approx(0)
    assert (over.overlap or 0) > 0.25
    assert mood_of_features(over).arousal < mood_of_features(alone).arousal
    # a pedal holds the notes of a scale longer, but the next step covers them
    scale = [
        (i / 2, length, 60 + step, 80) for length in (0.5, 4.0) for i, step in enumerate([0, 2, 4, 5] * 8)
    ]
    plain, pedalled = features(scale[:32]), features(scale[32:])
    assert (pedalled.overlap or 0) < (plain.overlap or 0) + 0.8


def test_constant_velocities_and_metrical_accents_say_nothing_of_loudness() -> None:
    assert features([(0, 1, 60, 90), (1, 1, 62, 90)]).loudness is None
    assert features([(0, 1, 60, 105), (1, 1, 62, 80), (2, 1, 64, 95)]).loudness is None


def test_a_melody_alone_has_no_dissonance_and_drums_have_no_mode() -> None:
    assert features([(0, 1, 60, 90), (1, 1, 61, 91)]).dissonance is None
    drums = features([(0, 0.1, 36, 90), (1, 0.1, 38, 100)], drum=True)
    assert (drums.mode, drums.register, drums.articulation) == (None, None, None)
    assert drums.onsets_per_quarter > 0


def test_silence_has_a_mood_that_commits_to_nothing() -> None:
    empty = np.zeros(0)
    mood = mood_of_features(mood_features(empty, empty, empty, empty, empty, None))
    assert mood.uncertainty[0] > 0.4
