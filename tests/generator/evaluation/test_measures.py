"""Measures of pieces, on music whose measures are known."""

import numpy as np
import pytest

from generator.evaluation.distributions import compare
from generator.evaluation.intervals import (
    balanced_interval,
    bootstrap,
    gap_interval,
    mean_interval,
    share_interval,
)
from generator.evaluation.judges import StyleJudge, temperley_key
from generator.evaluation.measures import (
    Piece,
    groove_consistency,
    pitch_class_entropy,
    repetition,
    scale_consistency,
)
from generator.evaluation.obedience import beside_shuffled


def piece(pitches: list[int], bars: int = 4, gap: int = 12, program: int = 0) -> Piece:
    """Quarters (or other steps) in 4/4, the pitches over and over."""
    count = bars * 48 // gap
    onset = np.arange(count) * gap
    pitch = np.resize(pitches, count)
    rows = [onset // 48, onset % 48, np.full(count, program), pitch, np.full(count, gap), np.full(count, 72)]
    return Piece(np.stack(rows, 1).astype(np.int32), bars, 48)


C_MAJOR = [60, 62, 64, 65, 67, 69, 71, 72]


def test_entropy_of_one_two_and_twelve_pitch_classes() -> None:
    assert pitch_class_entropy(piece([60])) == 0
    assert pitch_class_entropy(piece([60, 67])) == pytest.approx(1)
    assert pitch_class_entropy(piece(list(range(60, 72)), bars=12)) == pytest.approx(np.log2(12))


def test_a_scale_is_consistent_and_all_twelve_tones_are_not() -> None:
    assert scale_consistency(piece(C_MAJOR)) == 1
    assert scale_consistency(piece(list(range(60, 72)), bars=12)) == pytest.approx(7 / 12)


def test_drums_alone_have_no_pitch_classes_but_a_groove() -> None:
    drums = piece([36, 38], program=128)
    assert np.isnan(pitch_class_entropy(drums))
    assert np.isnan(scale_consistency(drums))
    # the piece ends on a bar line, so that one empty bar follows: 4 onsets less in one of 4 steps
    assert groove_consistency(drums) == pytest.approx(1 - 4 / (48 * 4))


def test_repetition_finds_the_phrase_that_returns() -> None:
    same = repetition(piece([60, 62, 64, 65]))
    assert same["repeated"] == 1
    rng = np.random.default_rng(1)
    phrase = rng.integers(40, 90, 16).tolist()
    returning = repetition(piece(phrase, bars=8))
    assert returning["repeated"] == pytest.approx(4 / 7)
    assert returning["phrases"] > 0.5
    assert repetition(piece(rng.integers(30, 100, 64).tolist(), bars=16))["repeated"] == 0


def test_the_key_finder_follows_a_transposition() -> None:
    tune = [60, 64, 67, 65, 64, 62, 60, 60]
    keys = [temperley_key(piece([p + shift for p in tune])) for shift in range(12)]
    assert [str(keys[0]), str(keys[2])] == ["C major", "D major"]
    assert len({str(k) for k in keys}) == 12


def test_a_set_is_nearer_to_its_like_than_to_another() -> None:
    rng = np.random.default_rng(2)
    calm = [piece(rng.choice(C_MAJOR, 16).tolist(), gap=12) for _ in range(12)]
    wild = [piece(rng.integers(30, 100, 64).tolist(), gap=3) for _ in range(6)]
    near, far = compare(calm[:6], calm[6:])["mean"], compare(wild, calm[6:])["mean"]
    assert near["overlap"] > far["overlap"] + 0.2
    assert near["kld"] < far["kld"]


def test_intervals_hold_what_they_are_of() -> None:
    values = np.random.default_rng(1).normal(3, 1, 200).tolist()
    mean = mean_interval([*values, float("nan")])
    assert mean["low"] < 3 < mean["high"]
    assert gap_interval(values, [v - 1 for v in values])["low"] > 0.7
    share = share_interval([True] * 12)
    assert (share["value"], share["high"]) == (1, 1)
    assert 0.7 < share["low"] < 0.8
    assert bootstrap(5, lambda i: float(len(i)))["low"] == 5
    even = balanced_interval([[True] * 90, [True, False] * 5])
    assert even["value"] == 0.75
    assert even["low"] < 0.75 < even["high"] < 1


def test_requests_shuffled_are_the_judges_chance() -> None:
    asked = ["a", "b"] * 20
    found = beside_shuffled(asked, asked)
    assert found["value"] == 1
    assert 0.4 < found["shuffled"] < 0.6


def test_the_judge_of_style_learns_rhythm_and_intervals() -> None:
    rng = np.random.default_rng(3)

    def walk() -> Piece:
        return piece((60 + np.cumsum(rng.choice([-2, -1, 1, 2], 16))).tolist())

    def leaps() -> Piece:
        return piece((60 + 12 * rng.integers(-1, 2, 32)).tolist(), gap=6)

    judge = StyleJudge.learn(
        [make() for make in (walk, leaps) for _ in range(12)], ["walk"] * 12 + ["leap"] * 12
    )
    assert [judge.style_of(walk()) for _ in range(3)] == ["walk"] * 3
    assert [judge.style_of(leaps()) for _ in range(3)] == ["leap"] * 3
