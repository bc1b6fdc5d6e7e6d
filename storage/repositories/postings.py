"""Postings: which ends of Jobs people have been told of, so that each is told once, whatever is killed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from music.job import Take
from storage.repositories.conversations import without_token
from storage.repositories.job_records import JobRecord, fresh, record_of
from storage.tables.base import utc_now
from storage.tables.making import JobRow, TakeRow


class Postings:
    """`clock` gives the time that a posting is noted by, UTC."""

    def __init__(self, session: AsyncSession, clock: Callable[[], datetime] = utc_now) -> None:
        self._session = session
        self._clock = clock

    async def unposted(self, surface: str | None = None) -> list[tuple[JobRecord, Take | None]]:
        """Jobs that ended, done or failed, and whose people have not been told, oldest first."""
        query = (
            select(JobRow, TakeRow.payload)
            .outerjoin(TakeRow, TakeRow.job_id == JobRow.id)
            .where(JobRow.state.in_(("done", "failed")), JobRow.posted.is_(False))
            .order_by(JobRow.created, JobRow.id)
        )
        if surface is not None:
            query = query.where(JobRow.surface == surface)
        rows = await self._session.execute(fresh(query))
        return [(record_of(row), None if take is None else Take.from_json(take)) for row, take in rows]

    async def begin_posting(self, job_id: str) -> datetime | None:
        """Notes that somebody is about to post the end of a Job. Returns when that was first noted; None now.

        So who posts again after a crash knows to look for what may be posted already.
        """
        began = (
            await self._session.scalars(select(JobRow.posting_began).where(JobRow.id == job_id))
        ).one_or_none()
        if began is None:
            await self._changed(JobRow.id == job_id, posting_began=self._clock())
        return began

    async def mark_posted(self, job_id: str, reference: str) -> bool:
        """Notes that the end of a Job was posted, as message `reference`. True for the first call only.

        The secret in its address has done its work and is forgotten.
        """
        marked = await self._changed(
            JobRow.id == job_id, JobRow.posted.is_(False), posted=True, posted_reference=reference
        )
        if marked:
            context = (await self._session.scalars(select(JobRow.context).where(JobRow.id == job_id))).one()
            await self._changed(JobRow.id == job_id, context=without_token(context))
        return marked

    async def _changed(self, *where: Any, **values: Any) -> bool:
        result: Any = await self._session.execute(update(JobRow).where(*where).values(**values))
        return int(result.rowcount) > 0
