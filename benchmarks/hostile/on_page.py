"""Browsers, and what pretends to be one, at the local page: bodies, headers, addresses, half connections."""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from random import Random
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from benchmarks.hostile.discord_inputs import ODD_VALUES
from benchmarks.hostile.files import Stock, hostile_file
from benchmarks.hostile.ledger import Ledger
from benchmarks.hostile.words import hostile_text

FILES = "application/x-cadenza-turn"
PATIENCE_SECONDS = 300.0
INPUTS_A_PERSON = 8
_STOPPED = 0.85
_INTENTS = (
    "recommend", "generate", "continue", "restyle", "blend", "vary", "analyze", "play", "stop", "rate",
    "explain", "help", "chat", "", "destroy", None, 7, [], {},
)  # fmt: skip
_PATHS = (
    "/api/turns", "/api/cancel", "/api/conversation", "/api/events", "/api/privacy",
    "/api/privacy/export", "/login", "/",
    "/files/{x}", "/tracks/{x}", "/static/{x}", "/{x}", "/files/../../etc/passwd",
    "/static/..%2f..%2fserver.py",
    "/files/%00.mid", "/files/{x}.mid", "/tracks/{x}.ogg", "/files/" + "a" * 5000, "//", "/api//turns",
)  # fmt: skip


