"""Cooldowns: how often a person or a guild may do what costs something. They outlive a restart."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.base import utc_now
from storage.tables.oversight import CooldownRow
from storage.upsert import insert


class Cooldowns:
    """`scope_id` is a person's or a guild's id; `action` what must wait, such as "compose"."""

    def __init__(self, session: AsyncSession, clock: Callable[[], datetime] = utc_now) -> None:
        self._session = session
        self._clock = clock

    async def spend(self, scope_id: str, action: str, interval_seconds: float, burst: int = 1) -> float:
        """0.0 if the action may go ahead now, else the seconds to wait; what has to wait costs nothing.

        `burst` actions may come at once, then one each `interval_seconds`: the generic cell rate algorithm
        (ITU-T I.371), whose one state is the time at which the next action would be due if all had come
        evenly. Of two who ask at once for the last one, one gets it.
        """
        now = self._clock()
        here = (CooldownRow.scope_id == scope_id, CooldownRow.action == action)
        await self._session.execute(
            insert(self._session, CooldownRow)
            .values(scope_id=scope_id, action=action, ready=now)
            .on_conflict_do_nothing(index_elements=["scope_id", "action"])
        )
        due = (await self._session.scalars(select(CooldownRow.ready).where(*here).with_for_update())).one()
        interval = timedelta(seconds=interval_seconds)
        wait = (due - (burst - 1) * interval - now).total_seconds()
        if wait > 0:
            return wait
        await self._session.execute(update(CooldownRow).where(*here).values(ready=max(due, now) + interval))
        return 0.0

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
