"""The density that was asked for, held while a piece is made."""

from dataclasses import replace

import pytest

from generator.compose import Composer
from generator.pace import Pace
from generator.plan import resolve
from generator.style_ngrams import Rate
from music.analysis.facts import density_of
from music.controls import DENSITIES, Controls, Density
from music.styles import find_style


def pace(density: Density | None, usual: Rate | None = None) -> Pace:
    asked = Controls(bars=8, metre="4/4", tempo_bpm=120.0, instruments=("Violin",), density=density)
    return Pace.of(resolve(asked, 1)[0], usual)


def test_what_nobody_asked_for_adds_nothing_and_is_no_faster_than_people() -> None:
    own = pace(None)
    assert own.spacing(notes=1, positions=9600) == own.spacing(notes=800, positions=1920) == (0, None, 0)
    assert own.spacing(notes=1600, positions=1920).nearest > 0
    style = find_style("reel")
    usual, resolved, _ = resolve(Controls(style="reel", instruments=("Fiddle",)), 1, style=style)
    assert Pace.of(usual).low == 0
    assert resolved.density is None
    for asked, of_style in (
        (Controls(density="dense"), style),
        (Controls(), replace(style, density="medium")),
    ):
        held, _, _ = resolve(replace(asked, instruments=("Fiddle",)), 1, style=of_style)
        assert Pace.of(held).low > 0


def test_a_style_has_its_own_pace_and_its_own_chords_where_nobody_asked_for_a_density() -> None:
    """Three to five notes a second, at two quarters a second."""
    usual = Rate(1.5, 2.0, 2.5)
    style = pace(None, usual)
    assert style.spacing(notes=160, positions=960) == (0, None, 0)  # in forty seconds
    assert style.spacing(notes=280, positions=960).nearest > 0
    assert style.spacing(notes=80, positions=960).farthest is not None
    assert style.spacing(notes=80, positions=960).together == 0
    assert pace("dense", usual) == pace("dense")


def test_inside_the_band_nothing_is_touched() -> None:
    medium = pace("medium")
    assert medium.spacing(notes=341, positions=960) == (0, None, 0)  # in forty seconds


def test_too_many_notes_wait_and_too_few_come_soon() -> None:
    medium = pace("medium")
    some, more = medium.spacing(40, 96), medium.spacing(90, 96)
    assert 0 < some[0] < more[0]
    assert some[1] is more[1] is None
    few, fewer = medium.spacing(24, 96), medium.spacing(4, 96)
    assert few[0] == fewer[0] == 0
    assert few.together > 0
    assert few[1] is not None
    assert fewer[1] is not None
    assert few[1] > fewer[1] > 0


@pytest.mark.parametrize("density", DENSITIES)
@pytest.mark.parametrize(
    "instruments",
    [("Acoustic Grand Piano",), ("Violin", "Cello", "Drums"), ("Flute", "Acoustic Guitar (nylon)")],
)
def test_pieces_are_as_dense_as_was_asked(
    composer: Composer, density: Density, instruments: tuple[str, ...]
) -> None:
    asked = Controls(bars=8, metre="4/4", tempo_bpm=110.0, instruments=instruments, density=density)
    made = composer.compose(asked, 3)
    assert made.bars == 8
    assert density_of(made.notes / (8 * 4 * 60 / 110)) == density


def test_a_short_piece_makes_up_for_its_close(composer: Composer) -> None:
    asked = Controls(bars=4, metre="4/4", tempo_bpm=144.0, instruments=("Flute", "Orchestral Harp"))
    made = composer.compose(replace(asked, density="medium"), 12)
    assert density_of(made.notes / (4 * 4 * 60 / 144)) == "medium"
