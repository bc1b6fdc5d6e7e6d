"""Conversations, which expire, and their turns and events in order."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, utc_now


class ConversationRow(Base):
    """One person's conversation in one guild. Nothing of it is left after `expires`."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    guild_id: Mapped[str] = mapped_column(ForeignKey("guilds.id", ondelete="CASCADE"), index=True)
    last_sequence: Mapped[int]
    created: Mapped[datetime] = mapped_column(default=utc_now)
    expires: Mapped[datetime] = mapped_column(index=True)


class ConversationEventRow(Base):
    """A turn or an event that answers it; `sequence` counts from 1 without gaps."""

    __tablename__ = "conversation_events"
    __table_args__ = (Index(None, "conversation_id", "turn_id"),)

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    turn_id: Mapped[str]
    kind: Mapped[str]
    data: Mapped[dict[str, Any]]
    created: Mapped[datetime] = mapped_column(default=utc_now)
