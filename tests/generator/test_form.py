import pytest

from generator.compose import Composer
from generator.form import phrases, returning_bars
from music.controls import Controls
from music.score import ONSET, PITCH


@pytest.mark.parametrize(
    ("bars", "expected"),
    [(4, ""), (7, ""), (8, "Aa"), (12, "ABa"), (16, "AaBa"), (24, "AaBaCc"), (33, "AaBaCcBa")],
)
def test_phrases_of_four_bars(bars: int, expected: str) -> None:
    assert phrases(bars) == expected


@pytest.mark.parametrize("bars", range(1, 130))
def test_what_returns_was_heard_before_and_the_close_is_new(bars: int) -> None:
    copies = returning_bars(bars)
    assert all(source < bar for bar, source in copies.items())
    assert not set(copies) & {bars - 1, bars - 2}
    assert not set(copies) & set(copies.values())  # a theme is copied from where it was composed


def test_the_theme_comes_back_note_for_note(composer: Composer) -> None:
    made = composer.compose(Controls(bars=16, metre="4/4", instruments=("Acoustic Grand Piano",)), 11)
    notes = made.score.parts[0].notes
    grid, bar = 40, 48  # ticks a position, positions a bar: the timing of players is taken off again

    def of(index: int) -> list[list[int]]:
        positions = (notes[:, ONSET] + grid // 2) // grid
        here = positions // bar == index
        pairs = zip((positions[here] % bar).tolist(), notes[here, PITCH].tolist(), strict=True)
        return sorted(map(list, pairs))

    assert of(0)
    for returning, source in returning_bars(16).items():
        assert of(returning) == of(source)
