"""Waiting for something to become true, woken by every change instead of polling."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Changes:
    """Everything that happens on the server calls `happened`."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def happened(self) -> None:
        for event in self._waiting:
            event.set()

    @contextmanager
    def watched(self) -> Iterator[asyncio.Event]:
        """An event that everything that happens sets."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            yield event
        finally:
            self._waiting.discard(event)

    async def until(
        self,
        condition: Callable[[], Any],
        timeout: float,  # noqa: ASYNC109
        tell: Callable[[], str],
    ) -> Any:
        """What `condition` returns once it is true; TimeoutError with `tell()` after `timeout` seconds."""
        with self.watched() as event:
            try:
                async with asyncio.timeout(timeout):
                    while not (result := condition()):
                        event.clear()
                        await event.wait()
                    return result
            except TimeoutError:
                raise TimeoutError(f"Not within {timeout:g} s. {tell()}") from None
