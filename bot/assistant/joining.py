"""Takes that members rate well join their guild's catalogue, where the guild wants that."""

import asyncio
import logging
from dataclasses import replace

from bot.assistant.holdings import Holdings
from bot.assistant.known_music import known_music
from bot.engine.protocol import Engine, Facts
from music.errors import CadenzaError
from music.job import OWN_LICENCE, Take
from storage.database import Database
from storage.files import FileStore
from storage.repositories.blocks import Blocks
from storage.repositories.guild_settings import GuildSettings
from storage.repositories.ratings import Ratings
from storage.repositories.takes import Takes

log = logging.getLogger("cadenza.catalogue")

#: so many people of the guild have to have rated a take, with this mean or a better one
RATINGS = 3
MEAN = 4.0
#: the guild's setting
TAKES_JOIN = "takes_join_catalogue"
COMPOSER = "Cadenza"


async def takes_join(database: Database, guild_id: str) -> bool:
    """Whether the guild wants that; False for one that never said."""
    async with database.reading() as session:
        return bool(await GuildSettings(session).get(guild_id, TAKES_JOIN, False))


class Joining:
    """Makes Tracks of well-rated Takes. A Take whose music the guild has already, or has blocked, or is made
    from somebody else's, is not looked at again while the program runs."""

    def __init__(self, holdings: Holdings, database: Database, files: FileStore, engine: Engine) -> None:
        self._holdings = holdings
        self._database = database
        self._files = files
        self._engine = engine
        self._declined: set[str] = set()
        self._one_by_one = asyncio.Lock()

    async def waiting(self, guild_id: str) -> list[str]:
        """Ids of the guild's Takes that should join and have not."""
        if not await takes_join(self._database, guild_id):
            return []
        async with self._database.reading() as session:
            found = await Ratings(session).well_rated_takes(guild_id, MEAN, RATINGS)
        return [take_id for take_id in found if take_id not in self._declined]

    async def join(self, guild_id: str) -> list[str]:
        """Lets them join; returns the ids of the new Tracks. The catalogue has to be loaded."""
        joined = []
        async with self._one_by_one:
            for take_id in await self.waiting(guild_id):
                async with self._database.reading() as session:
                    take = await Takes(session).get(take_id)
                if take is not None and (track_id := await self._join(take, guild_id)):
                    joined.append(track_id)
                else:
                    self._declined.add(take_id)
        return joined

    async def guilds(self) -> list[str]:
        """The guilds that want it."""
        async with self._database.reading() as session:
            return await GuildSettings(session).guilds_with(TAKES_JOIN, True)

    async def _join(self, take: Take, guild_id: str) -> str:
        if take.licence != OWN_LICENCE:
            return ""  # somebody else's music is in it
        try:
            midi = await asyncio.to_thread(self._files.get, take.midi)
            ((reading, *_),) = await self._engine.read_library([(f"{take.id}.mid", midi)])
        except CadenzaError as error:
            log.warning("take %s could not join the catalogue: %s", take.id, error)
            return ""
        if reading.error:
            log.warning("take %s could not join the catalogue: %s", take.id, reading.error)
            return ""
        if reading.midi != take.midi:
            await self._drop(reading.midi)  # the take's own file has the same music, and its provenance
        known = await known_music(self._database, self._engine, guild_id)
        async with self._database.reading() as session:
            blocked = await Blocks(session).ids(guild_id)
        if known.same_as(reading.fingerprint) or reading.track_id in blocked:
            return ""
        style = take.controls.style or ""
        facts = Facts(take.title or "A take", COMPOSER, OWN_LICENCE, f"cadenza:{take.code}", style)
        own = replace(reading, midi=take.midi)
        added = await self._holdings.take_in_take(own, facts, guild_id, take.id)
        return reading.track_id if added else ""

    async def _drop(self, file: str) -> None:
        async with self._database.reading() as session:
            unused = await Takes(session).unused_files([file])
        for name in unused:
            await asyncio.to_thread(self._files.remove, name)
