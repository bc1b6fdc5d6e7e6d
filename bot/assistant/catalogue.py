"""The catalogue as everyone else sees it: being built, ready, added to, searched."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.assistant.archives import Archives
from bot.assistant.holdings import Holdings, OnProgress
from bot.assistant.importing import ImportOptions, ImportSummary, import_library
from bot.assistant.joining import Joining
from bot.assistant.library import Library, find_library
from bot.engine.protocol import Engine, FloatArray
from music.errors import CadenzaError, StorageUnavailable
from music.formats import SUFFIXES
from music.track import Track
from recommender.ranking import Candidate, Query
from recommender.ranking_pool import CatalogueSample
from storage.database import Database
from storage.faults import file_fault
from storage.files import FileStore
from storage.repositories.guilds import Guilds

log = logging.getLogger("cadenza.catalogue")

#: works of the starter catalogue, for the progress bar
STARTER_WORKS = 4500
#: from so many Tracks on, recommendations do not wait for the rest
USABLE = 200
#: guilds that are there without being met
SURFACES = ("cli", "web")


@dataclass(frozen=True, slots=True)
class CatalogueStatus:
    """`tracks` now; while `building`, `done` of `total`; `error` is a sentence when building failed."""

    tracks: int
    building: bool
    done: int = 0
    total: int = 0
    text: str = ""
    error: str = ""


class Catalogue:
    """Makes itself ready once, when first asked to: loads what is there, and builds the starter catalogue if
    it was never finished."""

    def __init__(
        self,
        database: Database,
        files: FileStore,
        engine: Engine,
        folder: Path,
        *,
        starter: bool = True,
        device: str = "cpu",
    ) -> None:
        self._holdings = Holdings(database, files, engine, folder, device)
        self._database = database
        self._starter = starter
        self._importing = asyncio.Lock()
        self._joining = Joining(self._holdings, database, files, engine)
        self._welcoming: set[asyncio.Task[None]] = set()
        self._engine = engine
        #: there when the starter catalogue was built, so that what an operator removes stays removed
        self._built_mark = folder / "index" / "starter.built"
        self._preparing: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._done, self._total, self._text = 0, 0, ""

    def status(self) -> CatalogueStatus:
        task = self._preparing
        error = ""
        if task is not None and task.done() and not task.cancelled() and (raised := task.exception()):
            error = str(raised) if isinstance(raised, CadenzaError) else "The catalogue could not be built."
        building = task is not None and not task.done() and self._total > 0
        return CatalogueStatus(len(self._holdings), building, self._done, self._total, self._text, error)

    def start(self) -> None:
        """Begins to make ready, behind. After a failure it begins again."""
        task = self._preparing
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            self._preparing = asyncio.create_task(self._prepare(), name="catalogue")
            self._preparing.add_done_callback(self._prepared)

    async def stop(self) -> None:
        """What was built so far stays; the next start goes on from there."""
        for task in list(self._welcoming):
            task.cancel()
        await asyncio.gather(*self._welcoming, return_exceptions=True)
        if self._preparing is not None:
            self._preparing.cancel()
            await asyncio.gather(self._preparing, return_exceptions=True)  # `status` tells of its error

    async def wait(self, on_progress: OnProgress | None = None) -> None:
        """Until everything stands. Raises what went wrong."""
        self.start()
        assert self._preparing is not None
        while not self._preparing.done():
            if on_progress is not None and self._total:
                on_progress(self._done, self._total, self._text)
            await self._next_news()
        await self._preparing

    async def wait_until_usable(self) -> None:
        """Until there is enough to recommend from. Raises what went wrong if there is nothing at all."""
        self.start()
        assert self._preparing is not None
        while not self._preparing.done() and len(self._holdings) < USABLE:
            await self._next_news()
        if self._preparing.done() and not len(self._holdings):
            await self._preparing

    def candidates(self, query: Query) -> Sequence[Candidate]:
        """Tracks worth ranking; blocking, a few milliseconds."""
        return self._holdings.candidates(query)

    def count(self, query: Query) -> int:
        """How many Tracks pass the filters of `query`; blocking, a few milliseconds."""
        return self._holdings.count(query)

    def licences(self) -> list[str]:
        """The licences that Tracks here have."""
        return self._holdings.licences()

    def sample(self) -> CatalogueSample | None:
        """Tracks that stand for the catalogue; blocking; None before it is loaded."""
        return self._holdings.sample()

    def vectors_of(self, track_ids: Sequence[str]) -> list[FloatArray | None]:
        """As `vector_of`, of many."""
        return self._holdings.vectors_of(track_ids)

    def vector_of(self, track_id: str) -> FloatArray | None:
        """The pooled embedding [d] of a Track; None for one that is not here."""
        return self._holdings.vector_of(track_id)

    async def tracks(self) -> list[Track]:
        return await self._holdings.tracks()

    async def track(self, track_id: str) -> Track:
        """Raises UnknownItem."""
        return await self._holdings.track(track_id)

    async def add_paths(
        self,
        paths: Sequence[Path],
        on_progress: OnProgress | None = None,
        options: ImportOptions | None = None,
    ) -> ImportSummary:
        """Files, folders and zip archives into the catalogue; what an earlier call has read is not read
        again. Raises CadenzaError when there is no score in them."""
        await self.wait(on_progress)
        with Archives() as archives:
            library = await asyncio.to_thread(find_library, paths, archives)
            if not library.files and not library.skipped:
                raise CadenzaError(
                    f"There is no score in {paths[0]}; files that work end in {' '.join(SUFFIXES)} or .zip."
                )
            return await self.add_library(library, options or ImportOptions(), on_progress)

    async def add_library(
        self, library: Library, options: ImportOptions, on_progress: OnProgress | None = None
    ) -> ImportSummary:
        """The files of a library that is open. One import at a time; others wait. Raises CadenzaError for a
        guild that is not known."""
        if options.guild_id is not None:
            async with self._database.session() as session:
                if options.guild_id in SURFACES:
                    await Guilds(session).get_or_create(options.guild_id, options.guild_id)
                elif await Guilds(session).get(options.guild_id) is None:
                    raise CadenzaError(
                        f"Cadenza has met no guild {options.guild_id[:40]!r}; the number of a server where "
                        f"it was used works, or one of {', '.join(SURFACES)}."
                    )
        async with self._importing:
            return await import_library(
                self._holdings, self._database, self._engine, library, options, on_progress or _quietly
            )

    async def remove(self, track_id: str) -> None:
        """Raises UnknownItem."""
        await self._holdings.remove(track_id)

    async def forget(self, track_ids: Sequence[str]) -> None:
        """Tracks that were deleted from the database with what they belonged to are recommended no more."""
        await self._holdings.forget(track_ids)

    async def forget_missing(self) -> int:
        """As `forget`, for whatever is not in the database any more; returns how many."""
        return await self._holdings.forget_missing()

    async def welcome(self, guild_id: str) -> list[str]:
        """Lets the guild's well-rated takes join its catalogue, if it wants that; ids of the new Tracks."""
        if not await self._joining.waiting(guild_id):
            return []
        await self.wait()
        return await self._joining.join(guild_id)

    def welcome_soon(self, guild_id: str) -> None:
        """As `welcome`, behind."""
        task = asyncio.create_task(self._welcome(guild_id), name="welcome")
        self._welcoming.add(task)
        task.add_done_callback(self._welcoming.discard)

    async def _welcome(self, guild_id: str) -> None:
        try:
            await self.welcome(guild_id)
        except CadenzaError as error:  # the next rating, or the next start, tries again
            log.warning("no take could join the catalogue: %s", error)

    async def rebuild(self, on_progress: OnProgress | None = None) -> None:
        """Embeds every Track again and builds the index anew; brings the starter catalogue's works back."""
        await self.stop()
        is_new = not await self._holdings.known_sources()
        with suppress(FileNotFoundError):
            self._built_mark.unlink()
        self.start()
        await self.wait(on_progress)
        if not is_new:  # else all of it was embedded just now
            await self._holdings.rebuild(on_progress or _quietly)

    async def _prepare(self) -> None:
        await self._holdings.load(self._tell)
        self._news_now()
        if self._starter and not (self._built_mark.exists() and len(self._holdings)):
            await self._build_starter()
        self._done, self._total, self._text = 0, 0, ""
        for guild_id in await self._joining.guilds():
            await self._joining.join(guild_id)
        await asyncio.to_thread(self._holdings.sample)  # else whoever rates first would wait for it

    async def _build_starter(self) -> None:
        known = await self._holdings.known_sources()
        text = "Building the starter catalogue"
        self._tell(len(known), max(STARTER_WORKS, len(known)), text)
        done = len(known)
        async for batch in self._engine.read_starter(known):
            await self._holdings.take_in([(item.reading, item.facts) for item in batch])
            done += len(batch)
            self._tell(done, max(STARTER_WORKS, done), text)
        await self._holdings.save()
        try:
            self._built_mark.parent.mkdir(parents=True, exist_ok=True)
            self._built_mark.write_text(f"{done}\n")
        except OSError as error:
            raise file_fault(error, self._built_mark) from error

    def _tell(self, done: int, total: int, text: str) -> None:
        self._done, self._total, self._text = done, total, text
        self._news_now()

    def _news_now(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def _next_news(self) -> None:
        await self._news.wait()

    def _prepared(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            clear = isinstance(error, CadenzaError | StorageUnavailable)
            log.error("the catalogue is not complete: %s", error, exc_info=None if clear else error)
        self._news_now()


def _quietly(done: int, total: int, text: str) -> None:
    """For callers who do not look."""
