"""Rate limits, errors and silence, as the client lives through them; addresses that misbehave."""

import asyncio

import aiohttp
import discord as client
import pytest

from tests.discord.server.conftest import Room
from tests.discord_server import LoopbackDiscord, Upload


def place(room: Room) -> client.PartialMessageable:
    return room.bot.get_partial_messageable(room.channel.id)


async def test_a_rate_limit_is_waited_for(room: Room) -> None:
    room.discord.faults.rate_limit("POST", "/channels/*/messages", retry_after=0.1, times=2)
    await place(room).send("hello")
    assert [m.content for m in room.channel.messages] == ["hello"]
    statuses = [e.status for e in room.discord.log if e.route == "/channels/{channel}/messages"]
    assert statuses == [429, 429, 200]


async def test_a_429_without_via_is_not_believed(room: Room) -> None:
    room.discord.faults.rate_limit("POST", "/channels/*/messages", via=False)
    with pytest.raises(client.HTTPException) as refused:
        await place(room).send("hello")
    assert refused.value.status == 429


async def test_a_global_limit_holds_everything_up(room: Room) -> None:
    room.discord.faults.rate_limit("POST", "/channels/*/typing", retry_after=0.2, everywhere=True)
    typing = asyncio.create_task(room.bot.http.send_typing(room.channel.id))
    refused = await room.discord.until(lambda: [e for e in room.discord.log if e.status == 429])
    await place(room).send("hello")
    await typing
    assert room.discord.log[-1].at - refused[0].at >= 0.2


async def test_the_bucket_of_a_channel_is_told_and_kept_by_the_client(room: Room) -> None:
    for number in range(6):
        await place(room).send(str(number))
    assert [m.content for m in room.channel.messages] == list("012345")
    assert all(e.status == 200 for e in room.discord.log), "the client waits before it is refused"
    assert room.channel.messages[5].created - room.channel.messages[0].created > 4


async def test_a_client_that_ignores_the_bucket_is_refused(discord: LoopbackDiscord) -> None:
    channel = discord.add_guild("Music Room").add_channel("general")
    headers = {"Authorization": f"Bot {discord.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        statuses = []
        for _ in range(7):
            url = f"{discord.api_base}/v10/channels/{channel.id}/messages"
            async with session.post(url, json={"content": "x"}) as response:
                statuses.append(response.status)
                body = await response.json()
    assert statuses == [200] * 5 + [429] * 2
    assert response.headers["Via"]
    assert 0 < body["retry_after"] <= 5


async def test_a_server_error_is_tried_again(room: Room) -> None:
    room.discord.faults.answer("POST", "/channels/*/messages", status=500)
    await place(room).send("hello")
    assert [e.status for e in room.discord.log[-2:]] == [500, 200]


async def test_503_is_given_to_the_caller(room: Room) -> None:
    room.discord.faults.answer("POST", "/channels/*/messages", status=503)
    with pytest.raises(client.DiscordServerError):
        await place(room).send("hello")
    assert room.channel.messages == []


async def test_a_hanging_route_answers_late(room: Room) -> None:
    room.discord.faults.hang("POST", "/channels/*/messages", 2.0)  # also while other tests use both cores
    sending = asyncio.create_task(place(room).send("hello"))
    await asyncio.sleep(0.05)
    await room.bot.http.send_typing(room.channel.id)
    assert room.channel.messages == [], "other routes answer meanwhile"
    await sending
    assert [m.content for m in room.channel.messages] == ["hello"]


async def test_silence_holds_rest_and_gateway(room: Room) -> None:
    room.discord.faults.silence(0.4)
    sending = asyncio.create_task(place(room).send("hello"))
    await room.ann.direct("are you there")
    await asyncio.sleep(0.1)
    assert room.channel.messages == []
    assert room.bot.heard == []
    await sending
    await room.discord.until(lambda: len(room.bot.heard) == 2)


async def test_an_unknown_route_is_not_found(room: Room) -> None:
    with pytest.raises(client.NotFound):
        await room.bot.http.request(client.http.Route("GET", "/voice/regions"))


async def test_a_good_address_serves_the_bytes_and_a_forged_one_does_not(room: Room) -> None:
    message = await room.ann.say(room.channel, attachments=[("my tune.mid", b"x" * 50_000)])
    address = message.attachments[0].url
    assert "/my_tune.mid?ex=" in address
    assert await fetched(address) == (200, 50_000)
    assert (await fetched(address.split("?")[0]))[0] == 404
    assert (await fetched(address.replace("hm=", "hm=0")))[0] == 404
    room.discord.clock.advance(25 * 3600)
    assert (await fetched(address))[0] == 404


async def test_an_expired_file_and_one_that_lies_about_its_size(room: Room) -> None:
    message = await room.ann.say(
        room.channel,
        attachments=[Upload("a.mid", b"x" * 10, expired=True), Upload("b.mid", b"x" * 5000, claimed_size=10)],
    )
    expired, lying = message.attachments
    assert (await fetched(expired.url))[0] == 404
    assert lying.size == 10
    assert await fetched(lying.url) == (200, 5000)


async def test_an_endless_file_goes_on_until_the_reader_stops(room: Room) -> None:
    message = await room.ann.say(room.channel, attachments=[Upload("a.mid", b"x" * 10, endless=True)])
    async with aiohttp.ClientSession() as session, session.get(message.attachments[0].url) as response:
        assert response.content_length is None
        read = 0
        while read < 200_000:
            read += len(await response.content.read(65_536))
    assert message.attachments[0].served >= 200_000


async def test_a_trickling_file_takes_its_time(room: Room) -> None:
    message = await room.ann.say(room.channel, attachments=[Upload("a.mid", b"x" * 100, trickle=500)])
    async with aiohttp.ClientSession() as session, session.get(message.attachments[0].url) as response:
        first = await response.content.readany()
        assert 0 < len(first) < 100
        assert len(first + await response.content.read()) == 100


async def fetched(url: str) -> tuple[int, int]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, len(await response.read())
