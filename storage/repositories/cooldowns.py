"""Cooldowns: how often a person or a guild may do what costs something. They outlive a restart."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.base import utc_now
from storage.tables.oversight import CooldownRow
from storage.upsert import insert


class Cooldowns:
    """`scope_id` is a person's or a guild's id; `action` what must wait, such as "compose"."""

    def __init__(self, session: AsyncSession, clock: Callable[[], datetime] = utc_now) -> None:
        self._session = session
        self._clock = clock

    async def start(self, scope_id: str, action: str, seconds: float) -> float:
        """0.0 if the action may go ahead now, and then the next must wait `seconds`; else the seconds left.

        Of two who ask at once, one may.
        """
        now = self._clock()
        ready = now + timedelta(seconds=seconds)
        taken = await self._session.execute(
            insert(self._session, CooldownRow)
            .values(scope_id=scope_id, action=action, ready=ready)
            .on_conflict_do_update(
                index_elements=["scope_id", "action"], set_={"ready": ready}, where=CooldownRow.ready <= now
            )
            .returning(CooldownRow.action)
        )
        if taken.scalar_one_or_none() is not None:
            return 0.0
        query = select(CooldownRow.ready).where(
            CooldownRow.scope_id == scope_id, CooldownRow.action == action
        )
        return max(0.0, ((await self._session.scalars(query)).one() - now).total_seconds())

    async def purge(self) -> int:
        """Deletes what has run out."""
        return await self._delete(CooldownRow.ready <= self._clock())

    async def export_person(self, person_id: str) -> dict[str, Any]:
        query = select(CooldownRow.action, CooldownRow.ready).where(CooldownRow.scope_id == person_id)
        rows = await self._session.execute(query.order_by(CooldownRow.action))
        return {"cooldowns": [{"action": row.action, "ready": row.ready.isoformat()} for row in rows]}

    async def delete_person(self, person_id: str) -> int:
        return await self._delete(CooldownRow.scope_id == person_id)

    async def _delete(self, where: Any) -> int:
        result: Any = await self._session.execute(delete(CooldownRow).where(where))
        return int(result.rowcount)
