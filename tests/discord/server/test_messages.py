"""Messages of the bot over REST: files, edits, nonces, replies, history, permissions, mentions."""

import io
from typing import Any

import discord as client
import pytest

from tests.discord.server.conftest import Room


def place(room: Room) -> client.PartialMessageable:
    return room.bot.get_partial_messageable(room.channel.id)


def file(name: str, data: bytes = b"data") -> client.File:
    return client.File(io.BytesIO(data), name)


async def test_files_arrive_with_names_bytes_and_addresses(room: Room) -> None:
    sent = await place(room).send("take", files=[file("a.mid", b"MThd"), file("b.ogg", b"OggS")])
    message = room.channel.messages[0]
    assert [(a.filename, a.data) for a in message.attachments] == [("a.mid", b"MThd"), ("b.ogg", b"OggS")]
    assert await sent.attachments[1].read() == b"OggS"
    assert sent.attachments[1].content_type == "audio/ogg"


async def test_an_edit_keeps_the_attachments_it_lists(room: Room) -> None:
    sent = await place(room).send("take", files=[file("a.mid"), file("b.ogg")])
    await sent.edit(content="less", attachments=[sent.attachments[1], file("c.png")])
    message = room.channel.messages[0]
    assert message.content == "less"
    assert [a.filename for a in message.attachments] == ["b.ogg", "c.png"]
    assert [len(e.attachments) for e in message.edits] == [2]
    await message_edit(sent, content="still less")
    assert [a.filename for a in message.attachments] == ["b.ogg", "c.png"]


async def message_edit(sent: client.Message, **changes: Any) -> None:
    await sent.edit(**changes)


async def test_a_picture_in_an_embed_is_not_listed(room: Room) -> None:
    embed = client.Embed(title="Take").set_image(url="attachment://roll.png")
    await place(room).send(embed=embed, files=[file("roll.png"), file("a.mid")])
    message = room.channel.messages[0]
    assert [a.filename for a in message.attachments] == ["a.mid"]
    assert message.embeds[0]["image"]["url"] == message.embedded[0].url


async def test_the_picture_of_an_embed_stays_through_an_edit_of_the_text(room: Room) -> None:
    embed = client.Embed(title="Take").set_image(url="attachment://roll.png")
    sent = await place(room).send("one", embed=embed, files=[file("roll.png"), file("a.mid")])
    await sent.edit(content="two", attachments=sent.attachments)
    message = room.channel.messages[0]
    assert [a.filename for a in message.attachments] == ["a.mid"]
    assert [a.filename for a in message.embedded] == ["roll.png"]


async def test_the_same_nonce_gives_the_same_message_for_a_few_minutes(room: Room) -> None:
    first = await place(room).send("take", nonce="job-1")
    again = await place(room).send("take", nonce="job-1")
    assert again.id == first.id
    assert len(room.channel.messages) == 1
    assert room.channel.messages[0].nonce == "job-1"
    room.discord.clock.advance(181)
    later = await place(room).send("take", nonce="job-1")
    assert later.id != first.id


async def test_a_lost_answer_does_not_double_a_message_with_a_nonce(room: Room) -> None:
    room.discord.faults.lose_answer("POST", "/channels/*/messages")
    with pytest.raises((OSError, client.HTTPException, Exception)):
        await place(room).send("take", nonce="job-2")
    await place(room).send("take", nonce="job-2")
    assert [m.content for m in room.channel.messages] == ["take"]


async def test_a_file_over_the_limit_is_refused(room: Room) -> None:
    room.guild.upload_limit = 1000
    with pytest.raises(client.HTTPException) as refused:
        await place(room).send(file=file("a.wav", b"x" * 1001))
    assert (refused.value.status, refused.value.code) == (413, 40005)
    await place(room).send(files=[file("a.wav", b"x" * 1000), file("b.wav", b"x" * 1000)])


async def test_a_reply_to_a_deleted_message(room: Room) -> None:
    asked = await room.ann.say(room.channel, "<@bot> hi")
    there = client.MessageReference(message_id=asked.id, channel_id=room.channel.id)
    await place(room).send("hello", reference=there)
    assert room.channel.messages[-1].reference is asked
    await room.ann.delete(asked)
    with pytest.raises(client.HTTPException) as refused:
        await place(room).send("hello", reference=there)
    assert refused.value.code == 50035
    relaxed = client.MessageReference(
        message_id=asked.id, channel_id=room.channel.id, fail_if_not_exists=False
    )
    await place(room).send("anyway", reference=relaxed)
    assert room.channel.messages[-1].reference is None


