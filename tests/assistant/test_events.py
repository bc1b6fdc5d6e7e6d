"""Events are stored and sent as JSON, and come back as they were."""

import json

import pytest

from bot.assistant.events import (
    Asked,
    Event,
    Failed,
    Finished,
    Recommended,
    RecommendedTrack,
    Said,
    TakeReady,
    Understood,
    Working,
    event_from_json,
)
from music.controls import Controls
from music.job import Seed, Take
from music.originality import Originality

TRACK = RecommendedTrack(
    "0123", "Air", "Bach", "baroque", {"valence": 0.1, "arousal": -0.4}, 62.0, "D major", "4/4", 91.5,
    ("Violin", "Cello"), 4.25, ("slow, 62 bpm", "strings, as you asked"), "PD", "music21:bach", "ab" * 32,
)  # fmt: skip
TAKE = Take(
    "take", "job", "code", Controls(bars=4, instruments=("Violin",)), "cd" * 32,
    seeds=(Seed("0123", "Air", "Bach", 0.5),), audio={"ogg": "ef" * 32}, adjustments=("Slower than asked.",),
    timings={"composing": 1.5}, originality=Originality(12_189, 9, 2.5, 0.56, "a/b", "Air", "Bach"),
)  # fmt: skip

EVENTS: list[Event] = [
    Asked("t", "hello 你好", ("song.mid",)),
    Understood("t", "generate", "en", Controls(mood=("calm",), tempo_bpm=96.5), 0.9, "calm", ("3/4 it is.",)),
    Recommended("t", (TRACK,), "Music that may fit:", 3.25),
    Recommended("t", ()),
    Working("t", "job", "composing", 3, 16, "Composing: bar 3 of 16"),
    TakeReady("t", TAKE, "Here."),
    Said("t", "A minor.", "analysis", {"bars": 4, "chords": ["C", "G"]}),
    Failed("t", "No.", "deadbeef"),
    Finished("t"),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.type)
def test_an_event_survives_json(event: Event) -> None:
    assert event_from_json(json.loads(json.dumps(event.to_json()))) == event
