"""The sentence encoder of the engine, as the understanding asks it from its thread."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.protocol import Engine, FloatArray
from bot.engine.wire import EngineFault
from bot.language import read_catalogues
from bot.listening.impression import Impression, Place
from bot.understanding import read_tables, remember_scenes, scenes
from music.errors import CadenzaError

#: seconds that a message waits for the network
LONGEST_WAIT = 1.5

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


@dataclass(frozen=True, slots=True)
class Ear:
    """What the engine's network makes of a message; None where it cannot be asked or is long busy, and then
    the words alone tell. To be called as `Meaning`."""

    engine: Engine
    loop: asyncio.AbstractEventLoop

    def __call__(self, text: str, players: Sequence[Place]) -> Impression | None:
        asked = asyncio.run_coroutine_threadsafe(self.engine.hear(text, players), self.loop)
        try:
            return asked.result(LONGEST_WAIT)
        except TimeoutError:
            asked.cancel()
            log.info("a message is read by its words alone: the engine is busy")
        except (CadenzaError, EngineFault) as error:
            log.info("a message is read by its words alone: %s", error)
        return None


async def prepare_understanding(engine: Engine) -> None:
    """Reads the tables and what the languages say, and has the scenes encoded, so that no message has to wait
    for any of these.

    Without a text model moods are understood by their words alone.
    """
    await asyncio.to_thread(read_tables)
    await asyncio.to_thread(read_catalogues)
    try:
        vectors = await engine.encode_text(scenes())
    except (CadenzaError, EngineFault) as error:
        log.warning("moods are understood by their words alone: %s", error)
        return
    remember_scenes(Meaning(engine, asyncio.get_running_loop()), vectors)
