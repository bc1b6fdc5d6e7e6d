"""Conversations survive a reload, are followed live, and belong to one person."""

import asyncio
import gc

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.conversation import ConversationLog
from bot.assistant.events import Asked, Entry, Failed, Finished, Said
from bot.assistant.leaving import Leaving
from bot.settings import Settings
from storage.database import Database
from tests.assistant.talk import failed, reply, said, turn

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def until_finished(assistant: Assistant, conversation: str, after: int = 0) -> list[Entry]:
    entries = []
    async for entry in assistant.follow(conversation, after):
        entries.append(entry)
        if isinstance(entry.event, Finished):
            return entries
    return entries


async def test_a_reload_shows_everything_again_in_order(assistant: Assistant) -> None:
    await reply(assistant, turn("help", "reload"))
    await reply(assistant, turn("why?", "reload"))
    entries = await assistant.history("reload")
    assert [e.sequence for e in entries] == list(range(1, len(entries) + 1))
    assert [e.event.text for e in entries if isinstance(e.event, Asked)] == ["help", "why?"]
    later = await assistant.history("reload", after_sequence=3)
    assert later == entries[3:]


async def test_who_follows_sees_what_comes(assistant: Assistant) -> None:
    following = asyncio.create_task(until_finished(assistant, "live"))
    await reply(assistant, turn("help", "live"))
    assert [e.event for e in await following] == [e.event for e in await assistant.history("live")]
    gc.collect()
    assert "live" not in assistant._house.conversations._news  # nobody waits, so nothing is kept


async def test_leaving_a_reply_does_not_stop_it(assistant: Assistant) -> None:
    stream = assistant.handle(turn("help", "left"))
    await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    events = [e.event for e in await until_finished(assistant, "left")]
    assert [e for e in events if isinstance(e, Said)]


async def test_a_reply_ends_when_its_conversation_is_deleted(assistant: Assistant) -> None:
    events = [e async for e in assistant.handle(turn("help", "gone", person="going", id="once"))]
    log = assistant._house.conversations
    place = await log.open(turn("help", "gone", person="going", id="hanging"), "hanging")
    waiting = asyncio.create_task(reply(assistant, turn("help", "gone", person="going", id="hanging")))
    await asyncio.sleep(0.1)
    assert not waiting.done()  # the turn is there already, and nobody answers it
    await assistant.privacy.delete(surface="cli", person="going")
    (last,) = await asyncio.wait_for(waiting, timeout=30)
    assert "deleted before I could answer" in failed([last]).text
    await log.append(place, *events)  # what comes too late is dropped
    assert await assistant.history("gone") == []


async def test_a_turn_that_is_delivered_twice_is_answered_once(assistant: Assistant) -> None:
    first = await reply(assistant, turn("help", "twice", id="turn-1"))
    again = await reply(assistant, turn("help", "twice", id="turn-1"))
    assert again == first
    assert len([e for e in await assistant.history("twice") if isinstance(e.event, Asked)]) == 1


async def test_nobody_talks_in_the_conversation_of_someone_else(assistant: Assistant) -> None:
    await reply(assistant, turn("help", "mine", person="ann"))
    assert "someone else" in failed(await reply(assistant, turn("help", "mine", person="bob"))).text


async def test_an_unknown_conversation_is_empty(assistant: Assistant) -> None:
    assert await assistant.history("nobody ever said this") == []


async def test_a_turn_that_a_killed_program_left_is_ended_at_the_next_start(settings: Settings) -> None:
    database = await Database.open(settings.resolved_database_url)
    await ConversationLog(database, Leaving()).open(turn("something calm", "left"), "turn-1")
    await database.close()
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        events = [e.event for e in await assistant.history("left")]
        assert [type(e) for e in events] == [Asked, Failed, Finished]
        assert said(await reply(assistant, turn("help", "left")))
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        assert len([e for e in await assistant.history("left") if isinstance(e.event, Failed)]) == 1
