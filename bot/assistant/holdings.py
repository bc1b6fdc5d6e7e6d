"""What the catalogue holds: Tracks and their vectors, in the database and in memory."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant.heard import as_told, heard_anew, track_of
from bot.assistant.inquiry import UnknownItem
from bot.engine.protocol import EmbeddingSpace, Engine, Facts, FloatArray, Reading
from bot.language import say
from music.errors import CadenzaError, UnreadableScore
from music.fingerprint import VERSION
from music.track import Track
from music.wording import shown
from recommender.index import FaissIndex, UnusableIndex
from recommender.ranking import Candidate, Query
from recommender.ranking_pool import CandidatePool, CatalogueSample
from storage.database import Database
from storage.files import FileStore
from storage.repositories.catalogue_changes import CatalogueChanges
from storage.repositories.embeddings import Embeddings, TrackVectors, VectorChunk
from storage.repositories.fingerprints import Fingerprints
from storage.repositories.imported_files import ImportedFile, ImportedFiles
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks

log = logging.getLogger("cadenza.catalogue")

#: called with how much is done, of how much, and what is being done
OnProgress = Callable[[int, int, str], None]

#: Tracks embedded again in one go, after the encoder changed
BATCH = 16
#: and analysed again, after the analysis changed
ANALYSED_TOGETHER = 128
#: changes that the next start may have to replay before the index is saved again
UNSAVED = 1000


class Holdings:
    """Owns the index. One for each data folder, on one event loop; searching may happen on any thread."""

    def __init__(
        self, database: Database, files: FileStore, engine: Engine, folder: Path, device: str = "cpu"
    ) -> None:
        self._device = device
        self._database = database
        self._files = files
        self._engine = engine
        self._index_file = folder / "index" / "tracks.index"
        self._space: EmbeddingSpace | None = None
        self._pool: CandidatePool | None = None
        self._catching_up = asyncio.Lock()
        self._saved = 0  # the generation that the file holds

    def __len__(self) -> int:
        return 0 if self._pool is None else len(self._pool)

    async def load(self, on_progress: OnProgress) -> None:
        """Tracks and index into memory: what changed since the index was saved is replayed. An index that is
        missing, damaged, of another version or not of these Tracks is built again from the database. Tracks
        whose facts come from another analysis are analysed again."""
        self._space = await self._engine.embedding_space()
        index = await asyncio.to_thread(self._saved_index)
        async with self._database.reading() as session:
            tracks = await Tracks(session).all()
            unembedded = await Embeddings(session).tracks_without(self._space.version)
            otherwise = await Tracks(session).analysed_otherwise()
            revision = await CatalogueChanges(session).revision()
        if index is not None and index.generation <= revision:
            self._saved = index.generation
            self._pool = await asyncio.to_thread(CandidatePool, tracks, index)
            await self._catch_up()
        if self._pool is None or not self._holds(tracks, unembedded):
            index = await self._index_from_database()
            log.info("the index is built again from the database: %d tracks", len(index))
            self._pool = await asyncio.to_thread(CandidatePool, tracks, index)
            await self.save()
        if unembedded:
            await self._embed(unembedded, on_progress)  # which analyses them too
        if otherwise := sorted(set(otherwise) - set(unembedded)):
            log.info("%d tracks are analysed again: the analysis has changed", len(otherwise))
            await self._analyse(otherwise, on_progress)

    def _holds(self, tracks: Sequence[Track], unembedded: Sequence[str]) -> bool:
        """Whether the index is of exactly the Tracks that have vectors."""
        assert self._pool is not None
        expected = {t.id for t in tracks} - set(unembedded)
        index = self._pool.index
        return len(index) == len(expected) and all(track_id in index for track_id in expected)

    async def rebuild(self, on_progress: OnProgress) -> None:
        """Every Track is read, analysed and embedded again from its stored MIDI, and indexed."""
        async with self._database.reading() as session:
            ids = [t.id for t in await Tracks(session).all()]
        await self._embed(ids, on_progress)

    def candidates(self, query: Query) -> Sequence[Candidate]:
        return [] if self._pool is None else self._pool.candidates(query)

    def count(self, query: Query) -> int:
        return 0 if self._pool is None else self._pool.count(query)

    def licences(self) -> list[str]:
        return [] if self._pool is None else self._pool.licences()

    def sample(self) -> CatalogueSample | None:
        """Tracks that stand for the catalogue; blocking; None before it is loaded."""
        return None if self._pool is None else self._pool.sample()

    def vectors_of(self, track_ids: Sequence[str]) -> list[FloatArray | None]:
        """As `vector_of`, of many."""
        return [None] * len(track_ids) if self._pool is None else self._pool.index.vectors_of(track_ids)

    def vector_of(self, track_id: str) -> FloatArray | None:
        """The pooled embedding [d] of a Track; None for one that is not here."""
        return None if self._pool is None else self._pool.index.vector_of(track_id)

    async def tracks(self) -> list[Track]:
        """Every Track, by id."""
        async with self._database.reading() as session:
            return await Tracks(session).all()

    async def track(self, track_id: str) -> Track:
        """Raises UnknownItem."""
        async with self._database.reading() as session:
            track = await Tracks(session).get(track_id)
        if track is None:
            raise UnknownItem(
                say(
                    "The catalogue has no track {track}; `cadenza catalog list` shows their ids.",
                    track=shown(track_id[:32]),
                )
            )
        return track

    @property
    def is_loaded(self) -> bool:
        return self._pool is not None

    async def known_sources(self) -> set[str]:
        """Where the Tracks that are here came from (`Track.source`)."""
        return {t.source for t in await self.tracks()}

    async def take_in(
        self,
        items: Sequence[tuple[Reading, Facts]],
        guild_id: str | None = None,
        files: Sequence[ImportedFile] = (),
    ) -> set[str]:
        """Adds what the engine read, for one guild or all, in one transaction with the notes of the `files`
        it came from; returns the ids that are new."""
        assert self._pool is not None, "load comes first"
        by_id = {r.track_id: (r, track_of(r, f, guild_id)) for r, f in items if not r.error and len(r.pooled)}
        async with self._database.session() as session:
            new = set(await Tracks(session).add_many(track for _, track in by_id.values()))
            readings = [r for r, _ in by_id.values() if r.track_id in new]
            await _add_heard(session, readings)
            await ImportedFiles(session).record(files)
        await self._catch_up()
        return new

    async def take_in_take(self, reading: Reading, facts: Facts, guild_id: str, take_id: str) -> bool:
        """Adds the music of a Take to its guild's catalogue. False if it is there, or the Take is not."""
        assert self._pool is not None, "load comes first"
        track = track_of(reading, facts, guild_id)
        async with self._database.session() as session:
            if await Takes(session).get(take_id) is None:
                return False
            if not await Tracks(session).add_of_take(track, take_id):
                return False
            await _add_heard(session, [reading])
        await self._catch_up()
        return True

    async def forget(self, track_ids: Sequence[str]) -> None:
        """Takes Tracks out of memory and index that are deleted from the database."""
        if self._pool is None or not track_ids:
            return
        async with self._database.session() as session:
            # they went with a take or a guild, by the database's own rules, which note no change
            await CatalogueChanges(session).record(track_ids)
        await self._learn()

    async def remove(self, track_id: str) -> None:
        """Takes a Track out, with its ratings and impressions; its MIDI stays if a Take needs it.

        Raises UnknownItem.
        """
        await self.track(track_id)
        async with self._database.session() as session:
            await Tracks(session).remove(track_id)
        await self._learn()

    async def _learn(self) -> None:
        """Follows a change of the database; the file is written again once enough has changed."""
        if self._pool is None:
            return
        await self._catch_up()
        if self._pool.index.generation - self._saved >= UNSAVED:
            await self.save()

    async def forget_missing(self) -> int:
        """Takes out of memory and index what the database does not hold any more; returns how many."""
        if self._pool is None:
            return 0
        async with self._database.reading() as session:
            here = await Tracks(session).ids()
        gone = [track_id for track_id in self._pool.ids() if track_id not in here]
        await self.forget(gone)
        return len(gone)

    async def save(self) -> None:
        """Writes the index file. A full disk costs a rebuild at the next start, and is logged."""
        if self._pool is None:
            return
        try:
            self._index_file.parent.mkdir(parents=True, exist_ok=True)
            await asyncio.to_thread(self._pool.index.save, self._index_file)
            self._saved = self._pool.index.generation
        except OSError as error:
            log.warning("the index could not be saved (%s); it is built again at the next start", error)

    def _saved_index(self) -> FaissIndex | None:
        assert self._space is not None
        try:
            return FaissIndex.load(
                self._index_file,
                dimension=self._space.dimension,
                embedding_version=self._space.version,
                device=self._device,
            )
        except UnusableIndex as error:
            if self._index_file.exists():
                log.warning("%s It is built again from the database.", error)
            return None
        except OSError as error:
            log.warning("the index cannot be read (%s); it is built again from the database", error)
            return None

    async def _index_from_database(self) -> FaissIndex:
        assert self._space is not None
        track_ids: list[str] = []
        start_bars: list[int] = []
        vectors: list[FloatArray] = []
        async with self._database.reading() as session:
            revision = await CatalogueChanges(session).revision()
            async for chunk in Embeddings(session).chunks(self._space.version):
                track_ids += chunk.track_ids
                start_bars += chunk.start_bars.tolist()
                vectors.append(chunk.vectors)
        index = FaissIndex(self._space.dimension, self._space.version, revision, device=self._device)
        if vectors:
            await asyncio.to_thread(index.add_many, track_ids, np.concatenate(vectors), start_bars)
        return index

    async def _catch_up(self) -> None:
        """Brings pool and index to what the database holds now, reading only what changed since."""
        assert self._pool is not None
        assert self._space is not None
        async with self._catching_up:
            async with self._database.reading() as session:
                changes = CatalogueChanges(session)
                revision = await changes.revision()
                changed = await changes.since(self._pool.index.generation)
                tracks = await Tracks(session).by_ids(changed)
                vectors = await Embeddings(session).of_tracks(self._space.version, changed)
            log.debug("%d tracks changed since revision %d", len(changed), self._pool.index.generation)
            await asyncio.to_thread(self._apply, changed, tracks, vectors)
            self._pool.index.generation = revision

    def _apply(self, changed: Sequence[str], tracks: Sequence[Track], vectors: VectorChunk | None) -> None:
        assert self._pool is not None
        pool, index = self._pool, self._pool.index
        pool.remove(set(changed) - {track.id for track in tracks})
        index.remove(set(changed) - set(vectors.track_ids if vectors else ()))
        pool.add(tracks)
        if vectors is not None:
            index.add_many(vectors.track_ids, vectors.vectors, vectors.start_bars.tolist())

    async def _embed(self, track_ids: Sequence[str], on_progress: OnProgress) -> None:
        """Reads, analyses and embeds Tracks again from their stored MIDI."""
        assert self._pool is not None
        async with self._database.reading() as session:
            tracks = await Tracks(session).by_ids(list(track_ids))
        for start in range(0, len(tracks), BATCH):
            on_progress(start, len(tracks), "Embedding the catalogue again")
            batch = tracks[start : start + BATCH]
            content = [(f"{t.id}.mid", await asyncio.to_thread(self._stored, t)) for t in batch]
            readings = await self._engine.embed_files(content)
            heard = [(t, r) for t, r in zip(batch, readings, strict=True) if not r.error]
            vectors = [TrackVectors(t.id, r.pooled, r.segments, r.start_bars) for t, r in heard]
            version = next((r.embedding_version for _, r in heard), "")
            async with self._database.session() as session:
                await Tracks(session).update_many(heard_anew(t, r) for t, r in heard)
                await Embeddings(session).add_many(version, vectors)
            await self._catch_up()
        on_progress(len(tracks), len(tracks), "Embedding the catalogue again")
        await self.save()

    def _stored(self, track: Track) -> bytes:
        data = self._files.get(track.midi)
        try:
            return as_told(track, data)
        except UnreadableScore:
            return data  # whoever reads it says what is wrong

    async def _analyse(self, track_ids: Sequence[str], on_progress: OnProgress) -> None:
        """Reads and analyses Tracks again from their stored MIDI; their vectors stay. One that cannot be read
        keeps its facts, and is tried again at the next start."""
        for start in range(0, len(track_ids), ANALYSED_TOGETHER):
            on_progress(start, len(track_ids), "Analysing the catalogue again")
            async with self._database.reading() as session:
                tracks = await Tracks(session).by_ids(track_ids[start : start + ANALYSED_TOGETHER])
            heard = []
            for track in tracks:
                try:
                    data = await asyncio.to_thread(self._stored, track)
                    heard.append(heard_anew(track, await self._engine.analyze(data, f"{track.id}.mid")))
                except CadenzaError as error:
                    log.warning("%s cannot be analysed again: %s", track.id, error)
            async with self._database.session() as session:
                await Tracks(session).update_many(heard)
            await self._catch_up()
        on_progress(len(track_ids), len(track_ids), "Analysing the catalogue again")
        await self.save()


async def _add_heard(session: AsyncSession, readings: Sequence[Reading]) -> None:
    """Vectors and fingerprints of new Tracks."""
    for version in sorted({r.embedding_version for r in readings}):
        mine = [r for r in readings if r.embedding_version == version]
        await Embeddings(session).add_many(version, (_vectors(r) for r in mine))
    await Fingerprints(session).add_many(VERSION, {r.track_id: r.fingerprint for r in readings})


def _vectors(reading: Reading) -> TrackVectors:
    return TrackVectors(reading.track_id, reading.pooled, reading.segments, reading.start_bars)
