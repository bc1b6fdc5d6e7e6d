from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.discord.server.small_bot import SmallBot, running
from tests.discord_server import Channel, Guild, LoopbackDiscord, Member


@dataclass
class Room:
    """A server with one guild, a channel, a member and the small bot."""

    discord: LoopbackDiscord
    guild: Guild
    channel: Channel
    ann: Member
    bot: SmallBot


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as server:
        yield server


@pytest.fixture
async def room(discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Room]:
    guild = discord.add_guild("Music Room")
    channel = guild.add_channel("general")
    ann = discord.add_member("Ann", guild)
    async with running(discord, SmallBot(), monkeypatch) as bot:
        yield Room(discord, guild, channel, ann, bot)
