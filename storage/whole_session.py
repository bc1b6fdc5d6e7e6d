"""A session whose every step is finished before a cancellation goes on.

A task that is cancelled while its statement runs in the driver's thread leaves the statement running: the
connection is thrown away, and with SQLite its transaction may keep the only writer's place until the garbage
collector finds it. Steps take milliseconds, so finishing the one that has begun costs nothing.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, Self, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

T = TypeVar("T")


async def finish(step: Awaitable[T]) -> T:
    """What `step` returns or raises. A cancellation meanwhile is raised after it, in place of its outcome."""
    task = asyncio.ensure_future(step)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait((task,))
        if not task.cancelled():
            task.exception()  # looked at, so that nobody reports it as forgotten
        raise


class WholeSession(AsyncSession):
    """As AsyncSession; the methods that the repositories use cannot be cut in the middle."""

    async def connection(self, *arguments: Any, **options: Any) -> AsyncConnection:
        return await finish(super().connection(*arguments, **options))

    async def execute(self, *arguments: Any, **options: Any) -> Any:
        return await finish(super().execute(*arguments, **options))

    async def scalar(self, *arguments: Any, **options: Any) -> Any:
        return await finish(super().scalar(*arguments, **options))

    async def scalars(self, *arguments: Any, **options: Any) -> Any:
        return await finish(super().scalars(*arguments, **options))

    async def get(self, *arguments: Any, **options: Any) -> Any:
        return await finish(super().get(*arguments, **options))

    async def flush(self, *arguments: Any, **options: Any) -> None:
        await finish(super().flush(*arguments, **options))

    async def commit(self) -> None:
        await finish(super().commit())

    async def rollback(self) -> None:
        await finish(super().rollback())

    async def close(self) -> None:
        await finish(super().close())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
