"""Finishing on the grid: what can be played, what does not rub, how a piece ends."""

import numpy as np
import pytest

from generator.finishing import bridged, finish
from generator.finishing.cadence import close, dominant_seventh, tonic_triad
from generator.finishing.clashes import PASSING, without_clashes
from generator.finishing.dynamics import with_dynamics
from generator.finishing.reach import (
    BREATH_SECONDS,
    KEYS,
    in_range,
    playable,
    with_free_voices,
    within_breath,
)
from generator.plan import Plan, voices_of
from music.grid import (
    BAR,
    GRID_DURATION,
    GRID_PITCH,
    GRID_VELOCITY,
    INSTRUMENT,
    POSITION,
    GridNotes,
)
from music.instruments import DRUMS, pitch_range
from music.theory import Key

PIANO, VIOLIN, CELLO, FLUTE, BASS = 0, 40, 42, 73, 33


def plan(*programs: int, key: str = "C major", metre: tuple[int, int] = (4, 4), bars: int = 4) -> Plan:
    return Plan(500_000, Key.parse(key), metre, bars, programs, None, None, None, 0, ())


def grid(*rows: tuple[int, ...]) -> GridNotes:
    """Rows of bar, position, instrument, pitch, duration; velocity 72."""
    return np.array(sorted((*row, 72) for row in rows), np.int32).reshape(-1, 6)


def random_music(wanted: Plan, seed: int) -> GridNotes:
    """Notes of all instruments in all bars, in no key, range or reach."""
    rng = np.random.default_rng(seed)
    rows = set()
    for bar in range(wanted.bars):
        for program in wanted.programs:
            for _ in range(int(rng.integers(1, 9))):
                position = int(rng.integers(0, wanted.bar_positions))
                pitch = int(rng.choice((36, 38, 42)) if program == DRUMS else rng.integers(20, 110))
                rows.add((bar, position, program, pitch, int(rng.integers(1, 150))))
    return grid(*rows)


PLANS = [
    plan(PIANO, VIOLIN, CELLO, FLUTE, BASS, DRUMS, key="G minor", bars=8),
    plan(PIANO, key="D major", metre=(6, 8), bars=2),
    plan(FLUTE, key="A minor", metre=(3, 4), bars=1),
    plan(VIOLIN, CELLO, key="F# major", metre=(5, 4), bars=5),
    plan(DRUMS, bars=4),
]


@pytest.mark.parametrize("wanted", PLANS, ids=str)
@pytest.mark.parametrize("seed", range(6))
def test_finished_music_holds_what_was_asked_and_can_be_played(wanted: Plan, seed: int) -> None:
    notes = finish(random_music(wanted, seed), wanted)
    onset = notes[:, BAR] * wanted.bar_positions + notes[:, POSITION]
    assert set(notes[:, INSTRUMENT].tolist()) == set(wanted.programs)
    assert notes[:, BAR].max() == wanted.bars - 1
    assert (onset + notes[:, GRID_DURATION] <= wanted.bars * wanted.bar_positions).all()
    assert notes[:, GRID_DURATION].min() >= 1
    assert notes[:, GRID_VELOCITY].min() >= 1
    assert notes[:, GRID_VELOCITY].max() <= 127
    for program in wanted.programs:
        mine = np.flatnonzero(notes[:, INSTRUMENT] == program)
        if program == DRUMS:
            continue
        low, high = pitch_range(program)
        assert low <= notes[mine, GRID_PITCH].min() <= notes[mine, GRID_PITCH].max() <= high
        for moment in np.unique(onset[mine]):
            sounding = mine[(onset[mine] <= moment) & (moment < (onset + notes[:, GRID_DURATION])[mine])]
            if voices_of(program) <= 2:
                assert len(sounding) <= voices_of(program)


@pytest.mark.parametrize("wanted", PLANS, ids=str)
def test_the_same_notes_are_finished_alike(wanted: Plan) -> None:
    assert np.array_equal(finish(random_music(wanted, 1), wanted), finish(random_music(wanted, 1), wanted))


