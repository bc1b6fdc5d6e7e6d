"""Favourites: what a person gave four stars or five, to be heard again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.assistant.inquiry import House
from storage.repositories.persons import Persons
from storage.repositories.ratings import Ratings
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks

#: from so many stars on
STARS = 4


@dataclass(frozen=True, slots=True)
class Favourite:
    """A Take or a Track. `style` may be ""; `composer` is Cadenza for a Take; `reference` is where it was
    posted, "" if nowhere."""

    id: str
    title: str
    composer: str
    style: str
    seconds: float
    is_take: bool
    stars: int
    rated: datetime
    reference: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "composer": self.composer,
            "style": self.style,
            "seconds": self.seconds,
            "take": self.is_take,
            "stars": self.stars,
            "rated": self.rated.isoformat(),
        }


async def favourites(house: House, person_id: str, guild_id: str, limit: int) -> list[Favourite]:
    """The newest `limit` of a person, and of those linked with them, in a guild, newest first."""
    found: dict[str, Favourite] = {}
    async with house.database.reading() as session:
        linked = await Persons(session).linked_ids(person_id)
        rated = await Ratings(session).of_person(linked, guild_id)
        newest = {rating.take_id or rating.track_id or "": rating for rating in rated}
        loved = sorted((r for r in newest.values() if r.stars >= STARS), key=lambda r: r.rated, reverse=True)
        loved = loved[:limit]
        for track in await Tracks(session).by_ids([r.track_id for r in loved if r.track_id]):
            rating = newest[track.id]
            found[track.id] = Favourite(
                track.id,
                track.title,
                track.composer,
                track.style,
                track.seconds,
                False,
                rating.stars,
                rating.rated,
            )
        for rating in loved:
            posted = await Takes(session).posted(rating.take_id) if rating.take_id else None
            if posted is not None:
                take, where = posted
                style, seconds = take.controls.style or "", take.audio_seconds or take.seconds
                found[take.id] = Favourite(
                    take.id, take.title, "Cadenza", style, seconds, True, rating.stars, rating.rated, where
                )
    return sorted(found.values(), key=lambda one: one.rated, reverse=True)
