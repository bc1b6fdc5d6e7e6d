"""The gateway spoken by hand: order of events, heartbeats, close codes, compression."""

import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.discord_server import Intent, LoopbackDiscord

PLAIN = Intent.GUILDS | Intent.GUILD_MESSAGES | Intent.DIRECT_MESSAGES


class Hand:
    """A socket in the test's hand."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def next(self) -> Any:
        frame = await self.socket.receive(timeout=5)
        assert frame.type is aiohttp.WSMsgType.TEXT, frame
        return json.loads(frame.data)

    async def event(self, name: str) -> Any:
        """The next dispatch, which has to be this one."""
        packet = await self.next()
        assert packet["t"] == name, packet
        return packet

    async def send(self, op: int, data: Any) -> None:
        await self.socket.send_str(json.dumps({"op": op, "d": data}))

    async def identify(self, discord: LoopbackDiscord, intents: int = PLAIN, **more: Any) -> None:
        await self.send(2, {"token": discord.token, "intents": int(intents), "properties": {}, **more})

    async def close_code(self) -> int:
        while (frame := await self.socket.receive(timeout=5)).type is aiohttp.WSMsgType.TEXT:
            pass
        assert frame.type is aiohttp.WSMsgType.CLOSE
        return int(frame.data)


@asynccontextmanager
async def connected(discord: LoopbackDiscord, query: str = "?v=10&encoding=json") -> AsyncIterator[Hand]:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(discord.gateway_url + query, autoclose=False) as socket,
    ):
        hand = Hand(socket)
        if "v=10" in query and "json" in query:
            assert (await hand.next())["op"] == 10
        yield hand
        await socket.close(code=4000)  # as a client that means to resume


async def test_ready_comes_first_with_unavailable_guilds_and_then_each_guild(
    discord: LoopbackDiscord,
) -> None:
    guild = discord.add_guild("Music Room")
    discord.add_guild("Without the bot", with_bot=False)
    async with connected(discord) as hand:
        await hand.identify(discord)
        ready = await hand.event("READY")
        assert ready["s"] == 1
        assert ready["d"]["guilds"] == [{"id": str(guild.id), "unavailable": True}]
        assert ready["d"]["resume_gateway_url"] == discord.gateway_url
        created = await hand.event("GUILD_CREATE")
        assert created["d"]["name"] == "Music Room"


async def test_heartbeats_are_acknowledged(discord: LoopbackDiscord) -> None:
    async with connected(discord) as hand:
        await hand.send(1, None)
        assert (await hand.next())["op"] == 11


async def test_a_client_without_heartbeats_is_disconnected() -> None:
    async with LoopbackDiscord(heartbeat=0.1) as discord, connected(discord) as hand:
        await hand.identify(discord)
        assert await hand.close_code() == 4009


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": "wrong", "intents": 1}, 4004),
        (2, {"intents": 1}, 4004),
        (2, {"token": "{token}"}, 4013),
        (2, {"token": "{token}", "intents": 1 << 40}, 4013),
        (2, {"token": "{token}", "intents": int(Intent.MESSAGE_CONTENT)}, 4014),
        (2, {"token": "{token}", "intents": 1, "shard": [2, 2]}, 4010),
        (6, {"token": "wrong", "session_id": "x", "seq": 1}, 4004),
        (8, {"guild_id": "1"}, 4003),
        (3, {}, 4003),
    ],
)
async def test_what_ends_a_connection_before_it_began(
    discord: LoopbackDiscord, op: int, data: dict[str, Any], code: int
) -> None:
    given = {k: discord.token if v == "{token}" else v for k, v in data.items()}
    async with connected(discord) as hand:
        await hand.send(op, given)
        assert await hand.close_code() == code


async def test_what_ends_an_identified_connection(discord: LoopbackDiscord) -> None:
    async with connected(discord) as hand:
        await hand.identify(discord)
        await hand.identify(discord)
        assert await hand.close_code() == 4005
    async with connected(discord) as hand:
        await hand.identify(discord)
        await hand.send(77, None)
        assert await hand.close_code() == 4001
    async with connected(discord) as hand:
        await hand.socket.send_str("no json")
        assert await hand.close_code() == 4002
    async with connected(discord, "?v=6&encoding=json") as hand:
        assert await hand.close_code() == 4012


async def test_a_resume_replays_what_was_missed_in_order(discord: LoopbackDiscord) -> None:
    guild = discord.add_guild("Music Room")
    ann = discord.add_member("Ann", guild)
    async with connected(discord) as hand:
        await hand.identify(discord)
        session = (await hand.event("READY"))["d"]["session_id"]
        last = (await hand.event("GUILD_CREATE"))["s"]
    for text in ("one", "two"):
        await ann.direct(text)
    async with connected(discord) as hand:
        await hand.send(6, {"token": discord.token, "session_id": session, "seq": last})
        assert [(await hand.event("MESSAGE_CREATE"))["d"]["content"] for _ in range(2)] == ["one", "two"]
        resumed = await hand.event("RESUMED")
        assert resumed["s"] == last + 3
        await ann.direct("three")
        assert (await hand.event("MESSAGE_CREATE"))["s"] == last + 4


async def test_a_resume_ahead_of_the_server_is_refused(discord: LoopbackDiscord) -> None:
    async with connected(discord) as hand:
        await hand.identify(discord)
        session = (await hand.event("READY"))["d"]["session_id"]
    async with connected(discord) as hand:
        await hand.send(6, {"token": discord.token, "session_id": session, "seq": 99})
        assert await hand.close_code() == 4007


async def test_an_unknown_session_is_invalid(discord: LoopbackDiscord) -> None:
    async with connected(discord) as hand:
        await hand.send(6, {"token": discord.token, "session_id": "nothing", "seq": 1})
        packet = await hand.next()
        assert (packet["op"], packet["d"]) == (9, False)


async def test_a_session_ends_with_an_orderly_close(discord: LoopbackDiscord) -> None:
    async with connected(discord) as hand:
        await hand.identify(discord)
        await hand.event("READY")
        await hand.socket.close(code=1000)
    await discord.until(lambda: not discord.sessions)


async def test_shards_see_their_own_guilds(discord: LoopbackDiscord) -> None:
    guilds = [discord.add_guild(f"Room {n}") for n in range(4)]
    ann = discord.add_member("Ann", guilds[0])
    seen: list[str] = []
    for shard in (0, 1):
        async with connected(discord) as hand:
            await hand.identify(discord, shard=[shard, 2])
            ready = (await hand.event("READY"))["d"]
            assert ready["shard"] == [shard, 2]
            seen += [g["id"] for g in ready["guilds"]]
            for _ in ready["guilds"]:
                await hand.event("GUILD_CREATE")
            await ann.direct("hello")
            if shard == 0:
                await hand.event("MESSAGE_CREATE")
    assert sorted(seen) == sorted(str(g.id) for g in guilds)


async def test_compressed_frames_are_one_stream(discord: LoopbackDiscord) -> None:
    stream = zlib.decompressobj()
    url = discord.gateway_url + "?v=10&encoding=json&compress=zlib-stream"
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        first = await socket.receive_bytes(timeout=5)
        assert first.endswith(b"\x00\x00\xff\xff")
        assert json.loads(stream.decompress(first))["op"] == 10
        await socket.send_str(json.dumps({"op": 1, "d": None}))
        assert json.loads(stream.decompress(await socket.receive_bytes(timeout=5)))["op"] == 11


async def test_members_are_told_on_request(discord: LoopbackDiscord) -> None:
    guild = discord.add_guild("Music Room")
    ann = discord.add_member("Ann", guild)
    discord.add_member("Bob", guild)
    async with connected(discord) as hand:
        await hand.identify(discord)
        await hand.event("READY")
        await hand.event("GUILD_CREATE")
        await hand.send(8, {"guild_id": str(guild.id), "query": "a", "limit": 5, "nonce": "n"})
        chunk = (await hand.event("GUILD_MEMBERS_CHUNK"))["d"]
        assert [m["user"]["id"] for m in chunk["members"]] == [str(ann.id)]
        assert chunk["nonce"] == "n"


async def test_a_chatty_client_is_disconnected(discord: LoopbackDiscord) -> None:
    async with connected(discord) as hand:
        await hand.identify(discord)
        for _ in range(125):
            await hand.send(3, {"status": "online"})
        assert await hand.close_code() == 4008
