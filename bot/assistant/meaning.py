"""The sentence encoder of the engine, as the understanding asks it from its thread."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.protocol import Engine, FloatArray
from bot.engine.wire import EngineFault
from bot.understanding import read_tables, remember_scenes, scenes
from music.errors import CadenzaError

log = logging.getLogger("cadenza.assistant")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Texts to vectors of unit length [n, d]; to be called from any thread but the loop's own.

    Two of the same engine are equal, so that what was remembered of one holds for the other.
    """

    engine: Engine
    loop: asyncio.AbstractEventLoop

    def __call__(self, texts: Sequence[str]) -> FloatArray:
        return asyncio.run_coroutine_threadsafe(self.engine.encode_text(texts), self.loop).result()


async def prepare_understanding(engine: Engine) -> None:
    """Reads the tables and has the scenes encoded, so that no message has to wait for either.

    Without a text model moods are understood by their words alone.
    """
    await asyncio.to_thread(read_tables)
    try:
        vectors = await engine.encode_text(scenes())
    except (CadenzaError, EngineFault) as error:
        log.warning("moods are understood by their words alone: %s", error)
        return
    remember_scenes(Meaning(engine, asyncio.get_running_loop()), vectors)
