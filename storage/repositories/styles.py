"""Styles of a guild in immutable versions."""

import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from music.errors import CadenzaError, UnknownStyle
from music.style import Style
from storage.tables.styles import StyleRow, StyleVersionRow
from storage.upsert import insert


class Outdated(CadenzaError):
    """Somebody else saved a style meanwhile."""

    def __init__(self, name: str, expected: int, newest: int) -> None:
        super().__init__(
            f"Somebody else changed the style {name[:40]!r} meanwhile: you saw version {expected}, it is at "
            f"version {newest} now. Look at it again and repeat your change if it is still wanted."
        )


class Styles:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def save(
        self, guild_id: str, style: Style, person_id: str | None = None, expected: int | None = None
    ) -> Style:
        """Stores `style` as the newest version of its name and returns it with that version number.

        Saving what is the newest version already makes no new one; a removed name comes back. `expected`: the
        version that was looked at when the change was made. Raises Outdated if another one is newest by now.
        """
        current = await self._find(guild_id, style.name, removed=None)
        if expected is not None and current is not None and current.latest != expected:
            raise Outdated(style.name, expected, current.latest)
        if current is not None and not current.removed:
            newest = await self._version(current.id, current.latest)
            if newest == replace(style, version=current.latest):
                return newest
        # the row's lock keeps two moderators who save at once from getting one number
        numbered = await self._session.execute(
            insert(self._session, StyleRow)
            .values(id=uuid.uuid4().hex, guild_id=guild_id, name=style.name, latest=1, removed=False)
            .on_conflict_do_update(
                index_elements=["guild_id", "name"], set_={"latest": StyleRow.latest + 1, "removed": False}
            )
            .returning(StyleRow.id, StyleRow.latest)
        )
        style_id, version = numbered.one()
        if expected is not None and version != expected + 1:  # saved by another transaction meanwhile
            raise Outdated(style.name, expected, version - 1)
        saved = replace(style, version=version)
        self._session.add(
            StyleVersionRow(
                style_id=style_id, version=version, definition=saved.to_json(), person_id=person_id
            )
        )
        await self._session.flush()
        return saved

    async def get(self, guild_id: str, name: str, version: int | None = None) -> Style:
        """The newest version, or a given one, of which even a removed style's can be had.

        Raises UnknownStyle.
        """
        row = await self._find(guild_id, name, removed=None if version else False)
        found = None if row is None else await self._version(row.id, version or row.latest)
        if found is None:
            which = f" in version {version}" if version else ""
            gone = " any more; it was removed" if row is None and await self.history(guild_id, name) else ""
            raise UnknownStyle(
                f"This server has no style {name[:40]!r}{which}{gone}; /style list shows those it has."
            )
        return found

    async def all(self, guild_id: str) -> list[Style]:
        """The newest version of each style that is not removed, by name."""
        query = (
            select(StyleVersionRow.definition)
            .join(
                StyleRow,
                (StyleRow.id == StyleVersionRow.style_id) & (StyleRow.latest == StyleVersionRow.version),
            )
            .where(StyleRow.guild_id == guild_id, StyleRow.removed.is_(False))
            .order_by(StyleRow.name)
        )
        return [Style.from_json(definition) for definition in await self._session.scalars(query)]

    async def history(self, guild_id: str, name: str) -> list[Style]:
        """Every version, the oldest first, of a style, removed or not; [] for an unknown name."""
        query = (
            select(StyleVersionRow.definition)
            .join(StyleRow, StyleRow.id == StyleVersionRow.style_id)
            .where(StyleRow.guild_id == guild_id, StyleRow.name == name)
            .order_by(StyleVersionRow.version)
        )
        return [Style.from_json(definition) for definition in await self._session.scalars(query)]

    async def named(self, name: str) -> list[Style]:
        """Every version of every guild's style of that name, the newest first, removed ones included."""
        query = (
            select(StyleVersionRow.definition)
            .join(StyleRow, StyleRow.id == StyleVersionRow.style_id)
            .where(StyleRow.name == name)
            .order_by(StyleVersionRow.created.desc(), StyleVersionRow.version.desc())
        )
        return [Style.from_json(definition) for definition in await self._session.scalars(query)]

    async def remove(self, guild_id: str, name: str) -> bool:
        """Hides a style; its versions stay for the take codes that name them. False if there was none."""
        result = await self._session.execute(
            update(StyleRow)
            .where(StyleRow.guild_id == guild_id, StyleRow.name == name, StyleRow.removed.is_(False))
            .values(removed=True)
            .returning(StyleRow.id)
        )
        return result.scalar_one_or_none() is not None

    async def export_person(self, person_id: str) -> dict[str, Any]:
        query = select(StyleVersionRow).where(StyleVersionRow.person_id == person_id)
        rows = await self._session.scalars(query.order_by(StyleVersionRow.created))
        return {"styles": [{"saved": row.created.isoformat(), **row.definition} for row in rows]}

    async def delete_person(self, person_id: str) -> int:
        """Takes the person's name off the versions they saved; the styles are the guild's and stay."""
        result: Any = await self._session.execute(
            update(StyleVersionRow).where(StyleVersionRow.person_id == person_id).values(person_id=None)
        )
        return int(result.rowcount)

    async def _find(self, guild_id: str, name: str, *, removed: bool | None) -> StyleRow | None:
        query = select(StyleRow).where(StyleRow.guild_id == guild_id, StyleRow.name == name)
        if removed is not None:
            query = query.where(StyleRow.removed.is_(removed))
        rows = await self._session.scalars(query.execution_options(populate_existing=True))
        return rows.one_or_none()

    async def _version(self, style_id: str, version: int) -> Style | None:
        query = select(StyleVersionRow.definition).where(
            StyleVersionRow.style_id == style_id, StyleVersionRow.version == version
        )
        definition = (await self._session.scalars(query)).one_or_none()
        return None if definition is None else Style.from_json(definition)
