"""Restyling: harmony and melody stay, players and groove are the style's."""

import numpy as np
import pytest

from generator.operations.restyling import restyle
from music.controls import Controls
from music.errors import CadenzaError, UnknownStyle, UnreadableScore
from music.score import DURATION, ONSET, PITCH, Metre, Part, Score
from tests.generator.operations.pieces import PIECES, line, piece

STYLES = ("lo-fi", "bossa nova", "metal")


def chroma(score: Score, start: float, length: float, bars: int) -> np.ndarray:
    """[bars, 12] by a way of its own: every sixteenth is asked which pitch classes sound."""
    table = np.zeros((bars, 12))
    step = length / 16
    for part in score.parts:
        if part.is_drum:
            continue
        for row in part.notes:
            first, last = (row[ONSET] - start) / step, (row[ONSET] + row[DURATION] - start) / step
            for k in range(max(0, round(first)), min(16 * bars, max(round(first) + 1, round(last)))):
                table[k // 16, row[PITCH] % 12] += 1
    return table


def best_likeness(source: Score, made: Score) -> float:
    """The mean cosine of bars, at the best place of the source's bars in the piece that was made."""
    numerator, denominator = source.metres[0][1:]
    bar = source.ticks_per_quarter * 4 * numerator / denominator
    bars = len(source.bar_starts())
    was = chroma(source, 0, bar, bars)
    other = made.ticks_per_quarter * 4 * made.metres[0].numerator / made.metres[0].denominator
    found = []
    for stretch in (0.5, 1, 2):
        length = made.ticks_per_quarter * bar / source.ticks_per_quarter * stretch
        for offset in np.arange(0, 9) * other:
            for phase in np.arange(4) * length / 4:
                now = chroma(made, offset - phase, length, bars)
                both = was.any(1) & now.any(1)
                size = np.linalg.norm(was, axis=1) * np.linalg.norm(now, axis=1)
                found.append(float(((was * now).sum(1)[both] / size[both]).mean()))
    return max(found)


@pytest.mark.parametrize("name", PIECES)
def test_the_harmony_of_every_bar_stays_in_every_style(name: str) -> None:
    for style in STYLES:
        assert restyle(piece(name), Controls(style=style), 4).chroma_similarity >= 0.9, style


def test_the_harmony_is_the_same_by_another_measure_too() -> None:
    source = piece("chorale")
    assert best_likeness(source, restyle(source, Controls(style="house"), 1).score) >= 0.88
    assert best_likeness(source, restyle(piece("song"), Controls(style="house"), 1).score) < 0.8


@pytest.mark.parametrize("name", PIECES)
def test_players_and_groove_are_new(name: str) -> None:
    source = piece(name)
    made = restyle(source, Controls(style="lo-fi"), 2)
    assert any(part.is_drum for part in made.score.parts)
    assert not {p.program for p in source.parts} & {p.program for p in made.score.parts if not p.is_drum}
    assert made.style == "lo-fi"
    assert 60 <= made.score.tempos[0].bpm <= 120


@pytest.mark.parametrize(("key", "step"), [(None, 0), ("E major", 4)])
def test_the_melody_stays_in_its_key_or_goes_to_another(key: str | None, step: int) -> None:
    source = line(*(60, 64, 67, 65, 64, 62, 60, 67, 69, 65, 67, 64, 62, 59, 60, 60), program=73)
    made = restyle(source, Controls(style="rock", key=key), 1)
    tune = "".join(chr(65 + (int(p) + step) % 12) for p in source.parts[0].notes[:, PITCH])
    assert any(
        tune in "".join(chr(65 + int(p) % 12) for p in part.notes[:, PITCH]) for part in made.score.parts
    )
    assert made.chroma_similarity >= 0.9


def test_the_same_seed_makes_the_same_piece() -> None:
    source = piece("jig")
    tables = [
        [p.notes.tolist() for p in restyle(source, Controls(style="swing"), seed).score.parts]
        for seed in (1, 1, 2)
    ]
    assert tables[0] == tables[1] != tables[2]


def test_what_has_no_melody_is_said() -> None:
    one_hit = Score(480, (Part(0, np.array([[0, 10, 36, 90]], np.int32), is_drum=True),))
    with pytest.raises(UnreadableScore, match="no melody"):
        restyle(one_hit, Controls(style="lo-fi"), 1)
    with pytest.raises(UnknownStyle, match="polkacore"):
        restyle(piece("jig"), Controls(style="polkacore"), 1)
    with pytest.raises(CadenzaError, match="which style"):
        restyle(piece("jig"), Controls(), 1)


def test_five_eighths_are_played() -> None:
    odd = line(*[60 + i % 8 for i in range(40)], metre=(5, 8))
    assert restyle(odd, Controls(style="folk"), 1).score.metres == (Metre(0, 5, 8),)
