"""What members can and cannot do, and what the bot is told about them."""

import asyncio

import discord as client
import pytest

from tests.discord.server.conftest import Room
from tests.discord_server import LoopbackDiscord, Upload
from tests.discord_server.interactions import NO_ANSWER


def register(discord: LoopbackDiscord, **more: object) -> None:
    discord.commands.replace(None, [{"name": "tidy", "description": "Tidies", **more}])


async def test_a_command_for_moderators_is_offered_to_them_alone(discord: LoopbackDiscord) -> None:
    guild = discord.add_guild("Music Room")
    channel = guild.add_channel("general")
    ann = discord.add_member("Ann", guild)
    mo = discord.add_member("Mo", guild, permissions=("manage_guild", "manage_messages"))
    register(discord, default_member_permissions=str(1 << 5))
    with pytest.raises(LookupError, match="not offered to Ann"):
        await ann.slash(channel, "tidy")
    using = asyncio.create_task(mo.slash(channel, "tidy"))
    await discord.until(lambda: discord.interactions)
    discord.clock.advance(3)
    assert (await using).error == NO_ANSWER, "it is sent, and nobody is there to answer"


async def test_a_command_for_servers_is_not_offered_directly(discord: LoopbackDiscord) -> None:
    ann = discord.add_member("Ann", discord.add_guild("Music Room"))
    register(discord, contexts=[0])
    with pytest.raises(LookupError, match="not offered in direct messages"):
        await ann.slash(ann.direct_channel, "tidy")


async def test_a_removed_bot_offers_nothing(room: Room) -> None:
    room.guild.remove_bot()
    with pytest.raises(LookupError, match="not in Music Room"):
        await room.ann.slash(room.channel, "ping")
    room.guild.invite_bot()
    use = await room.ann.slash(room.channel, "ping")
    assert use.response is not None


async def test_a_command_works_in_a_direct_conversation(room: Room) -> None:
    use = await room.ann.slash(room.ann.direct_channel, "ping", text="here")
    assert room.ann.direct_channel.messages == [use.response]
    assert use.response is not None
    assert use.response.content == "here"


async def test_a_muted_member_can_neither_write_nor_command(room: Room) -> None:
    room.channel.deny(room.ann, "send_messages", "use_application_commands")
    with pytest.raises(ValueError, match="may not write"):
        await room.ann.say(room.channel, "hello")
    with pytest.raises(ValueError, match="may not use commands"):
        await room.ann.slash(room.channel, "ping")


async def test_the_bot_reads_who_mentions_it_with_which_files(room: Room) -> None:
    await room.ann.say(
        room.channel, "<@bot> go on", attachments=[Upload("my tune.mid", b"MThd", claimed_size=99)]
    )
    await room.discord.until(lambda: room.bot.heard)
    message = room.bot.heard[0]
    assert room.bot.user in message.mentions
    assert isinstance(message.author, client.Member)
    assert message.author.display_name == "Ann"
    assert [(a.filename, a.size) for a in message.attachments] == [("my_tune.mid", 99)]


async def test_an_interaction_knows_member_permissions_and_limits(room: Room) -> None:
    room.guild.upload_limit = 50 * 2**20
    mo = room.discord.add_member("Mo", room.guild, permissions=("manage_messages",))
    room.channel.deny(room.discord.bot_user, "attach_files")
    seen: list[client.Interaction] = []

    async def note(interaction: client.Interaction) -> None:
        seen.append(interaction)

    room.bot.add_listener(note, "on_interaction")
    await mo.slash(room.channel, "ping")
    assert seen[0].permissions.manage_messages
    assert not seen[0].app_permissions.attach_files
    assert seen[0].app_permissions.send_messages
    assert seen[0].filesize_limit == 50 * 2**20
    assert seen[0].is_guild_integration()


async def test_editing_and_deleting_reach_the_bot(room: Room) -> None:
    message = await room.ann.say(room.channel, "<@bot> one")
    await room.ann.edit(message, "<@bot> two")
    assert message.edits[0].content.endswith("one")
    await room.ann.delete(message)
    await room.discord.until(lambda: "MESSAGE_DELETE" in room.bot.events)
    assert room.bot.events[-3:] == ["MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"]
    with pytest.raises(LookupError, match="gone"):
        await room.ann.delete(message)


async def test_a_private_answer_is_for_one(room: Room) -> None:
    bob = room.discord.add_member("Bob", room.guild)
    use = await room.ann.slash(room.channel, "private")
    await room.discord.until(lambda: use.answered)
    assert use.response is not None
    assert room.channel.visible_to(room.ann) == [use.response]
    assert room.channel.visible_to(bob) == []
    with pytest.raises(LookupError, match="Only the one"):
        await bob.press(use.response, label="x")
    with pytest.raises(client.NotFound):
        await room.bot.get_partial_messageable(room.channel.id).fetch_message(use.response.id)


async def test_what_waits_in_vain_says_what_happened_last(discord: LoopbackDiscord) -> None:
    with pytest.raises(TimeoutError, match="last requests of the bot: none"):
        await discord.until(lambda: False, timeout=0.01)
