"""Following a conversation by Server-Sent Events (WHATWG HTML, section 9.2).

Each event is a row with its sequence number, which is the event's id here; a browser that was cut off names
the last one it saw (Last-Event-ID) and goes on after it.
"""

import asyncio
import json
from collections.abc import AsyncIterator

from bot.assistant.events import Entry
from bot.web.shown import shown

#: comments keep proxies from closing a quiet connection, and tell us when the browser is gone
HEARTBEAT_SECONDS = 15.0
RETRY_MS = 2000


def position(last_event_id: str | None, after: str | None) -> int:
    """The sequence number to go on after: what the browser saw last, else what the page asked for, else 0."""
    for given in (last_event_id, after):
        if given and given.isdecimal() and len(given) < 16:
            return int(given)
    return 0


async def server_sent(entries: AsyncIterator[Entry], stopping: asyncio.Event) -> AsyncIterator[str]:
    """`entries` as text/event-stream, until they end, the browser goes, or the server is `stopping`."""
    yield f"retry: {RETRY_MS}\n\n"
    stopped = asyncio.ensure_future(stopping.wait())
    following: asyncio.Future[Entry | None] | None = None
    try:
        while not stopped.done():
            following = following or asyncio.ensure_future(_next(entries))
            await asyncio.wait(
                (following, stopped), timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if not following.done():
                yield ": still here\n\n"
                continue
            entry = following.result()
            following = None
            if entry is None:
                return
            yield f"id: {entry.sequence}\ndata: {json.dumps(shown(entry), separators=(',', ':'))}\n\n"
    finally:
        tasks = [task for task in (stopped, following) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _next(entries: AsyncIterator[Entry]) -> Entry | None:
    """The next entry; None at the end (a Future cannot carry StopAsyncIteration)."""
    return await anext(entries, None)
