"""Playing as people do: uneven within bounds, the same music for every reader of the notes."""

import numpy as np
import pytest

from generator.finishing.performance import MOST_MS, humanise, tables
from music.grid import from_grid, to_grid
from music.midi import write_midi
from music.score import DURATION, ONSET, PITCH, VELOCITY, Score


def band(bars: int = 8, tempo_bpm: float = 100.0) -> Score:
    """Hats on eighths, a backbeat, a scale over it and chords, all of one velocity."""
    rows = []
    for bar in range(bars):
        rows += [(bar, p, 128, 42, 3, 80) for p in range(0, 48, 6)]
        rows += [(bar, 12, 128, 38, 3, 80), (bar, 36, 128, 38, 3, 80)]
        rows += [(bar, p, 73, 72 + p // 6, 6, 80) for p in range(0, 48, 6)]
        rows += [(bar, 0, 0, p, 48, 80) for p in (48, 52, 55)]
    return from_grid(np.array(rows, np.int32), tempo_bpm=tempo_bpm, metre=(4, 4))


def test_the_same_seed_plays_alike_and_another_one_otherwise() -> None:
    assert write_midi(humanise(band(), 5)) == write_midi(humanise(band(), 5))
    assert write_midi(humanise(band(), 5)) != write_midi(humanise(band(), 6))


def test_nothing_changes_without_an_amount() -> None:
    assert write_midi(humanise(band(), 5, 0.0)) == write_midi(band())


def test_an_amount_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to 2"):
        humanise(band(), 5, 3.0)


@pytest.mark.parametrize("tempo", [40.0, 100.0, 320.0])
def test_the_notes_stay_the_same_on_the_grid_and_in_their_bars(tempo: float) -> None:
    before, after = band(tempo_bpm=tempo), humanise(band(tempo_bpm=tempo), 5, 2.0)
    grid, played = to_grid(before).notes, to_grid(after).notes
    assert np.array_equal(grid[:, :4], played[:, :4])
    for old, new in zip(before.parts, after.parts, strict=True):
        assert len(old.notes) == len(new.notes)
        assert not np.array_equal(old.notes[:, ONSET], new.notes[:, ONSET])
        late = np.abs(old.notes[:, ONSET] - new.notes[:, ONSET]) * 60_000 / tempo / 480
        assert 0 < late.max() <= MOST_MS + 1
        assert new.notes[:, [ONSET, DURATION]].min() >= 0


def test_bars_that_did_not_change_are_played_as_before() -> None:
    """The chances of a note follow from its own place alone."""
    whole, half = humanise(band(8), 5), humanise(band(4), 5)
    for long, short in zip(whole.parts, half.parts, strict=True):
        early = long.notes[long.notes[:, ONSET] < 3 * 1920]
        same = short.notes[short.notes[:, ONSET] < 3 * 1920]
        assert np.array_equal(early[:, [ONSET, PITCH, VELOCITY]], same[:, [ONSET, PITCH, VELOCITY]])


def test_the_notes_of_a_chord_stay_close_together() -> None:
    after = humanise(band(64), 5)
    chords = next(p for p in after.parts if not p.is_drum and p.program == 0).notes[:, ONSET].reshape(-1, 3)
    between = [np.median(c) - 1920 * round(np.median(c) / 1920) for c in chords]
    assert (chords.max(1) - chords.min(1)).mean() < 2 * np.std(between)


def test_the_tables_know_the_backbeat_and_that_sixteenths_between_are_soft_and_late() -> None:
    known = tables()
    assert known.drum_velocity["snare 4"].mean > known.drum_velocity["snare 2"].mean + 10
    assert known.drum_velocity["hat 1"].mean < known.drum_velocity["hat 0"].mean - 10
    assert known.drum_timing["hat 1"].mean > known.drum_timing["hat 0"].mean
    assert known.per_octave > 0
