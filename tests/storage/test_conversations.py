"""Conversations: in order, without gaps, gone when they expire."""

import asyncio
from datetime import timedelta

import pytest

from music.errors import CadenzaError
from storage.database import Database
from storage.repositories.conversations import Conversation, Conversations
from storage.repositories.guilds import Guilds
from storage.repositories.persons import Persons

HOUR = timedelta(hours=1)


async def a_conversation(database: Database, lifetime: timedelta = HOUR) -> Conversation:
    async with database.session() as session:
        await Guilds(session).get_or_create("web", "web")
        person = await Persons(session).get_or_create("web", "me")
        return await Conversations(session).create(person.id, "web", lifetime)


async def test_events_come_back_in_order_from_where_the_reader_stopped(database: Database) -> None:
    talk = await a_conversation(database)
    async with database.session() as session:
        conversations = Conversations(session)
        assert await conversations.append(talk.id, "turn 1", "turn", {"text": "rain, please 雨"}) == 1
        events = [("understood", {"intent": "recommend"}), ("said", {"text": "Here."})]
        assert await conversations.append_many(talk.id, "turn 1", events) == 3
    async with database.reading() as session:
        conversations = Conversations(session)
        everything = await conversations.since(talk.id)
        assert [(e.sequence, e.turn_id, e.kind) for e in everything] == [
            (1, "turn 1", "turn"),
            (2, "turn 1", "understood"),
            (3, "turn 1", "said"),
        ]
        assert everything[0].data == {"text": "rain, please 雨"}
        assert await conversations.since(talk.id, 2) == everything[2:]
        assert await conversations.since(talk.id, 3) == []
        assert await conversations.since(talk.id, limit=1) == everything[:1]
        found = await conversations.get(talk.id)
        assert found is not None
        assert found.last_sequence == 3


async def test_two_programs_that_append_at_once_leave_no_gap(databases: tuple[Database, Database]) -> None:
    talk = await a_conversation(databases[0])

    async def append(n: int) -> int:
        async with databases[n % 2].session() as session:
            return await Conversations(session).append(talk.id, f"turn {n}", "turn", {"n": n})

    numbers = await asyncio.gather(*(append(n) for n in range(12)))
    assert sorted(numbers) == list(range(1, 13))
    async with databases[1].reading() as session:
        events = await Conversations(session).since(talk.id)
        assert [(e.sequence, numbers[e.data["n"]]) for e in events] == [(n, n) for n in range(1, 13)]


async def test_what_fails_in_between_uses_up_no_number(database: Database) -> None:
    talk = await a_conversation(database)

    async def fail() -> None:
        async with database.session() as session:
            await Conversations(session).append(talk.id, "turn", "said", {})
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError):
        await fail()
    async with database.session() as session:
        assert await Conversations(session).append(talk.id, "turn", "said", {}) == 1


async def test_an_expired_conversation_is_gone(database: Database) -> None:
    talk, other = await a_conversation(database), await a_conversation(database)
    async with database.session() as session:
        conversations = Conversations(session)
        await conversations.append(talk.id, "turn", "turn", {"text": "secret"})
        assert await conversations.extend(talk.id, timedelta(seconds=-1))
        assert await conversations.get(talk.id) is None
        assert await conversations.since(talk.id) == []
        assert not await conversations.extend(talk.id, HOUR)
        with pytest.raises(CadenzaError, match="has expired; say it again in a new one"):
            await conversations.append(talk.id, "turn", "turn", {})
        assert "secret" not in str(await conversations.export_person(talk.person_id))
        assert await conversations.purge_expired() == 1
        assert await conversations.purge_expired() == 0
        assert await conversations.get(other.id) == other


async def test_the_latest_conversation_of_a_person_in_a_guild(database: Database) -> None:
    first = await a_conversation(database)
    second = await a_conversation(database)
    async with database.session() as session:
        conversations = Conversations(session)
        assert await conversations.latest(first.person_id, "web") == second
        assert await conversations.latest(first.person_id, "elsewhere") is None
        await conversations.extend(second.id, timedelta(seconds=-1))
        assert await conversations.latest(first.person_id, "web") == first


async def test_turns_that_were_never_answered_are_found(database: Database) -> None:
    talk, expired = await a_conversation(database), await a_conversation(database)
    async with database.session() as session:
        conversations = Conversations(session)
        for turn in ("answered", "silent"):
            await conversations.append(talk.id, turn, "turn", {})
        await conversations.append(talk.id, "answered", "said", {})
        await conversations.append(expired.id, "forgotten", "turn", {})
        await conversations.extend(expired.id, timedelta(seconds=-1))
        assert await conversations.turns_without("turn", ["said", "failed"], timedelta(0)) == [
            (talk.id, "silent")
        ]
        assert await conversations.turns_without("turn", ["said", "failed"], HOUR) == []
