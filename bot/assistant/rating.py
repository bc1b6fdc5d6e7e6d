"""Rate: stars for a Take or a Track, from which Taste is computed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant import consent
from bot.assistant.events import ReplyEvent, Said
from bot.assistant.inquiry import House, Inquiry, UnknownItem
from bot.assistant.pointing import pointed_at
from bot.language import later, paragraph, say, say_many
from bot.language.titles import shown_title, title_name
from music.errors import CadenzaError
from music.wording import shown
from storage.repositories.persons import Persons
from storage.repositories.ratings import Ratings
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks

FORGOTTEN = later(
    "What was known of you, or what you rated, was deleted just now, so the rating was not kept."
)


async def rate(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """The stars of a button or of the words; about the target, else the newest take."""
    turn = inquiry.turn
    target = pointed_at(inquiry) or (inquiry.memory.take.id if inquiry.memory.take else "")
    if not target:
        raise CadenzaError(
            say("There is nothing to rate yet; ask for a piece first, then give it 1 to 5 stars.")
        )
    stars = inquiry.request.stars if turn.stars is None else turn.stars
    if stars is None:
        raise CadenzaError(
            say("Give 1 to 5 stars, for instance “4 stars”, or with the buttons under a piece.")
        )
    rated = await store(house, target, stars, turn.guild_id, inquiry.place.person_id)
    words = say_many(
        "Noted: {number} star for {name}. Rating again replaces it.",
        "Noted: {number} stars for {name}. Rating again replaces it.",
        stars,
        name=rated.name,
    )
    details = {"target": target, "stars": stars}
    if rated.asking:
        words, details = (
            paragraph(words, say(consent.WORDS[rated.asking])),
            {**details, "consent": rated.asking},
        )
    yield Said(inquiry.turn_id, words, "rating", details)
    if rated.is_take:
        house.catalogue.welcome_soon(turn.guild_id)


@dataclass(frozen=True, slots=True)
class Rated:
    """What was rated: its name, whether it is a Take, and what the person is to be asked."""

    name: str
    is_take: bool
    asking: consent.Asking = ""


async def store(house: House, target: str, stars: int, guild_id: str, person_id: str) -> Rated:
    """Stores a rating of a Take (id or code) or a Track by a person who is known, in one transaction.

    Raises UnknownItem for an id that is neither a Take nor a Track here, TooMuch for a flood, CadenzaError
    for stars beyond 1 to 5 and for a person who was deleted meanwhile.
    """
    if not 1 <= stars <= 5:
        raise CadenzaError(say("A rating has 1 to 5 stars, not {stars}.", stars=stars))
    house.quotas.refuse_early(person_id)
    try:
        async with house.database.session() as session:
            # everything in one transaction: a person, a take or a track deleted at the same time is either
            # still here when the rating is stored, and takes it along, or is not here
            if not await Persons(session).hold(person_id):
                raise CadenzaError(say(FORGOTTEN))
            asking = await consent.asking(session, person_id, guild_id)
            rated = await _store(session, target, stars, guild_id, person_id)
            await house.quotas.count(session, "rating", guild_id, person_id)
            return replace(rated, asking=asking)
    except IntegrityError as error:  # PostgreSQL, where transactions run side by side
        raise CadenzaError(say(FORGOTTEN)) from error


async def _store(session: AsyncSession, target: str, stars: int, guild_id: str, person_id: str) -> Rated:
    ratings, takes = Ratings(session), Takes(session)
    if (take := await takes.get(target) or await takes.by_code(target)) is not None:
        await ratings.rate(person_id, guild_id, stars, take_id=take.id)
        return Rated(title_name(take.title), True)
    track = await Tracks(session).get(target)
    if track is not None and track.guild_id in (None, guild_id):
        await ratings.rate(person_id, guild_id, stars, track_id=track.id)
        return Rated(shown_title(track.title, track.composer), False)
    raise UnknownItem(
        say(
            "There is no track and no take {item} here; use the id of one that was shown.",
            item=shown(target[:32]),
        )
    )
