"""Blending: the weight and the likeness to each piece move together; at its ends it is the piece itself."""

import itertools
from collections import Counter

import numpy as np
import pytest

from generator.operations.blending import blend
from music.errors import CadenzaError, ImpossibleControls
from music.grid import to_grid
from music.score import Score
from recommender.encoder import MusicEncoder
from tests.generator.operations.pieces import line, piece

WEIGHTS = [k / 10 for k in range(11)]
PAIRS = [("chorale", "jig"), ("jig", "song"), ("song", "chorale")]


def rank_correlation(a: list[float], b: list[float]) -> float:
    """Spearman's, ties at their mean rank."""

    def ranks(values: list[float]) -> np.ndarray:
        x = np.round(values, 9)
        return np.array([(x < v).sum() + ((x == v).sum() - 1) / 2 for v in x])

    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def turns(score: Score) -> Counter[tuple[object, ...]]:
    """Pairs of intervals and pairs of times between onsets of the top line."""
    notes = to_grid(score).notes
    notes = notes[np.lexsort((-notes[:, 3], notes[:, 1], notes[:, 0]))]
    when = notes[:, 0] * 96 + notes[:, 1]
    top = np.concatenate(([True], np.diff(when) != 0))
    steps, times = np.diff(notes[top, 3]).tolist(), np.diff(when[top]).tolist()
    melody = [("step", *pair) for pair in itertools.pairwise(steps)]
    return Counter([*melody, *(("time", *pair) for pair in itertools.pairwise(times))])


def cosine(a: Counter[tuple[object, ...]], b: Counter[tuple[object, ...]]) -> float:
    lengths = [sum(v * v for v in c.values()) ** 0.5 for c in (a, b)]
    return sum(v * b[k] for k, v in a.items()) / lengths[0] / lengths[1]


@pytest.fixture(scope="module")
def encoder() -> MusicEncoder:
    return MusicEncoder.load()


@pytest.mark.parametrize("pair", PAIRS)
def test_weight_and_likeness_move_together(encoder: MusicEncoder, pair: tuple[str, str]) -> None:
    a, b = piece(pair[0]), piece(pair[1])
    made = [blend(a, b, weight).score for weight in WEIGHTS]
    vectors = np.array([e.pooled for e in encoder.embed(made)])
    lines = [turns(score) for score in made]
    for k, sign in ((0, -1), (-1, 1)):
        assert rank_correlation(WEIGHTS, (sign * vectors @ vectors[k]).tolist()) >= 0.9
        assert rank_correlation(WEIGHTS, [sign * cosine(x, lines[k]) for x in lines]) >= 0.9


def test_at_the_ends_it_is_the_piece_itself() -> None:
    a, b = piece("jig"), piece("song")
    assert blend(a, b, 0).score is a
    assert blend(a, b, 1).score is b


def test_in_between_length_and_tempo_lie_between_and_the_heavier_one_plays() -> None:
    a, b = piece("jig"), piece("chorale")
    for weight, heavy in ((0.3, a), (0.7, b)):
        made = blend(a, b, weight).score
        lengths = sorted((len(a.bar_starts()), len(b.bar_starts())))
        assert lengths[0] <= len(made.bar_starts()) <= lengths[1]
        tempos = sorted(s.tempos[0].bpm for s in (a, b))
        assert tempos[0] - 0.01 <= made.tempos[0].bpm <= tempos[1] + 0.01
        assert made.metres[0][1:] == heavy.metres[0][1:]
        assert {p.program for p in made.parts} <= {p.program for p in heavy.parts}


def test_what_cannot_be_blended_is_said() -> None:
    for weight in (-0.1, 1.5):
        with pytest.raises(ImpossibleControls, match="0 to 1 works"):
            blend(piece("jig"), piece("song"), weight)
    with pytest.raises(CadenzaError, match="no notes"):
        blend(piece("jig"), Score(480, ()), 0.5)
    with pytest.raises(CadenzaError, match="29/4"):
        blend(line(60, 62, metre=(29, 4)), piece("jig"), 0.2)
