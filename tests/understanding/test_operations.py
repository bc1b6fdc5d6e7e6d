"""Operations in words."""

import pytest

from bot.understanding import Request, read
from bot.understanding.operations import read_operation, read_weight
from music.controls import Controls
from music.errors import ImpossibleControls
from music.operation import Operation

PIECE = Request("generate", controls=Controls(tempo_bpm=90.0, key="C major", metre="4/4", bars=8))


@pytest.mark.parametrize(
    ("words", "bars"),
    [
        ("rewrite bars 5 to 8", (5, 8)),
        ("please re-write bars 5-8", (5, 8)),
        ("redo bars 2 through 3, they are dull", (2, 3)),
        ("change bar 7", (7, 7)),
        ("new notes for measures 3 and 4", (3, 4)),
        ("重写第5到8小节", (5, 8)),
        ("bars 1-2 are weird, can u redo those", (1, 2)),
        ("i don't like bars 5 to 8, rewrite them", (5, 8)),
        ("第5到第8小节重写一下", (5, 8)),
    ],
)
def test_bars_to_rewrite(words: str, bars: tuple[int, int]) -> None:
    assert read_operation(words) == Operation("rewrite", *bars)


@pytest.mark.parametrize("words", ["humanise it", "humanize this", "make it less robotic"])
def test_humanising(words: str) -> None:
    assert read_operation(words) == Operation("humanise")


@pytest.mark.parametrize(
    "words",
    [
        "bars 3 and 4 are great, make it faster",
        "a 16 bar waltz",
        "make it 8 bars",
        "write 5 to 8 bars of jazz",
        "vary it",
        "a human voice",
    ],
)
def test_what_names_no_operation(words: str) -> None:
    assert read_operation(words) is None


def test_bars_that_run_backwards_are_said() -> None:
    with pytest.raises(ImpossibleControls, match="Bars 8 to 5"):
        read_operation("rewrite bars 8 to 5")


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("rewrite bars 5 to 8", "vary"),
        ("bars 1-2 are weird, can u redo those", "vary"),
        ("第5到第8小节重写一下", "vary"),
        ("humanise it", "vary"),
        ("blend them", "blend"),
        ("mash up the two", "blend"),
        ("mix the last two 70/30", "blend"),
        ("restyle it as lo-fi", "restyle"),
    ],
)
def test_the_intent_that_goes_with_them(words: str, intent: str) -> None:
    request = read(words, (PIECE,))
    assert request.intent == intent
    if intent == "vary":
        assert request.controls == PIECE.controls


@pytest.mark.parametrize(
    ("words", "weight"),
    [("mix them 70/30", 0.3), ("with 25% of the second", 0.25), ("blend them", None), ("in 3/4", None)],
)
def test_weights(words: str, weight: float | None) -> None:
    assert read_weight(words) == weight
