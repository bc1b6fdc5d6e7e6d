"""Curation: what operators and moderators decide about a catalogue."""

from pathlib import Path
from typing import TYPE_CHECKING

from bot.assistant.collection import find_collection
from bot.assistant.importing import ImportOptions, ImportSummary
from bot.assistant.inquiry import UnknownItem
from bot.assistant.installing import install
from bot.assistant.joining import TAKES_JOIN, takes_join
from bot.assistant.oversight import Moderator, noted
from bot.language import say
from music.fingerprint import VERSION
from music.track import Track
from music.wording import shown
from storage.database import Database
from storage.repositories.audit_log import AuditLog
from storage.repositories.blocks import Block, Blocks
from storage.repositories.fingerprints import Fingerprints
from storage.repositories.guild_settings import GuildSettings
from storage.repositories.guilds import Guilds
from storage.repositories.persons import Persons
from storage.repositories.tracks import Tracks

if TYPE_CHECKING:
    from bot.assistant.catalogue import Catalogue
    from bot.assistant.holdings import OnProgress


class Curation:
    """Whether a person may decide is for the surface to check. What they decide goes into the audit log."""

    def __init__(self, database: Database, catalogue: "Catalogue", folder: Path) -> None:
        self._database = database
        self._catalogue = catalogue
        self._folder = folder

    async def install(
        self, name: str, options: ImportOptions, on_progress: "OnProgress", *, origin: str = ""
    ) -> ImportSummary:
        """Downloads a public collection and adds it; `origin` is another address or file of its archive.
        Raises CadenzaError."""
        collection = find_collection(name)
        return await install(self._catalogue, self._folder, collection, options, on_progress, origin=origin)

    async def block(self, track_id: str, *, guild_id: str, surface: str, person: str) -> Track:
        """The Track is never recommended in that guild from now on, nor imported again there when it was
        removed. Raises UnknownItem for one that the guild cannot hear."""
        async with self._database.session() as session:
            track = await Tracks(session).get(track_id)
            if track is None or track.guild_id not in (None, guild_id):
                raise UnknownItem(
                    say(
                        "The catalogue has no track {track}; `cadenza catalog list` shows their ids.",
                        track=shown(track_id[:32]),
                    )
                )
            await Guilds(session).get_or_create(guild_id, surface)
            fingerprint = await Fingerprints(session).get(track_id, VERSION)
            if await Blocks(session).add(guild_id, track_id, track.title, fingerprint or b""):
                who = await Persons(session).get_or_create(surface, person)
                detail = {"title": track.title}
                await AuditLog(session).record(guild_id, who.id, "track.block", track_id, detail)
        return track

    async def unblock(self, track_id: str, *, guild_id: str, surface: str, person: str) -> None:
        """Raises UnknownItem for a Track that is not blocked there."""
        async with self._database.session() as session:
            if not await Blocks(session).remove(guild_id, track_id):
                raise UnknownItem(
                    say(
                        "The track {track} is not blocked here; `cadenza catalog blocked` lists what is.",
                        track=shown(track_id[:32]),
                    )
                )
            who = await Persons(session).get_or_create(surface, person)
            track = await Tracks(session).get(track_id)
            detail = {"title": track.title} if track else {}
            await AuditLog(session).record(guild_id, who.id, "track.unblock", track_id, detail)

    async def find(self, words: str, *, guild_id: str, limit: int = 10) -> list[Track]:
        """Tracks that the guild could hear, by words of title or composer."""
        async with self._database.reading() as session:
            return await Tracks(session).find(guild_id=guild_id, words=words, limit=limit)

    async def blocked(self, guild_id: str) -> list[Block]:
        """What a guild has blocked, the newest first."""
        async with self._database.reading() as session:
            return await Blocks(session).of_guild(guild_id)

    async def let_takes_join(self, join: bool, *, guild_id: str, surface: str, person: str) -> list[str]:
        """Whether takes of the guild that its members rate well become Tracks of its own from now on; the
        ids of those that do at once."""
        async with self._database.session() as session:
            who = Moderator(guild_id, surface, person)
            await who.known(session)
            before = await GuildSettings(session).get(guild_id, TAKES_JOIN)
            await GuildSettings(session).set(guild_id, TAKES_JOIN, join)
            await noted(session, who, "settings.set", TAKES_JOIN, before, join)
        return await self._catalogue.welcome(guild_id)

    async def takes_join(self, guild_id: str) -> bool:
        """As `let_takes_join` set it; False for a guild that never said."""
        return await takes_join(self._database, guild_id)
