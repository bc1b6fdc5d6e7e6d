"""Sound from the engine child: in order, no further ahead than a listener needs, and on after a crash."""

import asyncio
import os
import signal
from contextlib import aclosing

import numpy as np
import pytest

from bot.engine.child import ChildEngine
from bot.engine.config import EngineConfig
from bot.engine.playing import AHEAD
from music.midi import read_midi
from music.soundfont import find_soundfont
from music.streaming import stream
from storage.files import FileMissing, LocalFileStore
from tests.engine.pieces import tune

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module")
def long_tune(config: EngineConfig) -> str:
    """A stored scale of 24 seconds."""
    return LocalFileStore(config.files).put(tune(bars=10), ".mid")


async def test_the_sound_is_that_of_the_stored_file(
    engine: ChildEngine, config: EngineConfig, midi: bytes
) -> None:
    stored = LocalFileStore(config.files).put(midi, ".mid")
    pieces = [piece async for piece in engine.play(stored)]
    assert b"".join(pieces) == b"".join(stream(read_midi(midi), find_soundfont()))


async def test_it_is_made_a_few_seconds_ahead_and_no_further(engine: ChildEngine, long_tune: str) -> None:
    async with aclosing(engine.play(long_tune)) as sound:
        await anext(sound)
        call = next(c for _, c in engine._calls if c.message["call"] == "play")
        await asyncio.sleep(1)  # thirty times what another piece takes
        assert call.message["got"] == AHEAD
        await anext(sound)
        await asyncio.sleep(0.3)
        assert call.message["got"] == AHEAD + 1


async def test_who_leaves_early_leaves_nothing_behind(engine: ChildEngine, long_tune: str) -> None:
    for _ in range(3):
        async with aclosing(engine.play(long_tune)) as sound:
            await anext(sound)
    assert not len(engine._calls)
    assert len([piece async for piece in engine.play(long_tune)]) > 48  # half seconds


async def test_an_unknown_file_is_one_sentence(engine: ChildEngine) -> None:
    with pytest.raises(FileMissing):
        await anext(engine.play("0" * 64))


async def test_the_sound_goes_on_where_it_was_when_the_child_is_killed(
    engine: ChildEngine, config: EngineConfig, long_tune: str
) -> None:
    pieces = []
    async for piece in engine.play(long_tune):
        pieces.append(piece)
        if len(pieces) == 10:
            os.kill((await engine.health()).pid, signal.SIGKILL)
    expected = b"".join(stream(read_midi(tune(bars=10)), find_soundfont()))
    assert np.array_equal(np.frombuffer(b"".join(pieces), "<i2"), np.frombuffer(expected, "<i2"))
