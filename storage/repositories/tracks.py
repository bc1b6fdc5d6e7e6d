"""Tracks: the facts of the catalogue's entries, by column."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Row, String, delete, func, or_, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncSession

from music.analysis import ANALYSIS_VERSION
from music.controls import Density
from music.mood import Mood
from music.track import Track
from storage.repositories.catalogue_changes import CatalogueChanges
from storage.tables.catalogue import TrackRow
from storage.upsert import insert

#: how many values one IN (...) may hold; both databases stop at 32,766 parameters a statement
IDS_PER_QUERY = 10_000

_COLUMNS = [c for c in TrackRow.__table__.columns if c.name not in ("added", "take_id", "analysis_version")]


class Tracks:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, track: Track) -> bool:
        """Adds a Track. False if the same music was there already, which then stays as it is."""
        return bool(await self.add_many([track]))

    async def add_many(self, tracks: Iterable[Track]) -> list[str]:
        """Adds Tracks in bulk and returns the ids of those that are new."""
        rows = list({track.id: _row(track) for track in tracks}.values())
        if not rows:
            return []
        statement = insert(self._session, TrackRow).on_conflict_do_nothing(index_elements=["id"])
        new = list(await self._session.scalars(statement.returning(TrackRow.id), rows))
        await CatalogueChanges(self._session).record(new)
        return new

    async def add_of_take(self, track: Track, take_id: str) -> bool:
        """Adds the Track that a Take became, to be removed with it. False if the same music was there."""
        statement = insert(self._session, TrackRow).on_conflict_do_nothing(index_elements=["id"])
        row = _row(track) | {"take_id": take_id}
        added = (await self._session.scalars(statement.returning(TrackRow.id), [row])).one_or_none()
        await CatalogueChanges(self._session).record([track.id] if added else ())
        return added is not None

    async def update_many(self, tracks: Iterable[Track]) -> None:
        """What is known of Tracks that are there, written anew. Others are not added."""
        rows = [_row(track) for track in tracks]
        if rows:
            await self._session.execute(update(TrackRow), rows)
            await CatalogueChanges(self._session).record([row["id"] for row in rows])

    async def of_takes(self, take_ids: Iterable[str]) -> list[str]:
        """Ids of the Tracks that these Takes became."""
        wanted, found = list(take_ids), list[str]()
        for start in range(0, len(wanted), IDS_PER_QUERY):
            ids = wanted[start : start + IDS_PER_QUERY]
            found += await self._session.scalars(select(TrackRow.id).where(TrackRow.take_id.in_(ids)))
        return found

    async def hidden_from(self, guild_id: str | None) -> set[str]:
        """Ids of Tracks of other guilds; for None, of all guilds' own."""
        query = select(TrackRow.id).where(TrackRow.guild_id.is_not(None))
        if guild_id is not None:
            query = query.where(TrackRow.guild_id != guild_id)
        return set(await self._session.scalars(query))

    async def ids(self) -> set[str]:
        """The ids of all Tracks."""
        return set(await self._session.scalars(select(TrackRow.id)))

    async def analysed_otherwise(self) -> list[str]:
        """Ids of the Tracks whose facts come from another analysis than today's."""
        query = select(TrackRow.id).where(TrackRow.analysis_version != ANALYSIS_VERSION)
        return list(await self._session.scalars(query.order_by(TrackRow.id)))

    async def get(self, track_id: str) -> Track | None:
        row = (await self._session.execute(select(*_COLUMNS).where(TrackRow.id == track_id))).one_or_none()
        return None if row is None else _track(row)

    async def by_ids(self, track_ids: Sequence[str]) -> list[Track]:
        """The Tracks in the order of their ids; unknown ids are left out."""
        found: dict[str, Track] = {}
        for start in range(0, len(track_ids), IDS_PER_QUERY):
            ids = track_ids[start : start + IDS_PER_QUERY]
            for row in await self._session.execute(select(*_COLUMNS).where(TrackRow.id.in_(ids))):
                found[row.id] = _track(row)
        return [found[track_id] for track_id in track_ids if track_id in found]

    async def all(self) -> list[Track]:
        """Every Track of every guild, by id: for the ranking, which keeps the facts in memory."""
        return [_track(row) for row in await self._session.execute(select(*_COLUMNS).order_by(TrackRow.id))]

    async def chunks(self, size: int = 10_000) -> AsyncIterator[list[Track]]:
        """Every Track, by id, in lists of at most `size`: for catalogues that do not fit a list."""
        after = ""
        while True:
            rows = (
                await self._session.execute(
                    select(*_COLUMNS).where(TrackRow.id > after).order_by(TrackRow.id).limit(size)
                )
            ).all()
            if not rows:
                return
            yield [_track(row) for row in rows]
            after = rows[-1].id

    async def find(
        self,
        *,
        guild_id: str | None = None,
        words: str = "",
        style: str = "",
        instrument: str = "",
        key: str = "",
        metre: str = "",
        density: Density | None = None,
        tempo_bpm: tuple[float, float] | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Track]:
        """Tracks that `guild_id` can hear (None: only what everyone can) and that pass every filter given.

        `words` must all occur in title or composer, in any case; `instrument` is a General MIDI name;
        `tempo_bpm` a range, ends included. Ordered by title.
        """
        query = _visible(select(*_COLUMNS), guild_id)
        for word in words.split():
            query = query.where(
                or_(
                    TrackRow.title.icontains(word, autoescape=True),
                    TrackRow.composer.icontains(word, autoescape=True),
                )
            )
        for column, value in (
            (TrackRow.style, style),
            (TrackRow.key, key),
            (TrackRow.metre, metre),
            (TrackRow.density, density),
        ):
            if value:
                query = query.where(column == value)
        if instrument:
            names = type_coerce(TrackRow.instruments, String)
            query = query.where(names.contains(f"|{instrument}|", autoescape=True))
        if tempo_bpm:
            query = query.where(TrackRow.tempo_bpm.between(*tempo_bpm))
        query = query.order_by(TrackRow.title, TrackRow.id).limit(limit).offset(offset)
        return [_track(row) for row in await self._session.execute(query)]

    async def count(self, guild_id: str | None = None) -> int:
        """How many Tracks `guild_id` can hear."""
        number = await self._session.execute(_visible(select(func.count()).select_from(TrackRow), guild_id))
        return int(number.scalar_one())

    async def count_by_style(self, guild_id: str | None = None) -> dict[str, int]:
        """Tracks that `guild_id` can hear, by style, the most first."""
        number = func.count()
        query = _visible(select(TrackRow.style, number), guild_id).group_by(TrackRow.style)
        rows = await self._session.execute(query.order_by(number.desc(), TrackRow.style))
        return {row[0]: row[1] for row in rows}

    async def known(self, track_ids: Iterable[str]) -> set[str]:
        """Those of the ids that the catalogue holds."""
        wanted, found = list(track_ids), set[str]()
        for start in range(0, len(wanted), IDS_PER_QUERY):
            ids = wanted[start : start + IDS_PER_QUERY]
            found.update(await self._session.scalars(select(TrackRow.id).where(TrackRow.id.in_(ids))))
        return found

    async def remove(self, track_id: str) -> bool:
        """Removes a Track with its embeddings, ratings and impressions. False if there was none."""
        result = await self._session.execute(
            delete(TrackRow).where(TrackRow.id == track_id).returning(TrackRow.id)
        )
        if result.scalar_one_or_none() is None:
            return False
        await CatalogueChanges(self._session).record([track_id])
        return True


