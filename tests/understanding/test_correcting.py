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
        (
            ("drop the drums", "no i meant take out the bass, not the drums"),
            ("Acoustic Grand Piano", "Drums"),
        ),
        (("drop the drums", "the bass, not the drums"), ("Acoustic Grand Piano", "Drums")),
        (("drop the drums, not the bass",), BAND[:2]),
        (("drop the drums", "add a clarinet, not drums"), (*BAND[:2], "Clarinet")),
        (("take the piano and the drums out",), ("Electric Bass (finger)",)),
        (("just the piano", "hmm no, bass and drums back in"), BAND),
        (("just the piano", "slower", "everyone back"), BAND),
        (("drop the bass", "put back what you just removed"), BAND),
        (("只要钢琴", "把刚去掉的加回来"), BAND),
        (("add a choir", "that's too much"), BAND),
        (("swap the drums for a taiko", "lose the drums"), BAND[:2]),
        (("swap the piano for a harp", "it was better with the piano"), BAND),
        (("make the drums more interesting",), BAND),
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
    ("messages", "length"),
    [
        (("100 seconds", "no i meant 200 lol"), (None, 200.0)), (("3 minutes", "i meant 4"), (None, 240.0)),
        (("24 bars", "oops, 32"), (32, None)), (("24 bars and 120 bpm", "no i meant 16"), (16, None)),
        (("150秒", "不对，我是说120"), (None, 120.0)),
    ],
)  # fmt: skip
def test_a_number_alone_is_of_what_was_set_last(
    messages: tuple[str, ...], length: tuple[int | None, float | None]
) -> None:
    meant = talk(*messages).controls
    assert (meant.bars, meant.seconds) == length
    assert meant.tempo_bpm == talk(*messages[:-1]).controls.tempo_bpm
    assert talk("120 bpm", "no i meant 112").controls.tempo_bpm == 112.0


@pytest.mark.parametrize(
    ("messages", "first"),
    [
        (("90 bpm", "back to the tempo from before"), "tempo_bpm"),
        (("in F minor", "no, major was nicer"), "key"),
        (("in D minor", "in G", "the key from the first version"), "key"),
        (("90 bpm", "the tempo we had was better"), "tempo_bpm"),
    ],
)  # fmt: skip
def test_what_was_better_before(messages: tuple[str, ...], first: str) -> None:
    assert getattr(talk(*messages).controls, first) == getattr(talk().controls, first)


@pytest.mark.parametrize(
    "message",
    ["i mean it is lovely", "sorry, i meant to say thanks", "not the best day, the rain again", "no problem"],
)
def test_what_corrects_nothing(message: str) -> None:
    assert talk("drop the drums", message).controls.instruments in (BAND[:2], ())


@pytest.mark.parametrize(
    ("messages", "slot", "goes_on"),
    [
        (("faster", "even more"), "tempo_bpm", True), (("faster", "that's too much lol"), "tempo_bpm", False),
        (("shorter", "not enough"), "seconds", True), (("sadder", "a bit more"), "valence", True),
        (("warmer", "not that much"), "valence", False), (("快一点", "还不够"), "tempo_bpm", True),
        (("长一点", "过头了"), "seconds", False), (("10 bpm up", "another 10"), "tempo_bpm", True),
    ],
)  # fmt: skip
def test_more_and_less_are_of_what_changed_last(messages: tuple[str, ...], slot: str, goes_on: bool) -> None:
    first, one, two = (getattr(talk(*messages[:n]).controls, slot) or 0.0 for n in range(3))
    assert (two - one) * (one - first) > 0 if goes_on else (two - one) * (one - first) < 0
    assert talk(*messages).controls.instruments == talk().controls.instruments


def test_more_after_nothing_is_only_talk() -> None:
    assert talk("even more").intent == "chat"
