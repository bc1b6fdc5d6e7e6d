"""What people said of the music: ratings; and what was shown to them: impressions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, utc_now


class RatingRow(Base):
    """The latest rating of a Track or a Take by a person in a guild: one to five stars."""

    __tablename__ = "ratings"
    __table_args__ = (
        UniqueConstraint("person_id", "guild_id", "track_id"),
        UniqueConstraint("person_id", "guild_id", "take_id"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        CheckConstraint("(track_id IS NULL) <> (take_id IS NULL)", name="one_subject"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    guild_id: Mapped[str] = mapped_column(ForeignKey("guilds.id", ondelete="CASCADE"), index=True)
    track_id: Mapped[str | None] = mapped_column(ForeignKey("tracks.id", ondelete="CASCADE"), index=True)
    take_id: Mapped[str | None] = mapped_column(ForeignKey("takes.id", ondelete="CASCADE"), index=True)
    stars: Mapped[int]
    rated: Mapped[datetime] = mapped_column(default=utc_now)


class ImpressionRow(Base):
    """A Track that was shown: at which position, with which probability, by which ranking model."""

    __tablename__ = "impressions"

    request_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    guild_id: Mapped[str] = mapped_column(ForeignKey("guilds.id", ondelete="CASCADE"), index=True)
    track_id: Mapped[str] = mapped_column(ForeignKey("tracks.id", ondelete="CASCADE"), index=True)
    probability: Mapped[float]
    model_version: Mapped[str]
    shown: Mapped[datetime] = mapped_column(default=utc_now)
