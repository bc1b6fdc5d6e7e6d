"""The bot as a program of its own: killed, and started again."""

import asyncio
import sys
from pathlib import Path

from tests.discord_server import LoopbackDiscord
from tests.discord_server.interactions import NO_ANSWER_TO_PRESS

ROOT = Path(__file__).parents[3]


async def start(discord: LoopbackDiscord) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.discord.server.small_bot"),
        *(discord.api_base, discord.gateway_url, discord.token),
        cwd=ROOT,
    )
    await discord.bot_ready()
    return process


async def test_a_killed_program_answers_again_after_a_new_start(discord: LoopbackDiscord) -> None:
    guild = discord.add_guild("Music Room")
    channel = guild.add_channel("general")
    ann = discord.add_member("Ann", guild)
    process = await start(discord)
    shown = (await ann.slash(channel, "buttons")).response
    assert shown is not None
    process.kill()
    await process.wait()
    pressing = asyncio.create_task(ann.press(shown, label="Vary"))
    await discord.until(lambda: len(discord.interactions) == 2)
    discord.clock.advance(3)
    assert (await pressing).error == NO_ANSWER_TO_PRESS
    process = await start(discord)
    assert discord.identified == 2
    use = await ann.press(shown, label="Vary")
    assert use.error is None
    assert shown.content == "varied"
    process.terminate()
    await process.wait()
