"""Writing what must not be lost: while the database is locked or away, it is tried again."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from music.errors import StorageUnavailable

log = logging.getLogger("cadenza.assistant")

T = TypeVar("T")

#: how long what took minutes to make waits for the database, and how long what can be asked for again
WORK_SECONDS, ANSWER_SECONDS = 600.0, 60.0
AGAIN_SECONDS = 1.0


async def persist(step: Callable[[], Awaitable[T]], seconds: float = ANSWER_SECONDS) -> T:
    """What `step`, a whole transaction, returns as soon as the database is there.

    Raises StorageUnavailable when it is not for `seconds`.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            return await step()
        except StorageUnavailable as error:
            if time.monotonic() >= until:
                raise
            log.warning("tried again in a moment: %s", error)
        await asyncio.sleep(AGAIN_SECONDS)
