"""Waiting for something to become true, woken by every change instead of polling."""

import asyncio
from collections.abc import Callable
from typing import Any


class Changes:
    """Everything that happens on the server calls `happened`."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def happened(self) -> None:
        for event in self._waiting:
            event.set()

    async def until(
        self,
        condition: Callable[[], Any],
        timeout: float,  # noqa: ASYNC109
        tell: Callable[[], str],
    ) -> Any:
        """What `condition` returns once it is true; TimeoutError with `tell()` after `timeout` seconds."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(timeout):
                while not (result := condition()):
                    event.clear()
                    await event.wait()
                return result
        except TimeoutError:
            raise TimeoutError(f"Not within {timeout:g} s. {tell()}") from None
        finally:
            self._waiting.discard(event)
