"""Login, sessions and what a session is sent."""

import asyncio

import discord as client
import pytest
import yarl
from discord.ext import commands

from tests.discord.server.conftest import Room
from tests.discord.server.small_bot import INTENTS, SmallBot, running
from tests.discord_server import Intent, LoopbackDiscord


async def test_the_client_learns_who_it_is_and_where(room: Room) -> None:
    assert room.bot.user is not None
    assert room.bot.user.id == room.discord.bot_user.id
    guild = room.bot.get_guild(room.guild.id)
    assert guild is not None
    assert guild.name == "Music Room"
    assert [c.name for c in guild.text_channels] == ["general"]
    assert guild.me.id == room.bot.user.id
    assert len(guild.members) == 1, "without the members intent only the bot itself is listed"
    assert guild.member_count == 3


async def test_a_wrong_token_is_refused_at_login(
    discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    discord_token, discord.token = discord.token, "another"
    bot = SmallBot()
    monkeypatch.setattr(client.http.Route, "BASE", discord.api_base)
    with pytest.raises(client.LoginFailure):
        await bot.start(discord_token)
    await bot.close()
    assert [(e.route, e.status) for e in discord.log] == [("/users/@me", 401)]


async def test_a_token_that_is_revoked_ends_the_client(
    discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = SmallBot()
    monkeypatch.setattr(client.http.Route, "BASE", discord.api_base)
    monkeypatch.setattr(client.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(discord.gateway_url))
    running_bot = asyncio.create_task(bot.start(discord.token))
    await discord.bot_ready()
    await discord.revoke_token()
    with pytest.raises(client.ConnectionClosed) as ended:
        await running_bot
    assert ended.value.code == 4004


async def test_intents_that_are_not_switched_on_close_the_gateway(
    discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(client.PrivilegedIntentsRequired):
        async with running(discord, SmallBot(client.Intents.all()), monkeypatch):
            pass


async def test_commands_keep_their_ids_over_a_second_start(room: Room) -> None:
    before = {c["name"]: c["id"] for c in room.discord.commands.all()}
    await room.bot.tree.sync()
    assert {c["name"]: c["id"] for c in room.discord.commands.all()} == before
    fetched = await room.bot.tree.fetch_commands()
    assert {str(c.id) for c in fetched} == set(before.values())


async def test_guilds_channels_and_permissions_change_under_the_client(room: Room) -> None:
    other = room.discord.add_guild("Second Room")
    await arrived(room, "GUILD_CREATE")
    lobby = other.add_channel("lobby")
    lobby.deny(room.discord.bot_user, "send_messages")
    await arrived(room, "CHANNEL_UPDATE")
    seen = room.bot.get_channel(lobby.id)
    assert isinstance(seen, client.TextChannel)
    assert not seen.permissions_for(seen.guild.me).send_messages
    assert seen.permissions_for(seen.guild.me).read_messages
    lobby.delete()
    await arrived(room, "CHANNEL_DELETE")
    assert room.bot.get_channel(lobby.id) is None
    other.remove_bot()
    await arrived(room, "GUILD_DELETE")
    assert room.bot.get_guild(other.id) is None


async def test_a_torn_connection_resumes_and_misses_nothing(room: Room) -> None:
    room.discord.faults.drop_gateway()
    for number in range(5):
        await room.ann.direct(f"message {number}")
    await room.discord.until(lambda: room.discord.resumed == 1)
    await arrived(room, "RESUMED")
    assert [m.content for m in room.bot.heard] == [f"message {n}" for n in range(5)]
    assert room.discord.identified == 1


async def test_an_interaction_during_a_torn_connection_is_answered_after_it(room: Room) -> None:
    room.discord.faults.drop_gateway()
    use = await room.ann.slash(room.channel, "ping")
    assert use.error is None
    assert use.response is not None


async def test_a_reconnect_request_is_followed_by_a_resume(room: Room) -> None:
    room.discord.faults.reconnect()
    await room.discord.until(lambda: room.discord.resumed == 1)


async def test_an_invalid_session_makes_the_client_identify_again(room: Room) -> None:
    room.discord.faults.invalidate_session()
    await room.discord.until(lambda: room.discord.identified == 2)
    use = await room.ann.slash(room.channel, "ping")
    assert use.response is not None


async def test_a_session_left_alone_too_long_cannot_be_resumed(room: Room) -> None:
    room.discord.faults.drop_gateway()
    room.discord.clock.advance(121)
    await room.discord.until(lambda: room.discord.identified == 2)
    assert room.discord.resumed == 0


async def test_a_gateway_that_drops_again_and_again_loses_nothing(room: Room) -> None:
    stop = room.discord.faults.drop_gateway_every(0.05)
    for number in range(20):
        await room.ann.direct(str(number))
        await asyncio.sleep(0.02)
    stop()
    await room.discord.until(lambda: any(s.connected for s in room.discord.sessions.values()))
    await room.ann.direct("last")
    await room.discord.until(lambda: room.bot.heard and room.bot.heard[-1].content == "last")
    assert [m.content for m in room.bot.heard] == [*map(str, range(20)), "last"]


async def test_only_events_of_the_intents_are_sent(
    discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    guild = discord.add_guild("Music Room")
    channel = guild.add_channel("general")
    ann = discord.add_member("Ann", guild)
    quiet = client.Intents(guilds=True, dm_messages=True)
    async with running(discord, SmallBot(quiet), monkeypatch) as bot:
        await ann.say(channel, "<@bot> nobody hears this")
        await ann.direct("this is heard")
        await discord.until(lambda: len(bot.heard) == 1)
        assert [m.content for m in bot.heard] == ["this is heard"]


async def test_a_sharded_client_hears_each_guild_on_its_shard(
    discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    discord.shards = 2
    guilds = [discord.add_guild(f"Room {n}") for n in range(4)]
    monkeypatch.setattr(client.http.Route, "BASE", discord.api_base)
    monkeypatch.setattr(client.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(discord.gateway_url))
    bot = commands.AutoShardedBot("!", intents=INTENTS, guild_ready_timeout=0.05)
    monkeypatch.setattr(bot, "before_identify_hook", SmallBot.before_identify_hook.__get__(bot))
    running_bot = asyncio.create_task(bot.start(discord.token))
    await discord.until(lambda: discord.identified == 2)
    await bot.wait_until_ready()
    assert {g.id for g in bot.guilds} == {g.id for g in guilds}
    assert {s.shard for s in discord.sessions.values()} == {(0, 2), (1, 2)}
    await bot.close()
    await running_bot


async def test_content_is_withheld_unless_the_bot_is_addressed(room: Room) -> None:
    own = await room.bot.get_partial_messageable(room.channel.id).send("mine")
    answered = room.channel.messages[-1]
    await room.ann.say(room.channel, "secret", attachments=[("a.mid", b"x")])
    await room.ann.say(room.channel, "<@bot> slower")
    await room.ann.say(room.channel, "pinging reply", reply_to=answered)
    await room.ann.say(room.channel, "silent reply", reply_to=answered, mention=False)
    await room.ann.direct("direct")
    await room.discord.until(lambda: len(room.bot.heard) == 6)
    assert own.content == "mine"
    assert [m.content for m in room.bot.heard[1:]] == [
        "",
        f"<@{room.discord.bot_user.id}> slower",
        "pinging reply",
        "",
        "direct",
    ]
    assert room.bot.heard[1].attachments == []
    reference = room.bot.heard[4].reference
    assert reference is not None
    assert isinstance(reference.resolved, client.Message)
    assert reference.resolved.content == "mine", "its own message is readable also inside a silent reply"
    told = await room.bot.get_partial_messageable(room.channel.id).fetch_message(room.channel.messages[1].id)
    assert told.content == "", "the content is withheld over REST too"


async def test_with_the_intent_the_content_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    async with LoopbackDiscord(allowed_intents=Intent.MESSAGE_CONTENT | Intent(INTENTS.value)) as discord:
        guild = discord.add_guild("Music Room")
        channel = guild.add_channel("general")
        ann = discord.add_member("Ann", guild)
        intents = client.Intents(guilds=True, guild_messages=True, message_content=True)
        async with running(discord, SmallBot(intents), monkeypatch) as bot:
            await ann.say(channel, "no secret", attachments=[("a.mid", b"x")])
            await discord.until(lambda: len(bot.heard) == 1)
            assert bot.heard[0].content == "no secret"
            assert bot.heard[0].attachments[0].filename == "a.mid"


async def arrived(room: Room, event: str) -> None:
    """Waits until the client has worked an event off."""
    await room.discord.until(lambda: event in room.bot.events)
    room.bot.events.clear()
