"""A database that is locked or away for a while: nothing is lost, and the program goes on by itself."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import storage.database as database_module
from bot.assistant.assistant import Assistant
from bot.settings import load_settings
from storage.repositories.jobs import Jobs
from tests.assistant.talk import failed, reply, said, take_in, turn
from tests.assistant.test_jobs import until
from tests.postgres import PostgresServer, postgres  # noqa: F401  (a fixture)

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOLD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program is in the middle of a transaction."""
    command = [sys.executable, "-c", HOLD, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
        assert holder.stdin is not None
        holder.stdin.close()


@contextmanager
def stopped(server: PostgresServer) -> Iterator[None]:
    server.stop()
    yield
    server.start()


async def once(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_members_get_a_sentence_and_pieces_come_late(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.3)  # ten, and this test would take a minute
    server = request.getfixturevalue("postgres") if kind == "postgresql" else None
    settings = load_settings(
        data_dir=tmp_path / "data", device="cpu", database_url=server.new_database() if server else ""
    )
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        jobs = assistant._house.jobs
        making = asyncio.create_task(
            reply(assistant, turn("4 bars for piano in C major", "made", random_seed=1))
        )
        job = (await until(assistant, "made", "composing")).job_id
        with stopped(server) if server else locked(tmp_path / "data" / "cadenza.db"):
            told = failed(await reply(assistant, turn("help", "meanwhile")))
            assert told.text == "I cannot reach my memory at the moment; please try again in a minute."
            await once(lambda: job not in jobs._running)  # composed, with nowhere to put it
            assert not making.done()
        take = take_in(await making)
        async with assistant._house.database.reading() as session:
            record = await Jobs(session).get(job)
        assert record is not None
        assert (record.state, record.attempt) == ("done", 1)
        assert (await assistant.take(take.id)).midi == take.midi
        assert "recommend" in said(await reply(assistant, turn("help", "meanwhile")))
