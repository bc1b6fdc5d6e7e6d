"""Jobs: queued, cancelled, failing; a take arrives once, whatever is killed."""

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.events import Entry, Event, Failed, Finished, ReplyEvent, Said, TakeReady, Working
from bot.assistant.jobs import AT_ONCE
from bot.settings import Settings
from music.controls import Controls
from music.job import Job, Progress
from storage.repositories.job_records import JobContext
from storage.repositories.jobs import Jobs
from tests.assistant.talk import SMALL, failed, only, reply, take_in, turn

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG = "a 24 bar piece for piano in C major at 120 bpm in 4/4"
#: long enough to be interrupted, and short enough to be made again
SHORTER = LONG.replace("24", "10")


async def collected(assistant: Assistant, conversation: str) -> list[Entry]:
    """The conversation once its newest turn has ended."""
    async for entry in assistant.follow(conversation):
        if isinstance(entry.event, Finished):
            break
    return await assistant.history(conversation)


async def until(assistant: Assistant, conversation: str, stage: str) -> Working:
    async for entry in assistant.follow(conversation):
        if isinstance(entry.event, Working) and entry.event.stage == stage:
            return entry.event
    raise AssertionError("the conversation ended")


async def until_ended(assistant: Assistant, conversation: str, turn_id: str) -> list[Event]:
    events = []
    async for entry in assistant.follow(conversation):
        if entry.event.turn_id == turn_id:
            events.append(entry.event)
            if isinstance(entry.event, Finished):
                break
    return events


def takes(entries: list[Entry]) -> list[TakeReady]:
    return [e.event for e in entries if isinstance(e.event, TakeReady)]


async def test_a_few_pieces_are_made_at_once_the_others_wait_and_all_arrive(assistant: Assistant) -> None:
    replies: list[list[ReplyEvent]] = await asyncio.gather(
        *(reply(assistant, turn(SMALL, f"queue-{i}", random_seed=i)) for i in range(AT_ONCE + 2))
    )
    assert len({take_in(events).id for events in replies}) == AT_ONCE + 2
    waiting = [e for events in replies for e in events if isinstance(e, Working) and e.stage == "queued"]
    assert min(e.total for e in waiting) == 0
    assert max(e.total for e in waiting) >= 1


async def test_a_piece_in_the_making_is_stopped_and_its_turn_ends(assistant: Assistant) -> None:
    making = asyncio.create_task(reply(assistant, turn(LONG, "stopped")))
    job = (await until(assistant, "stopped", "composing")).job_id
    house = assistant._house
    async with house.database.reading() as session:
        record = await Jobs(session).get(job)
    assert record is not None
    assert await assistant.cancel("stopped", job)
    events = await making
    assert only(Said, events).about == "cancelled"
    assert not [e for e in events if isinstance(e, TakeReady | Failed)]
    assert not await assistant.cancel("stopped", job)
    await house.jobs._tell(record, Progress(job, "composing", 1, 24))  # which was on its way
    assert isinstance((await assistant.history("stopped"))[-1].event, Finished)


async def test_a_waiting_piece_is_stopped_and_the_others_are_made(assistant: Assistant) -> None:
    first = asyncio.create_task(reply(assistant, turn(SHORTER, "first")))
    await until(assistant, "first", "queued")
    second = asyncio.create_task(reply(assistant, turn(LONG, "second")))
    assert await assistant.cancel("second", (await until(assistant, "second", "queued")).job_id)
    assert only(Said, await second).about == "cancelled"
    assert take_in(await first).bars == 10


async def test_a_failing_job_ends_with_a_sentence_and_the_next_one_is_made(assistant: Assistant) -> None:
    wrong = turn(intent="generate", controls=Controls(style="no such style", bars=2))
    assert failed(await reply(assistant, wrong)).error_id == ""
    assert take_in(await reply(assistant, turn(SMALL))).bars == 2


async def test_a_fault_of_ours_has_an_id_that_the_log_has_too(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    await reply(assistant, turn("help", "fault"))
    # a row of an older version, whose seed vector has another length than these weights expect
    job = Job(Controls(bars=2), 1, seed_vector=(1.0, 0.5), title="A secret wish")
    context = JobContext("cli", "cli", conversation_id="fault", turn_id="old")
    with caplog.at_level(logging.ERROR):
        await assistant._house.jobs.enqueue(job, context)
        ended = await until_ended(assistant, "fault", "old")
    (event,) = [e for e in ended if isinstance(e, Failed)]
    assert event.error_id
    assert event.error_id in event.text
    assert event.error_id in caplog.text
    assert "secret wish" not in caplog.text
    assert take_in(await reply(assistant, turn(SMALL))).bars == 2


async def test_a_killed_engine_costs_time_but_no_take(assistant: Assistant) -> None:
    making = asyncio.create_task(reply(assistant, turn(SHORTER, "engine-killed", random_seed=11)))
    await until(assistant, "engine-killed", "composing")
    os.kill((await assistant.status()).engine.pid, signal.SIGKILL)
    assert take_in(await making).bars == 10


PROGRAM = """
import asyncio, sys
from bot.assistant.assistant import Assistant
from bot.assistant.events import Turn, Working
from bot.settings import load_settings

async def main():
    folder, text, stage = sys.argv[1:]
    settings = load_settings(data_dir=folder, device="cpu")
    async with Assistant.open(settings, starter=False) as assistant:
        async for event in assistant.handle(Turn("cli", "cli", "ann", "killed", text, random_seed=3)):
            if isinstance(event, Working) and event.stage == stage:
                print("now", flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize("stage", ["queued", "composing", "rendering"])
async def test_a_killed_program_finishes_its_piece_after_the_restart_once(
    settings: Settings, stage: str, tmp_path: Path
) -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, str(settings.folder), SHORTER, stage,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert program.stdout is not None
    assert await program.stdout.readline() == b"now\n"
    program.kill()
    await program.wait()
    for _ in range(2):  # and a further restart brings nothing new
        async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
            entries = await collected(assistant, "killed")
            (arrived,) = takes(entries)
            assert arrived.take.random_seed == 3
            assert arrived.take.bars == 10
            assert [type(e.event) for e in entries].count(Finished) == 1
            assert (await assistant.media(arrived.take.midi, "ogg")).stem == arrived.take.audio["ogg"]


async def test_an_orderly_stop_leaves_the_piece_for_the_next_start(settings: Settings) -> None:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        stream = assistant.handle(turn(SHORTER, "stopped-in-order"))
        async for event in stream:
            if isinstance(event, Working) and event.stage == "composing":
                break
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        assert len(takes(await collected(assistant, "stopped-in-order"))) == 1


async def test_a_stop_at_the_moment_a_piece_is_asked_for_is_heard(settings: Settings) -> None:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        await reply(assistant, turn("help", "stopped-at-once"))
        jobs = assistant._house.jobs
        context = JobContext("cli", "cli", conversation_id="stopped-at-once", turn_id="late")
        await jobs.enqueue(Job(Controls(bars=2), 1), context)  # wakes those who wait for work
        async with asyncio.timeout(30):
            await jobs.stop()
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        ended = await until_ended(assistant, "stopped-at-once", "late")
        assert [e for e in ended if isinstance(e, TakeReady)]
