"""A Taste for its person to see: in words, in numbers, as a map; and how it is forgotten."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.assistant.catalogue import Catalogue
from bot.assistant.tastes import Known, Tastes
from bot.language import later, paragraph, retold, say, say_many
from bot.language.lists import listed
from music.errors import CadenzaError
from music.picture_map import MapPoint, mood_map_png
from recommender.taste_map import mood_field
from recommender.taste_words import Liking, likings, named, unsure
from storage.database import Database
from storage.repositories.consents import Consents
from storage.repositories.persons import Persons
from storage.repositories.ratings import Ratings

#: shown where a person asked not to be learned from
REFUSED = later("You asked me not to learn your taste here, so I keep to what you ask for.")
NOT_ALLOWED = later(
    "You rated music here but have not said that I may learn from it, so your ratings count for nothing; "
    "“privacy show” asks you again."
)
NOTHING = later("I do not know your taste yet; give some music 1 to 5 stars.")


@dataclass(frozen=True, slots=True)
class RatedPoint:
    """Music that was rated, on the mood plane."""

    id: str
    title: str
    stars: int
    valence: float
    arousal: float
    is_take: bool


@dataclass(frozen=True, slots=True)
class TasteShown:
    """`text`: one or two sentences; `likes`, `dislikes`, `unsure`: the aspects behind them; `aspects`: all
    that were looked at, strongest first; `points`: own ratings, oldest first; `members`: others who told."""

    text: str
    ratings: int = 0
    members: int = 0
    likes: tuple[Liking, ...] = ()
    dislikes: tuple[Liking, ...] = ()
    unsure: tuple[Liking, ...] = ()
    aspects: tuple[Liking, ...] = ()
    points: tuple[RatedPoint, ...] = ()

    def to_json(self) -> dict[str, Any]:
        def told(some: tuple[Liking, ...]) -> list[dict[str, Any]]:
            return [
                {"aspect": one.name, "stars": round(one.stars, 3), "sd": round(one.sd, 3)} for one in some
            ]

        return {
            "text": self.text,
            "ratings": self.ratings,
            "other_members": self.members,
            "likes": told(self.likes),
            "dislikes": told(self.dislikes),
            "unsure": told(self.unsure),
            "points": [
                {
                    "id": p.id,
                    "title": p.title,
                    "stars": p.stars,
                    "valence": round(p.valence, 3),
                    "arousal": round(p.arousal, 3),
                    "take": p.is_take,
                }
                for p in self.points
            ],
        }

    def export(self) -> dict[str, Any]:
        """Everything: as `to_json`, with every aspect."""
        aspects = [
            {"aspect": a.name, "kind": a.kind, "stars": round(a.stars, 4), "sd": round(a.sd, 4)}
            for a in self.aspects
        ]
        return {**self.to_json(), "aspects": aspects}


def taste_in_words(found: Sequence[Liking], ratings: int) -> str:
    """One or two sentences on `likings` that come from so many ratings of one's own."""

    def told(some: Sequence[Liking]) -> str:
        return listed(retold(one.name, "aspect") for one in some)

    liked = told(named([one for one in found if one.is_liked]))
    disliked = told(named([one for one in found if one.is_disliked]))
    unknown = told(unsure(found))
    if not ratings:
        others = say("Until then I go by what members here like: {aspects}.", aspects=liked) if liked else ""
        return paragraph(say(NOTHING), others)
    if liked and disliked:
        sure = say("You like {liked}; you care less for {disliked}", liked=liked, disliked=disliked)
    elif liked:
        sure = say("You like {liked}", liked=liked)
    elif disliked:
        sure = say("You care less for {disliked}", disliked=disliked)
    else:
        sure = say("I hear no clear preference in your ratings yet")
    if unknown:
        sentence = say("{sure}; I am unsure about {aspects}.", sure=sure, aspects=unknown)
    else:
        sentence = say("{sure}.", sure=sure)
    return paragraph(sentence, say_many("(From {number} rating.)", "(From {number} ratings.)", ratings))


class TasteRoom:
    """Shows and forgets Tastes."""

    def __init__(self, database: Database, catalogue: Catalogue, tastes: Tastes) -> None:
        self._database = database
        self._catalogue = catalogue
        self._tastes = tastes

    async def shown(self, person_id: str, guild_id: str) -> TasteShown:
        known = await self._known(person_id, guild_id)
        if isinstance(known, str):
            return TasteShown(say(known))
        return await asyncio.to_thread(self._show, known)

    async def map(self, person_id: str, guild_id: str, title: str) -> bytes:
        """A PNG. Raises CadenzaError where there is nothing to draw."""
        known = await self._known(person_id, guild_id)
        if isinstance(known, str):
            raise CadenzaError(say(known))
        return await asyncio.to_thread(self._draw, known, title)

    async def reset(self, person_id: str, guild_id: str) -> int:
        """Forgets what a person, and those linked with them, rated in a guild; returns how many ratings."""
        async with self._database.session() as session:
            linked = await Persons(session).linked_ids(person_id)
            gone = sum([await Ratings(session).reset(one, guild_id) for one in linked])
        self._tastes.forget(guild_id)
        return gone

    async def _known(self, person_id: str, guild_id: str) -> Known | str:
        await self._catalogue.wait_until_usable()
        async with self._database.reading() as session:
            linked = await Persons(session).linked_ids(person_id)
            refused = await Consents(session).refused(guild_id, "personalise")
            allowed = await Consents(session).persons_with(guild_id, "personalise")
            rated = await Ratings(session).of_person(linked, guild_id)
        if refused & set(linked):
            return REFUSED
        if rated and not allowed & set(linked):
            return NOT_ALLOWED
        return await self._tastes.of(person_id, guild_id, patient=True) or NOTHING

    def _show(self, known: Known) -> TasteShown:
        sample = self._catalogue.sample()
        assert sample is not None
        found = likings(known.taste, sample.tracks, sample.features)
        points = tuple(
            RatedPoint(s.id, s.title, stars, s.track.mood.valence, s.track.mood.arousal, s.is_take)
            for s, stars in known.rated
        )
        return TasteShown(
            taste_in_words(found, len(points)),
            len(points),
            known.others,
            tuple(named([one for one in found if one.is_liked])),
            tuple(named([one for one in found if one.is_disliked])),
            tuple(unsure(found)),
            tuple(found),
            points,
        )

    def _draw(self, known: Known, title: str) -> bytes:
        sample = self._catalogue.sample()
        assert sample is not None
        few = slice(None, None, max(1, len(sample.tracks) // 1500))
        liking, settled = mood_field(known.taste, sample.tracks[few], sample.features[few])
        points = [
            MapPoint(s.track.mood.valence, s.track.mood.arousal, stars, s.title) for s, stars in known.rated
        ]
        return mood_map_png(liking, settled, points, title=title)