@pytest.mark.parametrize(
    ("denied", "what", "code"),
    [
        ("view_channel", {"content": "x"}, 50001),
        ("send_messages", {"content": "x"}, 50013),
        ("embed_links", {"embed": True}, 50013),
        ("attach_files", {"file": True}, 50013),
        ("read_message_history", {"reply": True}, 160002),
    ],
)
async def test_what_is_denied_is_refused(room: Room, denied: str, what: dict[str, Any], code: int) -> None:
    asked = await room.ann.say(room.channel, "hi")
    room.channel.deny(room.discord.bot_user, denied)
    given: dict[str, Any] = {"content": what.get("content")}
    if "embed" in what:
        given["embed"] = client.Embed(title="x")
    if "file" in what:
        given["file"] = file("a.mid")
    if "reply" in what:
        given |= {
            "content": "x",
            "reference": client.MessageReference(message_id=asked.id, channel_id=room.channel.id),
        }
    with pytest.raises(client.HTTPException) as refused:
        await place(room).send(**given)
    assert refused.value.code == code


async def test_history_in_pages(room: Room) -> None:
    for number in range(7):
        await room.ann.direct(str(number))
    channel = room.bot.get_partial_messageable(room.ann.direct_channel.id)
    ids = [m.id for m in room.ann.direct_channel.messages]
    assert [m.content async for m in channel.history(limit=3)] == ["6", "5", "4"]
    assert [m.content async for m in channel.history(limit=2, before=client.Object(ids[3]))] == ["2", "1"]
    assert [m.content async for m in channel.history(limit=2, after=client.Object(ids[3]))] == ["4", "5"]
    assert len([m async for m in channel.history(limit=3, around=client.Object(ids[3]))]) == 3


async def test_nobody_is_pinged_unless_it_is_allowed(room: Room) -> None:
    asked = await room.ann.say(room.channel, "hi")
    await place(room).send(f"hello {room.ann.mention} @everyone")
    assert room.channel.messages[-1].pinged == []
    everybody = client.AllowedMentions(users=True, everyone=True)
    await place(room).send(f"hello {room.ann.mention} @everyone", allowed_mentions=everybody)
    assert room.channel.messages[-1].pinged == [room.ann.user], "@everyone needs a permission too"
    there = client.MessageReference(message_id=asked.id, channel_id=room.channel.id)
    await place(room).send("hello", reference=there)
    assert room.channel.messages[-1].pinged == []
    await place(room).send("hello", reference=there, mention_author=True)
    assert room.channel.messages[-1].pinged == [room.ann.user]


async def test_direct_messages_reach_whom_they_may(room: Room) -> None:
    stranger = room.discord.add_user("Stranger")
    ann = await room.bot.fetch_user(room.ann.id)
    await ann.send("hello")
    assert room.ann.direct_channel.messages[0].content == "hello"
    room.ann.user.accepts_direct = False
    assert await code_of(ann.send("again")) == 50007
    found = await room.bot.fetch_user(stranger.id)
    assert await code_of(found.send("hello")) == 50278
    await stranger.direct("hi bot")
    await found.send("hello")


async def code_of(sending: Any) -> int:
    with pytest.raises(client.HTTPException) as refused:
        await sending
    return refused.value.code


async def test_deleting(room: Room) -> None:
    sent = await place(room).send("mine")
    theirs = await room.ann.say(room.channel, "theirs")
    partial = place(room).get_partial_message(theirs.id)
    assert await code_of(partial.delete()) == 50013
    assert await code_of(partial.edit(content="x")) == 50005
    await sent.delete()
    assert room.channel.messages == [theirs]
    assert await code_of(sent.edit(content="x")) == 10008
    room.channel.allow(room.discord.bot_user, "manage_messages")
    await partial.delete()
    assert theirs.deleted


async def test_a_place_that_is_gone(room: Room) -> None:
    room.channel.delete()
    assert await code_of(place(room).send("x")) == 10003
    other = room.guild.add_channel("other")
    room.guild.remove_bot()
    assert await code_of(room.bot.get_partial_messageable(other.id).send("x")) == 50001


async def test_typing_is_seen(room: Room) -> None:
    async with place(room).typing():
        assert len(room.channel.typing) == 1


async def test_an_empty_message_is_refused(room: Room) -> None:
    assert await code_of(place(room).send("   ")) == 50006
