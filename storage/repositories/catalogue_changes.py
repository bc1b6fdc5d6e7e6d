"""Changes of the catalogue, by revision: what an index that was saved earlier has still to learn."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.catalogue import CatalogueChangeRow, CatalogueRevisionRow
from storage.upsert import insert

_ONLY = 1


class CatalogueChanges:
    """The repositories that change the catalogue record it here, in the same transaction.

    Revisions grow by one and become visible in their order, on PostgreSQL too: a change holds the counter's
    row until it is committed, and another one waits.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def revision(self) -> int:
        """The newest revision; 0 before the first change."""
        found = await self._session.scalars(select(CatalogueRevisionRow.revision))
        return int(found.one_or_none() or 0)

    async def since(self, revision: int) -> list[str]:
        """Ids of the Tracks that were added, removed or given other vectors after `revision`."""
        query = select(CatalogueChangeRow.track_id).where(CatalogueChangeRow.revision > revision)
        return list(await self._session.scalars(query.order_by(CatalogueChangeRow.track_id)))

    async def record(self, track_ids: Iterable[str]) -> None:
        """Notes a change of these Tracks as the next revision."""
        ids = sorted(set(track_ids))
        if not ids:
            return
        counter = insert(self._session, CatalogueRevisionRow).values(id=_ONLY, revision=1)
        counter = counter.on_conflict_do_update(
            index_elements=["id"], set_={"revision": CatalogueRevisionRow.revision + 1}
        )
        revision = await self._session.scalar(counter.returning(CatalogueRevisionRow.revision))
        change = insert(self._session, CatalogueChangeRow)
        change = change.on_conflict_do_update(
            index_elements=["track_id"], set_={"revision": change.excluded.revision}
        )
        await self._session.execute(change, [{"track_id": i, "revision": revision} for i in ids])
