"""The engine in a child process, supervised: started, restarted after a crash, asked over a socket."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import bot
from bot.engine.calls import JOB_ATTEMPTS, Call, Calls
from bot.engine.config import EngineConfig
from bot.engine.framing import BrokenFrame, Message, pack, read_message
from bot.engine.limits import allowance
from bot.engine.playing import STOPPED
from bot.engine.protocol import (
    ConvertFormat,
    EmbeddingSpace,
    EngineUnavailable,
    FloatArray,
    Health,
    JobCancelled,
    Reading,
    StarterReading,
)
from bot.engine.wire import (
    EngineFault,
    error_from_plain,
    health_from_plain,
    impression_from_plain,
    outcome_from_plain,
    reading_from_plain,
    starter_from_plain,
)
from bot.listening.impression import Impression, Place
from music.job import Job, Progress, Take

log = logging.getLogger("cadenza.engine")

QUESTION_ATTEMPTS = 2
#: how often the sound of a piece is begun again where it was
PLAY_ATTEMPTS = 3
#: consecutive starts that may fail before what waits is refused
START_ATTEMPTS = 3
#: beyond its own limit a reading gets this long, then the whole child is ended
GRACE_SECONDS = 5.0
#: oneDNN, and each thread of PyTorch over it, keep code and packed weights of the last 1,024 shapes that they
#: multiplied. Hardly two uploads have one shape, so that becomes 1 GB for nothing; fewer are as quick. 64 in
#: PyTorch are 25 MB for each thread that comes to embed something, one after the other; 8 are 3 MB.
_KEPT_SHAPES = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "64", "LRU_CACHE_CAPACITY": "8"}


class ChildEngine:
    """Engine in one child process. Calls made while the child is down wait for the next one.

    A child that ends (crash, SIGKILL, out of memory) is replaced; what was in flight is sent again, a bounded
    number of times. The child ends with this process, however this process ends.
    """

    def __init__(self, config: EngineConfig) -> None:
        self._config = config
        self._calls = Calls(self._kill)
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._restarts = 0
        self._stopping = False

    async def start(self) -> None:
        self._keeper = asyncio.create_task(self._keep(), name="engine keeper")

    async def stop(self) -> None:
        self._stopping = True
        if self._calls.writer is not None and self._process is not None:
            self._calls.writer.close()  # the child ends at the end of its input
            with suppress(TimeoutError):
                async with asyncio.timeout(3):
                    await self._process.wait()
        if self._keeper is not None:
            self._keeper.cancel()  # and ends the child if it still runs
            with suppress(asyncio.CancelledError):
                await self._keeper
        self._calls.refuse_all("The engine was stopped; start Cadenza again and it goes on.")

    async def submit(self, job: Job) -> AsyncIterator[Progress | Take]:
        call_id, call = self._open({"call": "submit", "job": job.to_json()}, JOB_ATTEMPTS)
        finished = False
        try:
            while not finished:
                outcome = outcome_from_plain(await self._answer(call))
                finished = isinstance(outcome, Take)
                yield outcome
        finally:
            if self._calls.close(call_id) and not finished and not self._stopping:
                self._open_and_forget({"call": "cancel", "job_id": job.id})
            self._calls.send_waiting()

    async def cancel(self, job_id: str) -> None:
        if self._calls.writer is not None:
            await self._ask({"call": "cancel", "job_id": job_id})
        for call_id, call in self._calls:
            known = call.sent and self._calls.writer is not None
            if not known and call.message["call"] == "submit" and call.message["job"]["id"] == job_id:
                self._calls.refuse(call_id, JobCancelled("The job was cancelled."))

    async def encode_text(self, texts: Sequence[str]) -> FloatArray:
        result: FloatArray = await self._ask({"call": "encode_text", "texts": list(texts)})
        return result

    async def hear(self, text: str, players: Sequence[Place]) -> Impression:
        plain = await self._ask({"call": "hear", "text": text, "players": [list(p) for p in players]})
        return impression_from_plain(plain)

    async def embed_text(self, texts: Sequence[str]) -> FloatArray:
        result: FloatArray = await self._ask({"call": "embed_text", "texts": list(texts)})
        return result

    async def embed_files(self, files: Sequence[tuple[str, bytes]]) -> list[Reading]:
        seconds = self._config.read_seconds * len(files) + GRACE_SECONDS
        plain = await self._ask({"call": "embed_files", "files": list(files)}, seconds)
        return [reading_from_plain(r) for r in plain]

    async def read_library(self, files: Sequence[tuple[str, bytes]]) -> list[list[Reading]]:
        limit = self._config.read_seconds
        seconds = sum(allowance(data, name, limit) for name, data in files) + GRACE_SECONDS
        plain = await self._ask({"call": "read_library", "files": list(files)}, seconds)
        return [[reading_from_plain(r) for r in readings] for readings in plain]

    async def fingerprints(self, midi_hashes: Sequence[str]) -> list[bytes]:
        result: list[bytes] = await self._ask({"call": "fingerprints", "midi": list(midi_hashes)})
        return result

    async def read_starter(self, known_sources: Collection[str]) -> AsyncIterator[list[StarterReading]]:
        message = {"call": "read_starter", "known_sources": sorted(known_sources)}
        call_id, call = self._open(message, JOB_ATTEMPTS)
        try:
            while "batch" in (answer := await self._answer(call)):
                yield [starter_from_plain(item) for item in answer["batch"]]
        finally:
            self._calls.close(call_id)

    async def embedding_space(self) -> EmbeddingSpace:
        return EmbeddingSpace(**await self._ask({"call": "embedding_space"}))

    async def analyze(self, data: bytes, filename: str) -> Reading:
        seconds = self._config.read_seconds + GRACE_SECONDS
        return reading_from_plain(
            await self._ask({"call": "analyze", "data": data, "filename": filename}, seconds)
        )

    async def convert(self, midi_hash: str, format: ConvertFormat) -> str:
        return str(await self._ask({"call": "convert", "midi": midi_hash, "format": format}))

    async def play(self, midi_hash: str) -> AsyncGenerator[bytes, None]:
        message: Message = {"call": "play", "midi": midi_hash, "got": 0, "heard": 0}
        call_id, call = self._open(message, PLAY_ATTEMPTS)
        try:
            while "sound" in (answer := await self._answer(call)):
                yield answer["sound"]
                message["heard"] += 1  # told again to the next child, if there is one
                self._tell_heard(call_id, message["heard"])
        finally:
            if self._calls.close(call_id) and call.sent:
                self._tell_heard(call_id, STOPPED)

    def _tell_heard(self, call_id: int, pieces: int) -> None:
        if self._calls.writer is not None and not self._stopping:
            self._open_and_forget({"call": "heard", "of": call_id, "heard": pieces})

    async def health(self) -> Health:
        if self._calls.writer is None or self._process is None:
            return Health(False, 0, self._restarts)
        return replace(health_from_plain(await self._ask({"call": "health"})), restarts=self._restarts)

    def _open(self, message: Message, attempts: int, seconds: float | None = None) -> tuple[int, Call]:
        if self._stopping or self._keeper is None:
            raise EngineUnavailable("The engine is not running; start Cadenza again.")
        return self._calls.open(message, attempts, seconds)

    def _open_and_forget(self, message: Message) -> None:
        call_id, _ = self._open(message, 1)
        self._calls.close(call_id)

    async def _ask(self, message: Message, seconds: float | None = None) -> Any:
        # a file that may have ended the child is not read again
        attempts = 1 if seconds else QUESTION_ATTEMPTS
        call_id, call = self._open(message, attempts, seconds)
        try:
            return (await self._answer(call))["result"]
        finally:
            self._calls.close(call_id)

    async def _answer(self, call: Call) -> Message:
        answer = await call.answers.get()
        if isinstance(answer, Exception):
            raise answer
        if "error" in answer:
            raise error_from_plain(answer["error"])
        if "fault" in answer:
            raise EngineFault(answer["fault"])
        return answer

    async def _keep(self) -> None:
        """Runs one child after the other until stopped."""
        failed_starts = 0
        while not self._stopping:
            said_hello = await self._run_child()
            if self._stopping:
                return
            self._restarts += 1
            failed_starts = 0 if said_hello else failed_starts + 1
            code = self._process.returncode if self._process else None
            log.warning("the engine ended (%s) with %d calls waiting", code, len(self._calls))
            if failed_starts >= START_ATTEMPTS:
                self._calls.refuse_all(
                    "The engine does not start; `cadenza doctor` says what is missing, and the log says why."
                )
            if failed_starts:
                await asyncio.sleep(min(30, 0.5 * 2**failed_starts))

    async def _run_child(self) -> bool:
        """One child from its start to its end; whether it came to accept calls."""
        ours, theirs = socket.socketpair()
        environment = _KEPT_SHAPES | os.environ
        home = str(Path(bot.__file__).parent.parent)
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (home, environment.get("PYTHONPATH"))))
        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "bot.engine.worker",
                "--fd", str(theirs.fileno()), "--parent", str(os.getpid()),
                pass_fds=(theirs.fileno(),), stdin=asyncio.subprocess.DEVNULL, env=environment,
                start_new_session=True,  # Ctrl-C is for the program, which then stops its child in order
            )  # fmt: skip
        finally:
            theirs.close()
        reader, writer = await asyncio.open_connection(sock=ours, limit=1 << 20)
        accepted = False
        try:
            writer.write(pack({"config": self._config.to_json()}))
            while (message := await read_message(reader)) is not None:
                if "hello" in message:
                    accepted = True
                    self._calls.accepted_by(writer)
                else:
                    self._calls.deliver(message)
        except (BrokenFrame, ConnectionError) as error:
            log.error("the engine sent what is no message: %s", error)
        finally:
            self._calls.writer = None
            writer.close()
            self._kill()
            await self._process.wait()
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)  # what the child started, if anything is left
            if not self._stopping:
                self._calls.blame(accepted, self._process.returncode)
        return accepted

    def _kill(self) -> None:
        """Ends the child and what it started, if they have not ended. Not by `Process.kill`, which asks first
        whether the child has ended, and so takes from the one that waits for it how it ended."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
