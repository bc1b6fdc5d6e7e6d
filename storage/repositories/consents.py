"""Consents by purpose: what a person allowed in a guild. Without a word, nothing is allowed."""

from typing import Any, Literal

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.base import utc_now
from storage.tables.oversight import ConsentRow
from storage.upsert import insert

#: "personalise": recommendations learn from my ratings; "train": the guild's model may too
Purpose = Literal["personalise", "train"]


class Consents:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def say(self, person_id: str, guild_id: str, purpose: Purpose, granted: bool) -> None:
        """Stores the person's latest word on a purpose."""
        now = utc_now()
        await self._session.execute(
            insert(self._session, ConsentRow)
            .values(person_id=person_id, guild_id=guild_id, purpose=purpose, granted=granted, said=now)
            .on_conflict_do_update(
                index_elements=["person_id", "guild_id", "purpose"], set_={"granted": granted, "said": now}
            )
        )

    async def granted(self, person_id: str, guild_id: str, purpose: Purpose) -> bool:
        """Whether the person's latest word was yes; False without one."""
        query = select(ConsentRow.granted).where(
            ConsentRow.person_id == person_id,
            ConsentRow.guild_id == guild_id,
            ConsentRow.purpose == purpose,
        )
        return bool((await self._session.scalars(query)).one_or_none())

    async def said(self, person_id: str, guild_id: str) -> dict[Purpose, bool]:
        """The person's latest word on each purpose that they said something about."""
        query = select(ConsentRow.purpose, ConsentRow.granted).where(
            ConsentRow.person_id == person_id, ConsentRow.guild_id == guild_id
        )
        return {row.purpose: row.granted for row in await self._session.execute(query)}

    async def refused(self, guild_id: str, purpose: Purpose) -> set[str]:
        """Ids of those whose latest word was no."""
        query = select(ConsentRow.person_id).where(
            ConsentRow.guild_id == guild_id, ConsentRow.purpose == purpose, ConsentRow.granted.is_(False)
        )
        return set(await self._session.scalars(query))

    async def persons_with(self, guild_id: str, purpose: Purpose) -> set[str]:
        """Ids of the persons in a guild who agreed to a purpose."""
        query = select(ConsentRow.person_id).where(
            ConsentRow.guild_id == guild_id, ConsentRow.purpose == purpose, ConsentRow.granted.is_(True)
        )
        return set(await self._session.scalars(query))

    async def export_person(self, person_id: str) -> dict[str, Any]:
        query = select(ConsentRow).where(ConsentRow.person_id == person_id).order_by(ConsentRow.said)
        return {
            "consents": [
                {
                    "guild_id": row.guild_id,
                    "purpose": row.purpose,
                    "granted": row.granted,
                    "said": row.said.isoformat(),
                }
                for row in await self._session.scalars(query.execution_options(populate_existing=True))
            ]
        }

    async def delete_person(self, person_id: str) -> int:
        result: Any = await self._session.execute(delete(ConsentRow).where(ConsentRow.person_id == person_id))
        return int(result.rowcount)
