"""What goes wrong on Discord's side, and what still arrives: everything, once."""

import asyncio
from typing import Any

import pytest

from bot.discord.failures import changed
from tests.discord.conftest import Room
from tests.discord.talk import SMALL, answer_to, custom_ids, reply_to, take_in, take_of, takes_in, words_of
from tests.discord_server.interactions import COMMAND, COMPONENT

pytestmark = pytest.mark.asyncio(loop_scope="session")
MESSAGES = "/channels/*/messages"


async def ordered(room: Room, *, slowed: bool = False) -> tuple:  # type: ignore[type-arg]
    """A piece on order, whose channel is known: (channel, member, use)."""
    channel, ann = room.channel(), room.member()
    use = await ann.slash(channel, "compose", text="an 8 bar piece for piano in C major" if slowed else SMALL)
    return channel, ann, use


@pytest.fixture(autouse=True)
def _no_faults_left(room: Room):  # type: ignore[no-untyped-def]
    yield
    room.discord.faults.clear()


@pytest.mark.parametrize("statuses", [(500, 502, 500), (503, 503, 503)])  # tried again by the client; by us
async def test_a_server_error_delays_a_take_and_doubles_none(room: Room, statuses: tuple[int, ...]) -> None:
    for status in statuses:
        room.discord.faults.answer("POST", MESSAGES, status=status)
    channel, _, _ = await ordered(room)
    await take_in(room.discord, channel)
    await asyncio.sleep(0.5)
    assert len(takes_in(channel)) == 1


async def test_an_answer_that_is_lost_doubles_nothing(room: Room) -> None:
    room.discord.faults.lose_answer("POST", MESSAGES)
    channel, ann, _ = await ordered(room)
    await take_in(room.discord, channel)
    use = await ann.slash(channel, "history")
    await answer_to(room.discord, use)
    await asyncio.sleep(2)
    assert len(takes_in(channel)) == 1


async def test_rate_limits_are_waited_for(room: Room) -> None:
    room.discord.faults.rate_limit("POST", MESSAGES, retry_after=0.5, times=2)
    channel, _, _ = await ordered(room)
    await take_in(room.discord, channel)


async def test_the_take_comes_to_the_channel_when_the_token_has_expired(room: Room) -> None:
    channel, _, use = await ordered(room, slowed=True)
    room.discord.clock.advance(901)
    take = await take_in(room.discord, channel)
    assert use.response is not None
    await room.discord.until(lambda: str(take.id) in use.response.content)


