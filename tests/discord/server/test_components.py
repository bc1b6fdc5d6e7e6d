"""Buttons, menus and forms."""

import asyncio

import pytest

from tests.discord.server.conftest import Room
from tests.discord_server import Message
from tests.discord_server.interactions import NO_ANSWER_TO_PRESS


@pytest.fixture
async def shown(room: Room) -> Message:
    use = await room.ann.slash(room.channel, "buttons")
    assert use.response is not None
    return use.response


async def test_a_press_can_change_the_message(room: Room, shown: Message) -> None:
    use = await room.ann.press(shown, label="Vary")
    assert use.response is shown
    assert shown.content == "varied"
    assert use.answered


async def test_a_deferred_press_is_followed_by_a_private_word(room: Room, shown: Message) -> None:
    use = await room.ann.press(shown, label="Quiet")
    assert use.deferred
    await room.discord.until(lambda: use.followups)
    assert use.followups[0].content == "only for you"
    assert use.private
    assert room.channel.messages == [shown]


async def test_a_choice_carries_its_value(room: Room, shown: Message) -> None:
    use = await room.ann.choose(shown, custom_id="menu", values=["jig"])
    assert use.response is not None
    assert use.response.content == "chosen: jig"


async def test_a_form_is_filled_in_by_name(room: Room, shown: Message) -> None:
    use = await room.ann.press(shown, label="Form")
    assert use.modal is not None
    assert use.modal.title == "Change it"
    sent = await room.ann.submit(use.modal, **{"What to change": "with strings"})
    assert sent.response is not None
    assert sent.response.content == "changed: with strings"
    with pytest.raises(ValueError, match="takes"):
        await room.ann.submit(use.modal, **{"What to change": "x" * 51})


async def test_two_people_press_one_button(room: Room, shown: Message) -> None:
    bob = room.discord.add_member("Bob", room.guild)
    uses = await asyncio.gather(room.ann.press(shown, label="Vary"), bob.press(shown, label="Vary"))
    assert [u.error for u in uses] == [None, None]
    assert uses[0].token != uses[1].token


async def test_only_what_is_there_can_be_pressed(room: Room, shown: Message) -> None:
    with pytest.raises(LookupError, match="no button Delete"):
        await room.ann.press(shown, label="Delete")
    with pytest.raises(LookupError, match="disabled"):
        await room.ann.press(shown, label="Off")
    with pytest.raises(LookupError, match="no choice"):
        await room.ann.choose(shown, custom_id="menu", values=["march"])
    await room.ann.direct("hello")
    bob = room.discord.add_user("Bob")
    with pytest.raises(LookupError, match="sees no such channel"):
        await bob.press(shown, label="Vary")


async def test_an_unknown_button_can_be_forced(room: Room, shown: Message) -> None:
    pressing = asyncio.create_task(room.ann.press(shown, custom_id="gone:1", force=True))
    await room.discord.until(lambda: len(room.discord.interactions) == 2)
    room.discord.clock.advance(3)
    assert (await pressing).error == NO_ANSWER_TO_PRESS
