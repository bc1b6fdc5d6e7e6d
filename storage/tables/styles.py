"""Styles of a guild and their immutable versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, FreeText, utc_now


class StyleRow(Base):
    """A name in a guild. `removed` hides it; its versions stay, because take codes name them."""

    __tablename__ = "styles"
    __table_args__ = (UniqueConstraint("guild_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    guild_id: Mapped[str] = mapped_column(ForeignKey("guilds.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(FreeText)
    latest: Mapped[int]
    removed: Mapped[bool] = mapped_column(default=False)


class StyleVersionRow(Base):
    """One version of a Style (music.style) as JSON, and who made it."""

    __tablename__ = "style_versions"

    style_id: Mapped[str] = mapped_column(ForeignKey("styles.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    definition: Mapped[dict[str, Any]]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    created: Mapped[datetime] = mapped_column(default=utc_now)
