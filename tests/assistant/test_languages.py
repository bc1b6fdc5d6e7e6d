"""A conversation is answered in its language, and a refinement says what it changed."""

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.events import TakeReady
from bot.assistant.presentation import plain_text
from bot.language import use_language
from tests.assistant.talk import SMALL, failed, only, recommended, reply, said, take_in, turn, understood

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_conversation_in_chinese(assistant: Assistant) -> None:
    first = await reply(assistant, turn("写一首C大调的钢琴曲，2小节，120 bpm，4/4拍", "zh"))
    assert understood(first).language == "zh"
    assert "C大调" in understood(first).summary
    assert recommended(first).text.startswith("可能合适的音乐")
    assert "灵感来自" in only(TakeReady, first).text
    second = await reply(assistant, turn("慢一点", "zh"))
    assert understood(second).change == "速度 120 -> 96；其他不变"
    assert "其他不变" in plain_text(understood(second))
    assert "我推荐音乐" in said(await reply(assistant, turn("帮助", "zh")))
    # the turn's language was that of its task; this one speaks English still
    use_language("en")
    assert plain_text(understood(second)).startswith("Changed: ")


async def test_what_cannot_be_done_is_refused_in_chinese(assistant: Assistant) -> None:
    refused = failed(await reply(assistant, turn("2000 bpm 的电子乐")))
    assert refused.text == "速度 2000 bpm 做不到；20 到 320 bpm 可以。"


async def test_a_refinement_says_what_it_changed(assistant: Assistant) -> None:
    await reply(assistant, turn(SMALL, "change"))
    changed = understood(await reply(assistant, turn("slower", "change")))
    assert changed.change == "tempo 120 -> 96; everything else as before"
    assert changed.alternatives == ()


async def test_an_unclear_wish_offers_its_other_reading(assistant: Assistant) -> None:
    events = await reply(assistant, turn("2 bars of something calm for piano in 4/4", "other"))
    (other,) = understood(events).alternatives
    assert recommended(await reply(assistant, turn(other, "other"))).tracks


async def test_going_back_shows_the_very_take_and_goes_on_from_it(assistant: Assistant) -> None:
    first = take_in(await reply(assistant, turn(SMALL, "back")))
    slower = take_in(await reply(assistant, turn("slower", "back")))
    again = await reply(assistant, turn("go back to the first one", "back"))
    assert understood(again).change == "tempo 96 -> 120; everything else as before"
    assert said(again) == f"Here is “{first.title}” again, as it was."
    assert (take_in(again).id, take_in(again).code) == (first.id, first.code)
    then = await reply(assistant, turn("slower", "back"))
    assert understood(then).change == "tempo 120 -> 96; everything else as before"
    assert [seed.track_id for seed in take_in(then).seeds] == [first.id]
    assert take_in(then).id != slower.id
    otherwise = await reply(assistant, turn("back to the first one but in F", "back"))
    assert take_in(otherwise).id not in (first.id, slower.id, take_in(then).id)
    assert understood(otherwise).controls.key == "F major"
