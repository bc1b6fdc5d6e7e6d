"""Conversations as rows: every turn and every event of its reply, in order, replayable and live."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant.events import (
    Asked,
    Entry,
    Event,
    Failed,
    Finished,
    ReplyEvent,
    Turn,
    Working,
    event_from_json,
)
from bot.assistant.leaving import Leaving
from bot.assistant.persisting import persist
from bot.assistant.posting import Interrupted
from bot.language import say, speaking
from bot.understanding.language import language_of
from bot.understanding.text import plain
from music.errors import CadenzaError
from storage.database import Database
from storage.repositories.conversations import Conversations
from storage.repositories.guilds import Guilds
from storage.repositories.persons import Persons

LIFETIME = timedelta(days=30)
#: another program on the same PostgreSQL may append as well; its events are noticed this late at most
POLL_SECONDS = 2.0
#: a turn this old that nobody answered was left behind, even where other programs share the database
OTHERS_MAY_ANSWER = timedelta(minutes=10)
_ID = re.compile(r"[\x21-\x7e]{1,64}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reply to a turn goes. `sequence` is that of the turn itself (Asked)."""

    conversation_id: str
    person_id: str
    turn_id: str
    sequence: int
    is_repeated: bool = False


class ConversationLog:
    """Appends and follows. Whoever follows is woken when this program appends."""

    def __init__(self, database: Database, leaving: Leaving) -> None:
        self._database = database
        self._leaving = leaving
        # each event goes with the last who waits for it
        self._news: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()

    async def open(self, turn: Turn, turn_id: str) -> Place:
        """Writes the turn down, making guild, person and conversation where they are new.

        A turn that is there already (delivered twice) is found again and not written. Raises CadenzaError
        for an id that is no id, a conversation of someone else, and while the person's deletion runs.
        """
        if not _ID.fullmatch(turn.conversation_id):
            raise CadenzaError(say("A conversation's id has 1 to 64 letters, digits or signs and no spaces."))
        asked = Asked(turn_id, turn.text, tuple(a.filename for a in turn.attachments), turn.address)
        self._leaving.refuse(turn.surface, turn.person)
        async with self._database.session() as session:
            self._leaving.refuse(turn.surface, turn.person)  # begun while this waited
            conversations = Conversations(session)
            await Guilds(session).get_or_create(turn.guild_id, turn.surface)
            person = await Persons(session).get_or_create(turn.surface, turn.person)
            conversation = await conversations.get(turn.conversation_id)
            if conversation is None:
                await conversations.purge_expired()  # one of this id may have expired a moment ago
                conversation = await conversations.create(
                    person.id, turn.guild_id, LIFETIME, turn.conversation_id
                )
            elif (conversation.person_id, conversation.guild_id) != (person.id, turn.guild_id):
                raise CadenzaError(say("That conversation belongs to someone else; begin one of your own."))
            else:
                await conversations.extend(conversation.id, LIFETIME)
                for event in await conversations.of_turn(conversation.id, turn_id):
                    if event.kind == Asked.type:
                        return Place(conversation.id, person.id, turn_id, event.sequence, is_repeated=True)
            sequence = await conversations.append(conversation.id, turn_id, Asked.type, asked.to_json())
        self.notify(conversation.id)
        return Place(conversation.id, person.id, turn_id, sequence)

    async def end_interrupted(self) -> list[Interrupted]:
        """At a start: ends the turns that an earlier program left before it had answered or made a job of
        them, and returns those with an address. Jobs go on by themselves."""
        interrupted: list[Interrupted] = []
        lone = self._database.dialect == "sqlite"  # the data folder's lock: no other program is answering
        async with self._database.session() as session:
            conversations = Conversations(session)
            asked = await conversations.turns_without(
                Asked.type, (Working.type, Finished.type), timedelta(0) if lone else OTHERS_MAY_ANSWER
            )
            for conversation_id, turn_id in asked:
                (said,) = [
                    event.data
                    for event in await conversations.of_turn(conversation_id, turn_id)
                    if event.kind == Asked.type
                ]
                with speaking(language_of(plain(said["text"]))):
                    sorry = Failed(turn_id, say("I was stopped before I could answer; please say it again."))
                await append_in(session, conversation_id, turn_id, [sorry, Finished(turn_id)])
                if said.get("address"):
                    interrupted.append(Interrupted(turn_id, conversation_id, said["address"]))
        return interrupted

    async def append(self, place: Place, *events: ReplyEvent) -> None:
        """In a transaction of its own."""
        async with self._database.session() as session:
            await append_in(session, place.conversation_id, place.turn_id, events)
        self.notify(place.conversation_id)

    def notify(self, conversation_id: str) -> None:
        """Wakes those who follow; to be called after the transaction that appended has ended."""
        if (news := self._news.pop(conversation_id, None)) is not None:
            news.set()

    async def history(self, conversation_id: str, after_sequence: int = 0) -> list[Entry]:
        """What the conversation holds after `after_sequence`; [] for one that is unknown or expired."""
        entries: list[Entry] = []
        async with self._database.reading() as session:
            conversations = Conversations(session)
            while True:
                rows = await conversations.since(conversation_id, after_sequence)
                entries += [Entry(row.sequence, event_from_json(row.data)) for row in rows]
                if not rows:
                    return entries
                after_sequence = rows[-1].sequence

    async def _lasts(self, conversation_id: str) -> bool:
        async with self._database.reading() as session:
            return await Conversations(session).get(conversation_id) is not None

    async def _new(self, conversation_id: str, after_sequence: int) -> list[Entry]:
        return await persist(lambda: self.history(conversation_id, after_sequence))

    async def follow(
        self, conversation_id: str, after_sequence: int = 0, *, while_it_lasts: bool = False
    ) -> AsyncIterator[Entry]:
        """What it holds after `after_sequence`, then what comes, without end; `while_it_lasts`: up to the
        moment when the conversation is deleted or has expired."""
        while True:
            news = self._news.setdefault(conversation_id, asyncio.Event())
            new = await self._new(conversation_id, after_sequence)
            for entry in new:
                yield entry
                after_sequence = entry.sequence
            if while_it_lasts and not new and not await persist(lambda: self._lasts(conversation_id)):
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await news.wait()


async def append_in(
    session: AsyncSession, conversation_id: str, turn_id: str, events: Sequence[Event]
) -> bool:
    """Appends inside the caller's transaction. False if the conversation has expired or never was."""
    conversations = Conversations(session)
    if await conversations.get(conversation_id) is None:
        return False
    await conversations.append_many(conversation_id, turn_id, [(e.type, e.to_json()) for e in events])
    return True
