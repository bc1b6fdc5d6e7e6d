"""Consents, the audit log and cooldowns: what people allowed, what moderators did, what must wait."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, FreeText, utc_now


class ConsentRow(Base):
    """Whether a person in a guild agreed to a purpose, and when that was last said."""

    __tablename__ = "consents"
    __table_args__ = (CheckConstraint("purpose IN ('personalise', 'train')", name="purpose"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    guild_id: Mapped[str] = mapped_column(
        ForeignKey("guilds.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    purpose: Mapped[str] = mapped_column(primary_key=True)
    granted: Mapped[bool]
    said: Mapped[datetime] = mapped_column(default=utc_now)


class AuditRow(Base):
    """An act of a moderator or operator. Deleting the person leaves the act without a name."""

    __tablename__ = "audit_log"
    __table_args__ = (Index(None, "guild_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    guild_id: Mapped[str] = mapped_column(ForeignKey("guilds.id", ondelete="CASCADE"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(FreeText)
    detail: Mapped[dict[str, Any]]
    done: Mapped[datetime] = mapped_column(default=utc_now)


class CooldownRow(Base):
    """When the next `action` of `scope_id`, a person's or a guild's id, is due if all came evenly."""

    __tablename__ = "cooldowns"

    scope_id: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(primary_key=True)
    ready: Mapped[datetime]
