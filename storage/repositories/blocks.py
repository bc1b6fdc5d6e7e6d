"""Blocks: Tracks that a guild does not want to hear."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.catalogue import BlockedTrackRow
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Block:
    """`fingerprint` as bytes (music.fingerprint), b"" if unknown; `title` when it was blocked."""

    guild_id: str
    track_id: str
    title: str
    fingerprint: bytes
    blocked: datetime


class Blocks:
    """A block outlives its Track. The guild must exist."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, guild_id: str, track_id: str, title: str, fingerprint: bytes = b"") -> bool:
        """False if it was blocked already."""
        statement = (
            insert(self._session, BlockedTrackRow)
            .values(guild_id=guild_id, track_id=track_id, title=title, fingerprint=fingerprint)
            .on_conflict_do_nothing(index_elements=["guild_id", "track_id"])
            .returning(BlockedTrackRow.track_id)
        )
        return (await self._session.scalars(statement)).one_or_none() is not None

    async def remove(self, guild_id: str, track_id: str) -> bool:
        """False if it was not blocked."""
        statement = (
            delete(BlockedTrackRow)
            .where(BlockedTrackRow.guild_id == guild_id, BlockedTrackRow.track_id == track_id)
            .returning(BlockedTrackRow.track_id)
        )
        return (await self._session.scalars(statement)).one_or_none() is not None

    async def of_guild(self, guild_id: str) -> list[Block]:
        """The newest first."""
        return await self.of_guilds([guild_id])

    async def of_guilds(self, guild_ids: Collection[str]) -> list[Block]:
        """Of several guilds, the newest first."""
        rows = await self._session.scalars(
            select(BlockedTrackRow)
            .where(BlockedTrackRow.guild_id.in_(guild_ids))
            .order_by(BlockedTrackRow.blocked.desc(), BlockedTrackRow.track_id)
        )
        return [Block(r.guild_id, r.track_id, r.title, r.fingerprint, r.blocked) for r in rows]

    async def ids(self, guild_id: str) -> tuple[str, ...]:
        """The blocked Tracks of a guild, for the ranking to leave out."""
        return tuple(
            await self._session.scalars(
                select(BlockedTrackRow.track_id)
                .where(BlockedTrackRow.guild_id == guild_id)
                .order_by(BlockedTrackRow.track_id)
            )
        )
