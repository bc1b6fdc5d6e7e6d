"""Nothing is hammered that people would not hammer."""

import numpy as np
import pytest

from generator.compose import Composer, Composition
from generator.evaluation.struck import Struck, parts, struck
from generator.striking import Striking
from music.controls import Controls
from music.grid import GridNotes, to_grid
from music.styles import find_style

PIANO, BASS = 0, 33


def strikes(part: Striking, program: int, times: int, *chord: int) -> None:
    for i in range(times):
        for pitch in chord:
            part.place(program, i // 8, i % 8 * 6, pitch)


def test_every_strike_beyond_the_usual_run_costs_more_and_a_new_pitch_nothing() -> None:
    costs = []
    for times in (1, 5, 8):
        part = Striking((PIANO,))
        strikes(part, PIANO, times, 60, 64)
        bias = part.pitch(PIANO, at_once=False)
        assert np.flatnonzero(bias).tolist() == [60, 64]
        costs.append(float(-bias[60]))
    assert 0 < costs[0] < costs[1] < costs[2]


def test_a_bass_may_go_on_where_a_piano_may_not() -> None:
    band = Striking((PIANO, BASS))
    for program in (PIANO, BASS):
        strikes(band, program, 9, 40)
    assert band.pitch(BASS, at_once=False)[40] > band.pitch(PIANO, at_once=False)[40] + 2


def test_within_a_chord_the_onset_before_counts() -> None:
    part = Striking((PIANO,))
    strikes(part, PIANO, 3, 60, 64)
    part.place(PIANO, 1, 0, 59)
    assert np.flatnonzero(part.pitch(PIANO, at_once=True)).tolist() == [60, 64]


def test_what_is_counted_as_hammering() -> None:
    def chords(wait: int) -> GridNotes:
        rows = [(i * wait // 48, i * wait % 48, PIANO, p, 3, 72) for i in range(12) for p in (60, 64 + i)]
        return np.array(rows, np.int32)

    (_, soon), *_ = parts(chords(6), 48)
    (_, late), *_ = parts(chords(12), 48)
    assert (struck(soon).run, struck(soon).hammered) == (12, pytest.approx(9 / 24))
    assert (struck(late).run, struck(late).hammered) == (12, 0)
    assert struck(soon).again == pytest.approx(11 / 24)


@pytest.mark.parametrize(("style", "instruments"), [("nocturne", ()), ("reel", ("Fiddle",))])
def test_a_style_is_not_hammered_to_be_as_dense_as_it_usually_is(
    composer: Composer, style: str, instruments: tuple[str, ...]
) -> None:
    asked = Controls(style=style, arousal=-0.6, seconds=30, instruments=instruments)
    made = composer.compose(asked, 1040, style=find_style(style))
    seen = _struck(made)
    assert seen.hammered < 0.08
    assert seen.run <= 8
    assert seen.again < 0.35


def _struck(made: Composition) -> Struck:
    grid = to_grid(made.score)
    ((_, chords),) = parts(grid.notes, int(grid.bar_positions[0]))
    return struck(chords)
