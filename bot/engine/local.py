"""The engine's work in this process: a few pieces are composed at once, one thread answers questions."""

import asyncio
import os
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from bot.allocation import resident_mb
from bot.engine.composition import carry_out
from bot.engine.config import EngineConfig
from bot.engine.library import fingerprints, read_library
from bot.engine.media import Derived, convert, find_made
from bot.engine.parts import Parts
from bot.engine.playing import played
from bot.engine.protocol import (
    ConvertFormat,
    EmbeddingSpace,
    FloatArray,
    Health,
    JobCancelled,
    Reading,
    StarterReading,
)
from bot.engine.reading import embed_files, read_file
from bot.engine.starter import read_starter
from bot.listening.impression import Impression, Place
from music.job import Job, Progress, Take
from recommender.space import DIMENSION, EMBEDDING_VERSION
from storage.files import LocalFileStore

T = TypeVar("T")

#: torch threads of each thread that computes: decoding and asking make two, as many as there are cores
TORCH_THREADS = 1
#: pieces in progress at once, each with a thread that mostly waits: their notes come from one batch
COMPOSING = 4


def _prepare_thread() -> None:
    import torch

    torch.set_num_threads(TORCH_THREADS)


class LocalEngine:
    """Engine in this process. A few compositions share the decoder, further ones wait for a place.

    Questions do not wait behind them.
    """

    def __init__(self, config: EngineConfig, *, preload: bool = True) -> None:
        self._config = config
        self._preload = preload
        self._parts = Parts(config)
        self._files = LocalFileStore(config.files)
        self._derived = Derived(config.files.with_name("derived"))
        self._composing = ThreadPoolExecutor(COMPOSING, "composing", initializer=_prepare_thread)
        self._asking = ThreadPoolExecutor(1, "asking", initializer=_prepare_thread)
        self._rendering = ThreadPoolExecutor(1, "rendering")
        # one piece of sound at a time, each half a second of music and some 20 ms of work
        self._playing = ThreadPoolExecutor(1, "playing")
        self._importing = ThreadPoolExecutor(1, "importing", initializer=_prepare_thread)
        self._cancelled: dict[str, threading.Event] = {}

    async def start(self) -> None:
        """With `preload` models load behind, on a thread of their own; else when they are first needed."""
        if self._preload:
            threading.Thread(target=self._parts.preload, name="loading", daemon=True).start()

    async def stop(self) -> None:
        for event in self._cancelled.values():
            event.set()
        for pool in (self._composing, self._asking, self._rendering, self._importing, self._playing):
            pool.shutdown(wait=False, cancel_futures=True)

    async def submit(self, job: Job) -> AsyncIterator[Progress | Take]:
        cancelled = self._cancelled.setdefault(job.id, threading.Event())

        def work(report: Callable[[Progress | Take], None]) -> None:
            if cancelled.is_set():
                raise JobCancelled("The piece was cancelled before it began.")
            report(carry_out(job, self._parts, self._files, self._derived, report, cancelled.is_set))

        try:
            async for outcome in _stream(self._composing, work):
                yield outcome
        finally:
            cancelled.set()
            self._cancelled.pop(job.id, None)

    async def cancel(self, job_id: str) -> None:
        if (event := self._cancelled.get(job_id)) is not None:
            event.set()

    async def encode_text(self, texts: Sequence[str]) -> FloatArray:
        return await self._question(lambda: self._parts.text_encoder().encode(list(texts)))

    async def hear(self, text: str, players: Sequence[Place]) -> Impression:
        return await self._question(lambda: self._parts.listener().hear(text, players))

    async def embed_text(self, texts: Sequence[str]) -> FloatArray:
        return await self._question(lambda: self._parts.text_tower().embed(list(texts)))

    async def embed_files(
        self, files: Sequence[tuple[str, bytes]], on_start: Callable[[], None] | None = None
    ) -> list[Reading]:
        return await self._question(
            lambda: embed_files(files, self._parts, self._files, self._config.read_seconds), on_start
        )

    async def read_library(
        self, files: Sequence[tuple[str, bytes]], on_start: Callable[[], None] | None = None
    ) -> list[list[Reading]]:
        return await self._question(
            lambda: read_library(files, self._parts, self._files, self._config.read_seconds),
            on_start,
            self._importing,
        )

    async def fingerprints(self, midi_hashes: Sequence[str]) -> list[bytes]:
        return await self._question(lambda: fingerprints(midi_hashes, self._files), pool=self._importing)

    async def read_starter(self, known_sources: Collection[str]) -> AsyncIterator[list[StarterReading]]:
        known = frozenset(known_sources)
        stopped = threading.Event()

        def work(report: Callable[[list[StarterReading]], None]) -> None:
            def emit(batch: list[StarterReading]) -> None:
                if stopped.is_set():
                    raise JobCancelled("The reading of the starter catalogue was stopped.")
                report(batch)

            read_starter(self._parts, self._files, known, emit)

        try:
            async for batch in _stream(self._importing, work):
                yield batch
        finally:
            stopped.set()

    async def embedding_space(self) -> EmbeddingSpace:
        return EmbeddingSpace(str(EMBEDDING_VERSION), DIMENSION)

    async def analyze(
        self, data: bytes, filename: str, on_start: Callable[[], None] | None = None
    ) -> Reading:
        return await self._question(
            lambda: read_file(data, filename, self._files, self._config.read_seconds), on_start
        )

    async def convert(self, midi_hash: str, format: ConvertFormat) -> str:
        made = await asyncio.to_thread(find_made, midi_hash, format, self._parts, self._files, self._derived)
        if made:
            return made  # without waiting behind what is being rendered
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._rendering, convert, midi_hash, format, self._parts, self._files, self._derived
        )

    async def play(self, midi_hash: str, begin: int = 0) -> AsyncGenerator[bytes, None]:
        """As the protocol says; `begin`: that many pieces are left out."""
        loop = asyncio.get_running_loop()
        sound = played(midi_hash, begin, self._parts, self._files)
        try:
            while (piece := await loop.run_in_executor(self._playing, next, sound, None)) is not None:
                yield piece
        finally:
            # behind a piece that may still be in the making; FluidSynth is let go there
            with suppress(RuntimeError):  # stopped meanwhile
                self._playing.submit(sound.close)

    async def health(self) -> Health:
        return Health(True, os.getpid(), 0, resident_mb(), self._parts.loaded)

    async def _question(
        self,
        work: Callable[[], T],
        on_start: Callable[[], Any] | None = None,
        pool: ThreadPoolExecutor | None = None,
    ) -> T:
        loop = asyncio.get_running_loop()

        def begin() -> T:
            if on_start is not None:
                loop.call_soon_threadsafe(on_start)
            return work()

        return await loop.run_in_executor(pool or self._asking, begin)


async def _stream(pool: ThreadPoolExecutor, work: Callable[[Callable[[T], None]], None]) -> AsyncIterator[T]:
    """What `work` gives to its argument while it runs on a thread of `pool`; its error at the end."""
    loop = asyncio.get_running_loop()
    given: asyncio.Queue[T | _End] = asyncio.Queue()

    def give(item: T | _End) -> None:
        loop.call_soon_threadsafe(given.put_nowait, item)

    future = loop.run_in_executor(pool, work, give)
    future.add_done_callback(lambda _: given.put_nowait(_End()))
    while not isinstance(item := await given.get(), _End):
        yield item
    try:
        await future
    finally:
        del future  # its error holds this frame: with the future in it all that failed would wait for the gc


class _End:
    """Follows the last item of a stream."""