class Visitor:
    """Somebody at the page, somebody else every few inputs."""

    def __init__(self, address: str, ledger: Ledger, stock: Stock) -> None:
        self._address = address
        self._ledger = ledger
        self._stock = stock
        self._client = httpx.AsyncClient(
            base_url=address,
            timeout=PATIENCE_SECONDS,
            # a connection that is kept may be closed by the other side in the moment of its next use
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        self._turns = 0
        self._conversation = ""
        self._seen: list[tuple[str, str]] = []
        #: the input under way: its number, what it is, what was sent
        self._number, self._kind = 0, ""
        self._sent: object = ""
        self._kinds: tuple[tuple[int, str, Callable[[Random], Awaitable[None]]], ...] = (
            (8, "text", self._text),
            (6, "files", self._files),
            (5, "fields", self._fields),
            (5, "bodies", self._body),
            (4, "headers", self._headers),
            (4, "addresses", self._addresses),
            (2, "streams", self._stream),
            (2, "sockets", self._socket),
            (2, "privacy", self._privacy),
        )

    async def attack(self, until: float) -> None:
        while time.monotonic() < until:
            number = self._ledger.next()
            if number is None:
                break
            rng = self._ledger.random(number)
            await self._someone_new()
            _, kind, do = rng.choices(self._kinds, [weight for weight, _, _ in self._kinds])[0]
            self._number, self._kind, self._sent = number, kind, ""
            try:
                await do(rng)
            except httpx.HTTPError as error:
                self._ledger.fault(number, self._kind, f"{type(error).__name__}: {error}", self._sent)
            except TimeoutError:
                why = f"no end in {PATIENCE_SECONDS:.0f} s, but {self._seen}"
                self._ledger.fault(number, self._kind, why, self._sent)

    async def leave(self) -> None:
        await self._client.aclose()

    async def _someone_new(self) -> None:
        if self._turns % INPUTS_A_PERSON == 0:
            self._client.cookies.clear()
            await self._client.get("/")
            self._conversation = secrets.token_hex(8)
        self._turns += 1

    # --- what they do --------------------------------------------------------------------------------------

    async def _text(self, rng: Random) -> None:
        await self._turn(rng, {"text": hostile_text(rng, rng.choice((100, 2000, 2001)))})

    async def _fields(self, rng: Random) -> None:
        turn: dict[str, Any] = {"text": rng.choice(("", "calm piano", hostile_text(rng, 100)))}
        for name in rng.sample(
            ("intent", "target", "stars", "filters", "id", "conversation", "text", "x"), 3
        ):
            turn[name] = rng.choice((*ODD_VALUES, [], {}, None, hostile_text(rng, 64), "a" * 64))
        if rng.random() < 0.5:
            turn["intent"] = rng.choice(_INTENTS)
        if rng.random() < 0.4:
            known = ("style", "tempo", "length", "instruments", "without", "licence", "own", "x")
            turn["filters"] = {n: hostile_text(rng, 100) for n in known if rng.random() < 0.3}
            turn["intent"] = "recommend"
        await self._turn(rng, turn)

    async def _files(self, rng: Random) -> None:
        count = rng.choice((1, 1, 2))
        files = [(await asyncio.to_thread(hostile_file, rng, self._stock))[1:] for _ in range(count)]
        head = {
            "conversation": self._conversation,
            "id": secrets.token_hex(8),
            "text": rng.choice(
                ("", "what is this", "continue it with 4 bars", "restyle it as jazz", "blend these")
            ),
            "files": [{"name": name, "size": len(data)} for name, data in files],
            **rng.choice(({}, {}, {"intent": "analyze"}, {"intent": "continue"}, {"intent": "blend"})),
        }
        if rng.random() < 0.1:
            head["files"][0]["size"] = rng.choice((0, -1, 1, 2**40, "5", 1.5, None))
        self._sent = [(name, len(data), data[:80]) for name, data in files]
        body = json.dumps(head).encode() + b"\n" + b"".join(data for _, data in files)
        await self._post(rng, body, {"content-type": FILES})

    async def _turn(self, rng: Random, turn: dict[str, Any]) -> None:
        turn.setdefault("conversation", self._conversation)
        turn.setdefault("id", secrets.token_hex(8))
        if isinstance(turn["conversation"], str) and turn["conversation"]:
            self._conversation = turn["conversation"]
        self._sent = turn
        await self._post(rng, json.dumps(turn).encode(), {"content-type": "application/json"})

    async def _body(self, rng: Random) -> None:
        """What is no JSON, too much of it, or JSON that only a computer would write."""
        deep = rng.choice((1000, 100_000))
        good = json.dumps({"conversation": self._conversation, "text": "calm piano"})
        body = rng.choice(
            (
                b"",
                b"\xff\xfe\x00",
                rng.randbytes(1000),
                b"[" * deep,
                b'{"a":' * deep + b"1" + b"}" * deep,
                b'{"text": NaN, "conversation": "c"}',
                b'{"text": "\\ud800", "conversation": "c"}',
                b'{"text": "\\udc00 calm piano \\ud83d", "conversation": "c"}',
                b'{"text": "a\\u0000b", "conversation": "c"}',
                b'{"conversation": "c", "text": "calm", "target": "\\ud800"}',
                b'{"conversation": "c", "filters": {"style": "\\ud800"}, "intent": "recommend"}',
                b'{"stars": ' + b"9" * 5000 + b', "conversation": "c", "text": "x"}',
                good.encode("utf-16"),
                good.encode() * 2,
                b'{"text": "' + b"x" * (2 * 2**20) + b'"}',
                b"\xef\xbb\xbf" + good.encode(),
            )
        )
        kind = rng.choice(
            ("application/json", "application/json", "text/plain", FILES, "", "multipart/form-data")
        )
        self._sent = (kind, body[:120])
        path = rng.choice(("/api/turns", "/api/turns", "/api/cancel", "/api/privacy", "/login"))
        if len(body) > 4096:  # the login breaks off what is no token, and the sentence may not arrive
            path = path.replace("/login", "/api/turns")
        await self._post(rng, body, {"content-type": kind}, path)

    async def _headers(self, rng: Random) -> None:
        odd = rng.choice(
            (
                {"host": "evil.example"},
                {"host": ""},
                {"origin": "https://evil.example"},
                {"origin": "null"},
                {"sec-fetch-site": "cross-site"},
                {"cookie": "x=" + "y" * 5000},
                {"cookie": "cadenza_person_8765=" + quote(hostile_text(rng, 200))},
                {"last-event-id": "9" * 15},
                {"last-event-id": "٤٢"},
                {"x-" + "a" * 200: "b" * 20_000},
                {f"x-{n}": "y" for n in range(90)},
                {"if-none-match": "*,W/,," * 500},
                {"range": "bytes=9999999999-1,-5,0-"},
                {"accept-encoding": "x" * 3000},
                {"transfer-encoding": "chunked"},
                {"expect": "100-continue"},
            )
        )
        self._sent = {k: v[:60] for k, v in odd.items()}
        path = rng.choice(("/", "/api/conversation?id=c", "/static/page.css", "/files/x.mid", "/api/privacy"))
        if "transfer-encoding" in odd:
            path = "/api/turns"
        method = "POST" if path == "/api/turns" else "GET"
        headers = [(name.encode(), value.encode()) for name, value in odd.items()]
        self._told(await self._client.request(method, path, headers=headers))

    async def _addresses(self, rng: Random) -> None:
        method = rng.choice(
            ("GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "NONSENSE")
        )
        path = rng.choice(_PATHS).format(x=quote(hostile_text(rng, 100), safe=rng.choice(("", "/."))))
        if rng.random() < 0.4:
            path += "?" + rng.choice(("id", "after", "token", "x")) + "=" + quote(hostile_text(rng, 200))
        self._sent = (method, path)
        if path.startswith("/api/events"):
            path = "/api/events"  # streams have a kind of their own
        self._told(await self._client.request(method, path))

    async def _stream(self, rng: Random) -> None:
        """Opened, read a little, dropped without a word."""
        after = rng.choice(("", "0", "-1", "9" * 15, "x", "٤", "1e3"))
        self._sent = after
        async with self._client.stream(
            "GET", "/api/events", params={"id": self._conversation, "after": after}
        ) as stream:
            async for chunk in stream.aiter_bytes():
                self._ledger.judge(self._number, self._kind, chunk.decode(errors="replace"), True, self._sent)
                break

    async def _socket(self, rng: Random) -> None:
        """Bytes that are no HTTP, requests that never end."""
        parts = urlsplit(self._address)
        lines = rng.choice(
            (
                b"GET / HTTP/9.9\r\n\r\n",
                b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + rng.randbytes(300),
                b"GET " + b"/a" * 70_000 + b" HTTP/1.1\r\n\r\n",
                b"POST /api/turns HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999\r\n\r\n{",
                b"POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n",
                b"POST /api/turns HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n{}",
                b"GET / HTTP/1.1\r\nHost: a\r\nHost: 127.0.0.1\r\n\r\n",
                b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
                rng.randbytes(2000),
                b"",
            )
        )
        self._sent = lines[:80]
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        try:
            writer.write(lines)
            if rng.random() < 0.5:
                writer.write_eof()
            said = await asyncio.wait_for(reader.read(4096), 2)
        except TimeoutError:
            said = b"(nothing is said to half a request)"
        except OSError:
            said = b"(the connection was closed)"
        writer.close()
        self._ledger.judge(
            self._number, self._kind, said.decode(errors="replace") or "closed without", True, lines[:80]
        )

    async def _privacy(self, rng: Random) -> None:
        body = rng.choice(
            ({}, {"consent": hostile_text(rng, 50)}, {"consent": []}, {"delete": 1}, {"delete": True})
        )
        self._sent = body
        self._told(await self._client.post("/api/privacy", json=body))

    # --- what comes back -----------------------------------------------------------------------------------

    def _told(self, answer: httpx.Response) -> None:
        """An answer that is none of a turn: a sentence where it is a refusal, never a fault of the server."""
        said = answer.text if "json" in answer.headers.get("content-type", "") else ""
        if answer.status_code >= 500 and answer.status_code != 503:
            self._ledger.fault(
                self._number, self._kind, f"{answer.status_code}: {answer.text[:200]}", self._sent
            )
            return
        if answer.status_code >= 400 and answer.request.method != "HEAD":
            try:
                said = str(answer.json()["error"])
            except (ValueError, KeyError, TypeError):
                said = answer.text  # uvicorn's own words to what is no HTTP; the login page
        self._ledger.judge(self._number, self._kind, said, answer.status_code < 400 or not said, self._sent)

    async def _post(
        self, rng: Random, body: bytes, headers: dict[str, str], path: str = "/api/turns"
    ) -> None:
        headers = {name: value for name, value in headers.items() if value}
        began = time.monotonic()

        async def sent() -> AsyncIterator[bytes]:
            for start in range(0, len(body), 65536):
                yield body[start : start + 65536]

        content: Any = sent() if rng.random() < 0.2 else body
        answer = await self._client.post(path, content=content, headers=headers)
        if answer.status_code != 202:
            self._told(answer)
            return
        ms = (time.monotonic() - began) * 1000
        turn_id = answer.json()["id"]
        try:
            conversation = json.loads(body.partition(b"\n")[0]).get("conversation", "")
        except ValueError:
            conversation = self._conversation
        await self._finished(rng, conversation, turn_id, ms)

    async def _finished(self, rng: Random, conversation: str, turn_id: str, ms: float) -> None:
        """Follows a turn to its end by asking for the conversation again and again."""
        stopping = rng.random() < _STOPPED
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                asked = await self._client.get("/api/conversation", params={"id": conversation})
                if asked.status_code != 200:
                    self._told(asked)
                    return
                entries = asked.json()["entries"]
                mine = [e for e in entries if e["turn_id"] == turn_id] if turn_id else entries
                self._seen = [(e["type"], str(e.get("text", ""))[:100]) for e in mine[-6:]]
                if any(e.get("type") == "finished" for e in mine[-1:]):
                    break
                job = next((e["job_id"] for e in mine if e.get("type") == "working"), None)
                if job and stopping:
                    await self._client.post("/api/cancel", json={"conversation": conversation, "job": job})
                    stopping = False
                await asyncio.sleep(0.3)
        told = [e for e in mine if e.get("type") in ("said", "failed", "recommended", "takeready")]
        rich = any(e["type"] in ("recommended", "takeready") for e in told)
        self._ledger.judge(
            self._number, self._kind, " ".join(str(e.get("text", "")) for e in told), rich, self._sent, ms
        )


async def ordinary(address: str) -> bool:
    """Whether an ordinary piece still comes, for somebody new."""
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as client:
        await client.get("/")
        turn = {"conversation": "afterwards", "text": "a calm piano piece, 12 seconds"}
        await client.post("/api/turns", json=turn)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                said = (await client.get("/api/conversation", params={"id": "afterwards"})).text
                if '"takeready"' in said:
                    return True
                if '"finished"' in said:
                    return False
                await asyncio.sleep(0.5)
