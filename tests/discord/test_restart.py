"""The program killed while it works for people on Discord: after the restart everything arrives, once."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.discord_program import Program, jobs_in
from tests.discord.talk import answer_to, take_in, take_of, takes_in
from tests.discord_server import Channel, LoopbackDiscord, Member

PIECE = "an 8 bar piece for piano in C major at 120 bpm"


@dataclass
class Stage:
    discord: LoopbackDiscord
    program: Program
    channel: Channel
    ann: Member
    folder: Path


@pytest.fixture
async def stage(data: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    (data / "index" / "starter.built").touch()  # what an operator took out is not built again
    async with LoopbackDiscord() as discord:
        guild = discord.add_guild("Music Room")
        program = Program(discord, data, tmp_path / "log")
        await program.start()
        try:
            yield Stage(
                discord, program, guild.add_channel("general"), discord.add_member("Ann", guild), data
            )
        finally:
            await program.stop()


async def test_killed_while_queued_composing_and_posting(stage: Stage) -> None:
    discord, program, channel, ann = stage.discord, stage.program, stage.channel, stage.ann
    use = await ann.slash(channel, "compose", text=PIECE)
    await discord.until(lambda: use.answered, timeout=60)
    await program.kill()
    await program.start()
    first = await take_in(discord, channel)
    # its buttons outlive the program that drew them, and so does its place in the conversation
    await program.kill()
    await program.start()
    why = await answer_to(discord, await ann.press(first, label="Why?"))
    assert "random seed" in why.content
    # posted, and killed before it could write down that it was
    discord.faults.lose_answer("POST", "/channels/*/messages", times=None)
    await ann.press(first, label="Vary")
    await take_in(discord, channel, 2)
    await program.kill()
    discord.faults.clear()
    await program.start()
    await asyncio.to_thread(_wait_until_posted, stage.folder)
    assert len(takes_in(channel)) == 2
    assert len({take_of(m) for m in takes_in(channel)}) == 2
    # the same much later, when Discord has forgotten the nonce
    discord.faults.lose_answer("POST", "/channels/*/messages", times=None)
    await ann.press(first, label="Vary")
    await take_in(discord, channel, 3)
    await program.kill()
    discord.faults.clear()
    discord.clock.advance(600)
    _make_attempts_older(stage.folder, 600)
    await program.start()
    await asyncio.to_thread(_wait_until_posted, stage.folder)
    assert len(takes_in(channel)) == 3


async def test_an_engine_that_is_killed_costs_no_piece(stage: Stage) -> None:
    use = await stage.ann.slash(stage.channel, "compose", text=PIECE)
    await stage.discord.until(lambda: use.answered, timeout=60)
    assert stage.program.kill_engine()
    await take_in(stage.discord, stage.channel)


async def test_who_was_left_without_an_answer_is_told(stage: Stage) -> None:
    use = await stage.ann.slash(stage.channel, "recommend", text="something calm")
    assert use.response is not None
    await asyncio.to_thread(_wait_until, lambda: _events(stage.folder) == 1)
    await stage.program.kill()
    await stage.program.start()
    answer = await answer_to(stage.discord, use)
    assert "say it again" in answer.content


def _wait_until_posted(folder: Path) -> None:
    _wait_until(lambda: all(job.is_over for job in jobs_in(folder)))


def _wait_until(condition: Callable[[], bool]) -> None:
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("that did not happen within a minute")


def _events(folder: Path) -> int:
    """How much of conversations is written down."""
    with closing(sqlite3.connect(folder / "cadenza.db")) as database:
        return int(database.execute("SELECT count(*) FROM conversation_events").fetchone()[0])


def _make_attempts_older(folder: Path, seconds: int) -> None:
    """Turns the program's own clock back for the attempts it wrote down."""
    with closing(sqlite3.connect(folder / "cadenza.db")) as database, database:
        moment = (datetime.now(UTC) - timedelta(seconds=seconds)).strftime("%Y-%m-%d %H:%M:%S.%f")
        database.execute("UPDATE jobs SET posting_began = ? WHERE NOT posted", (moment,))
