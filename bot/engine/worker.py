"""The engine child: a LocalEngine behind a socket. Started by `ChildEngine` as `python -m bot.engine.worker`.

Messages in: {"call", "id", ...arguments}; out: {"hello"}, then for each id any number of {"started"},
{"progress"}, {"batch"} and {"sound"}, and at last one of {"take"}, {"result"}, {"error"}, {"fault"}.
"""

import argparse
import asyncio
import logging
import os
import socket
import sys
import uuid
from contextlib import aclosing
from typing import Any

from bot.allocation import give_back_free_memory, hold_few_heaps
from bot.engine.config import EngineConfig
from bot.engine.framing import Message, pack, read_message
from bot.engine.limits import die_with_parent, limit_resources
from bot.engine.local import LocalEngine
from bot.engine.playing import Pace
from bot.engine.wire import (
    error_to_plain,
    health_to_plain,
    impression_to_plain,
    outcome_to_plain,
    reading_to_plain,
    starter_to_plain,
)
from bot.logs import PLAIN
from music.errors import CadenzaError
from music.job import Job

log = logging.getLogger("cadenza.engine")

#: memory that is free is given back this often while there is work
TIDY_SECONDS = 10.0


class Worker:
    """Reads calls and answers them; each call is a task of its own."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._tasks: set[asyncio.Task[None]] = set()
        self._engine: LocalEngine | None = None
        self._paces: dict[int, Pace] = {}
        self._worked = False

    async def serve(self) -> None:
        """Until the other side closes."""
        setup = await read_message(self._reader)
        if setup is None:
            return
        self._engine = LocalEngine(EngineConfig.from_json(setup["config"]))
        await self._engine.start()
        self._send({"hello": os.getpid()})
        tidying = asyncio.create_task(self._tidy())
        while (message := await read_message(self._reader)) is not None:
            task = asyncio.create_task(self._answer(self._engine, message))
            self._tasks.add(task)
            task.add_done_callback(self._ended)
        tidying.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._worked = True

    async def _tidy(self) -> None:
        """A last time after the last work: what a long piece took is not kept until somebody comes."""
        while True:
            await asyncio.sleep(TIDY_SECONDS)
            if self._worked or self._tasks:
                self._worked = False
                await asyncio.to_thread(give_back_free_memory)

    def _send(self, message: Message) -> None:
        self._writer.write(pack(message))

    async def _answer(self, engine: LocalEngine, message: Message) -> None:
        call_id = message["id"]

        def started() -> None:
            self._send({"id": call_id, "started": True})

        try:
            if message["call"] == "submit":
                async for outcome in engine.submit(Job.from_json(message["job"])):
                    self._send({"id": call_id, **outcome_to_plain(outcome)})
                    await self._writer.drain()
            elif message["call"] == "read_starter":
                async for batch in engine.read_starter(message["known_sources"]):
                    self._send({"id": call_id, "batch": [starter_to_plain(item) for item in batch]})
                    await self._writer.drain()
                self._send({"id": call_id, "result": None})
            elif message["call"] == "play":
                await self._play(engine, message)
                self._send({"id": call_id, "result": None})
            elif message["call"] == "heard":
                if (pace := self._paces.get(message["of"])) is not None:
                    pace.tell(message["heard"])
                self._send({"id": call_id, "result": None})
            else:
                result = await self._question(engine, message, started)
                self._send({"id": call_id, "result": result})
        except CadenzaError as error:
            self._send({"id": call_id, "error": error_to_plain(error)})
        except Exception:  # one failed call must not end the engine; the log has it
            fault = uuid.uuid4().hex[:8]
            log.exception("failure %s in %s", fault, message["call"])
            self._send({"id": call_id, "fault": fault})

    async def _play(self, engine: LocalEngine, message: Message) -> None:
        """Sends sound as far ahead of the listener as `Pace` allows, until its end or the listener's."""
        call_id = message["id"]
        pace = self._paces[call_id] = Pace(message["got"], message["heard"])
        try:
            async with aclosing(engine.play(message["midi"], message["got"])) as sound:
                async for piece in sound:
                    if not await pace.may_send():
                        return
                    self._send({"id": call_id, "sound": piece})
                    await self._writer.drain()
        finally:
            del self._paces[call_id]

    async def _question(self, engine: LocalEngine, message: Message, started: Any) -> Any:
        match message["call"]:
            case "encode_text":
                return await engine.encode_text(message["texts"])
            case "hear":
                places = [(start, end, plays) for start, end, plays in message["players"]]
                return impression_to_plain(await engine.hear(message["text"], places))
            case "embed_text":
                return await engine.embed_text(message["texts"])
            case "embed_files":
                files = [(name, data) for name, data in message["files"]]
                readings = await engine.embed_files(files, on_start=started)
                return [reading_to_plain(r) for r in readings]
            case "read_library":
                files = [(name, data) for name, data in message["files"]]
                read = await engine.read_library(files, on_start=started)
                return [[reading_to_plain(r) for r in readings] for readings in read]
            case "fingerprints":
                return await engine.fingerprints(message["midi"])
            case "embedding_space":
                space = await engine.embedding_space()
                return {"version": space.version, "dimension": space.dimension}
            case "analyze":
                reading = await engine.analyze(message["data"], message["filename"], on_start=started)
                return reading_to_plain(reading)
            case "convert":
                return await engine.convert(message["midi"], message["format"])
            case "cancel":
                return await engine.cancel(message["job_id"])
            case "health":
                return health_to_plain(await engine.health())
        raise ValueError(f"no call {message['call']!r}")


async def _serve(fd: int) -> None:
    reader, writer = await asyncio.open_connection(sock=socket.socket(fileno=fd), limit=1 << 20)
    await Worker(reader, writer).serve()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    arguments = parser.parse_args()
    die_with_parent(arguments.parent)
    limit_resources()
    hold_few_heaps()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # native libraries print; stdout is the program's
    logging.basicConfig(level=logging.INFO, format=PLAIN)
    asyncio.run(_serve(arguments.fd))
    os._exit(0)  # work that still runs in threads is not waited for: nobody can take its result


if __name__ == "__main__":
    main()
