"""Mentions, replies and direct messages: one conversation a person and channel."""

import pytest

from tests.discord.conftest import Room
from tests.discord.talk import SMALL, answer_to, reply_to, take_in, take_of, takes_in, words_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_mention_is_answered_below_it(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    asked = await ann.say(channel, "<@bot> find me something slow for piano")
    reply = await reply_to(room.discord, asked)
    await room.discord.until(lambda: reply.embeds)
    assert "slow-piano" in words_of(reply)
    assert len([m for m in channel.messages if m.author.bot]) == 1
    assert not reply.pinged


async def test_a_message_to_nobody_is_not_read(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    await ann.say(channel, "compose a waltz")
    asked = await ann.say(channel, "<@bot> help")
    await reply_to(room.discord, asked)
    assert len([m for m in channel.messages if m.author.bot]) == 1


async def test_an_empty_mention_gets_help(room: Room) -> None:
    asked = await room.member().say(room.channel(), "<@bot>")
    assert "I recommend music" in words_of(await reply_to(room.discord, asked))


async def test_a_piece_is_refined_in_the_conversation(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    asked = await ann.say(channel, f"<@bot> {SMALL}")
    first = await take_in(room.discord, channel)
    await ann.say(channel, "<@bot> slower")
    second = await take_in(room.discord, channel, 2)
    assert "tempo 120" in words_of(first)
    assert "tempo 120" not in words_of(second)
    assert "C major" in words_of(second)
    back = await ann.say(channel, "<@bot> back to the first one")
    again = await reply_to(room.discord, back)
    assert take_of(again) == take_of(first)
    assert "again, as it was" in again.content
    # a wish without a verb can mean music that is there; that reading stays a button, for who asked
    reply = await reply_to(room.discord, asked)
    await room.discord.until(lambda: "Done" in reply.content)
    meant = f"Or: find {SMALL}"
    stranger = await answer_to(room.discord, await room.member().press(reply, label=meant))
    assert "Only who asked" in stranger.content
    made = len(takes_in(channel))
    await ann.press(reply, label=meant)
    await room.discord.until(lambda: any(m.embeds and not take_of(m) for m in channel.messages))
    assert len(takes_in(channel)) == made


async def test_a_reply_to_anothers_take_is_about_that_take(room: Room) -> None:
    channel, ann, ben = room.channel(), room.member(), room.member()
    await ann.slash(channel, "compose", text="a 2 bar piece for flute in D major at 120 bpm in 3/4")
    take = await take_in(room.discord, channel)
    await ben.say(channel, "in a minor key", reply_to=take)
    other = await take_in(room.discord, channel, 2)
    assert "minor" in words_of(other)
    assert "lute" in words_of(other)
    assert "3/4" in words_of(other)


async def test_direct_messages_need_no_mention(room: Room) -> None:
    ann = room.member()
    asked = await ann.direct(f"compose {SMALL}")
    await take_in(room.discord, ann.direct_channel)
    assert (await reply_to(room.discord, asked)).author.bot


async def test_a_message_that_is_told_twice_is_answered_once(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    asked = await ann.say(channel, f"<@bot> compose {SMALL}")
    await take_in(room.discord, channel)
    message = await room.bot.get_partial_messageable(channel.id).fetch_message(asked.id)
    room.bot.dispatch("message", message)
    again = await ann.say(channel, "<@bot> help")
    await reply_to(room.discord, again)
    assert len(takes_in(channel)) == 1


async def test_words_of_every_kind_come_back_harmless(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    text = ("```\n@everyone <@&1> \u202egnitsenretni\u202c `x` **y** https://example.org " * 40)[:1990]
    asked = await ann.say(channel, f"<@bot> {text}"[:1980])
    reply = await reply_to(room.discord, asked)
    assert not reply.pinged
    assert "\u202e" not in words_of(reply)
    assert "```" not in words_of(reply)
