"""Meeting a person: known from the first thing they ask for, and the guild with them."""

from bot.assistant.inquiry import House
from storage.repositories.guilds import Guilds
from storage.repositories.persons import Person, Persons


async def meet(house: House, guild_id: str, surface: str, person: str) -> Person:
    """The person, known from now on, and the guild. Raises CadenzaError while their deletion runs."""
    house.leaving.refuse(surface, person)
    async with house.database.reading() as session:
        known = await Persons(session).find(surface, person)
        if known is not None and await Guilds(session).get(guild_id) is not None:
            return known
    async with house.database.session() as session:
        house.leaving.refuse(surface, person)  # begun while this waited
        await Guilds(session).get_or_create(guild_id, surface)
        return await Persons(session).get_or_create(surface, person)
