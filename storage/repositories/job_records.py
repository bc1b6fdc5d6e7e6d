"""A Job as it is written down: for whom it is done, and where it stands."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from music.job import Job
from storage.tables.making import JobRow

State = Literal["queued", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class JobContext:
    """For whom a Job is done and where its Take goes: `address` is what the surface needs for posting."""

    surface: str
    guild_id: str | None = None
    person_id: str | None = None
    conversation_id: str = ""
    turn_id: str = ""
    address: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A Job and where it stands. `error` is a sentence for people, `error_id` is in the log too."""

    job: Job
    context: JobContext
    state: State
    owner: str | None
    lease_until: datetime | None
    attempt: int
    error_id: str
    error: str
    posted: bool
    posted_reference: str


def fresh(query: Any) -> Any:
    """Rows as the database has them now, whatever the session loaded before."""
    return query.execution_options(populate_existing=True)


def record_of(row: JobRow) -> JobRecord:
    return JobRecord(
        job=Job.from_json(row.payload),
        context=JobContext(row.surface, row.guild_id, row.person_id, **row.context),
        state=row.state,  # type: ignore[arg-type]  # the table's check allows no other
        owner=row.owner,
        lease_until=row.lease_until,
        attempt=row.attempt,
        error_id=row.error_id or "",
        error=row.error or "",
        posted=row.posted,
        posted_reference=row.posted_reference or "",
    )
