"""Embeddings: several vectors a Track, kept apart by the version of the encoder that made them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from music.errors import StorageUnavailable
from storage.repositories.catalogue_changes import CatalogueChanges
from storage.repositories.tracks import IDS_PER_QUERY
from storage.tables.catalogue import EmbeddingRow, TrackRow
from storage.upsert import insert

#: the `start_bar` of a Track's pooled vector
POOLED = -1

_FLOAT32 = np.dtype("<f4")


@dataclass(frozen=True, slots=True, eq=False)
class TrackVectors:
    """All vectors of one Track: `pooled` [d], `segments` [k, d] and the bar each begins at, [k]; float32."""

    track_id: str
    pooled: NDArray[np.float32]
    segments: NDArray[np.float32]
    start_bars: Sequence[int]


@dataclass(frozen=True, slots=True, eq=False)
class VectorChunk:
    """Rows of the table: `track_ids` [n], `start_bars` int32 [n] (POOLED: -1), `vectors` float32 [n, d]."""

    track_ids: list[str]
    start_bars: NDArray[np.int32]
    vectors: NDArray[np.float32]


class Embeddings:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_many(self, version: str, embeddings: Iterable[TrackVectors]) -> int:
        """Stores vectors of the encoder `version`, in bulk; returns how many rows.

        A Track's earlier vectors of that version are replaced. The Tracks must be in the catalogue.
        """
        vectors = {e.track_id: e for e in embeddings}
        rows: list[dict[str, Any]] = []
        for e in vectors.values():
            if e.segments.shape != (len(e.start_bars), len(e.pooled)):
                raise ValueError(f"{e.segments.shape} segments, {len(e.start_bars)} bars, d={len(e.pooled)}")
            for bar, vector in zip((POOLED, *e.start_bars), (e.pooled, *e.segments), strict=True):
                data = np.ascontiguousarray(vector, _FLOAT32).tobytes()
                rows.append(
                    {"track_id": e.track_id, "start_bar": int(bar), "version": version, "vector": data}
                )
        if not rows:
            return 0
        ids = list(vectors)
        for start in range(0, len(ids), IDS_PER_QUERY):
            await self._session.execute(
                delete(EmbeddingRow).where(
                    EmbeddingRow.version == version,
                    EmbeddingRow.track_id.in_(ids[start : start + IDS_PER_QUERY]),
                )
            )
        await self._session.execute(insert(self._session, EmbeddingRow), rows)
        await CatalogueChanges(self._session).record(ids)
        return len(rows)

    async def chunks(self, version: str, size: int = 10_000) -> AsyncIterator[VectorChunk]:
        """Every vector of `version` by (track, start bar), at most `size` rows at a time."""
        order = (EmbeddingRow.track_id, EmbeddingRow.start_bar)
        query = select(*order, EmbeddingRow.vector).where(EmbeddingRow.version == version).order_by(*order)
        after: tuple[str, int] = ("", POOLED)
        while True:
            rows = (
                await self._session.execute(query.where(tuple_(*order) > tuple_(*after)).limit(size))
            ).all()
            if not rows:
                return
            yield _chunk(rows, version)
            after = (rows[-1].track_id, rows[-1].start_bar)

    async def pooled(self, version: str, track_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The pooled vectors [d] of the given Tracks, as far as there are any."""
        found: dict[str, NDArray[np.float32]] = {}
        for start in range(0, len(track_ids), IDS_PER_QUERY):
            rows = await self._session.execute(
                select(EmbeddingRow.track_id, EmbeddingRow.vector).where(
                    EmbeddingRow.version == version,
                    EmbeddingRow.start_bar == POOLED,
                    EmbeddingRow.track_id.in_(track_ids[start : start + IDS_PER_QUERY]),
                )
            )
            for row in rows:
                found[row.track_id] = _matrix([row.vector], version)[0]
        return found

    async def count(self, version: str) -> int:
        """How many vectors of `version` there are."""
        query = select(func.count()).select_from(EmbeddingRow).where(EmbeddingRow.version == version)
        return (await self._session.execute(query)).scalar_one()

    async def tracks_without(self, version: str) -> list[str]:
        """Ids of Tracks that `version` has not embedded yet: what is left to do after a new encoder."""
        has = select(EmbeddingRow.track_id).where(
            EmbeddingRow.track_id == TrackRow.id, EmbeddingRow.version == version
        )
        return list(
            await self._session.scalars(select(TrackRow.id).where(~has.exists()).order_by(TrackRow.id))
        )

    async def of_tracks(self, version: str, track_ids: Sequence[str]) -> VectorChunk | None:
        """All vectors of `version` of the given Tracks; None if there are none."""
        found: list[Any] = []
        for start in range(0, len(track_ids), IDS_PER_QUERY):
            found += await self._session.execute(
                select(EmbeddingRow.track_id, EmbeddingRow.start_bar, EmbeddingRow.vector)
                .where(
                    EmbeddingRow.version == version,
                    EmbeddingRow.track_id.in_(track_ids[start : start + IDS_PER_QUERY]),
                )
                .order_by(EmbeddingRow.track_id, EmbeddingRow.start_bar)
            )
        return _chunk(found, version) if found else None

    async def remove_of_track(self, track_id: str) -> int:
        removed = await self._remove(EmbeddingRow.track_id == track_id)
        await CatalogueChanges(self._session).record([track_id] if removed else ())
        return removed

    async def remove_other_versions(self, version: str) -> int:
        """Removes what older encoders left behind."""
        return await self._remove(EmbeddingRow.version != version)

    async def _remove(self, where: Any) -> int:
        result: Any = await self._session.execute(delete(EmbeddingRow).where(where))
        return int(result.rowcount)


def _chunk(rows: Sequence[Any], version: str) -> VectorChunk:
    return VectorChunk(
        [row.track_id for row in rows],
        np.array([row.start_bar for row in rows], np.int32),
        _matrix([row.vector for row in rows], version),
    )


def _matrix(vectors: list[bytes], version: str) -> NDArray[np.float32]:
    lengths = {len(v) for v in vectors}
    if len(lengths) != 1 or next(iter(lengths)) % _FLOAT32.itemsize:
        raise StorageUnavailable(
            f"The stored embeddings of version {version!r} are damaged; "
            "'cadenza catalog rebuild' makes them anew."
        )
    table = np.frombuffer(b"".join(vectors), _FLOAT32).reshape(len(vectors), -1)
    result: NDArray[np.float32] = table.astype(np.float32)  # a writable copy in the machine's byte order
    return result
