"""Rewriting bars: outside them nothing changes, inside them everything is new."""

import numpy as np
import pytest

from generator.operations.model import Model
from generator.operations.rewriting import rewrite
from music.controls import Controls
from music.errors import CadenzaError, ImpossibleControls
from music.score import Metre, Part, Score, Tempo
from tests.generator.operations.pieces import (
    PIECES,
    bar_line,
    frame,
    line,
    notes_inside,
    notes_outside,
    piece,
    struck_twice,
)


@pytest.mark.parametrize(
    ("name", "bars"), [*((name, (5, 6)) for name in PIECES), ("jig", (1, 2)), ("jig", (9, 10))]
)
def test_only_the_bars_asked_are_new(model: Model, name: str, bars: tuple[int, int]) -> None:
    source = piece(name)
    made = rewrite(source, *bars, Controls(), (3,), model).score
    start, stop = bar_line(source, bars[0]), bar_line(source, bars[1] + 1)
    assert notes_outside(made, start, stop) == notes_outside(source, start, stop)
    new = notes_inside(made, start, stop)
    assert new != notes_inside(source, start, stop)
    assert new
    if bars[1] < len(source.bar_starts()):
        assert all(onset + length <= stop for _, onset, length, _, _ in new)
    assert len(made.bar_starts()) == len(source.bar_starts())
    assert frame(made) == frame(source)
    assert [(p.program, p.is_drum, p.name) for p in made.parts] == [
        (p.program, p.is_drum, p.name) for p in source.parts
    ]
    assert struck_twice(made) <= struck_twice(source)


def test_one_instrument_alone_is_fitted_to_the_others(model: Model) -> None:
    source = piece("song")
    voice = next(i for i, p in enumerate(source.parts) if p.program == 53)
    made = rewrite(source, 5, 6, Controls(), (3,), model, ("Voice Oohs",)).score
    assert made.parts[voice].notes.tolist() != source.parts[voice].notes.tolist()
    others = [i for i in range(len(source.parts)) if i != voice]
    assert [made.parts[i].notes.tolist() for i in others] == [source.parts[i].notes.tolist() for i in others]


def test_a_note_that_sounds_into_the_bars_stays_and_no_new_one_strikes_it(model: Model) -> None:
    held = line(60, 62, 64, 65, 67, 69, 71, 72, 74, 72, 71, 69, program=0)
    notes = held.parts[0].notes.copy()
    notes[3, 1] = 480 * 5  # the last of bar 1 lasts over bar 2
    source = Score(480, (Part(0, notes),))
    for seed in range(3):
        made = rewrite(source, 2, 2, Controls(), (seed,), model).score
        assert (0, 1440, 2400, 65, 80) in notes_outside(made, 1920, 3840)
        assert not struck_twice(made)


def test_a_pedal_held_through_the_bars_is_lifted_there_and_down_again_behind(model: Model) -> None:
    plain = line(*range(60, 72), program=0)
    pedal = np.array([[0, 64, 127], [5760, 64, 0]], np.int32)
    source = Score(480, (Part(0, plain.parts[0].notes, controllers=pedal),))
    made = rewrite(source, 2, 2, Controls(), (1,), model).score
    assert made.parts[0].controllers.tolist() == [[0, 64, 127], [1920, 64, 0], [3840, 64, 127], [5760, 64, 0]]


def test_tempo_changes_and_changes_of_metre_stay(model: Model) -> None:
    source = line(*[60 + i % 8 for i in range(15)])
    source = Score(
        480,
        source.parts,
        tempos=(Tempo(0, 500_000), Tempo(2000, 700_000)),
        metres=(Metre(0, 5, 8), Metre(2400, 3, 4)),
    )
    made = rewrite(source, 2, 4, Controls(), (1,), model).score
    assert frame(made) == frame(source)
    assert len(made.bar_starts()) == len(source.bar_starts())
    assert notes_outside(made, 1200, 5280) == notes_outside(source, 1200, 5280)


def test_what_cannot_be_rewritten_is_said(model: Model) -> None:
    with pytest.raises(ImpossibleControls, match="The piece has bars 1 to 2; bars 2 to 3 are not in it"):
        rewrite(line(*range(60, 68)), 2, 3, Controls(), (1,), model)
    with pytest.raises(CadenzaError, match="no notes"):
        rewrite(Score(480, ()), 1, 1, Controls(), (1,), model)
    with pytest.raises(CadenzaError, match="29/4"):
        rewrite(line(60, 62, metre=(29, 4)), 1, 1, Controls(), (1,), model)
    with pytest.raises(ImpossibleControls, match="no Flute in this piece"):
        rewrite(line(60, 62), 1, 1, Controls(), (1,), model, ("Flute",))
