"""With CADENZA_DISCORD_SHARDS=auto the bot opens as many connections as Discord recommends."""

import asyncio
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from tests.discord.conftest import bot_on, settings_for
from tests.discord.talk import answer_to, reply_to, words_of
from tests.discord_server import LoopbackDiscord

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_every_shard_answers(data: Path) -> None:
    async with LoopbackDiscord() as discord:
        discord.shards = 2
        settings = settings_for(data, discord).model_copy(update={"shards": "auto"})
        by_shard = {}
        while len(by_shard) < 2:  # which shard a server is of follows from the time in its id
            guild = discord.add_guild("Music Room")
            by_shard[(guild.id >> 22) % 2] = guild
            await asyncio.sleep(0.001)
        async with (
            Assistant.open(settings, in_process=True, background=False, starter=False) as assistant,
            bot_on(discord, assistant, settings) as bot,
        ):
            assert bot.shard_count == 2
            assert len(bot.guilds) == len(discord.guilds)
            for guild in by_shard.values():
                channel, ann = guild.add_channel("music"), discord.add_member("Ann", guild)
                asked = await ann.slash(channel, "help")
                assert "I recommend music" in words_of(await answer_to(discord, asked))
                said = await ann.say(channel, f"{discord.bot_user.mention} help")
                assert "I recommend music" in words_of(await reply_to(discord, said))
