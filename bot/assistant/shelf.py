"""What a person can choose from in a guild: takes by their titles, and what they rated well."""

from dataclasses import dataclass

from bot.assistant.events import Understood
from bot.assistant.inquiry import House, UnknownItem
from bot.language import say
from music.job import Take
from storage.repositories.conversations import Conversations
from storage.repositories.persons import Persons
from storage.repositories.ratings import Ratings
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks

#: favourites have this many stars or more
WELL_RATED = 4
#: and so many are told
MOST_FAVORITES = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A take; `reference` is where it was posted, "" if nowhere."""

    take: Take
    reference: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Favorite:
    """A take or a track that a person rated well; `reference` is where the take was posted."""

    id: str
    title: str
    composer: str
    stars: int
    is_take: bool
    reference: str = ""


class Shelf:
    """Reads only. What of it a person may be shown is for the surface to check: it knows who sees what."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def find(
        self, words: str, *, guild_id: str, surface: str, person: str, limit: int = 25
    ) -> list[Found]:
        """Takes with `words` in the title, newest first: the person's own, then others' of the guild. Without
        words their own alone."""
        async with self._house.database.reading() as session:
            known = await Persons(session).find(surface, person)
            takes = Takes(session)
            own = []
            if known is not None:
                own = await takes.titled(words, guild_id=guild_id, person_id=known.id, limit=limit)
            others = await takes.titled(words, guild_id=guild_id, limit=2 * limit) if words else []
        mine = {take.id for take, _, _ in own}
        found = [Found(take, where, is_own=True) for take, _, where in own]
        return found + [
            Found(take, where, is_own=False)
            for take, whose, where in others
            if take.id not in mine and (known is None or whose != known.id)
        ]

    async def choose(self, item: str) -> str:
        """The id of a take (by id or code) or of a track. Raises UnknownItem."""
        async with self._house.database.reading() as session:
            takes = Takes(session)
            take = await takes.get(item) or await takes.by_code(item)
        if take is not None:
            return take.id
        if self._house.catalogue.vector_of(item) is None:
            raise UnknownItem(
                say(
                    "There is no take {item} here; use the id of one that was made here.",
                    item=repr(item[:40]),
                )
            )
        return item

    async def other_readings(self, conversation_id: str, turn_id: str) -> tuple[str, ...]:
        """Messages that mean the other readings of a turn; () for one that is unknown or was clear."""
        async with self._house.database.reading() as session:
            for event in await Conversations(session).of_turn(conversation_id, turn_id):
                if event.kind == Understood.type:
                    return tuple(event.data.get("alternatives", ()))
        return ()

    async def favorites(self, *, guild_id: str, surface: str, person: str) -> list[Favorite]:
        """What a person, and those linked with them, gave four stars or more in a guild: best first, of those
        the newest."""
        async with self._house.database.reading() as session:
            known = await Persons(session).find(surface, person)
            if known is None:
                return []
            linked = await Persons(session).linked_ids(known.id)
            rated = await Ratings(session).of_person(linked, guild_id)
            liked = [rating for rating in reversed(rated) if rating.stars >= WELL_RATED]
            best = sorted(liked, key=lambda rating: -rating.stars)[: 2 * MOST_FAVORITES]
            tracks = {
                track.id: track
                for track in await Tracks(session).by_ids([r.track_id for r in best if r.track_id])
            }
            found: dict[str, Favorite] = {}
            for rating in best:
                if rating.take_id and (posted := await Takes(session).posted(rating.take_id)):
                    take, where = posted
                    favorite = Favorite(take.id, take.title, "", rating.stars, True, where)
                elif (track := tracks.get(rating.track_id or "")) is not None:
                    favorite = Favorite(track.id, track.title, track.composer, rating.stars, False)
                else:
                    continue  # it was deleted meanwhile
                found.setdefault(favorite.id, favorite)
        return list(found.values())[:MOST_FAVORITES]
