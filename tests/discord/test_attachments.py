"""Uploads: what is refused before, while and after they are fetched."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import web

from bot.discord import attachments
from music.errors import CadenzaError
from music.midi_bounds import MAX_BYTES
from tests.assistant.talk import MUSIC

SCORE = MUSIC["organ.mid"]


@dataclass
class Upload:
    """What an attachment says about itself."""

    filename: str
    url: str
    size: int = 100


@pytest.fixture
async def cdn() -> AsyncIterator[str]:
    """A host on this machine that gives good files and misbehaves in every other way."""

    async def serve(request: web.Request) -> web.StreamResponse:
        match request.match_info["name"]:
            case "good.mid":
                return web.Response(body=SCORE)
            case "elsewhere.mid":
                raise web.HTTPFound("/good.mid")
            case "broken.mid":
                return web.Response(status=502)
            case "empty.mid":
                return web.Response(body=b"")
            case "liar.mid":
                return web.Response(body=b"%PDF-1.7")
            case "flood.mid":
                answer = web.StreamResponse()
                await answer.prepare(request)
                for _ in range(MAX_BYTES // 65536 + 2):
                    await answer.write(bytes(65536))
                return answer
            case "never.mid":
                answer = web.StreamResponse()
                await answer.prepare(request)
                while True:
                    await answer.write(b"M")
                    await asyncio.sleep(0.05)
        raise web.HTTPNotFound

    app = web.Application()
    app.router.add_get("/{name}", serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


async def fetched(upload: Upload, *, loopback: bool = True) -> bytes:
    async with aiohttp.ClientSession() as session:
        return (await attachments.fetch(upload, session, loopback=loopback)).data  # type: ignore[arg-type]


async def test_a_good_file_arrives(cdn: str) -> None:
    assert await fetched(Upload("good.mid", f"{cdn}/good.mid")) == SCORE


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("gone.mid", "expired"),
        ("broken.mid", "502"),
        ("elsewhere.mid", "302"),
        ("empty.mid", "empty"),
        ("liar.mid", "content is not"),
        ("flood.mid", "larger than it says"),
    ],
)
async def test_a_bad_file_is_refused_with_a_sentence(cdn: str, name: str, says: str) -> None:
    with pytest.raises(CadenzaError, match=says):
        await fetched(Upload(name, f"{cdn}/{name}"))


async def test_a_file_that_never_ends(cdn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "DEADLINE_SECONDS", 0.5)
    with pytest.raises(CadenzaError, match="too long to arrive"):
        await fetched(Upload("never.mid", f"{cdn}/never.mid"))


@pytest.mark.parametrize("name", ["song.mp3", "notes", "x.mid.exe", ".mid.txt"])
async def test_other_kinds_are_not_even_fetched(name: str) -> None:
    with pytest.raises(CadenzaError, match="MIDI, ABC"):
        await fetched(Upload(name, "http://127.0.0.1:9/none"))


async def test_what_says_that_it_is_too_large_is_not_fetched() -> None:
    with pytest.raises(CadenzaError, match="too large"):
        await fetched(Upload("a.mid", "http://127.0.0.1:9/none", size=MAX_BYTES + 1))


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.discordapp.com/a.mid",
        "https://cdn.discordapp.com.example.org/a.mid",
        "https://example.org/a.mid",
        "http://169.254.169.254/a.mid",
        "file:///etc/passwd",
    ],
)
@pytest.mark.parametrize("loopback", [True, False])
async def test_files_come_from_discord_alone(url: str, loopback: bool) -> None:
    with pytest.raises(CadenzaError, match="from Discord alone"):
        await fetched(Upload("a.mid", url), loopback=loopback)


async def test_this_machine_is_asked_only_when_discord_is_on_it(cdn: str) -> None:
    with pytest.raises(CadenzaError, match="from Discord alone"):
        await fetched(Upload("good.mid", f"{cdn}/good.mid"), loopback=False)