async def test_where_the_bot_may_not_write_the_command_itself_is_answered(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    channel.deny(room.discord.bot_user, "send_messages")
    use = await ann.slash(channel, "compose", text=SMALL)
    await room.discord.until(lambda: use.response and take_of(use.response), timeout=60)
    assert {a.filename.rpartition(".")[2] for a in use.response.attachments} >= {"ogg", "mid"}


async def test_without_files_the_take_comes_as_text(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    channel.deny(room.discord.bot_user, "attach_files")
    await ann.slash(channel, "compose", text=SMALL)
    await room.discord.until(
        lambda: any("CZ1-" in words_of(m) for m in channel.messages if m.author.bot), timeout=60
    )


async def test_a_channel_that_is_gone_sends_the_take_home(room: Room) -> None:
    channel, ann, _ = await ordered(room, slowed=True)
    room.discord.clock.advance(901)
    channel.delete()
    take = await take_in(room.discord, ann.direct_channel)
    assert take.attachments


async def test_a_bot_that_was_thrown_out_sends_the_take_home(room: Room) -> None:
    guild = room.discord.add_guild("Short Stay")
    channel = guild.add_channel("general")
    ann = room.discord.add_member("Ann", guild)
    await ann.slash(channel, "compose", text="an 8 bar piece for piano in C major")
    room.discord.clock.advance(901)
    guild.remove_bot()
    # nobody shares a server with the bot any more, so Discord may refuse this too; either way nothing is
    # doubled and others are served
    other, _, _ = await ordered(room)
    await take_in(room.discord, other)
    assert not takes_in(channel)


async def test_a_progress_message_that_is_deleted(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    asked = await ann.say(channel, "<@bot> compose an 8 bar piece for piano in C major")
    reply = await reply_to(room.discord, asked)
    moderator = room.member(permissions=("manage_messages",))
    await moderator.delete(reply)
    await moderator.delete(asked)
    await take_in(room.discord, channel)


async def test_the_gateway_drops_and_nothing_is_missed(room: Room) -> None:
    stop = room.discord.faults.drop_gateway_every(1.0)
    channel, ann, _ = await ordered(room)
    await take_in(room.discord, channel)
    stop()
    await ann.say(channel, "<@bot> slower")
    await take_in(room.discord, channel, 2)
    assert len(takes_in(channel)) == 2


async def test_a_flood_is_told_once_and_then_not_answered(room: Room) -> None:
    channel, ann, ben = room.channel(), room.member(), room.member()
    for n in range(40):
        await ann.say(channel, f"<@bot> hello {n}")
    told = await room.discord.until(
        lambda: [m for m in channel.messages if "again in" in m.content], timeout=60
    )
    asked = await ben.say(channel, "<@bot> help")
    await reply_to(room.discord, asked)
    assert told
    to_ann = [m for m in channel.messages if m.author.bot and m.reference and m.reference.author is ann.user]
    assert len(to_ann) <= 14
    assert sum("again in" in m.content for m in to_ann) == 1


async def test_an_unknown_button(room: Room) -> None:
    channel, ann, _ = await ordered(room)
    take = await take_in(room.discord, channel)
    for custom_id in ("cz0:old:1", "cz1:nothing:1", "cz1:star:nobody:9", "x" * 100):
        use = await ann.press(take, custom_id=custom_id, force=True)
        answer = await answer_to(room.discord, use)
        assert answer.private, custom_id
        assert answer.content


async def test_what_discord_would_never_send_is_answered_in_a_sentence(room: Room) -> None:
    channel, mod = room.channel(), room.member(permissions=("manage_guild",))
    listed = await answer_to(room.discord, await mod.slash(channel, "recommend", text="slow piano"))
    tracks = next((m for m in channel.messages if any(":hear:" in i for i in custom_ids(m))), listed)

    async def told(kind: int, data: dict[str, Any], **more: Any) -> str:
        known = len(room.discord.failures)
        use = room.discord.desk.open(kind, mod.user, channel, data, **more)
        del room.discord.failures[known:]  # it has no shape that Discord knows
        return (await answer_to(room.discord, use)).content

    for name, option in (
        ("analyze", {"name": "file", "type": 11, "value": "1"}),  # a file that was never sent
        ("analyze", {"name": "file", "type": 3, "value": "x"}),
        ("compose", {"name": "text", "type": 3, "value": 7}),
        ("compose", {"name": "text", "type": 6, "value": "nobody"}),
        ("compose", {"name": "colour", "type": 3, "value": "red"}),
    ):
        command = room.discord.commands.named(name, room.guild)
        assert command is not None
        data = {"id": command["id"], "name": name, "type": 1, "options": [option]}
        assert await told(COMMAND, data, command=command) == changed(), option
    menu = {"custom_id": "cz1:hear:track", "component_type": 3, "values": []}
    assert "I don't know this button any more" in await told(COMPONENT, menu, message=tracks)
    use = await mod.slash(channel, "style add", name="rain", base="\U0010ffff" * 3000)
    assert "try one such as lo-fi" in (await answer_to(room.discord, use)).content


async def test_a_hundred_commands_in_a_minute_are_refused_privately(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    uses = await asyncio.gather(*(ann.slash(channel, "rate", stars=3) for _ in range(100)))
    assert not [use.error for use in uses if use.error]
    answers = [await answer_to(room.discord, use) for use in uses]
    assert all(answer.private for answer in answers)
    assert sum("again in" in answer.content for answer in answers) >= 80


async def test_two_people_on_one_button_each_get_their_own_answer(room: Room) -> None:
    channel, ann, _ = await ordered(room)
    take = await take_in(room.discord, channel)
    ben = room.member()
    one, two = await asyncio.gather(ann.press(take, label="5 ★"), ben.press(take, label="1 ★"))
    assert "5 stars" in (await answer_to(room.discord, one)).content
    assert "1 star " in (await answer_to(room.discord, two)).content
    await asyncio.gather(ann.press(take, label="Vary"), ben.press(take, label="Vary"))
    await take_in(room.discord, channel, 3)
