"""Rate: stars for a Take or a Track, from which Taste is computed."""

from collections.abc import AsyncIterator

from bot.assistant.events import ReplyEvent, Said
from bot.assistant.inquiry import House, Inquiry, UnknownItem
from bot.assistant.pointing import pointed_at
from music.errors import CadenzaError
from storage.database import Database
from storage.repositories.ratings import Ratings
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks


async def rate(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """The stars of a button or of the words; about the target, else the newest take."""
    turn = inquiry.turn
    target = pointed_at(inquiry) or (inquiry.memory.take.id if inquiry.memory.take else "")
    if not target:
        raise CadenzaError("There is nothing to rate yet; ask for a piece first, then give it 1 to 5 stars.")
    stars = inquiry.request.stars if turn.stars is None else turn.stars
    if stars is None:
        raise CadenzaError("Give 1 to 5 stars, for instance “4 stars”, or with the buttons under a piece.")
    name = await store(house.database, target, stars, turn.guild_id, inquiry.place.person_id)
    yield Said(
        inquiry.turn_id,
        f"Noted: {stars} star{'s' if stars != 1 else ''} for {name}. Rating again replaces it.",
        "rating",
        {"target": target, "stars": stars},
    )


async def store(database: Database, target: str, stars: int, guild_id: str, person_id: str) -> str:
    """Stores a rating of a Take (id or code) or a Track and returns its name.

    Raises UnknownItem for an id that is neither a Take nor a Track, CadenzaError for stars beyond 1 to 5.
    """
    if not 1 <= stars <= 5:
        raise CadenzaError(f"A rating has 1 to 5 stars, not {stars}.")
    async with database.session() as session:
        ratings = Ratings(session)
        takes = Takes(session)
        if (take := await takes.get(target) or await takes.by_code(target)) is not None:
            await ratings.rate(person_id, guild_id, stars, take_id=take.id)
            return take.title
        if (track := await Tracks(session).get(target)) is not None:
            await ratings.rate(person_id, guild_id, stars, track_id=track.id)
            return track.title
    raise UnknownItem(f"There is no track and no take {target!r} here; use the id of one that was shown.")
