"""What has to be done now and then: the disk quota, what has expired, and memory that is free."""

import asyncio
import logging
from datetime import timedelta

from bot.allocation import give_back_free_memory
from music.errors import StorageUnavailable
from storage.database import Database
from storage.files import FileStore
from storage.repositories.conversations import Conversations
from storage.repositories.cooldowns import Cooldowns
from storage.repositories.jobs import Jobs

log = logging.getLogger("cadenza.housekeeping")

EVERY_SECONDS = 600.0
TIDY_SECONDS = 30.0
KEEP_JOBS = timedelta(days=30)


class Housekeeping:
    """Runs at the start and every ten minutes. `quota_mb` bounds the files; old audio is dropped first,
    since it can be rendered again."""

    def __init__(self, database: Database, files: FileStore, quota_mb: int) -> None:
        self._database = database
        self._files = files
        self._quota_bytes = quota_mb * 1_000_000
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._run(), name="housekeeping"),
            asyncio.create_task(_tidy(), name="tidying"),
        ]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def once(self) -> None:
        """Raises StorageUnavailable."""
        dropped = await asyncio.to_thread(self._files.drop_audio, self._quota_bytes)
        if dropped:
            log.info("%d audio files were dropped to stay under the quota", len(dropped))
        async with self._database.session() as session:
            await Conversations(session).purge_expired()
            await Jobs(session).purge(KEEP_JOBS)
            await Cooldowns(session).purge()

    async def _run(self) -> None:
        while True:
            try:
                await self.once()
            except StorageUnavailable as error:
                log.error("%s", error)
            await asyncio.sleep(EVERY_SECONDS)


async def _tidy() -> None:
    """What threads have left free in the middle of the heaps is given back by nobody else."""
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        await asyncio.to_thread(give_back_free_memory)
