"""The engine in its child process: questions, hostile files, crashes."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file, save_file

from bot.assistant.meaning import Ear
from bot.engine.calls import FAULT_COSTS, JOB_ATTEMPTS
from bot.engine.child import ChildEngine
from bot.engine.config import EngineConfig
from bot.engine.protocol import EngineUnavailable, Health, JobCancelled
from bot.listening.network import Listener
from bot.understanding.learned.fates import FATES
from music.controls import Controls
from music.errors import InvalidTakeCode, MissingPart, UnreadableScore
from music.job import Job, Progress, Take
from recommender.text_encoder import TextEncoder, installed_folder
from storage.files import FileMissing, LocalFileStore
from tests.engine.pieces import G_MINOR, tune
from tests.engine.test_limits import gone

pytestmark = pytest.mark.asyncio(loop_scope="session")

SMALL = Controls(bars=2, tempo_bpm=120, instruments=("Acoustic Grand Piano",), key="C major", metre="4/4")


@asynccontextmanager
async def started(config: EngineConfig) -> AsyncIterator[ChildEngine]:
    engine = ChildEngine(config)
    await engine.start()
    try:
        yield engine
    finally:
        await engine.stop()


async def take_of(engine: ChildEngine, job: Job) -> Take:
    outcomes = [outcome async for outcome in engine.submit(job)]
    assert all(isinstance(o, Progress) for o in outcomes[:-1])
    assert isinstance(outcomes[-1], Take)
    return outcomes[-1]


async def rest(stream: AsyncIterator[Progress | Take]) -> list[Progress | Take]:
    return [outcome async for outcome in stream]


async def alive(engine: ChildEngine) -> Health:
    """The health of a child that accepts calls; waits for the next one if need be."""
    await engine.embedding_space()  # nothing has to be loaded for it
    return await engine.health()


async def test_it_encodes_text_into_unit_vectors(engine: ChildEngine) -> None:
    vectors = await engine.encode_text(["calm rain", "a fast polka"])
    assert vectors.shape == (2, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


async def test_it_hears_as_the_network_does_beside_it(engine: ChildEngine) -> None:
    text, players = "lose the flute, and a harp would be nice", [(9, 14, True), (22, 26, False)]
    heard = await engine.hear(text, players)
    here = Listener(TextEncoder()).hear(text, players)
    assert np.allclose(heard.asked, here.asked, atol=1e-3)
    assert np.allclose(heard.directions, here.directions, atol=1e-3)
    assert np.allclose(heard.fates, here.fates, atol=1e-3)
    assert heard.fates[0, FATES.index("leaves")] > 0 > heard.fates[1, FATES.index("leaves")]
    assert heard.fates[1, FATES.index("comes")] > 0
    assert "listener" in (await engine.health()).loaded


async def test_another_sentence_encoder_is_not_listened_with(config: EngineConfig, tmp_path: Path) -> None:
    """The network was tuned from the installed one; what is encoded with another is still encoded."""
    shutil.copytree(installed_folder(), tmp_path / "other")
    weights = load_file(tmp_path / "other" / "model.safetensors")
    weights["embeddings.LayerNorm.bias"] = weights["embeddings.LayerNorm.bias"] + 0.1
    save_file(weights, tmp_path / "other" / "model.safetensors")
    async with started(replace(config, text_encoder=str(tmp_path / "other"))) as engine:
        with pytest.raises(MissingPart, match="another one"):
            await engine.hear("lose the flute", [])
        assert await asyncio.to_thread(Ear(engine, asyncio.get_running_loop()), "lose the flute", []) is None
        assert (await engine.encode_text(["calm rain"])).shape == (1, 384)


async def test_a_stopped_engine_hears_nothing_and_says_so_quietly(config: EngineConfig) -> None:
    async with started(config) as engine:
        await engine.hear("the network is loaded", [])
        ear = Ear(engine, asyncio.get_running_loop())
        assert await asyncio.to_thread(ear, "lose the flute", [(9, 14, True)]) is not None
    assert await asyncio.to_thread(ear, "lose the flute", [(9, 14, True)]) is None


async def test_it_says_what_a_file_is_and_stores_its_midi(
    engine: ChildEngine, config: EngineConfig, midi: bytes
) -> None:
    reading = await engine.analyze(midi, "scale.mid")
    assert reading.analysis["key"] == "C major"
    assert reading.analysis["bars"] == 4
    assert LocalFileStore(config.files).get(reading.midi)[:4] == b"MThd"


async def test_it_embeds_files_and_says_which_are_bad(engine: ChildEngine, midi: bytes) -> None:
    space = await engine.embedding_space()
    good, bad, other = await engine.embed_files(
        [("scale.mid", midi), ("cut.mid", midi[:30]), ("minor.mid", tune(G_MINOR))]
    )
    assert good.pooled.shape == (space.dimension,)
    assert good.embedding_version == space.version
    assert good.segments.shape == (len(good.start_bars), space.dimension)
    assert bad.error.startswith("'cut.mid'")
    assert other.track_id != good.track_id


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (b"", "empty.mid"),
        (b"MThd\x00\x00\x00\x06\x00\x01\xff\xff\x01\xe0", "no-tracks.mid"),
        (b"MThd\x00\x00\x00\x06\x00\x01\x00\x01\x01\xe0MTrk\xff\xff\xff\xff\x00", "liar.mid"),
        (b"\x00" * 10_000, "zeros.mid"),
        (b"<?xml version='1.0'?><score-partwise>" + b"<part>" * 5000, "deep.musicxml"),
        (b"not music", "holiday.jpg"),
    ],
)
async def test_a_bad_file_is_one_clear_sentence(engine: ChildEngine, data: bytes, filename: str) -> None:
    with pytest.raises(UnreadableScore) as raised:
        await engine.analyze(data, filename)
    assert "\n" not in str(raised.value)


async def test_a_piece_reaches_the_file_store_as_midi_ogg_and_picture(
    engine: ChildEngine, config: EngineConfig
) -> None:
    take = await take_of(engine, Job(SMALL, 1))
    files = LocalFileStore(config.files)
    assert files.get(take.midi)[:4] == b"MThd"
    assert files.get(take.audio["ogg"])[:4] == b"OggS"
    assert files.get(take.picture)[:4] == b"\x89PNG"
    assert take.bars == 2
    assert {"composing", "rendering", "encoding", "drawing"} <= set(take.timings)
    assert f"code {take.code}".encode() in files.get(take.midi)


async def test_the_same_job_is_the_same_midi(engine: ChildEngine) -> None:
    job = Job(SMALL, 7)
    first, again = await take_of(engine, job), await take_of(engine, replace(job, id="another"))
    assert first.midi == again.midi


async def test_a_code_plays_the_same_midi_in_an_empty_data_folder(
    engine: ChildEngine, config: EngineConfig, tmp_path: Path
) -> None:
    take = await take_of(engine, Job(SMALL, 8))
    async with started(replace(config, files=tmp_path / "files")) as elsewhere:
        replayed = await take_of(elsewhere, Job(Controls(), 0, "replay", code=take.code))
    assert replayed.midi == take.midi


async def test_a_code_that_is_none_is_refused(engine: ChildEngine) -> None:
    with pytest.raises(InvalidTakeCode):
        await take_of(engine, Job(Controls(), 0, "replay", code="hello"))


async def test_a_cancelled_piece_ends_and_the_next_one_is_made(engine: ChildEngine) -> None:
    job = Job(replace(SMALL, bars=64), 2)
    stream = engine.submit(job)
    await anext(stream)
    await engine.cancel(job.id)
    with pytest.raises(JobCancelled):
        await rest(stream)
    assert (await take_of(engine, Job(SMALL, 3))).bars == 2


async def test_questions_do_not_wait_behind_a_composition(engine: ChildEngine) -> None:
    job = Job(replace(SMALL, bars=64), 4)
    stream = engine.submit(job)
    await anext(stream)
    await engine.encode_text(["while it composes"])  # would otherwise come after the piece
    outcome = await anext(stream)
    assert isinstance(outcome, Progress)
    await engine.cancel(job.id)
    with pytest.raises(JobCancelled):
        await rest(stream)


@pytest.mark.parametrize(
    ("format", "magic"),
    [("wav", b"RIFF"), ("flac", b"fLaC"), ("mp3", b"ID3"), ("png-dark", b"\x89PNG"), ("musicxml", b"<?xml")],
)
async def test_stored_midi_becomes_other_formats_once(
    engine: ChildEngine, config: EngineConfig, midi: bytes, format: str, magic: bytes
) -> None:
    stored = (await engine.analyze(midi, "scale.mid")).midi
    made = await engine.convert(stored, format)  # type: ignore[arg-type]
    assert LocalFileStore(config.files).get(made).startswith(magic)
    assert await engine.convert(stored, format) == made  # type: ignore[arg-type]


async def test_midi_that_is_not_stored_is_not_rendered(engine: ChildEngine) -> None:
    with pytest.raises(FileMissing):
        await engine.convert("0" * 64, "wav")


async def test_a_killed_child_is_replaced_and_its_work_done_again(engine: ChildEngine) -> None:
    job = Job(replace(SMALL, bars=16), 5)
    stream = engine.submit(job)
    await anext(stream)
    before = await engine.health()
    os.kill(before.pid, signal.SIGKILL)
    question = asyncio.create_task(engine.encode_text(["asked while it is down"]))
    takes = [outcome async for outcome in stream if isinstance(outcome, Take)]
    assert len(takes) == 1
    assert takes[0].bars == 16
    assert (await question).shape == (1, 384)
    after = await engine.health()
    assert after.pid != before.pid
    assert after.restarts == before.restarts + 1


async def test_work_that_ends_every_child_is_given_up_with_a_sentence_and_what_was_beside_it_is_made(
    config: EngineConfig,
) -> None:
    async with started(config) as engine:
        making = asyncio.create_task(take_of(engine, Job(replace(SMALL, bars=64), 6)))
        await asyncio.sleep(0)
        beside = asyncio.create_task(take_of(engine, Job(replace(SMALL, bars=12), 6)))
        unwanted = Job(replace(SMALL, bars=40), 6)
        cancelled = asyncio.create_task(take_of(engine, unwanted))
        for _ in range(JOB_ATTEMPTS // FAULT_COSTS):
            os.kill((await alive(engine)).pid, signal.SIGSEGV)
        with pytest.raises(EngineUnavailable):
            await making
        await alive(engine)
        await engine.cancel(unwanted.id)  # it waits for its turn
        with pytest.raises(JobCancelled):
            await cancelled
        assert (await beside).bars == 12


async def test_a_piece_outlives_more_kills_from_outside_than_crashes(config: EngineConfig) -> None:
    async with started(config) as engine:
        making = asyncio.create_task(take_of(engine, Job(replace(SMALL, bars=16), 6)))
        for _ in range(JOB_ATTEMPTS // FAULT_COSTS + 1):
            os.kill((await alive(engine)).pid, signal.SIGKILL)
        assert (await making).bars == 16


async def test_a_file_that_takes_too_long_is_refused_and_the_rest_goes_on(
    config: EngineConfig, midi: bytes
) -> None:
    async with started(replace(config, read_seconds=0.0)) as engine:
        with pytest.raises(UnreadableScore, match="to read"):
            await engine.analyze(midi, "scale.mid")
        assert (await engine.encode_text(["still here"])).shape == (1, 384)


async def test_missing_weights_are_named_and_all_else_works(config: EngineConfig, midi: bytes) -> None:
    async with started(replace(config, generator="/nowhere")) as engine:
        with pytest.raises(MissingPart, match="weights"):
            await take_of(engine, Job(SMALL, 1))
        assert (await engine.analyze(midi, "scale.mid")).analysis["bars"] == 4


async def test_a_stopped_engine_leaves_no_child_and_refuses(config: EngineConfig) -> None:
    engine = ChildEngine(config)
    await engine.start()
    await engine.encode_text(["up"])
    pid = (await engine.health()).pid
    await engine.stop()
    assert gone(pid)
    with pytest.raises(EngineUnavailable):
        await engine.encode_text(["down"])


PROGRAM = """
import asyncio, sys
from pathlib import Path
from bot.engine.calls import JOB_ATTEMPTS
from bot.engine.child import ChildEngine
from bot.engine.config import EngineConfig

async def main():
    engine = ChildEngine(EngineConfig(Path(sys.argv[1]), device="cpu"))
    await engine.start()
    await engine.encode_text(["up"])
    print((await engine.health()).pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


async def test_the_child_ends_with_a_killed_program(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "files")]
    program = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert program.stdout is not None
    child = int(await program.stdout.readline())
    program.kill()
    await program.wait()
    assert gone(child)
