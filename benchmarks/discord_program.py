"""The bot as its operator runs it, beside a loopback Discord: started, killed, started again."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.discord.talk import take_of
from tests.discord_server import LoopbackDiscord, Message

PROGRAM = Path(sys.executable).with_name("cadenza")


class Program:
    """`cadenza run` on a data folder, with its log in a file."""

    def __init__(self, discord: LoopbackDiscord, folder: Path, log: Path) -> None:
        self._discord = discord
        self._folder = folder
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        assert self._process is not None
        return self._process.returncode is not None

    @property
    def engine_pid(self) -> int | None:
        """The engine child, if there is one at this moment."""
        try:
            children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        except FileNotFoundError:
            return None
        return int(children[0]) if children else None

    async def start(self) -> None:
        """Returns when the bot is ready at the gateway."""
        environment = {
            **os.environ,
            "CADENZA_DATA_DIR": str(self._folder),
            "DISCORD_TOKEN": self._discord.token,
            "DISCORD_API_BASE": self._discord.api_base,
            "DISCORD_GATEWAY_URL": self._discord.gateway_url,
        }
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                PROGRAM, "run", env=environment, stdout=log, stderr=log
            )
        await self._discord.bot_ready()

    async def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        await self._discord.until(lambda: not any(s.connected for s in self._discord.sessions.values()))

    def kill_engine(self) -> bool:
        """SIGKILL to the engine child alone. False when there is none at this moment."""
        child = self.engine_pid
        if child is None:
            return False
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    async def stop(self) -> int:
        """As a service manager would; its exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self._process.wait(), 30)
        except TimeoutError:
            await self.kill()
            return -9


@dataclass(frozen=True, slots=True)
class JobState:
    """A job's row: `take` is the id of what it made, or None."""

    id: str
    state: str
    posted: bool
    take: str | None
    reference: str | None
    error: str = ""

    @property
    def is_over(self) -> bool:
        return self.state == "cancelled" or (self.state in ("done", "failed") and self.posted)


def jobs_in(folder: Path) -> list[JobState]:
    """Every job for Discord in the data folder, oldest first."""
    with closing(sqlite3.connect(f"file:{folder / 'cadenza.db'}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "SELECT jobs.id, jobs.state, jobs.posted, takes.id, jobs.posted_reference, jobs.error FROM jobs "
            "LEFT JOIN takes ON takes.job_id = jobs.id WHERE jobs.surface = 'discord' ORDER BY jobs.created"
        )
        return [
            JobState(job, state, bool(posted), take, where, error or "")
            for job, state, posted, take, where, error in rows
        ]


def posted_takes(messages: Iterable[Message]) -> Counter[str]:
    """How many messages carry the buttons of each take."""
    return Counter(take for message in messages if (take := take_of(message)))
