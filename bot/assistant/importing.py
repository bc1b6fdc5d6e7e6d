"""Importing: a library's files into the catalogue, with a summary of what was left out and why.

What each file led to is written down in the transaction that adds its music, so an import that ends in the
middle, however that comes, goes on where it stood and leads to the same catalogue.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.assistant.holdings import Holdings, OnProgress
from bot.assistant.known_music import KnownMusic, blocked_music, known_music
from bot.assistant.library import Library, LibraryFile
from bot.assistant.naming import full_name, named_by_path
from bot.engine.protocol import Engine, Facts, Reading
from music.credits import licence_of
from music.errors import UnreadableScore
from recommender.starter_books import kind_of
from storage.database import Database
from storage.repositories.imported_files import ImportedFile, ImportedFiles
from storage.repositories.tracks import Tracks

#: files and bytes that go to the engine in one message
BATCH_FILES = 32
BATCH_BYTES = 8 << 20
#: files whose notes are looked up together
LOOKED_UP = 1000
BLOCKED = "It is blocked here; `cadenza catalog unblock` lifts that."
LICENCE = "as its owner says"
#: part of every stamp: raise it when files are read better, and they are read again
READING = 1


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the operator says of all files of an import; "" leaves it to the files. `guild_id` None adds for
    everyone. What the guilds in `blocked_by` have blocked is not brought back."""

    licence: str = ""
    style: str = ""
    composer: str = ""
    guild_id: str | None = None
    blocked_by: tuple[str, ...] = ()


@dataclass(slots=True)
class ImportSummary:
    """`added`: new Tracks; `known`: music that was there already; `ignored`: files of other kinds, in
    `ignored_kinds` by suffix; `recognised`: files that an earlier import had read.

    `skipped`: (path, one sentence why) of each file that should have been music; `same`: (path, title) of
    music in another key, tempo or form than the Track that it repeats.
    """

    added: int = 0
    known: int = 0
    ignored: int = 0
    recognised: int = 0
    ignored_kinds: Counter[str] = field(default_factory=Counter)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    same: list[tuple[str, str]] = field(default_factory=list)


async def import_library(
    holdings: Holdings,
    database: Database,
    engine: Engine,
    library: Library,
    options: ImportOptions,
    on_progress: OnProgress,
) -> ImportSummary:
    """Adds every score of `library`, in batches that stay added when the rest is interrupted."""
    work = await _Import.begin(holdings, database, engine, options)
    work.summary.skipped += library.skipped
    work.summary.ignored, work.summary.ignored_kinds = library.ignored.total(), library.ignored
    done, total = 0, len(library.files)
    for start in range(0, total, LOOKED_UP):
        some = library.files[start : start + LOOKED_UP]
        unread = await work.pass_over_known(some)
        done += len(some) - len(unread)
        for batch in _batches(unread):
            on_progress(done, total, "Adding to the catalogue")
            await work.add(batch)
            done += len(batch)
    on_progress(total, total, "Adding to the catalogue")
    await holdings.save()
    async with database.reading() as session:
        titles = {t.id: t.title for t in await Tracks(session).by_ids([i for _, i in work.summary.same])}
    work.summary.same = [(shown, titles.get(track_id, track_id)) for shown, track_id in work.summary.same]
    return work.summary


