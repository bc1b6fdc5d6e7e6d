"""Imported files: what each file of a library led to, so that an import that is begun again goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.repositories.tracks import IDS_PER_QUERY
from storage.tables.catalogue import ImportedFileRow
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """`source` and `stamp` tell whether it is the same file, unchanged; `digest` is the SHA-256 of its
    content. `tracks`: ids of the Tracks with its music; `error`: why there is none."""

    source: str
    stamp: str
    digest: str
    tracks: tuple[str, ...] = ()
    error: str = ""


class ImportedFiles:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def record(self, files: Iterable[ImportedFile]) -> None:
        """Writes down what was read, in place of what was known of the same sources."""
        rows = [
            {
                "source": file.source,
                "stamp": file.stamp,
                "digest": file.digest,
                "tracks": list(file.tracks),
                "error": file.error,
            }
            for file in {file.source: file for file in files}.values()
        ]
        if not rows:
            return
        statement = insert(self._session, ImportedFileRow)
        names = ("stamp", "digest", "tracks", "error")
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["source"], set_={name: statement.excluded[name] for name in names}
            ),
            rows,
        )

    async def by_source(self, sources: Iterable[str]) -> dict[str, ImportedFile]:
        """What is known of these sources."""
        return {f.source: f for f in await self._where(ImportedFileRow.source, list(sources))}

    async def with_music(self, digests: Iterable[str]) -> dict[str, ImportedFile]:
        """What is known of contents that led to Tracks, under whatever source, by digest."""
        found = await self._where(ImportedFileRow.digest, [digest for digest in digests if digest])
        return {f.digest: f for f in sorted(found, key=lambda f: f.source, reverse=True) if f.tracks}

    async def _where(self, column: Any, values: list[str]) -> list[ImportedFile]:
        found: list[ImportedFile] = []
        for start in range(0, len(values), IDS_PER_QUERY):
            query = select(ImportedFileRow).where(column.in_(values[start : start + IDS_PER_QUERY]))
            found += [
                ImportedFile(row.source, row.stamp, row.digest, tuple(row.tracks), row.error)
                for row in await self._session.scalars(query)
            ]
        return found
