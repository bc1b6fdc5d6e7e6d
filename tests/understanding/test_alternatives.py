"""An unclear wish is acted on, and its other reading is offered as a message that means it."""

import pytest

from bot.understanding import Request, read


def conversation(*messages: str) -> list[Request]:
    earlier: list[Request] = []
    for message in messages:
        earlier.append(read(message, earlier))
    return earlier


@pytest.mark.parametrize(
    "message",
    ["something calm for piano", "安静的钢琴", "algo tranquilo para piano", "静かなピアノ曲",
     "잔잔한 피아노 곡", "что-нибудь спокойное для пианино"],
)  # fmt: skip
def test_a_wish_without_a_verb_could_also_mean_music_that_exists(message: str) -> None:
    request = read(message)
    assert request.intent == "generate"
    (other,) = request.alternatives
    found = read(other)
    assert (found.intent, found.controls.instruments) == ("recommend", request.controls.instruments)


@pytest.mark.parametrize(
    ("first", "message"), [("a sad piano tune", "jazz"), ("悲伤的钢琴曲", "爵士"), ("piano triste", "jazz")]
)
def test_a_style_by_itself_could_also_change_what_was_asked(first: str, message: str) -> None:
    before, request = conversation(first, message)
    assert request.controls.instruments == ()
    (other,) = request.alternatives
    assert read(other, [before]).controls.instruments == before.controls.instruments
    assert read(other, [before]).controls.style == "jazz"


@pytest.mark.parametrize(("first", "message"), [("something calm", "harp"), ("algo tranquilo", "arpa")])
def test_an_instrument_by_itself_could_also_be_a_new_wish(first: str, message: str) -> None:
    before, request = conversation(first, message)
    assert request.controls.arousal == before.controls.arousal
    (other,) = request.alternatives
    anew = read(other, [before])
    assert anew.controls.arousal is None
    assert anew.controls.instruments == ("Orchestral Harp",)


@pytest.mark.parametrize("message", ["compose a calm waltz", "recommend a waltz", "thanks!", "写一首圆舞曲"])
def test_what_is_clear_has_no_other_reading(message: str) -> None:
    assert read(message).alternatives == ()
    assert conversation("a calm piano piece", "slower")[-1].alternatives == ()
