"""Corrections of the last message: what it did to the thing that is meant is taken back, the rest stays."""

import pytest

from bot.understanding import Request, read

FIRST = "a jazz tune for piano, bass and drums in F major at 110 bpm, 40 seconds"
BAND = ("Acoustic Grand Piano", "Electric Bass (finger)", "Drums")


def talk(*messages: str) -> Request:
    earlier: list[Request] = []
    for message in (FIRST, *messages):
        earlier.append(read(message, earlier))
    return earlier[-1]


@pytest.mark.parametrize(
    ("messages", "players"),
    [
        (("drop the drums", "no i meant the bass"), ("Acoustic Grand Piano", "Drums")),
        (("add a flute", "sorry, i meant a clarinet"), (*BAND, "Clarinet")),
        (("drums out. no wait i meant the bass out",), ("Acoustic Grand Piano", "Drums")),
        (("no bass and no drums", "no sorry, just the drums gone"), BAND[:2]),
        (("swap the piano for a harp", "nah piano was better"), BAND),
        (("swap the piano for a harp", "slower", "undo the harp thing"), BAND),
        (("drop the bass", "cello instead"), ("Acoustic Grand Piano", "Drums", "Cello")),
        (("add a flute", "remove what you just added"), BAND),
        (("去掉鼓", "我说的是贝斯"), ("Acoustic Grand Piano", "Drums")),
    ],
)
def test_who_plays_after_a_correction(messages: tuple[str, ...], players: tuple[str, ...]) -> None:
    assert set(talk(*messages).controls.instruments) == set(players)


def test_a_correction_takes_back_only_what_it_is_about() -> None:
    changed = talk("slower and drop the drums", "no i meant the bass").controls
    assert changed.tempo_bpm == 88.0
    assert changed.key == "F major"
    mood = talk("sadder", "no i meant slower").controls
    assert (mood.valence, mood.tempo_bpm) == (talk().controls.valence, 88.0)
    key = talk("in D minor and 60 seconds", "no i meant D major").controls
    assert (key.key, key.seconds) == ("D major", 60.0)


@pytest.mark.parametrize(
    "message",
    ["i mean it is lovely", "sorry, i meant to say thanks", "not the best day, the rain again", "no problem"],
)
def test_what_corrects_nothing(message: str) -> None:
    assert talk("drop the drums", message).controls.instruments in (BAND[:2], ())
