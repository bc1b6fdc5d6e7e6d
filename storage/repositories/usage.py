"""How a guild uses the bot, for its moderators: counts and means, by day and by piece; never by person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from music.job import Take
from storage.tables.catalogue import TrackRow
from storage.tables.conversations import ConversationEventRow, ConversationRow
from storage.tables.listening import ImpressionRow, RatingRow
from storage.tables.making import TakeRow
from storage.tables.oversight import ConsentRow
from storage.tables.people import PersonRow

#: the kind of the event that a person's turn is kept as
_ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Heard:
    """A Track or a Take on the mood plane; `stars` on average of `ratings` people, 0.0 of nobody."""

    id: str
    title: str
    style: str
    valence: float
    arousal: float
    is_take: bool
    stars: float = 0.0
    ratings: int = 0


class Usage:
    """Stars count of those alone who allow the guild to learn from them; linked persons are one human."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_day(self, guild_id: str, since: datetime) -> dict[str, dict[str, int]]:
        """How many requests, recommendations, takes and ratings on each day (UTC, such as "2026-03-01")."""
        talk = ConversationEventRow.conversation_id == ConversationRow.id
        asked = (talk, ConversationRow.guild_id == guild_id, ConversationEventRow.kind == _ASKED)
        lists = func.count(ImpressionRow.request_id.distinct())
        return {
            "requests": await self._daily(ConversationEventRow.created, since, *asked),
            "recommendations": await self._daily(
                ImpressionRow.shown, since, ImpressionRow.guild_id == guild_id, count=lists
            ),
            "takes": await self._daily(TakeRow.created, since, TakeRow.guild_id == guild_id),
            "ratings": await self._daily(RatingRow.rated, since, RatingRow.guild_id == guild_id),
        }

    async def stars(self, guild_id: str) -> tuple[dict[int, int], int]:
        """How often each number of stars was given by those who count; how many ratings there are in all."""
        query = select(RatingRow.stars, func.count()).where(RatingRow.guild_id == guild_id)
        counted = await self._session.execute(query.where(_counts()).group_by(RatingRow.stars))
        whole = select(func.count()).select_from(RatingRow).where(RatingRow.guild_id == guild_id)
        return {int(s): int(n) for s, n in counted}, int((await self._session.execute(whole)).scalar_one())

    async def rated(self, guild_id: str) -> list[Heard]:
        """Everything that was rated, best first."""
        takes = await self._means(RatingRow.take_id, guild_id)
        tracks = await self._means(RatingRow.track_id, guild_id)
        heard = [_take(Take.from_json(payload), *takes[id_]) for id_, payload in await self._takes(takes)]
        rows = await self._session.execute(select(*_TRACK).where(TrackRow.id.in_(sorted(tracks))))
        heard += [Heard(*row, False, *tracks[row[0]]) for row in rows]
        return sorted(heard, key=lambda one: (-one.stars, -one.ratings, one.title, one.id))

    async def made(self, guild_id: str, limit: int) -> list[Heard]:
        """The newest Takes of the guild, without stars."""
        query = select(TakeRow.payload).where(TakeRow.guild_id == guild_id)
        rows = await self._session.scalars(query.order_by(TakeRow.created.desc(), TakeRow.id).limit(limit))
        return [_take(Take.from_json(payload)) for payload in rows]

    async def shown(self, guild_id: str, limit: int) -> list[Heard]:
        """The Tracks that were recommended most often, without stars."""
        query = (
            select(*_TRACK)
            .join(ImpressionRow, ImpressionRow.track_id == TrackRow.id)
            .where(ImpressionRow.guild_id == guild_id)
            .group_by(*_TRACK)
            .order_by(func.count().desc(), TrackRow.id)
        )
        return [Heard(*row, False) for row in await self._session.execute(query.limit(limit))]

    async def _daily(self, when: Any, since: datetime, *where: Any, count: Any = None) -> dict[str, int]:
        day = self._day(when)
        query = select(day, func.count() if count is None else count).where(when >= since, *where)
        return {str(d): int(n) for d, n in await self._session.execute(query.group_by(day))}

    def _day(self, when: Any) -> Any:
        """The day in UTC as text: PostgreSQL has instants, SQLite their text in UTC (`UtcDateTime`)."""
        if self._session.get_bind().dialect.name == "postgresql":
            return func.to_char(func.timezone("UTC", when), "YYYY-MM-DD")
        return func.substr(when, 1, 10)

    async def _means(self, subject: Any, guild_id: str) -> dict[str, tuple[float, int]]:
        """Mean stars and number of people by the id of what they rated."""
        human = func.coalesce(PersonRow.linked_to, PersonRow.id)
        each = (
            select(subject.label("subject"), func.avg(RatingRow.stars).label("stars"))
            .join(PersonRow, PersonRow.id == RatingRow.person_id)
            .where(RatingRow.guild_id == guild_id, subject.is_not(None), _counts())
            .group_by(subject, human)
            .subquery()
        )
        query = select(each.c.subject, func.avg(each.c.stars), func.count()).group_by(each.c.subject)
        return {str(id_): (float(mean), int(n)) for id_, mean, n in await self._session.execute(query)}

    async def _takes(self, ids: Any) -> list[tuple[str, dict[str, Any]]]:
        rows = await self._session.execute(
            select(TakeRow.id, TakeRow.payload).where(TakeRow.id.in_(sorted(ids)))
        )
        return [(id_, payload) for id_, payload in rows]


_TRACK = (TrackRow.id, TrackRow.title, TrackRow.style, TrackRow.valence, TrackRow.arousal)


def _counts() -> Any:
    """Whether whoever gave a rating allows the guild to learn from it."""
    return (
        select(ConsentRow.person_id)
        .where(
            ConsentRow.person_id == RatingRow.person_id,
            ConsentRow.guild_id == RatingRow.guild_id,
            ConsentRow.purpose == "train",
            ConsentRow.granted.is_(True),
        )
        .exists()
    )


def _take(take: Take, stars: float = 0.0, ratings: int = 0) -> Heard:
    wished = take.controls
    return Heard(
        take.id,
        take.title,
        wished.style or "",
        wished.valence or 0.0,
        wished.arousal or 0.0,
        True,
        stars,
        ratings,
    )
