"""Styles that Cadenza has not, and players who are only told of."""

import pytest

from bot.understanding.reading import read


@pytest.mark.parametrize(
    ("message", "nearest"), [("some klezmer for clarinet", "folk"), ("赛博朋克风", "synthwave")]
)
def test_a_style_that_is_not_there_is_read_as_its_nearest_and_said(message: str, nearest: str) -> None:
    request = read(message)
    assert request.controls.style == nearest
    assert any(f"{nearest} comes nearest" in note for note in request.notes)


def test_who_is_told_of_does_not_play() -> None:
    controls = read("lo-fi piano, no drums, drums make me lose my place").controls
    assert controls.instruments == ("Acoustic Grand Piano",)
    assert controls.exclude_instruments == ("Drums",)