@pytest.mark.parametrize("wanted", [p for p in PLANS if p.programs != (DRUMS,)], ids=str)
@pytest.mark.parametrize("seed", range(6))
def test_a_piece_ends_on_its_tonic_after_the_dominant_and_holds_the_chord(wanted: Plan, seed: int) -> None:
    notes = finish(random_music(wanted, seed), wanted)
    notes = notes[notes[:, INSTRUMENT] != DRUMS]
    onset = notes[:, BAR] * wanted.bar_positions + notes[:, POSITION]
    final = notes[onset == onset.max()]
    assert set((final[:, GRID_PITCH] % 12).tolist()) <= set(tonic_triad(wanted.key))
    assert final[final[:, GRID_PITCH].argmin(), GRID_PITCH] % 12 == wanted.key.tonic
    assert (final[:, POSITION] + final[:, GRID_DURATION] == wanted.bar_positions).all()
    if wanted.bars > 1:
        assert (final[:, POSITION] == 0).all()
        beat = 18 if wanted.metre == (6, 8) else 12
        moments = np.unique(onset[onset < onset.max()])
        moment = moments[moments >= min(onset.max() - beat, moments[-1])][0]
        before = notes[onset == moment]
        assert before[before[:, GRID_PITCH].argmin(), GRID_PITCH] % 12 in dominant_seventh(wanted.key)


def test_the_bass_goes_from_the_fifth_to_the_first_degree() -> None:
    wanted = plan(PIANO, CELLO, bars=2)
    rows = [(0, 0, CELLO, 50, 48), (0, 36, CELLO, 53, 12), (0, 36, PIANO, 69, 12), (1, 0, CELLO, 52, 12)]
    notes = close(grid(*rows, (1, 6, PIANO, 73, 6), (1, 24, PIANO, 62, 6)), wanted)
    cello = notes[notes[:, INSTRUMENT] == CELLO]
    assert [p % 12 for p in cello[:, GRID_PITCH].tolist()] == [2, 7, 0]
    piano = notes[notes[:, INSTRUMENT] == PIANO]
    assert (piano[:, BAR].tolist(), piano[-1, GRID_DURATION]) == ([0, 1], 48)
    assert piano[0, GRID_PITCH] % 12 in dominant_seventh(wanted.key)
    assert piano[1, GRID_PITCH] % 12 in tonic_triad(wanted.key)


def test_the_leading_note_is_raised_in_minor() -> None:
    assert 8 in dominant_seventh(Key.parse("A minor"))


def test_what_is_out_of_range_comes_in_by_octaves() -> None:
    notes = in_range(grid((0, 0, FLUTE, 31, 12), (0, 12, BASS, 90, 12), (0, 24, FLUTE, 72, 12)))
    assert notes[:, GRID_PITCH].tolist() == [67, 54, 72]


def test_two_hands_leave_out_what_neither_reaches() -> None:
    rows = [(0, 0, PIANO, p, 12) for p in (30, 40, 46, 57, 60, 72, 76, 86)]
    kept = playable(grid(*rows), plan(PIANO))[:, GRID_PITCH].tolist()
    assert kept == [30, 40, 46, 72, 76, 86]
    assert kept[2] - kept[0] <= KEYS[0]
    assert kept[5] - kept[3] <= KEYS[0]


def test_a_hand_has_five_fingers() -> None:
    rows = [(0, 0, PIANO, p, 12) for p in range(60, 74)]
    assert len(playable(grid(*rows), plan(PIANO))) == 10


def test_a_double_stop_is_no_wider_than_an_octave() -> None:
    wide = grid((0, 0, VIOLIN, 60, 12), (0, 0, VIOLIN, 80, 12))
    near = grid((0, 0, VIOLIN, 60, 12), (0, 0, VIOLIN, 68, 12))
    assert playable(wide, plan(VIOLIN))[:, GRID_PITCH].tolist() == [80]
    assert len(playable(near, plan(VIOLIN))) == 2


def test_a_flute_plays_one_note_at_a_time() -> None:
    wanted = plan(FLUTE)
    notes = playable(grid((0, 0, FLUTE, 72, 40), (0, 0, FLUTE, 76, 40), (0, 12, FLUTE, 74, 12)), wanted)
    notes = with_free_voices(notes, wanted)
    assert notes[:, GRID_PITCH].tolist() == [76, 74]
    assert notes[0, GRID_DURATION] == 12


