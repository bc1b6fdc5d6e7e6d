"""Guild settings: what a guild has chosen, by name."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.people import GuildSettingRow
from storage.upsert import insert


class GuildSettings:
    """Values are any JSON. The guild must exist for what is written."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, guild_id: str, name: str, default: Any = None) -> Any:
        """What the guild has chosen, else `default`."""
        query = select(GuildSettingRow.setting).where(
            GuildSettingRow.guild_id == guild_id, GuildSettingRow.name == name
        )
        stored = (await self._session.scalars(query)).one_or_none()
        return default if stored is None else stored["value"]

    async def all(self, guild_id: str) -> dict[str, Any]:
        """Everything that the guild has chosen."""
        query = select(GuildSettingRow).where(GuildSettingRow.guild_id == guild_id)
        rows = await self._session.scalars(query.order_by(GuildSettingRow.name))
        return {row.name: row.setting["value"] for row in rows}

    async def guilds_with(self, name: str, value: Any) -> list[str]:
        """The guilds that have chosen that."""
        query = select(GuildSettingRow).where(GuildSettingRow.name == name)
        rows = await self._session.scalars(query.order_by(GuildSettingRow.guild_id))
        return [row.guild_id for row in rows if row.setting["value"] == value]

    async def set(self, guild_id: str, name: str, value: Any) -> None:
        """Stores a choice in place of the earlier one."""
        setting = {"value": value}
        await self._session.execute(
            insert(self._session, GuildSettingRow)
            .values(guild_id=guild_id, name=name, setting=setting)
            .on_conflict_do_update(index_elements=["guild_id", "name"], set_={"setting": setting})
        )

    async def unset(self, guild_id: str, name: str) -> bool:
        """Back to the usual. False if it was not chosen."""
        statement = (
            delete(GuildSettingRow)
            .where(GuildSettingRow.guild_id == guild_id, GuildSettingRow.name == name)
            .returning(GuildSettingRow.name)
        )
        return (await self._session.scalars(statement)).one_or_none() is not None
