"""Events: each with its number, after the one seen last; and a stop that open streams do not hold up."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.web.events import position
from tests.web.program import running

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def events(lines: AsyncIterator[str], until: str) -> list[tuple[int, dict[str, Any]]]:
    """(id, data) of the events up to the first of type `until`."""
    found: list[tuple[int, dict[str, Any]]] = []
    number = 0
    async for line in lines:
        if line.startswith("id: "):
            number = int(line[4:])
        elif line.startswith("data: "):
            found.append((number, json.loads(line[6:])))
            if found[-1][1]["type"] == until:
                return found
    raise AssertionError(f"the stream ended without {until}: {found}")


async def test_a_reply_comes_as_numbered_events_and_goes_on_after_the_last_seen(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=60) as browser:
        await browser.get("/")
        turn = {"conversation": "c", "id": "turn-1", "intent": "help"}
        async with browser.stream("GET", "/api/events", params={"id": "c"}) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert stream.headers["cache-control"] == "no-store"
            assert (await browser.post("/api/turns", json=turn)).status_code == 202
            first = await events(stream.aiter_lines(), "finished")
        assert [number for number, _ in first] == list(range(1, len(first) + 1))
        assert first[0][1]["type"] == "asked"
        assert {data["turn_id"] for _, data in first} == {"turn-1"}

        seen = {"last-event-id": "1"}
        async with browser.stream("GET", "/api/events", params={"id": "c"}, headers=seen) as stream:
            again = await events(stream.aiter_lines(), "finished")
        assert again == first[1:]

        history = (await browser.get("/api/conversation", params={"id": "c"})).json()["entries"]
        assert [entry["sequence"] for entry in history] == [number for number, _ in first]


async def test_a_turn_that_is_sent_twice_is_answered_once(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=60) as browser:
        await browser.get("/")
        turn = {"conversation": "c", "id": "turn-2", "intent": "help"}
        async with browser.stream("GET", "/api/events", params={"id": "c"}) as stream:
            lines = stream.aiter_lines()
            for _ in range(2):
                await browser.post("/api/turns", json=turn)
            await events(lines, "finished")
            await browser.post("/api/turns", json={**turn, "id": "turn-3"})
            rest = await events(lines, "finished")
        assert {data["turn_id"] for _, data in rest} == {"turn-3"}


async def test_a_stop_does_not_wait_for_open_streams(tmp_path: Path) -> None:
    with running(tmp_path) as program:
        async with httpx.AsyncClient(base_url=program.address, timeout=60) as browser:
            await browser.get("/")
            async with browser.stream("GET", "/api/events", params={"id": "c"}) as stream:
                lines = stream.aiter_lines()
                assert (await anext(lines)).startswith("retry:")
                stopped = asyncio.create_task(asyncio.to_thread(program.stop))
                async for _ in lines:
                    pass  # the server ends the stream in order, so this ends without an error
        assert await stopped == 0


@pytest.mark.parametrize(
    ("last_event_id", "after", "expected"),
    [
        (None, None, 0),
        (None, "7", 7),
        ("9", "7", 9),
        ("", "7", 7),
        ("nine", "7", 7),
        ("-1", None, 0),
        ("9" * 40, "x", 0),
    ],
)
async def test_where_a_stream_goes_on(last_event_id: str | None, after: str | None, expected: int) -> None:
    assert position(last_event_id, after) == expected
