"""Fingerprints: by what the same music is known again, one a Track."""

from collections.abc import AsyncIterator, Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables.catalogue import FingerprintRow, TrackRow
from storage.upsert import insert


class Fingerprints:
    """`version` keeps fingerprints apart that cannot be compared (music.fingerprint.VERSION)."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_many(self, version: int, fingerprints: Mapping[str, bytes]) -> None:
        """Stores the fingerprint of each Track by its id, in place of an earlier one. The Tracks must be
        in the catalogue; b"" stands for music that has none."""
        rows = [{"track_id": i, "version": version, "data": data} for i, data in fingerprints.items()]
        if not rows:
            return
        statement = insert(self._session, FingerprintRow)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["track_id"],
                set_={"version": statement.excluded.version, "data": statement.excluded.data},
            ),
            rows,
        )

    async def chunks(self, version: int, size: int = 10_000) -> AsyncIterator[dict[str, bytes]]:
        """Every fingerprint of `version` by Track, in order of their ids, at most `size` at a time."""
        after = ""
        while True:
            query = (
                select(FingerprintRow.track_id, FingerprintRow.data)
                .where(FingerprintRow.version == version, FingerprintRow.track_id > after)
                .order_by(FingerprintRow.track_id)
                .limit(size)
            )
            rows = (await self._session.execute(query)).all()
            if not rows:
                return
            yield {row.track_id: row.data for row in rows}
            after = rows[-1].track_id

    async def get(self, track_id: str, version: int) -> bytes | None:
        query = select(FingerprintRow.data).where(
            FingerprintRow.track_id == track_id, FingerprintRow.version == version
        )
        return (await self._session.scalars(query)).one_or_none()

    async def missing(self, version: int) -> dict[str, str]:
        """Tracks that `version` has no fingerprint of: their MIDI files by their ids."""
        has = select(FingerprintRow.track_id).where(
            FingerprintRow.track_id == TrackRow.id, FingerprintRow.version == version
        )
        query = select(TrackRow.id, TrackRow.midi).where(~has.exists()).order_by(TrackRow.id)
        return {row.id: row.midi for row in await self._session.execute(query)}
