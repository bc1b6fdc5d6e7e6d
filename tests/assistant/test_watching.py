"""The operators' port: health and metrics, on loopback, for who asks properly."""

import asyncio
import re

import httpx
import pytest

from bot.assistant.assistant import Assistant
from bot.settings import BadSetting
from bot.watching import watched
from tests.assistant.talk import MUSIC, failed, reply, said, turn

pytestmark = pytest.mark.asyncio(loop_scope="session")

_SAMPLE = re.compile(r'(cadenza_\w+)(?:\{((?:\w+="[^"]*",?)+)\})? (\S+)')


def samples(text: str) -> dict[tuple[str, str], float]:
    """By name and labels; every line has to be one that Prometheus reads."""
    found = {}
    for line in text.splitlines():
        if line.startswith("#"):
            assert re.fullmatch(r"# (HELP|TYPE) cadenza_\w+ .+", line)
            continue
        sample = _SAMPLE.fullmatch(line)
        assert sample is not None, line
        found[sample[1], sample[2] or ""] = float(sample[3])
    return found


async def test_metrics_count_what_happens_and_name_nobody(assistant: Assistant) -> None:
    await assistant.prepare()
    await assistant.analyze(MUSIC["song.abc"], "song.abc")  # which waits until the engine is up
    async with (
        watched(assistant, 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        before = samples((await client.get("/metrics")).text)
        said(await reply(assistant, turn("help", person="somebody in particular")))
        failed(await reply(assistant, turn("", intent="rate", stars=3, person="somebody in particular")))
        answer = await client.get("/metrics")
        after = samples(answer.text)
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        helped, refused = 'surface="cli",outcome="help"', 'surface="cli",outcome="refused"'
        for labels in (helped, refused):
            name = ("cadenza_turns_total", labels)
            assert after[name] == before.get(name, 0) + 1
        assert after["cadenza_tracks", ""] == 6
        assert after["cadenza_engine_up", ""] == 1
        assert after["cadenza_turn_seconds_total", ""] > before["cadenza_turn_seconds_total", ""]
        assert "somebody" not in answer.text
        assert (await client.get("/health")).text == "ok\n"
        assert (await client.head("/health")).status_code == 200
        assert (await client.get("/")).status_code == 404
        assert (await client.post("/metrics")).status_code == 405


async def test_nonsense_and_a_port_that_is_taken(assistant: Assistant) -> None:
    async with watched(assistant, 0) as port:
        for nonsense in (b"\r\n\r\n", b"x" * 20_000, b"GET\r\n\r\n", b"\x00\xff\r\n\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(nonsense)
            await asyncio.wait_for(reader.read(), 10)
            writer.close()
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"http://127.0.0.1:{port}/metrics")).status_code == 200
        with pytest.raises(BadSetting, match="CADENZA_METRICS_PORT"):
            async with watched(assistant, port):
                pass
    async with watched(assistant, None) as nothing:
        assert nothing == 0
