"""Conversations: what was said and answered, in order, until it expires."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from music.errors import CadenzaError
from storage.tables.base import utc_now
from storage.tables.conversations import ConversationEventRow, ConversationRow


@dataclass(frozen=True, slots=True)
class Conversation:
    """One person's talk in one guild; `last_sequence` is that of its newest event, 0 without any."""

    id: str
    person_id: str
    guild_id: str
    last_sequence: int
    expires: datetime


@dataclass(frozen=True, slots=True)
class ConversationEvent:
    """A turn or an event of its answer. `sequence` counts from 1; `data` is the surface-free JSON."""

    sequence: int
    turn_id: str
    kind: str
    data: dict[str, Any]
    created: datetime


class Conversations:
    """Expired conversations are never returned, purged or not."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def create(
        self, person_id: str, guild_id: str, lifetime: timedelta, conversation_id: str | None = None
    ) -> Conversation:
        """A new conversation, under an id of the surface's choice or a random one."""
        row = ConversationRow(
            id=conversation_id or uuid.uuid4().hex,
            person_id=person_id,
            guild_id=guild_id,
            last_sequence=0,
            expires=utc_now() + lifetime,
        )
        self._session.add(row)
        await self._session.flush()
        return _conversation(row)

    async def get(self, conversation_id: str) -> Conversation | None:
        return await self._newest(ConversationRow.id == conversation_id)

    async def latest(self, person_id: str, guild_id: str) -> Conversation | None:
        """The person's newest conversation in the guild."""
        return await self._newest(
            ConversationRow.person_id == person_id, ConversationRow.guild_id == guild_id
        )

    async def extend(self, conversation_id: str, lifetime: timedelta) -> bool:
        """Lets the conversation expire `lifetime` from now. False if it has expired already."""
        result = await self._session.execute(
            update(ConversationRow)
            .where(ConversationRow.id == conversation_id, ConversationRow.expires > utc_now())
            .values(expires=utc_now() + lifetime)
            .returning(ConversationRow.id)
        )
        return result.scalar_one_or_none() is not None

    async def append(self, conversation_id: str, turn_id: str, kind: str, data: dict[str, Any]) -> int:
        """Adds one event and returns its sequence number."""
        return await self.append_many(conversation_id, turn_id, [(kind, data)])

    async def append_many(
        self, conversation_id: str, turn_id: str, events: Sequence[tuple[str, dict[str, Any]]]
    ) -> int:
        """Adds (kind, data) events in order and returns the last sequence number.

        Two programs that append at once get different numbers. Raises CadenzaError when the conversation
        has expired or never was.
        """
        # the row's lock, held to the end of the transaction, keeps the numbers free of gaps
        numbered = await self._session.execute(
            update(ConversationRow)
            .where(ConversationRow.id == conversation_id, ConversationRow.expires > utc_now())
            .values(last_sequence=ConversationRow.last_sequence + len(events))
            .returning(ConversationRow.last_sequence)
        )
        last = numbered.scalar_one_or_none()
        if last is None:
            raise CadenzaError("That conversation has expired; say it again in a new one.")
        for offset, (kind, data) in enumerate(events):
            self._session.add(
                ConversationEventRow(
                    conversation_id=conversation_id,
                    sequence=last - len(events) + 1 + offset,
                    turn_id=turn_id,
                    kind=kind,
                    data=data,
                )
            )
        await self._session.flush()
        return last

    async def since(
        self, conversation_id: str, sequence: int = 0, limit: int = 1000
    ) -> list[ConversationEvent]:
        """Events after `sequence`, in order, at most `limit`; [] when the conversation has expired."""
        rows = await self._session.scalars(
            select(ConversationEventRow)
            .join(ConversationRow, ConversationRow.id == ConversationEventRow.conversation_id)
            .where(
                ConversationEventRow.conversation_id == conversation_id,
                ConversationEventRow.sequence > sequence,
                ConversationRow.expires > utc_now(),
            )
            .order_by(ConversationEventRow.sequence)
            .limit(limit)
        )
        return [ConversationEvent(r.sequence, r.turn_id, r.kind, r.data, r.created) for r in rows]

    async def of_turn(self, conversation_id: str, turn_id: str) -> list[ConversationEvent]:
        """The events of one turn, in order; [] when there is no such turn."""
        rows = await self._session.scalars(
            select(ConversationEventRow)
            .where(
                ConversationEventRow.conversation_id == conversation_id,
                ConversationEventRow.turn_id == turn_id,
            )
            .order_by(ConversationEventRow.sequence)
        )
        return [ConversationEvent(r.sequence, r.turn_id, r.kind, r.data, r.created) for r in rows]

    async def turns_without(
        self, first: str, kinds: Sequence[str], older_than: timedelta
    ) -> list[tuple[str, str]]:
        """(conversation, turn) of turns with an event of kind `first`, that long ago, and none of `kinds`."""
        later = aliased(ConversationEventRow)
        answered = select(later.sequence).where(
            later.conversation_id == ConversationEventRow.conversation_id,
            later.turn_id == ConversationEventRow.turn_id,
            later.kind.in_(kinds),
        )
        rows = await self._session.execute(
            select(ConversationEventRow.conversation_id, ConversationEventRow.turn_id)
            .join(ConversationRow, ConversationRow.id == ConversationEventRow.conversation_id)
            .where(
                ConversationRow.expires > utc_now(),
                ConversationEventRow.kind == first,
                ConversationEventRow.created <= utc_now() - older_than,
                ~answered.exists(),
            )
        )
        return [(row.conversation_id, row.turn_id) for row in rows]

    async def purge_expired(self) -> int:
        """Deletes what has expired, with its events; returns how many conversations."""
        result: Any = await self._session.execute(
            delete(ConversationRow).where(ConversationRow.expires <= utc_now())
        )
        return int(result.rowcount)

    async def export_person(self, person_id: str) -> dict[str, Any]:
        rows = await self._session.scalars(
            select(ConversationRow)
            .where(ConversationRow.person_id == person_id, ConversationRow.expires > utc_now())
            .order_by(ConversationRow.created)
        )
        return {
            "conversations": [
                {
                    "id": row.id,
                    "guild_id": row.guild_id,
                    "created": row.created.isoformat(),
                    "expires": row.expires.isoformat(),
                    "events": [
                        {"kind": e.kind, "created": e.created.isoformat(), "data": without_token(e.data)}
                        for e in await self.since(row.id, limit=row.last_sequence)
                    ],
                }
                for row in list(rows)
            ]
        }

    async def delete_person(self, person_id: str) -> int:
        result: Any = await self._session.execute(
            delete(ConversationRow).where(ConversationRow.person_id == person_id)
        )
        return int(result.rowcount)

    async def _newest(self, *where: Any) -> Conversation | None:
        rows = await self._session.scalars(
            select(ConversationRow)
            .where(*where, ConversationRow.expires > utc_now())
            .order_by(ConversationRow.created.desc(), ConversationRow.id)
            .limit(1)
            .execution_options(populate_existing=True)
        )
        row = rows.one_or_none()
        return None if row is None else _conversation(row)


def without_token(data: dict[str, Any]) -> dict[str, Any]:
    """`data` without the surface's short-lived secret in its address."""
    if "token" not in data.get("address", {}):
        return data
    return {**data, "address": {k: v for k, v in data["address"].items() if k != "token"}}


def _conversation(row: ConversationRow) -> Conversation:
    return Conversation(row.id, row.person_id, row.guild_id, row.last_sequence, row.expires)
