"""Ratings that people gave on purpose, the latest of each."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from music.errors import CadenzaError
from storage.tables.base import utc_now
from storage.tables.catalogue import TrackRow
from storage.tables.listening import RatingRow
from storage.tables.making import TakeRow
from storage.tables.oversight import ConsentRow
from storage.tables.people import PersonRow
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Rating:
    """One to five stars for a Track or for a Take: one of the two ids is set."""

    person_id: str
    guild_id: str
    stars: int
    rated: datetime
    track_id: str | None = None
    take_id: str | None = None


class Ratings:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def rate(
        self,
        person_id: str,
        guild_id: str,
        stars: int,
        *,
        track_id: str | None = None,
        take_id: str | None = None,
    ) -> None:
        """Stores the stars, in place of what the person gave the same Track or Take in that guild before.

        Raises CadenzaError for anything but a whole number from 1 to 5.
        """
        if (track_id is None) == (take_id is None):
            raise ValueError("a rating is of a track or of a take")
        if stars not in (1, 2, 3, 4, 5):
            raise CadenzaError(f"A rating is 1, 2, 3, 4 or 5 stars, not {stars}.")
        now = utc_now()
        await self._session.execute(
            insert(self._session, RatingRow)
            .values(
                id=uuid.uuid4().hex,
                person_id=person_id,
                guild_id=guild_id,
                track_id=track_id,
                take_id=take_id,
                stars=stars,
                rated=now,
            )
            .on_conflict_do_update(
                index_elements=["person_id", "guild_id", "take_id" if track_id is None else "track_id"],
                set_={"stars": stars, "rated": now},
            )
        )

    async def of_person(self, person_ids: Collection[str], guild_id: str) -> list[Rating]:
        """What a human rated in a guild, oldest first; all ids of linked persons may be given."""
        return await self._all(RatingRow.person_id.in_(person_ids), RatingRow.guild_id == guild_id)

    async def of_guild(self, guild_id: str, since: datetime | None = None) -> list[Rating]:
        """What anybody rated in a guild, oldest first; `since`: only what was given then or later."""
        later = () if since is None else (RatingRow.rated >= since,)
        return await self._all(RatingRow.guild_id == guild_id, *later)

    async def state(self, guild_id: str) -> tuple[int, datetime | None]:
        """How many ratings a guild has and when the newest was given: another value after every change."""
        query = select(func.count(), func.max(RatingRow.rated)).where(RatingRow.guild_id == guild_id)
        count, newest = (await self._session.execute(query)).one()
        return int(count), newest

    async def average(self, *, track_id: str | None = None, take_id: str | None = None) -> tuple[float, int]:
        """Mean of the stars and how many people gave any; (0.0, 0) without ratings."""
        where = RatingRow.take_id == take_id if track_id is None else RatingRow.track_id == track_id
        mean, count = (
            await self._session.execute(select(func.avg(RatingRow.stars), func.count()).where(where))
        ).one()
        return float(mean or 0.0), int(count)

    async def well_rated_takes(
        self, guild_id: str, mean: float, count: int, *, joined: bool = False
    ) -> list[str]:
        """Takes of a guild that at least `count` people rated there, with at least `mean` stars on average;
        without `joined` only those that became no Track yet.

        Linked persons are one human, whose mean counts once. Ratings count of those who allow the guild to
        learn from them.
        """
        human = func.coalesce(PersonRow.linked_to, PersonRow.id)
        query_each = (
            select(RatingRow.take_id, func.avg(RatingRow.stars).label("stars"))
            .join(PersonRow, PersonRow.id == RatingRow.person_id)
            .join(TakeRow, TakeRow.id == RatingRow.take_id)
            .join(
                ConsentRow,
                (ConsentRow.person_id == RatingRow.person_id) & (ConsentRow.guild_id == RatingRow.guild_id),
            )
            .where(ConsentRow.purpose == "train", ConsentRow.granted.is_(True))
            .where(RatingRow.guild_id == guild_id, TakeRow.guild_id == guild_id)
            .group_by(RatingRow.take_id, human)
        )
        if not joined:
            query_each = query_each.where(~exists().where(TrackRow.take_id == TakeRow.id))
        each = query_each.subquery()
        query = select(each.c.take_id).group_by(each.c.take_id).order_by(each.c.take_id)
        query = query.having(func.count() >= count, func.avg(each.c.stars) >= mean)
        return [str(take_id) for take_id in await self._session.scalars(query)]

    async def reset(self, person_id: str, guild_id: str) -> int:
        """Forgets what a person rated in a guild, and with it their Taste there."""
        return await self._delete(RatingRow.person_id == person_id, RatingRow.guild_id == guild_id)

    async def export_person(self, person_id: str) -> dict[str, Any]:
        return {
            "ratings": [
                {
                    "guild_id": r.guild_id,
                    "track_id": r.track_id,
                    "take_id": r.take_id,
                    "stars": r.stars,
                    "rated": r.rated.isoformat(),
                }
                for r in await self._all(RatingRow.person_id == person_id)
            ]
        }

    async def delete_person(self, person_id: str) -> int:
        return await self._delete(RatingRow.person_id == person_id)

    async def _all(self, *where: Any) -> list[Rating]:
        columns = (
            RatingRow.person_id,
            RatingRow.guild_id,
            RatingRow.stars,
            RatingRow.rated,
            RatingRow.track_id,
            RatingRow.take_id,
        )
        query = select(*columns).where(*where).order_by(RatingRow.rated, RatingRow.id)
        return [Rating(*row) for row in await self._session.execute(query)]

    async def _delete(self, *where: Any) -> int:
        result: Any = await self._session.execute(delete(RatingRow).where(*where))
        return int(result.rowcount)
