"""Jobs, and the Takes that they end in."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, FreeText, utc_now

STATES = ("queued", "running", "done", "failed", "cancelled")


class JobRow(Base):
    """An order to the engine; the row exists before the work starts."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="state"),
        Index(None, "state", "created", "id"),
        Index(None, "posted", "state"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    surface: Mapped[str]
    guild_id: Mapped[str | None] = mapped_column(ForeignKey("guilds.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    #: the Job as JSON (music.job)
    payload: Mapped[dict[str, Any]]
    #: conversation id, turn id and the surface's address for posting
    context: Mapped[dict[str, Any]]
    state: Mapped[str]
    owner: Mapped[str | None] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]
    attempt: Mapped[int]
    error_id: Mapped[str | None]
    error: Mapped[str | None] = mapped_column(FreeText)
    posted: Mapped[bool]
    posted_reference: Mapped[str | None]
    #: when its end was first tried to be posted
    posting_began: Mapped[datetime | None]
    created: Mapped[datetime]
    finished: Mapped[datetime | None]


class TakeRow(Base):
    """One Take (music.job). `job_id` is no foreign key: a Take outlives the row of its Job."""

    __tablename__ = "takes"

    id: Mapped[str] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(unique=True)
    guild_id: Mapped[str | None] = mapped_column(ForeignKey("guilds.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    #: SHA-256 of the take code: codes are too long for an index
    code_digest: Mapped[str] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]]
    created: Mapped[datetime] = mapped_column(default=utc_now, index=True)