def _visible(query: Any, guild_id: str | None) -> Any:
    everyone = TrackRow.guild_id.is_(None)
    return query.where(everyone if guild_id is None else or_(everyone, TrackRow.guild_id == guild_id))


def _row(track: Track) -> dict[str, Any]:
    return {
        "id": track.id,
        "guild_id": track.guild_id,
        "title": track.title,
        "composer": track.composer,
        "licence": track.licence,
        "source": track.source,
        "midi": track.midi,
        "style": track.style,
        "tempo_bpm": track.tempo_bpm,
        "tempo_known": track.tempo_known,
        "key": track.key,
        "metre": track.metre,
        "bars": track.bars,
        "seconds": track.seconds,
        "instruments": track.instruments,
        "density": track.density,
        "notes_per_second": track.notes_per_second,
        "valence": track.mood.valence,
        "arousal": track.mood.arousal,
        "mood_words": track.mood.words,
        "valence_uncertainty": track.mood.uncertainty[0],
        "arousal_uncertainty": track.mood.uncertainty[1],
        "analysis_version": ANALYSIS_VERSION,
    }


def _track(row: Row[Any]) -> Track:
    return Track(
        id=row.id,
        title=row.title,
        composer=row.composer,
        licence=row.licence,
        source=row.source,
        midi=row.midi,
        style=row.style,
        tempo_bpm=row.tempo_bpm,
        tempo_known=row.tempo_known,
        key=row.key,
        metre=row.metre,
        bars=row.bars,
        seconds=row.seconds,
        instruments=row.instruments,
        density=cast(Density, row.density),
        notes_per_second=row.notes_per_second,
        mood=Mood(
            row.valence,
            row.arousal,
            row.mood_words,
            (row.valence_uncertainty, row.arousal_uncertainty),
        ),
        guild_id=row.guild_id,
    )
