"""Jobs: orders to the engine as rows with owner, lease and attempt, so that a restart finishes them.

A Job is queued, then running under a lease, then done, failed or cancelled. The lease is what a crash
leaves behind: once it ran out, or once its owner is known to be dead, another claim takes the Job up.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from music.job import Job, Take
from storage.repositories.conversations import without_token
from storage.repositories.job_records import JobContext, JobRecord, State, fresh, record_of
from storage.repositories.takes import Takes
from storage.tables.base import utc_now
from storage.tables.making import JobRow
from storage.upsert import insert

#: How often a Job may be begun. An attempt is lost when the whole program is killed, which is seldom the
#: Job's fault: the engine bounds what a Job does to it, so only one that eats all memory is to blame.
MAX_ATTEMPTS = 30
#: After so many lost attempts a Job runs alone, so that it comes through quickly or takes none with it.
TRUSTED_ATTEMPTS = 2
#: After so many it waits before the next, longer each time, and others come first.
PATIENT_ATTEMPTS = 5
LONGEST_WAIT_SECONDS = 60.0
GAVE_UP = (
    f"This piece was begun {MAX_ATTEMPTS} times and Cadenza was ended each time, so it gave the piece up; "
    "a shorter piece or other wishes may work."
)


class Jobs:
    """`clock` gives the time that leases are measured by, UTC."""

    def __init__(self, session: AsyncSession, clock: Callable[[], datetime] = utc_now) -> None:
        self._session = session
        self._clock = clock

    async def enqueue(self, job: Job, context: JobContext) -> bool:
        """Writes the Job down, queued. False if a Job of that id is there already, which then stays."""
        added = await self._session.execute(
            insert(self._session, JobRow)
            .values(
                id=job.id,
                surface=context.surface,
                guild_id=context.guild_id,
                person_id=context.person_id,
                payload=job.to_json(),
                context={
                    "conversation_id": context.conversation_id,
                    "turn_id": context.turn_id,
                    "address": context.address,
                },
                state="queued",
                attempt=0,
                posted=False,
                created=datetime.fromtimestamp(job.created, UTC),
            )
            .on_conflict_do_nothing(index_elements=["id"])
            .returning(JobRow.id)
        )
        return added.scalar_one_or_none() is not None

    async def get(self, job_id: str) -> JobRecord | None:
        row = (await self._session.scalars(fresh(select(JobRow).where(JobRow.id == job_id)))).one_or_none()
        return None if row is None else record_of(row)

    async def claim(self, owner: str, lease_seconds: float, limit: int = 1) -> list[JobRecord]:
        """Takes at most `limit` Jobs for `owner`, oldest first: queued ones, and those whose lease ran out.

        No two claims get the same Job. Each claim counts as an attempt; a Job whose lease ran out on its
        last attempt fails instead. One that lost TRUSTED_ATTEMPTS runs while its owner runs nothing else.
        """
        now = self._clock()
        expired = and_(JobRow.state == "running", JobRow.lease_until < now)
        await self._give_up(expired)
        is_due = or_(JobRow.lease_until.is_(None), JobRow.lease_until < now)
        free = or_(and_(JobRow.state == "queued", is_due), expired)
        # SKIP LOCKED is PostgreSQL's; on SQLite the transaction is the only writer anyway
        found = await self._session.execute(
            select(JobRow.id, JobRow.attempt)
            .where(free)
            .order_by(JobRow.created, JobRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        begun = await self._session.scalars(
            select(JobRow.attempt).where(JobRow.owner == owner, JobRow.state == "running", ~expired)
        )
        ids = _together([(row.id, row.attempt) for row in found], [attempt - 1 for attempt in begun])
        if not ids:
            return []
        await self._session.execute(
            update(JobRow)
            .where(JobRow.id.in_(ids))
            .values(
                state="running",
                owner=owner,
                lease_until=now + timedelta(seconds=lease_seconds),
                attempt=JobRow.attempt + 1,
            )
        )
        rows = await self._session.scalars(
            fresh(select(JobRow).where(JobRow.id.in_(ids)).order_by(JobRow.created, JobRow.id))
        )
        return [record_of(row) for row in rows]

    async def renew(self, job_id: str, owner: str, lease_seconds: float) -> bool:
        """Prolongs the lease. False if the Job is no longer `owner`'s (cancelled, taken over): stop it."""
        return await self._changed(
            JobRow.id == job_id,
            JobRow.owner == owner,
            JobRow.state == "running",
            lease_until=self._clock() + timedelta(seconds=lease_seconds),
        )

    async def release_owner(self, owner: str) -> int:
        """Puts back what `owner` runs, at an orderly stop: it costs no attempt. Returns how many Jobs."""
        result: Any = await self._session.execute(
            update(JobRow)
            .where(JobRow.owner == owner, JobRow.state == "running")
            .values(state="queued", owner=None, lease_until=None, attempt=JobRow.attempt - 1)
        )
        return int(result.rowcount)

    async def requeue_orphans(self, owner_alive: Callable[[str], bool]) -> list[str]:
        """At a start after a crash: puts back the running Jobs whose owner is not alive, lease or not.

        Returns their ids. Those on their last attempt fail instead; those that lost many wait a while.
        """
        owners = await self._session.scalars(
            select(JobRow.owner).where(JobRow.state == "running", JobRow.owner.is_not(None)).distinct()
        )
        dead = [owner for owner in owners if owner is not None and not owner_alive(owner)]
        orphaned = and_(JobRow.state == "running", JobRow.owner.in_(dead))
        await self._give_up(orphaned)
        found = await self._session.execute(select(JobRow.id, JobRow.attempt).where(orphaned))
        lost = {row.id: row.attempt for row in found}
        for job_id, attempt in lost.items():
            await self._changed(
                JobRow.id == job_id, state="queued", owner=None, lease_until=self._not_before(attempt)
            )
        return sorted(lost)

    def _not_before(self, lost: int) -> datetime | None:
        """When a queued Job that lost so many attempts may be begun; it stands in `lease_until`."""
        if lost < PATIENT_ATTEMPTS:
            return None
        seconds = min(2.0 ** (lost - PATIENT_ATTEMPTS), LONGEST_WAIT_SECONDS)
        return self._clock() + timedelta(seconds=seconds)

    async def finish(self, job_id: str, take: Take) -> Take | None:
        """Stores the Take and marks the Job done, in one transaction; doing it again changes nothing.

        Returns the stored Take: that of the first call. None when the Job was cancelled or its row is gone
        (its person was deleted); then nothing is stored.
        """
        row = (
            await self._session.execute(
                select(JobRow.state, JobRow.guild_id, JobRow.person_id)
                .where(JobRow.id == job_id)
                .with_for_update()
            )
        ).one_or_none()
        if row is None or row.state == "cancelled":
            return None
        stored = await Takes(self._session).add(take, row.guild_id, row.person_id)
        if row.state != "done":
            await self._end(JobRow.id == job_id, "done", error_id=None, error=None)
        return stored

    async def fail(self, job_id: str, sentence: str, error_id: str, owner: str | None = None) -> bool:
        """Marks a Job failed with a sentence for people and the id that the log has too.

        False if it was over already, or, with `owner` given, is no longer that owner's.
        """
        where = [JobRow.id == job_id, JobRow.state.in_(("queued", "running"))]
        if owner is not None:
            where.append(JobRow.owner == owner)
        return await self._end(and_(*where), "failed", error_id=error_id, error=sentence) > 0

    async def cancel(self, job_id: str) -> bool:
        """Stops a queued or running Job for good. False if it was over already."""
        where = and_(JobRow.id == job_id, JobRow.state.in_(("queued", "running")))
        return await self._end(where, "cancelled") > 0

    async def open_of(self, surface: str) -> list[JobRecord]:
        """Jobs of a surface that are queued or running, oldest first."""
        query = (
            select(JobRow)
            .where(JobRow.surface == surface, JobRow.state.in_(("queued", "running")))
            .order_by(JobRow.created, JobRow.id)
        )
        return [record_of(row) for row in await self._session.scalars(fresh(query))]

    async def open_count(self, person_id: str) -> int:
        """How many Jobs of a person are queued or running."""
        query = (
            select(func.count())
            .select_from(JobRow)
            .where(JobRow.person_id == person_id, JobRow.state.in_(("queued", "running")))
        )
        return (await self._session.execute(query)).scalar_one()

    async def order(self) -> list[str]:
        """The ids of all Jobs that are queued or running, in the order in which they are carried out."""
        running = JobRow.state == "running"
        query = (
            select(JobRow.id)
            .where(or_(running, JobRow.state == "queued"))
            .order_by(running.desc(), JobRow.created, JobRow.id)
        )
        return list(await self._session.scalars(query))

    async def queue_place(self, job_id: str) -> int:
        """1 for the Job that is next, 2 for the one after it ...; 0 once it runs or is over."""
        here = await self._session.execute(
            select(JobRow.created, JobRow.id).where(JobRow.id == job_id, JobRow.state == "queued")
        )
        row = here.one_or_none()
        if row is None:
            return 0
        before = or_(JobRow.created < row.created, and_(JobRow.created == row.created, JobRow.id < row.id))
        query = select(func.count()).select_from(JobRow).where(JobRow.state == "queued", before)
        return (await self._session.execute(query)).scalar_one() + 1

    async def counts(self) -> dict[str, int]:
        """How many Jobs are in each state that occurs."""
        rows = await self._session.execute(select(JobRow.state, func.count()).group_by(JobRow.state))
        return {row[0]: row[1] for row in rows}

    async def purge(self, older_than: timedelta) -> int:
        """Deletes Jobs that are over and told of and that ended longer ago; their Takes stay."""
        told = or_(JobRow.posted.is_(True), JobRow.state == "cancelled")
        result: Any = await self._session.execute(
            delete(JobRow).where(told, JobRow.finished < self._clock() - older_than)
        )
        return int(result.rowcount)

    async def sources_of_person(self, person_id: str) -> set[str]:
        """Content hashes of the files, uploads among them, that a person's Jobs were done to."""
        rows = await self._session.scalars(select(JobRow.payload).where(JobRow.person_id == person_id))
        return {name for payload in rows for name in payload.get("sources", ())}

    async def open_of_person(self, person_id: str) -> list[str]:
        """The ids of a person's Jobs that are queued or running."""
        query = select(JobRow.id).where(
            JobRow.person_id == person_id, JobRow.state.in_(("queued", "running"))
        )
        return list(await self._session.scalars(query))

    async def export_person(self, person_id: str) -> dict[str, Any]:
        rows = await self._session.scalars(
            fresh(select(JobRow).where(JobRow.person_id == person_id).order_by(JobRow.created))
        )
        return {
            "jobs": [
                {
                    "state": r.state,
                    "created": r.created.isoformat(),
                    "job": r.payload,
                    "context": without_token(r.context),
                }
                for r in rows
            ]
        }

    async def delete_person(self, person_id: str) -> int:
        result: Any = await self._session.execute(delete(JobRow).where(JobRow.person_id == person_id))
        return int(result.rowcount)

    async def _give_up(self, where: Any) -> None:
        """Fails those of the Jobs that have no attempt left."""
        ids = await self._session.scalars(select(JobRow.id).where(where, JobRow.attempt >= MAX_ATTEMPTS))
        for job_id in list(ids):
            await self._end(
                and_(JobRow.id == job_id, where), "failed", error_id=uuid.uuid4().hex[:12], error=GAVE_UP
            )

    async def _end(self, where: Any, state: State, **values: Any) -> int:
        result: Any = await self._session.execute(
            update(JobRow)
            .where(where)
            .values(state=state, owner=None, lease_until=None, finished=self._clock(), **values)
        )
        return int(result.rowcount)

    async def _changed(self, *where: Any, **values: Any) -> bool:
        result: Any = await self._session.execute(update(JobRow).where(*where).values(**values))
        return int(result.rowcount) > 0


def _together(free: list[tuple[str, int]], running: list[int]) -> list[str]:
    """Those of the `free` Jobs (id, lost attempts) that may be begun beside the `running` (lost attempts)."""
    if any(lost >= TRUSTED_ATTEMPTS for lost in running):
        return []
    alone = next((k for k, (_, lost) in enumerate(free) if lost >= TRUSTED_ATTEMPTS), len(free))
    if alone == 0:
        return [] if running else [job_id for job_id, _ in free[:1]]
    return [job_id for job_id, _ in free[:alone]]
