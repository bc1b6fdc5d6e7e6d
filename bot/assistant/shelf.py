"""What a person can choose from in a guild: takes by their titles, and the other readings of a message."""

from dataclasses import dataclass

from bot.assistant.events import Understood
from bot.assistant.inquiry import House, UnknownItem
from bot.language import say
from music.job import Take
from music.wording import shown
from storage.repositories.conversations import Conversations
from storage.repositories.persons import Persons
from storage.repositories.takes import Takes


@dataclass(frozen=True, slots=True)
class Found:
    """A take; `reference` is where it was posted, "" if nowhere."""

    take: Take
    reference: str
    is_own: bool


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
                    item=shown(item[:40]),
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
