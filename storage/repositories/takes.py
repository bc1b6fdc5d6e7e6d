"""Takes: what Jobs ended in."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from music.job import Take
from storage.tables.catalogue import TrackRow
from storage.tables.making import JobRow, TakeRow
from storage.upsert import insert


class Takes:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, take: Take, guild_id: str | None = None, person_id: str | None = None) -> Take:
        """Stores the Take of a Job once: if that Job has a Take already, that one is returned."""
        await self._session.execute(
            insert(self._session, TakeRow)
            .values(
                id=take.id,
                job_id=take.job_id,
                guild_id=guild_id,
                person_id=person_id,
                code_digest=_digest(take.code),
                payload=take.to_json(),
            )
            .on_conflict_do_nothing(index_elements=["job_id"])
        )
        stored = await self.of_job(take.job_id)
        assert stored is not None
        return stored

    async def get(self, take_id: str) -> Take | None:
        return await self._one(TakeRow.id == take_id)

    async def of_job(self, job_id: str) -> Take | None:
        return await self._one(TakeRow.job_id == job_id)

    async def by_code(self, code: str) -> Take | None:
        """The newest Take with this take code."""
        return await self._one(TakeRow.code_digest == _digest(code))

    async def recent(
        self, *, guild_id: str | None = None, person_id: str | None = None, limit: int = 20
    ) -> list[Take]:
        """The newest Takes, newest first, of a guild, of a person, or of one in the other."""
        query = select(TakeRow.payload).order_by(TakeRow.created.desc(), TakeRow.id).limit(limit)
        if guild_id is not None:
            query = query.where(TakeRow.guild_id == guild_id)
        if person_id is not None:
            query = query.where(TakeRow.person_id == person_id)
        return [Take.from_json(payload) for payload in await self._session.scalars(query)]

    async def made(self, guild_id: str, person_id: str, limit: int) -> list[tuple[Take, datetime, str]]:
        """A person's newest Takes in a guild, newest first: made when, and posted where ("": not)."""
        query = (
            select(TakeRow.payload, TakeRow.created, JobRow.posted_reference)
            .outerjoin(JobRow, JobRow.id == TakeRow.job_id)
            .where(TakeRow.guild_id == guild_id, TakeRow.person_id == person_id)
            .order_by(TakeRow.created.desc(), TakeRow.id)
            .limit(limit)
        )
        rows = await self._session.execute(query)
        return [(Take.from_json(payload), created, where or "") for payload, created, where in rows]

    async def titled(
        self, words: str, *, guild_id: str, person_id: str | None = None, limit: int
    ) -> list[tuple[Take, str | None, str]]:
        """The newest Takes of a guild with `words` in the title (any, for ""), or of one person there alone:
        whose each is, and where it was posted ("": nowhere)."""
        query = (
            select(TakeRow.payload, TakeRow.person_id, JobRow.posted_reference)
            .outerjoin(JobRow, JobRow.id == TakeRow.job_id)
            .where(TakeRow.guild_id == guild_id)
            .order_by(TakeRow.created.desc(), TakeRow.id)
            .limit(limit)
        )
        if words:
            query = query.where(TakeRow.payload["title"].as_string().icontains(words, autoescape=True))
        if person_id is not None:
            query = query.where(TakeRow.person_id == person_id)
        rows = await self._session.execute(query)
        return [(Take.from_json(payload), whose, where or "") for payload, whose, where in rows]

    async def posted(self, take_id: str) -> tuple[Take, str] | None:
        """A Take, and where it was posted ("": nowhere)."""
        query = (
            select(TakeRow.payload, JobRow.posted_reference)
            .outerjoin(JobRow, JobRow.id == TakeRow.job_id)
            .where(TakeRow.id == take_id)
        )
        row = (await self._session.execute(query)).one_or_none()
        return None if row is None else (Take.from_json(row[0]), row[1] or "")

    async def whose(self, take_id: str) -> tuple[str | None, str | None] | None:
        """The guild and the person of a Take; None if there is no such Take."""
        query = select(TakeRow.guild_id, TakeRow.person_id).where(TakeRow.id == take_id)
        row = (await self._session.execute(query)).one_or_none()
        return None if row is None else (row.guild_id, row.person_id)

    async def remove(self, take_id: str) -> set[str] | None:
        """Deletes a Take with everybody's ratings of it; None if there is none.

        Returns the content hashes of its files that nothing else names.
        """
        take = await self.get(take_id)
        if take is None:
            return None
        await self._session.execute(delete(TakeRow).where(TakeRow.id == take_id))
        return await self.unused_files(take.files)

    async def codes(self) -> list[str]:
        """The take codes of all Takes that were made from other pieces."""
        query = select(TakeRow.payload)
        takes = [Take.from_json(payload) for payload in await self._session.scalars(query)]
        return [take.code for take in takes if take.operation]

    async def update(self, take: Take) -> bool:
        """Stores changed facts of a Take, such as audio in one more format. False if it is unknown."""
        result = await self._session.execute(
            update(TakeRow)
            .where(TakeRow.id == take.id)
            .values(payload=take.to_json(), code_digest=_digest(take.code))
            .returning(TakeRow.id)
        )
        return result.scalar_one_or_none() is not None

    async def files_of_person(self, person_id: str) -> set[str]:
        """Content hashes of the files of a person's Takes."""
        rows = await self._session.scalars(select(TakeRow.payload).where(TakeRow.person_id == person_id))
        return {name for payload in rows for name in Take.from_json(payload).files}

    async def unused_files(self, files: Iterable[str]) -> set[str]:
        """Those of `files` that no Take, no Track and no open Job names any more. Reads every Take."""
        left = set(files)
        if not left:
            return left
        for payload in await self._session.scalars(select(TakeRow.payload)):
            left.difference_update(Take.from_json(payload).files)
        open_jobs = select(JobRow.payload).where(JobRow.state.in_(("queued", "running")))
        for payload in await self._session.scalars(open_jobs):
            left.difference_update(payload.get("sources", ()))
        left.difference_update(
            await self._session.scalars(select(TrackRow.midi).where(TrackRow.midi.in_(sorted(left))))
        )
        return left

    async def export_person(self, person_id: str) -> dict[str, Any]:
        rows = await self._session.scalars(
            select(TakeRow).where(TakeRow.person_id == person_id).order_by(TakeRow.created)
        )
        return {"takes": [{"created": row.created.isoformat(), **row.payload} for row in rows]}

    async def delete_person(self, person_id: str) -> int:
        """Deletes the Takes that a person asked for, with everybody's ratings of them."""
        result: Any = await self._session.execute(delete(TakeRow).where(TakeRow.person_id == person_id))
        return int(result.rowcount)

    async def _one(self, where: Any) -> Take | None:
        query = select(TakeRow.payload).where(where).order_by(TakeRow.created.desc(), TakeRow.id).limit(1)
        payload = (await self._session.scalars(query)).one_or_none()
        return None if payload is None else Take.from_json(payload)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
