"""The words that every surface shares."""

import pytest

from bot.assistant.events import Failed, Finished, Recommended, Said, Understood
from bot.assistant.presentation import (
    describe_controls,
    describe_take,
    describe_work,
    duration,
    plain_text,
)
from music.controls import Controls
from music.job import Seed, Take
from music.originality import Originality
from tests.assistant.test_events import TRACK


def test_controls_read_as_one_would_say_them() -> None:
    asked = Controls(
        mood=("calm",), style="waltz", tempo_bpm=96.4, key="G minor", metre="3/4",
        instruments=("Violin", "Viola", "Cello"), exclude_instruments=("Drums",), bars=16, density="sparse",
    )  # fmt: skip
    assert describe_controls(asked) == (
        "calm, waltz, tempo 96, G minor, 3/4, Violin, Viola and Cello, without Drums, 16 bars, sparse"
    )
    assert describe_controls(Controls()) == ""
    assert (
        describe_controls(Controls(valence=-0.6, arousal=0.7, seconds=90)) == "lively, dark, about 1 min 30 s"
    )


@pytest.mark.parametrize(
    ("seconds", "words"), [(7.6, "8 s"), (59.7, "1 min"), (60, "1 min"), (150.2, "2 min 30 s")]
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_take_says_its_adjustments_seeds_and_soundfont() -> None:
    take = Take(
        "t", "j", "c", Controls(key="A minor", bars=8, seconds=20.0), "m" * 64,
        seeds=(Seed("x", "Air", "Bach"),), title="Calm piece", bars=8, seconds=19.6, soundfont="FluidR3 GM",
        adjustments=("4/4 became 3/4, since it is a waltz.",),
        originality=Originality(12_189, 9, 2.5, 0.56, "a/b", "Old tune", "Nobody"),
    )  # fmt: skip
    words = describe_take(take)
    for part in (
        "Calm piece",
        "A minor",
        "8 bars",
        "20 s",
        "Air (Bach)",
        "since it is a waltz",
        "FluidR3 GM",
        "the longest line it shares with any known piece is 9 notes, in “Old tune” by Nobody",
    ):
        assert part in words


def test_recommendations_come_with_their_reasons_and_ids() -> None:
    text = plain_text(Recommended("t", (TRACK,), "Music that may fit:"))
    assert text == "Music that may fit:\n1. Air by Bach [0123]: slow, 62 bpm; strings, as you asked"


def test_progress_says_how_far_it_is() -> None:
    assert describe_work("queued", 0, 2) == "Waiting; 2 pieces before this one"
    assert describe_work("composing", 3, 16) == "Composing: bar 3 of 16"
    assert describe_work("drawing", 0, 0) == "Drawing the notes"


def test_events_that_say_nothing_are_no_lines() -> None:
    assert plain_text(Finished("t")) == ""
    assert plain_text(Understood("t", "chat", "en", Controls())) == ""
    assert plain_text(Failed("t", "No.")) == "No."
    assert plain_text(Said("t", "Yes.")) == "Yes."
    notes = ("A waltz is in 3/4, so I left 4/4 out.",)
    assert "3/4" in plain_text(Understood("t", "generate", "en", Controls(), notes=notes))
