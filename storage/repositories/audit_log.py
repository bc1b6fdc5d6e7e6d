"""The audit log: what moderators and operators did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.oversight import AuditRow


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`action` such as "style.edit" on `subject`, such as the style's name. `person_id` None: deleted."""

    guild_id: str
    person_id: str | None
    action: str
    subject: str
    detail: dict[str, Any]
    done: datetime
    id: int = 0


class AuditLog:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def record(
        self,
        guild_id: str,
        person_id: str | None,
        action: str,
        subject: str = "",
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Adds an entry, in the transaction of the act itself."""
        self._session.add(
            AuditRow(
                guild_id=guild_id, person_id=person_id, action=action, subject=subject, detail=detail or {}
            )
        )
        await self._session.flush()

    async def newest(self, guild_id: str, limit: int = 50) -> list[AuditEntry]:
        """The guild's entries, newest first."""
        return [_entry(row) for row in await self._rows(AuditRow.guild_id == guild_id, limit)]

    async def get(self, guild_id: str, entry_id: int) -> AuditEntry | None:
        """One entry of a guild."""
        rows = await self._rows((AuditRow.guild_id == guild_id) & (AuditRow.id == entry_id), 1)
        return _entry(rows[0]) if rows else None

    async def export_person(self, person_id: str) -> dict[str, Any]:
        rows = await self._rows(AuditRow.person_id == person_id, None)
        return {
            "moderation": [
                {
                    "guild_id": row.guild_id,
                    "action": row.action,
                    "subject": row.subject,
                    "detail": row.detail,
                    "done": row.done.isoformat(),
                }
                for row in reversed(rows)
            ]
        }

    async def delete_person(self, person_id: str) -> int:
        """Takes the person's name off what they did; the guild keeps the record of it."""
        result: Any = await self._session.execute(
            update(AuditRow).where(AuditRow.person_id == person_id).values(person_id=None)
        )
        return int(result.rowcount)

    async def _rows(self, where: Any, limit: int | None) -> list[AuditRow]:
        query = select(AuditRow).where(where).order_by(AuditRow.id.desc()).limit(limit)
        return list(await self._session.scalars(query.execution_options(populate_existing=True)))


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(row.guild_id, row.person_id, row.action, row.subject, row.detail, row.done, row.id)
