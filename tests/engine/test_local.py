"""The engine in this process: several pieces at once, each with its own progress, end and errors."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.engine.config import EngineConfig
from bot.engine.local import LocalEngine
from bot.engine.protocol import JobCancelled
from music.controls import Controls
from music.errors import CadenzaError
from music.job import Job, Progress, Take

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHORT = Controls(bars=3, instruments=("Acoustic Grand Piano",))
LONG = Controls(bars=32, instruments=("Violin", "Cello"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalEngine]:
    local = LocalEngine(EngineConfig(tmp_path_factory.mktemp("local") / "files", device="cpu"), preload=False)
    await local.start()
    yield local
    await local.stop()


class Making:
    """A job on its way; `under_way` is set when its second bar is begun."""

    def __init__(self, engine: LocalEngine, job: Job) -> None:
        self.heard: list[Progress] = []
        self.under_way = asyncio.Event()
        self.task = asyncio.create_task(self._run(engine, job))

    async def _run(self, engine: LocalEngine, job: Job) -> Take:
        async for outcome in engine.submit(job):
            if isinstance(outcome, Take):
                return outcome
            self.heard.append(outcome)
            if outcome.stage == "composing" and outcome.done:
                self.under_way.set()
        raise AssertionError("no take")


async def test_two_pieces_are_made_at_once_and_are_what_they_are_alone(engine: LocalEngine) -> None:
    alone = await Making(engine, Job(SHORT, 5)).task
    long = Making(engine, Job(LONG, 6))
    await long.under_way.wait()
    short = Making(engine, Job(SHORT, 5))
    beside = await short.task
    assert not long.task.done()  # the short piece did not wait for the long one
    assert (beside.code, beside.notes) == (alone.code, alone.notes)
    assert {p.job_id for p in short.heard} == {beside.job_id}
    bars = [p.done for p in short.heard if p.stage == "composing" and p.total]
    assert bars == sorted(set(bars))
    assert (await long.task).bars == 32


async def test_a_piece_that_is_cancelled_or_fails_leaves_the_others_alone(engine: LocalEngine) -> None:
    job = Job(LONG, 7)
    stopped = Making(engine, job)
    refused = Making(engine, Job(Controls(), 8, "replay", code="CZ1-nothing"))
    stays = Making(engine, Job(SHORT, 5))
    await stopped.under_way.wait()
    await engine.cancel(job.id)
    with pytest.raises(JobCancelled):
        await stopped.task
    with pytest.raises(CadenzaError):
        await refused.task
    assert (await stays.task).bars == 3