def _batches(files: Sequence[LibraryFile]) -> Iterator[list[LibraryFile]]:
    batch: list[LibraryFile] = []
    size = 0
    for file in files:
        if batch and (len(batch) >= BATCH_FILES or size + file.size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.size
    if batch:
        yield batch


@dataclass(slots=True)
class _Import:
    """One import under way."""

    holdings: Holdings
    database: Database
    engine: Engine
    options: ImportOptions
    ids: set[str]
    known: KnownMusic
    blocked_ids: set[str]
    blocked: KnownMusic
    summary: ImportSummary = field(default_factory=ImportSummary)

    @classmethod
    async def begin(
        cls, holdings: Holdings, database: Database, engine: Engine, options: ImportOptions
    ) -> "_Import":
        known = await known_music(database, engine, options.guild_id)
        blocked_ids, blocked = await blocked_music(database, options.blocked_by)
        async with database.reading() as session:
            ids = await Tracks(session).ids()
        return cls(holdings, database, engine, options, ids, known, blocked_ids, blocked)

    async def pass_over_known(self, files: Sequence[LibraryFile]) -> list[LibraryFile]:
        """Counts the files that an earlier import read and whose music is still there; returns the rest."""
        async with self.database.reading() as session:
            noted = await ImportedFiles(session).by_source(file.source for file in files)
        unread = []
        for file in files:
            note = noted.get(file.source)
            if note is None or note.stamp != self._stamp(file) or not self._still_holds(note):
                unread.append(file)
                continue
            self.summary.recognised += 1
            self._count_known(file, note)
        return unread

    async def add(self, batch: Sequence[LibraryFile]) -> None:
        """Reads a batch and adds what is new in it."""
        contents: list[tuple[LibraryFile, bytes, str]] = []
        notes: list[ImportedFile] = []
        for file in batch:
            try:
                data = await asyncio.to_thread(file.read)
            except UnreadableScore as error:
                self.summary.skipped.append((file.shown, str(error)))
                continue
            contents.append((file, data, hashlib.sha256(data).hexdigest()))
        async with self.database.reading() as session:
            seen = await ImportedFiles(session).with_music(digest for _, _, digest in contents)
        unread: list[tuple[LibraryFile, bytes, str]] = []
        for file, data, digest in contents:
            note = seen.get(digest)
            if note is not None and note.stamp.startswith(self._kind()) and self._still_holds(note):
                self.summary.recognised += 1
                self._count_known(file, note)
                notes.append(replace(note, source=file.source, stamp=self._stamp(file)))
            else:
                unread.append((file, data, digest))
        items: list[tuple[Reading, Facts]] = []
        readings = await _readings(self.engine, [(file.name, data) for file, data, _ in unread])
        for (file, _, digest), found in zip(unread, readings, strict=True):
            if note := self._judge(file, digest, found, items):
                notes.append(note)
        added = await self.holdings.take_in(items, self.options.guild_id, notes)
        self.ids |= added
        self.summary.added += len(added)
        self.summary.known += len(items) - len(added)

    def _judge(
        self, file: LibraryFile, digest: str, readings: Sequence[Reading], items: list[tuple[Reading, Facts]]
    ) -> ImportedFile | None:
        """Decides on each piece of a file; what is new joins `items`. Nothing is noted of a file with music
        that is blocked, since a block may be lifted."""
        tracks: list[str] = []
        error = ""
        is_blocked = False
        for reading in readings:
            shown = f"{file.shown}#{reading.reference}" if reading.reference else file.shown
            if not reading.error and self._is_blocked(reading):
                is_blocked = True
                self.summary.skipped.append((shown, BLOCKED))
                continue
            if refusal := reading.error:
                self.summary.skipped.append((shown, refusal))
                error = error or refusal
                continue
            facts = facts_of(file, reading, self.options)
            same = (
                reading.track_id if reading.track_id in self.ids else self.known.same_as(reading.fingerprint)
            )
            tracks.append(same or reading.track_id)
            if same:
                self.summary.known += 1
                if same != reading.track_id:
                    self.summary.same.append((shown, same))
                continue
            items.append((reading, facts))
            self.ids.add(reading.track_id)
            self.known.add(reading.track_id, reading.fingerprint)
        if is_blocked:
            return None
        return ImportedFile(file.source, self._stamp(file), digest, tuple(tracks), "" if tracks else error)

    def _is_blocked(self, reading: Reading) -> bool:
        return reading.track_id in self.blocked_ids or bool(self.blocked.same_as(reading.fingerprint))

    def _still_holds(self, note: ImportedFile) -> bool:
        return all(track_id in self.ids for track_id in note.tracks)

    def _count_known(self, file: LibraryFile, note: ImportedFile) -> None:
        self.summary.known += len(note.tracks)
        if note.error:
            self.summary.skipped.append((file.shown, note.error))

    def _stamp(self, file: LibraryFile) -> str:
        return f"{self._kind()}{file.stamp}"

    def _kind(self) -> str:
        """How and for whom a file was read: what came of it otherwise says nothing of this import."""
        return f"{READING}:{self.options.guild_id or ''}:"


async def _readings(engine: Engine, files: Sequence[tuple[str, bytes]]) -> list[list[Reading]]:
    """A batch that ends the engine is read again file by file, so that a bad file costs only itself."""
    if not files:
        return []
    try:
        return await engine.read_library(files)
    except UnreadableScore as error:
        if len(files) == 1:
            return [[Reading(files[0][0], error=str(error))]]
        return [readings for one in files for readings in await _readings(engine, [one])]


def facts_of(file: LibraryFile, reading: Reading, options: ImportOptions) -> Facts:
    """What is known of a piece: from its manifest, else the operator, else itself, else its name."""
    entry, named = file.entry, named_by_path(file.path)
    is_one = not reading.reference
    number = f" {reading.reference}" if reading.reference else ""
    return Facts(
        title=(entry.title if is_one else "") or reading.title or f"{entry.title or named.title}{number}",
        composer=full_name(entry.composer or options.composer or reading.composer or named.composer),
        licence=entry.licence or options.licence or licence_of(reading.rights) or LICENCE,
        source=f"{file.source}#{reading.reference}" if reading.reference else file.source,
        style=entry.style or options.style or (kind_of(reading.kind, reading.title) if reading.kind else ""),
    )
