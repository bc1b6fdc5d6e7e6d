"""Impressions: what was shown to whom, so that learning from ratings knows what they chose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.base import utc_now
from storage.tables.listening import ImpressionRow
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Shown:
    """A Track at `position` (from 0), put there with `probability` (the propensity of the ranking)."""

    track_id: str
    position: int
    probability: float


@dataclass(frozen=True, slots=True)
class Impression:
    request_id: str
    person_id: str
    guild_id: str
    shown: Shown
    model_version: str
    at: datetime


class Impressions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_many(
        self, request_id: str, person_id: str, guild_id: str, shown: Sequence[Shown], model_version: str
    ) -> None:
        """Stores one answer's list. A list that was stored before (a retry) stays as it is."""
        if not shown:
            return
        now = utc_now()  # the list was shown at once
        await self._session.execute(
            insert(self._session, ImpressionRow).on_conflict_do_nothing(
                index_elements=["request_id", "position"]
            ),
            [
                {
                    "request_id": request_id,
                    "position": s.position,
                    "person_id": person_id,
                    "guild_id": guild_id,
                    "track_id": s.track_id,
                    "probability": s.probability,
                    "model_version": model_version,
                    "shown": now,
                }
                for s in shown
            ],
        )

    async def of_request(self, request_id: str) -> list[Impression]:
        """What one answer showed, in its order."""
        return await self._all(ImpressionRow.request_id == request_id)

    async def of_person(self, person_id: str, guild_id: str, limit: int = 1000) -> list[Impression]:
        """What a person was shown in a guild, newest first."""
        where = (ImpressionRow.person_id == person_id, ImpressionRow.guild_id == guild_id)
        return await self._all(*where, newest_first=True, limit=limit)

    async def export_person(self, person_id: str) -> dict[str, Any]:
        return {
            "impressions": [
                {
                    "guild_id": i.guild_id,
                    "request_id": i.request_id,
                    "track_id": i.shown.track_id,
                    "position": i.shown.position,
                    "probability": i.shown.probability,
                    "model_version": i.model_version,
                    "shown": i.at.isoformat(),
                }
                for i in await self._all(ImpressionRow.person_id == person_id)
            ]
        }

    async def delete_person(self, person_id: str) -> int:
        result: Any = await self._session.execute(
            delete(ImpressionRow).where(ImpressionRow.person_id == person_id)
        )
        return int(result.rowcount)

    async def _all(
        self, *where: Any, newest_first: bool = False, limit: int | None = None
    ) -> list[Impression]:
        time = ImpressionRow.shown.desc() if newest_first else ImpressionRow.shown
        query = (
            select(ImpressionRow)
            .where(*where)
            .order_by(time, ImpressionRow.request_id, ImpressionRow.position)
            .limit(limit)
        )
        return [
            Impression(
                r.request_id,
                r.person_id,
                r.guild_id,
                Shown(r.track_id, r.position, r.probability),
                r.model_version,
                r.shown,
            )
            for r in await self._session.scalars(query)
        ]
