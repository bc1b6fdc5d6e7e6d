"""What is too long, too large or no request at all is refused with a sentence, unread where possible."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILES = "application/x-cadenza-turn"
MEGABYTE = 1024 * 1024


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(page: httpx.AsyncClient) -> httpx.AsyncClient:
    await page.get("/")
    return page


def with_file(name: str, data: bytes, **turn: Any) -> bytes:
    head = {"conversation": "c", "text": "", "files": [{"name": name, "size": len(data)}], **turn}
    return json.dumps(head).encode() + b"\n" + data


async def send(page: httpx.AsyncClient, body: bytes) -> httpx.Response:
    return await page.post("/api/turns", content=body, headers={"content-type": FILES})


async def test_a_message_may_have_2000_characters(visitor: httpx.AsyncClient) -> None:
    turn = {"conversation": "c", "text": "é" * 2000, "intent": "help"}
    assert (await visitor.post("/api/turns", json=turn)).status_code == 202
    answer = await visitor.post("/api/turns", json={**turn, "text": "é" * 2001})
    assert answer.status_code == 413
    assert "2001 characters" in answer.json()["error"]
    assert "2000" in answer.json()["error"]


async def test_a_long_json_is_not_read(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/api/turns", json={"conversation": "c", "text": "x" * (MEGABYTE + 1)})
    assert answer.status_code == 413
    assert "1 MB" in answer.json()["error"]


async def test_a_30_mb_upload_is_refused_after_a_part_of_it(visitor: httpx.AsyncClient) -> None:
    sent = 0

    async def upload() -> AsyncIterator[bytes]:
        nonlocal sent
        yield with_file("big.mid", b"")
        for _ in range(30 * 16):
            sent += MEGABYTE // 16
            yield bytes(MEGABYTE // 16)

    answer = await visitor.post("/api/turns", content=upload(), headers={"content-type": FILES})
    assert answer.status_code == 413
    assert "2 MB" in answer.json()["error"]
    assert sent < 6 * MEGABYTE


async def test_a_declared_30_mb_upload_is_refused_unread(visitor: httpx.AsyncClient) -> None:
    async def upload() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    headers = {"content-type": FILES, "content-length": str(30 * MEGABYTE)}
    answer = await visitor.post("/api/turns", content=upload(), headers=headers)
    assert answer.status_code == 413


async def test_a_file_just_over_2_mb_is_refused(visitor: httpx.AsyncClient) -> None:
    answer = await send(visitor, with_file("big.mid", bytes(2 * MEGABYTE + 1)))
    assert answer.status_code == 413
    assert "2.0 MB is too large" in answer.json()["error"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json\n",
        b"[]\nMThd",
        b'{"files": []}\n',
        b'{"files": [{"name": "a.mid", "size": 8}]}\nMThd',
        b'{"files": [{"name": "a.mid", "size": 2}]}\nMThd',
        b'{"files": [{"name": "a.mid", "size": -1}]}\nMThd',
        b'{"files": [{"name": 7, "size": 4}]}\nMThd',
        b'{"files": [{"name": "a.mid"}, {"name": "b.mid"}, {"name": "c.mid"}]}\n',
        b"[" * 100_000 + b"\n",
    ],
)
async def test_an_upload_that_is_none_is_one_sentence(visitor: httpx.AsyncClient, body: bytes) -> None:
    answer = await send(visitor, body)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


async def test_half_a_character_leaves_the_conversation_readable(visitor: httpx.AsyncClient) -> None:
    turn = b'{"conversation": "half", "text": "calm \\ud83c", "intent": "help"}'
    answer = await visitor.post("/api/turns", content=turn, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert "half of a character" in answer.json()["error"]
    assert (await visitor.get("/api/conversation", params={"id": "half"})).status_code == 200


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        ({"conversation": "c"}, "Say what you would like to hear"),
        ({"conversation": "c", "text": "   "}, "Say what you would like to hear"),
        ({"conversation": "c", "text": 7}, "text"),
        ({"text": "help"}, "conversation"),
        ({"conversation": "../c", "text": "help"}, "conversation"),
        ({"conversation": "c", "intent": "destroy"}, "no such button"),
        ({"conversation": "c", "intent": ["help"]}, "no such button"),
        ({"conversation": "c", "intent": "rate", "stars": 6}, "1 to 5"),
        ({"conversation": "c", "intent": "rate", "stars": True}, "1 to 5"),
        ({"conversation": "c", "intent": "recommend", "filters": {"tempo": "quick"}}, "100-120 works"),
        ({"conversation": "c", "intent": "recommend", "filters": {"colour": "red"}}, "no such filter"),
        ({"conversation": "c", "intent": "recommend", "filters": {"style": ["a"]}}, "of text"),
        ({"conversation": "c", "intent": "recommend", "filters": "tempo"}, "no such filter"),
        ({"conversation": "c", "intent": "vary", "target": "a b"}, "target"),
        ({"conversation": "c", "intent": "vary", "target": "x" * 65}, "target"),
    ],
    ids=str,
)
async def test_a_turn_that_makes_no_sense_says_why(
    visitor: httpx.AsyncClient, turn: dict[str, Any], words: str
) -> None:
    answer = await visitor.post("/api/turns", json=turn)
    assert answer.status_code == 400
    assert words in answer.json()["error"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/files/0123456789abcdef.ogg", "no take"),
        ("/tracks/0123456789abcdef.ogg", "no track"),
        ("/files/0123456789abcdef.exe", "no such file"),
        ("/files/..%2f..%2fetc%2fpasswd", "nothing here"),
        ("/files/%2e%2e.ogg", "no such file"),
        ("/static/../server.py", "nothing here"),
        ("/static/%2e%2e/server.py", "nothing here"),
        ("/nowhere", "nothing here"),
    ],
)
async def test_what_does_not_exist_is_404_with_a_sentence(
    visitor: httpx.AsyncClient, path: str, words: str
) -> None:
    answer = await visitor.get(path)
    assert answer.status_code == 404
    assert words in answer.json()["error"]
