"""Guilds: Discord servers, and the one guild each of the web page and the command line."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.repositories.catalogue_changes import CatalogueChanges
from storage.tables.catalogue import TrackRow
from storage.tables.oversight import CooldownRow
from storage.tables.people import GuildRow
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Guild:
    """`id` is the surface's own ("1234" on Discord, "web", "cli"); `name` is for people."""

    id: str
    surface: str
    name: str


class Guilds:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_or_create(self, guild_id: str, surface: str, name: str = "") -> Guild:
        """The guild, added when it is new; a new non-empty name replaces the old one."""
        statement = insert(self._session, GuildRow).values(id=guild_id, surface=surface, name=name)
        statement = (
            statement.on_conflict_do_update(index_elements=["id"], set_={"name": name})
            if name
            else statement.on_conflict_do_nothing(index_elements=["id"])
        )
        await self._session.execute(statement)
        found = await self.get(guild_id)
        assert found is not None
        return found

    async def get(self, guild_id: str) -> Guild | None:
        row = (await self._session.scalars(select(GuildRow).where(GuildRow.id == guild_id))).one_or_none()
        return None if row is None else Guild(row.id, row.surface, row.name)

    async def hold(self, guild_id: str) -> None:
        """Until the transaction ends nobody else holds the guild: for changes that depend on what is there.
        SQLite has one writer at a time anyway and ignores FOR UPDATE."""
        await self._session.execute(select(GuildRow.id).where(GuildRow.id == guild_id).with_for_update())

    async def remove(self, guild_id: str) -> bool:
        """Removes a guild with all that is its own: tracks, styles, jobs, takes, ratings, conversations,
        cooldowns."""
        await self._session.execute(delete(CooldownRow).where(CooldownRow.scope_id == guild_id))
        tracks = await self._session.scalars(select(TrackRow.id).where(TrackRow.guild_id == guild_id))
        await CatalogueChanges(self._session).record(tracks)
        result = await self._session.execute(
            delete(GuildRow).where(GuildRow.id == guild_id).returning(GuildRow.id)
        )
        return result.scalar_one_or_none() is not None
