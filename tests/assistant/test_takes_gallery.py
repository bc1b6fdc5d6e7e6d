"""The twenty takes of docs/takes: what is asked for, by rule."""

from collections import Counter

import pytest

from bot.takes_gallery import MOODS, SECONDS, TAKES, Request, requests
from bot.understanding import read


def test_twenty_different_styles_in_every_mood_are_asked_for() -> None:
    asked = requests()
    assert len({r.style for r in asked}) == len({r.stem for r in asked}) == TAKES
    moods = Counter(next((m for m in MOODS if m and m in r.words.split()), "") for r in asked)
    assert set(moods.values()) == {TAKES // len(MOODS)}


@pytest.mark.parametrize("request_", requests(), ids=lambda r: r.stem)
def test_the_words_are_understood_as_what_they_say(request_: Request) -> None:
    found = read(request_.words)
    assert found.controls.style == request_.style
    assert found.controls.seconds == SECONDS
    assert found.controls.mood == tuple(m for m in MOODS if m and m in request_.words.split())
