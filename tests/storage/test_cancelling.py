"""Tasks are cancelled at any moment (a member leaves, a program stops); no transaction is left open by it."""

import asyncio
import gc
import logging
import random

import pytest

from storage.database import Database
from storage.repositories.guilds import Guilds
from storage.whole_session import finish


async def _write(database: Database, name: str) -> None:
    async with database.session() as session:
        await Guilds(session).get_or_create(name, "web")
        await Guilds(session).get_or_create(f"{name}-too", "web")


async def _read(database: Database) -> None:
    async with database.reading() as session:
        await Guilds(session).get("a")


async def test_cancelled_transactions_leave_nothing_behind(
    migrated_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    draw = random.Random(1)
    database = await Database.open(migrated_url)
    for round_number in range(150):
        works = [_write(database, f"g{round_number}"), _read(database), _write(database, f"h{round_number}")]
        tasks = [asyncio.create_task(work) for work in works]
        await asyncio.sleep(draw.random() * 0.01)
        for _ in range(3):
            for task in tasks:
                task.cancel()
            await asyncio.sleep(0)
        gc.collect(0)
        async with asyncio.timeout(5):
            await _write(database, "a")
        await asyncio.gather(*tasks, return_exceptions=True)
    async with database.reading() as session:
        for round_number in range(150):
            # both rows of a transaction or none
            pair = [await Guilds(session).get(f"g{round_number}{end}") for end in ("", "-too")]
            assert len({row is None for row in pair}) == 1
    await database.close()
    # Discord's client, which other tests keep, complains of a loop that stands still in between
    assert [r.message for r in caplog.records if not r.name.startswith("discord")] == []


async def test_a_step_that_has_begun_is_finished_and_then_the_cancellation_goes_on() -> None:
    finished = asyncio.Event()

    async def step() -> None:
        await asyncio.sleep(0.05)
        finished.set()

    task = asyncio.create_task(finish(step()))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert finished.is_set()
