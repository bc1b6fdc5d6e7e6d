"""What only its owner, or a moderator of its guild, may do: stop a piece in the making, delete a take."""

import asyncio

from bot.assistant.inquiry import House, UnknownItem
from bot.language import later, say
from music.errors import CadenzaError
from music.job import Take
from storage.repositories.jobs import Jobs
from storage.repositories.persons import Persons
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks

GONE = later("That piece is not here any more; it was deleted.")

#: what is said elsewhere than where a piece was asked for, and to somebody else there
STOP = (
    later("I can stop that only in the server where it was asked for."),
    later("Only who asked for it, or a moderator of this server, can stop it."),
)
DELETE = (
    later("I can delete that only in the server where it was asked for."),
    later("Only who asked for it, or a moderator of this server, can delete it."),
)


class NotAllowed(CadenzaError):
    """Not one's own, and not a moderator here."""


async def stop(
    house: House, job_id: str, guild_id: str, surface: str, person: str, *, moderator: bool
) -> bool:
    """Stops a job; False if it was over. Raises UnknownItem, NotAllowed."""
    async with house.database.reading() as session:
        record = await Jobs(session).get(job_id)
        asking = await Persons(session).find(surface, person)
    if record is None:
        raise UnknownItem(say("That piece is not in the making any more."))
    context = record.context
    _check(asking.id if asking else None, guild_id, context.guild_id, context.person_id, moderator, *STOP)
    return await house.jobs.cancel(job_id)


async def delete_take(
    house: House, take_id: str, guild_id: str, surface: str, person: str, *, moderator: bool
) -> Take:
    """Deletes a take, its ratings and the files that nothing else needs. Raises UnknownItem, NotAllowed."""
    async with house.database.session() as session:
        takes = Takes(session)
        take, whose = await takes.get(take_id), await takes.whose(take_id)
        if take is None or whose is None:
            raise UnknownItem(say(GONE))
        asking = await Persons(session).find(surface, person)
        _check(asking.id if asking else None, guild_id, *whose, moderator, *DELETE)
        tracks = await Tracks(session).of_takes([take_id])  # which go with it
        unused = await takes.remove(take_id)
    await house.catalogue.forget(tracks)
    for name in unused or ():
        await asyncio.to_thread(house.files.remove, name)
    return take


def _check(
    asking: str | None,
    guild_id: str,
    its_guild: str | None,
    its_person: str | None,
    moderator: bool,
    elsewhere: str,
    not_yours: str,
) -> None:
    if its_guild != guild_id:
        raise NotAllowed(say(elsewhere))
    if not moderator and (asking is None or asking != its_person):
        raise NotAllowed(say(not_yours))
