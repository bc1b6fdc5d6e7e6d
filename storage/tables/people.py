"""Guilds with their settings, and the persons in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, FreeText, utc_now


class GuildRow(Base):
    """A Discord server; the web page and the command line are a guild of their own."""

    __tablename__ = "guilds"

    id: Mapped[str] = mapped_column(primary_key=True)
    surface: Mapped[str]
    name: Mapped[str] = mapped_column(FreeText)
    created: Mapped[datetime] = mapped_column(default=utc_now)


class GuildSettingRow(Base):
    """What a guild has chosen, where it differs from the usual."""

    __tablename__ = "guild_settings"

    guild_id: Mapped[str] = mapped_column(ForeignKey("guilds.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    #: {"value": any JSON}
    setting: Mapped[dict[str, Any]]


class PersonRow(Base):
    """(surface, external id). `linked_to` names the person who stands for both after a link."""

    __tablename__ = "persons"
    __table_args__ = (UniqueConstraint("surface", "external_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    surface: Mapped[str]
    external_id: Mapped[str]
    linked_to: Mapped[str | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    created: Mapped[datetime] = mapped_column(default=utc_now)