def test_a_breath_ends_and_a_note_does_not_hang_while_others_go_on() -> None:
    wanted = plan(FLUTE, PIANO, bars=16)
    others = [(b, 0, PIANO, 60, 12) for b in range(16)]
    notes = within_breath(grid((0, 0, FLUTE, 72, 500), (0, 24, PIANO, 48, 600), *others), wanted)
    flute = notes[notes[:, INSTRUMENT] == FLUTE][0]
    assert flute[GRID_DURATION] * 0.5 / 12 <= BREATH_SECONDS
    hung = notes[(notes[:, GRID_PITCH] == 48)][0]
    assert hung[POSITION] + hung[GRID_DURATION] == 2 * wanted.bar_positions


@pytest.mark.parametrize(("first", "second", "left"), [(60, 61, 60), (66, 65, 65), (64, 65, 65)])
def test_of_two_that_begin_a_semitone_apart_the_stranger_gives_way(
    first: int, second: int, left: int
) -> None:
    notes = without_clashes(
        grid((0, 0, FLUTE, first + 12, 24), (0, 0, VIOLIN, second + 12, 24)), plan(FLUTE, VIOLIN)
    )
    assert set(notes[:, GRID_PITCH].tolist()) == {left + 12}
    assert len(notes) == 2


def test_of_two_that_rub_later_the_earlier_ends() -> None:
    notes = without_clashes(grid((0, 0, CELLO, 64, 48), (0, 24, PIANO, 65, 24)), plan(CELLO, PIANO))
    assert notes[notes[:, INSTRUMENT] == CELLO][0, GRID_DURATION] == 24


def test_passing_seconds_and_major_sevenths_stay() -> None:
    rows = [
        (0, 0, CELLO, 64, 24),
        (0, 24 - PASSING, PIANO, 65, 24),
        (1, 0, CELLO, 60, 48),
        (1, 0, PIANO, 71, 48),
    ]
    music = grid(*rows)
    assert np.array_equal(without_clashes(music, plan(CELLO, PIANO)), music)


def test_dynamics_follow_the_arousal_the_backbeat_and_the_close() -> None:
    rows = [(b, p, DRUMS, 42, 3) for b in range(8) for p in range(0, 48, 6)]
    rows += [(b, p, DRUMS, 38, 3) for b in range(8) for p in (0, 12, 24, 36)]
    calm = Plan(500_000, Key.parse("C major"), (4, 4), 8, (DRUMS,), None, -0.8, None, 0, ())
    wild = Plan(500_000, Key.parse("C major"), (4, 4), 8, (DRUMS,), None, 0.8, None, 0, ())
    soft, loud = with_dynamics(grid(*rows), calm), with_dynamics(grid(*rows), wild)
    assert loud[:, GRID_VELOCITY].mean() > soft[:, GRID_VELOCITY].mean() + 25
    snare = soft[(soft[:, GRID_PITCH] == 38) & (soft[:, BAR] < 7)]
    two_and_four = np.isin(snare[:, POSITION], (12, 36))
    assert snare[two_and_four, GRID_VELOCITY].mean() > snare[~two_and_four, GRID_VELOCITY].mean() + 5


def test_silence_in_the_middle_is_bridged_by_what_sounded_last() -> None:
    wanted = plan(PIANO, DRUMS)  # two seconds a bar
    stopped = grid((0, 0, PIANO, 60, 6), (0, 0, PIANO, 64, 12), (0, 40, PIANO, 62, 6), (1, 0, PIANO, 60, 48))
    done = bridged(stopped, wanted)
    assert done[:, GRID_DURATION].tolist() == [6, 40, 6, 48]
    beaten = grid((0, 0, PIANO, 64, 12), *((0, p, DRUMS, 36, 3) for p in (12, 24, 36)), (1, 0, PIANO, 60, 48))
    assert np.array_equal(bridged(beaten, wanted), beaten)
