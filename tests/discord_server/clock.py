"""The server's clock: it runs as the real one does, and a test may turn it forward."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

#: the first second of 2015, from which snowflakes count
EPOCH = 1_420_070_400


class Clock:
    """Seconds since 1970, as real time plus what it was turned by."""

    def __init__(self) -> None:
        self._start = time.time() - time.monotonic()
        self._turned_by = 0.0
        self._sleepers: set[asyncio.Event] = set()
        self._last_id = 0
        #: called after each turn
        self.turned: Callable[[], None] = lambda: None

    def now(self) -> float:
        return self._start + time.monotonic() + self._turned_by

    def advance(self, seconds: float) -> None:
        """Turns the clock forward; whoever sleeps by this clock wakes as if the time had passed."""
        if seconds < 0:
            raise ValueError("The clock turns forward only.")
        self._turned_by += seconds
        for sleeper in self._sleepers:
            sleeper.set()
        self.turned()

    async def sleep_until(self, moment: float) -> None:
        """Returns when this clock shows `moment`."""
        while (left := moment - self.now()) > 0:
            turned = asyncio.Event()
            self._sleepers.add(turned)
            try:
                with suppress(TimeoutError):
                    async with asyncio.timeout(left):
                        await turned.wait()
            finally:
                self._sleepers.discard(turned)

    def snowflake(self) -> int:
        """A new id, larger than all before it, that tells this moment in its upper 42 bits."""
        wanted = int((self.now() - EPOCH) * 1000) << 22
        self._last_id = max(wanted, self._last_id + 1)
        return self._last_id


def moment_of(snowflake: int) -> float:
    """When an id was made, in seconds since 1970."""
    return (snowflake >> 22) / 1000 + EPOCH
