"""Varying: form and frame stay, some bars are new."""

import itertools

import numpy as np
import pytest

from generator.operations.model import Model
from generator.operations.varying import same_notes, similarity_range, vary
from music.controls import Controls
from music.errors import ImpossibleControls
from music.score import ONSET, Part, Score
from tests.generator.operations.pieces import PIECES, frame, line, piece


def bars_as_sets(score: Score) -> list[frozenset[tuple[int, ...]]]:
    starts = [*score.bar_starts(), 1 << 30]
    return [
        frozenset(
            (i, int(n[0]) - a, *(int(x) for x in n[1:]))
            for i, part in enumerate(score.parts)
            for n in part.notes
            if a <= n[ONSET] < b
        )
        for a, b in itertools.pairwise(starts)
    ]


@pytest.mark.parametrize("name", PIECES)
def test_some_bars_are_new_and_all_others_as_they_were(model: Model, name: str) -> None:
    source = piece(name)
    made = vary(source, 0.3, Controls(), (5,), model)
    old, new = bars_as_sets(source), bars_as_sets(made.score)
    changed = [i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    assert len(changed) == made.new_bars
    assert 0 < len(changed) < len(old) * 0.6
    assert frame(made.score) == frame(source)
    assert [(p.program, p.name) for p in made.score.parts] == [(p.program, p.name) for p in source.parts]
    low, high = similarity_range(0.3)
    assert low <= same_notes(source, made.score) <= high
    assert made.similarity == same_notes(source, made.score)


def test_what_was_alike_stays_alike(model: Model) -> None:
    theme = (60, 62, 64, 65, 67, 69, 71, 72)
    source = line(*theme, 55, 57, 59, 60, 60, 59, 57, 55, *theme, 48, 50, 52, 53)
    made = vary(source, 1.0, Controls(), (2,), model).score
    bars = bars_as_sets(made)
    assert bars[0:2] == bars[4:6]
    assert bars[0] != bars_as_sets(source)[0]


def test_more_degree_keeps_less(model: Model) -> None:
    source = piece("jig")
    kept = [vary(source, degree, Controls(), (1,), model).similarity for degree in (0.2, 0.9)]
    assert kept[0] > kept[1] + 0.2


def test_drums_alone_can_be_varied_and_nothing_is_no_degree(model: Model) -> None:
    hits = np.array([[240 * i, 60, (36, 42, 38, 42)[i % 4], 90] for i in range(32)], np.int32)
    drums = Score(480, (Part(0, hits, is_drum=True),))
    made = vary(drums, 0.5, Controls(), (1,), model).score
    assert [p.is_drum for p in made.parts] == [True]
    assert vary(Score(480, (Part(0, hits[:1], is_drum=True),)), 0.5, Controls(), (1,), model).score.note_count
    with pytest.raises(ImpossibleControls, match="changes nothing"):
        vary(drums, 0, Controls(), (1,), model)
