import pytest

from generator.plan import resolve, voices_of
from music.controls import Controls
from music.errors import ImpossibleControls
from music.instruments import DRUMS
from music.styles import find_style


def test_what_was_asked_is_kept_and_the_rest_is_decided() -> None:
    asked = Controls(key="G minor", metre="3/4", bars=16, tempo_bpm=96, instruments=("Violin", "Cello"))
    plan, resolved, said = resolve(asked, 1)
    assert (plan.metre, plan.bars, plan.programs) == ((3, 4), 16, (40, 42))
    assert resolved.tempo_bpm == 96
    assert resolved.key == "G minor"
    assert resolved.seconds == pytest.approx(30.0)
    assert said == ()


@pytest.mark.parametrize("seconds", [3, 10, 30, 40, 60, 100, 180, 600])
@pytest.mark.parametrize("metre", ["3/4", "4/4", "6/8", "5/4"])
def test_seconds_are_met_when_the_tempo_is_free(seconds: float, metre: str) -> None:
    for seed in range(5):
        plan, _, _ = resolve(Controls(seconds=seconds, metre=metre), seed)
        assert plan.seconds == pytest.approx(seconds, rel=0.03)
        assert 20 <= plan.tempo_bpm <= 320


@pytest.mark.parametrize("tempo", [60, 90, 140])
def test_seconds_are_met_within_half_a_bar_when_the_tempo_is_given(tempo: float) -> None:
    plan, _, _ = resolve(Controls(seconds=60, tempo_bpm=tempo), 3)
    assert plan.tempo_bpm == pytest.approx(tempo, rel=1e-5)
    assert abs(plan.seconds - 60) <= plan.bar_seconds / 2


def test_the_same_seed_decides_alike_and_another_differently() -> None:
    asked = Controls(valence=0.5)
    assert resolve(asked, 5)[0] == resolve(asked, 5)[0]
    assert len({str(resolve(asked, s)[0].key) for s in range(20)}) > 3


def test_sad_wishes_lean_to_minor_and_glad_ones_to_major() -> None:
    assert all(resolve(Controls(valence=-0.6), s)[0].key.minor for s in range(10))
    assert not any(resolve(Controls(valence=0.6), s)[0].key.minor for s in range(10))


def test_excited_wishes_are_faster_than_calm_ones() -> None:
    calm = [resolve(Controls(arousal=-0.7), s)[0].tempo_bpm for s in range(10)]
    wild = [resolve(Controls(arousal=0.7), s)[0].tempo_bpm for s in range(10)]
    assert max(calm) < min(wild)


def test_a_style_fills_what_was_left_open() -> None:
    waltz = find_style("waltz")
    plan, resolved, _ = resolve(Controls(style="waltz"), 1, style=waltz)
    assert plan.metre == (3, 4)
    assert set(resolved.instruments) == set(waltz.instruments)
    assert resolved.style == "waltz"


def test_a_tempo_outside_the_style_is_kept_and_said() -> None:
    style = find_style("lo-fi")
    _, resolved, said = resolve(Controls(style="lo-fi", tempo_bpm=170), 1, style=style)
    assert resolved.tempo_bpm == pytest.approx(170, abs=0.01)
    assert "lo-fi is usually" in said[0]


def test_bars_and_seconds_together_set_the_tempo() -> None:
    plan, _, _ = resolve(Controls(bars=16, seconds=40), 1)
    assert plan.bars == 16
    assert plan.seconds == pytest.approx(40, rel=0.001)


def test_bars_seconds_and_tempo_that_disagree_are_said() -> None:
    plan, _, said = resolve(Controls(bars=16, seconds=300, tempo_bpm=120), 1)
    assert plan.bars == 16
    assert "I kept the bars and the tempo" in said[0]


def test_impossible_bars_in_seconds_are_refused_with_what_works() -> None:
    with pytest.raises(ImpossibleControls, match="20 to 320"):
        resolve(Controls(bars=400, seconds=5), 1)


def test_unwanted_instruments_of_a_style_are_left_out() -> None:
    style = find_style("rock")
    plan, _, _ = resolve(Controls(style="rock", exclude_instruments=("Drums",)), 1, style=style)
    assert DRUMS not in plan.programs


def test_one_voice_for_winds_and_chords_for_keys() -> None:
    assert voices_of(73) == voices_of(53) == 1
    assert voices_of(0) > 4
