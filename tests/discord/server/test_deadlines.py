"""Discord's deadlines and refusals around an interaction, by the turned clock."""

import asyncio
from typing import Any

import discord as client
import pytest

from tests.discord.server.conftest import Room
from tests.discord.server.small_bot import SmallBot
from tests.discord_server import Interaction


async def open_slow(room: Room) -> tuple[asyncio.Task[Interaction], client.Interaction]:
    """A `/slow` whose handler waits, and the interaction in the client's hands."""
    waiting = asyncio.create_task(room.bot.wait_for("interaction"))
    using = asyncio.create_task(room.ann.slash(room.channel, "slow"))
    return using, await waiting


async def test_an_answer_after_three_seconds_is_refused(room: Room) -> None:
    using, given = await open_slow(room)
    room.discord.clock.advance(3.1)
    use = await using
    assert use.error
    with pytest.raises(client.NotFound) as refused:
        await given.response.send_message("late")
    assert refused.value.code == 10062
    assert room.channel.messages == []


async def test_a_second_answer_is_refused(room: Room) -> None:
    using, given = await open_slow(room)
    await given.response.defer()
    again = client.InteractionResponse(given)
    with pytest.raises(client.HTTPException) as refused:
        await again.send_message("twice")
    assert (refused.value.status, refused.value.code) == (400, 40060)
    assert (await using).response is not None


async def test_of_two_programs_with_one_token_the_first_to_answer_wins(room: Room) -> None:
    second = SmallBot()
    running_bot = asyncio.create_task(second.start(room.discord.token))
    await room.discord.until(lambda: room.discord.identified == 2)
    await second.wait_until_ready()
    use = await room.ann.slash(room.channel, "ping")
    await room.discord.until(lambda: [e for e in room.discord.log if e.code == 40060])
    assert use.response is not None
    assert room.channel.messages == [use.response]
    await second.close()
    await running_bot


async def test_the_token_ends_after_fifteen_minutes(room: Room) -> None:
    using, given = await open_slow(room)
    await given.response.defer()
    use = await using
    room.discord.clock.advance(899)
    await given.edit_original_response(content="just in time")
    assert use.response is not None
    assert use.response.content == "just in time"
    room.discord.clock.advance(2)
    for late in (given.edit_original_response(content="late"), given.followup.send("late")):
        with pytest.raises(client.HTTPException) as refused:
            await late
        assert (refused.value.status, refused.value.code) == (401, 50027)


async def test_a_follow_up_before_any_answer_is_refused(room: Room) -> None:
    _, given = await open_slow(room)
    with pytest.raises(client.NotFound) as refused:
        await given.followup.send("early")
    assert refused.value.code == 10015
    await given.response.send_message("now")


async def test_a_deleted_answer_cannot_be_edited(room: Room) -> None:
    using, given = await open_slow(room)
    await given.response.send_message("here")
    use = await using
    moderator = room.discord.add_member("Mo", room.guild, permissions=("manage_messages",))
    assert use.response is not None
    await moderator.delete(use.response)
    with pytest.raises(client.NotFound) as refused:
        await given.edit_original_response(content="gone")
    assert refused.value.code == 10008


async def test_an_answer_of_the_wrong_kind_leaves_the_interaction_open(room: Room) -> None:
    using, given = await open_slow(room)
    with pytest.raises(client.HTTPException) as refused:
        await client.InteractionResponse(given).send_message("")
    assert refused.value.code == 50006
    response: Any = client.InteractionResponse(given)
    await response.send_message("better")
    assert (await using).response is not None


async def test_a_channel_that_is_gone_takes_no_answer(room: Room) -> None:
    using, given = await open_slow(room)
    room.channel.delete()
    with pytest.raises(client.NotFound) as refused:
        await given.response.send_message("where?")
    assert refused.value.code == 10003
    room.discord.clock.advance(4)
    assert (await using).error


async def test_an_answer_held_up_on_the_way_comes_too_late(room: Room) -> None:
    room.discord.faults.hang("POST", "/interactions/*/*/callback", 0.2)
    using = asyncio.create_task(room.ann.slash(room.channel, "ping"))
    await room.discord.until(lambda: room.discord.interactions)
    room.discord.clock.advance(3)
    assert (await using).error
    await room.discord.until(lambda: [e for e in room.discord.log if e.code == 10062])
    assert room.channel.messages == []


async def test_fifty_members_at_once_are_each_answered_once(room: Room) -> None:
    crowd = [room.discord.add_member(f"Member {n}", room.guild) for n in range(50)]
    uses = await asyncio.gather(*(m.slash(room.channel, "ping", text=m.name) for m in crowd))
    assert [u.error for u in uses] == [None] * 50
    assert all(u.acknowledged_ms is not None for u in uses)
    assert sorted(m.content for m in room.channel.messages) == sorted(m.name for m in crowd)
