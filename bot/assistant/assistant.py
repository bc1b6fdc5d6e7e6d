"""The assistant: one door for every surface. Opens the house, answers turns, keeps conversations."""

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.assistant import ownership
from bot.assistant.answering import END_IN_A_JOB, answer, inquire
from bot.assistant.catalogue import Catalogue, CatalogueStatus
from bot.assistant.conversation import ConversationLog, Place
from bot.assistant.curation import Curation
from bot.assistant.events import Entry, Failed, Finished, Recommended, ReplyEvent, Surface, TakeReady, Turn
from bot.assistant.failures import failure
from bot.assistant.folder import DataFolder
from bot.assistant.gallery import Gallery
from bot.assistant.guild_settings import Rules, RulesMemory
from bot.assistant.holdings import OnProgress
from bot.assistant.housekeeping import Housekeeping
from bot.assistant.inquiry import House, UnknownItem
from bot.assistant.jobs import JobRunner
from bot.assistant.meaning import prepare_understanding
from bot.assistant.measures import Measures, Standing, exposition
from bot.assistant.oversight import Oversight
from bot.assistant.ownership import GONE
from bot.assistant.playing.stage import Stage
from bot.assistant.posting import Interrupted, MadeTake, Outcome, Pending, Posting
from bot.assistant.privacy import Privacy
from bot.assistant.quotas import Kind, Quotas, TooMuch
from bot.assistant.rating import Rated, store
from bot.assistant.recommending import vector_of_upload
from bot.assistant.replaying import replay
from bot.assistant.search import Wish, search, show
from bot.assistant.second_reader import SecondReader
from bot.assistant.styling import GuildStyles
from bot.assistant.subjects import Subjects
from bot.assistant.taste import TasteRoom, TasteShown
from bot.assistant.tastes import Tastes
from bot.engine.child import ChildEngine
from bot.engine.config import EngineConfig
from bot.engine.protocol import ConvertFormat, Engine, Health, Reading
from bot.settings import BadSetting, Settings
from music.controls import Controls
from music.errors import CadenzaError, MissingPart
from music.job import Take
from music.soundfont import find_soundfont
from music.track import Track
from storage.database import Database
from storage.files import LocalFileStore
from storage.repositories.guilds import Guilds
from storage.repositories.jobs import Jobs
from storage.repositories.persons import Person, Persons
from storage.repositories.takes import Takes

log = logging.getLogger("cadenza.assistant")


@dataclass(frozen=True, slots=True)
class Status:
    """How the program is. `ready`: turns are answered without waiting for models or catalogue."""

    ready: bool
    catalogue: CatalogueStatus
    engine: Health
    soundfont: str


class Assistant:
    """Made by `open`; belongs to one event loop and one data folder."""

    def __init__(self, house: House, settings: Settings) -> None:
        self._house = house
        self._settings = settings
        self._answers: dict[str, asyncio.Task[None]] = {}
        self._posting = Posting(house.database, house.jobs)
        self._taste = TasteRoom(house.database, house.catalogue, house.tastes)
        self._interrupted: list[Interrupted] = []
        self._measures = Measures()

    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: Settings, *, in_process: bool = False, background: bool = True, starter: bool = True
    ) -> AsyncIterator["Assistant"]:
        """The assistant of the data folder in `settings`, closed in order at the end.

        `in_process` does the engine's work in this process (one-shots); `background` makes the catalogue
        ready and keeps house behind; without `starter` the catalogue holds only what is added. Raises
        StorageUnavailable or BadSetting.
        """
        if settings.engine != "local":
            raise BadSetting("CADENZA_ENGINE=ray is not built yet; leave it out, or set it to local.")
        async with AsyncExitStack() as stack:
            folder = stack.enter_context(DataFolder(settings.folder))
            files = LocalFileStore(folder.files)
            engine = _engine(EngineConfig.from_settings(settings), in_process)
            await engine.start()
            stack.push_async_callback(engine.stop)
            database = await Database.open(settings.resolved_database_url)
            stack.push_async_callback(database.close)
            conversations = ConversationLog(database)
            interrupted = await conversations.end_interrupted()
            catalogue = Catalogue(
                database, files, engine, folder.path, starter=starter, device=settings.device
            )
            stack.push_async_callback(catalogue.stop)
            jobs = JobRunner(database, engine, conversations, folder.id)
            await jobs.start()
            stack.push_async_callback(jobs.stop)
            tastes = Tastes(database, catalogue, Subjects(database, catalogue, engine, files))
            quotas, rules = Quotas(database), RulesMemory()
            reader = SecondReader.of(settings)
            if reader is not None:
                stack.push_async_callback(reader.close)
            house = House(
                database, files, engine, catalogue, jobs, quotas, conversations, tastes, rules, reader
            )
            assistant = cls(house, settings)
            assistant._interrupted = interrupted
            stack.push_async_callback(assistant._leave_answers)
            if background:
                catalogue.start()
                preparing = asyncio.create_task(prepare_understanding(engine), name="understanding")
                stack.push_async_callback(_end, preparing)
                housekeeping = Housekeeping(database, files, settings.disk_quota_mb)
                housekeeping.start()
                stack.push_async_callback(housekeeping.stop)
            yield assistant

    @property
    def catalogue(self) -> Catalogue:
        return self._house.catalogue

    @property
    def curation(self) -> Curation:
        """For operators and moderators: blocks, collections, and whether takes join a guild's catalogue."""
        return Curation(self._house.database, self._house.catalogue, self._settings.folder)

    @property
    def privacy(self) -> Privacy:
        """What is known of a person: shown, exported, deleted; what they consented to."""
        return Privacy(self._house, self._settings.folder, self._settings.soundfont)

    @property
    def styles(self) -> GuildStyles:
        """The styles of guilds, for their moderators."""
        return GuildStyles(self._house)

    @property
    def rules(self) -> Rules:
        """What moderators set for their guild."""
        return Rules(self._house)

    @property
    def gallery(self) -> Gallery:
        """Takes that members of a guild love."""
        return Gallery(self._house)

    @property
    def oversight(self) -> Oversight:
        """Who changed what in a guild, and taking it back."""
        return Oversight(self._house)

    async def prepare(self, on_progress: OnProgress | None = None) -> None:
        """Waits until the starter catalogue and the index stand. Raises what went wrong with them."""
        await self._house.catalogue.wait(on_progress)

    async def handle(self, turn: Turn) -> AsyncIterator[ReplyEvent]:
        """Answers one Turn. The last event is `Finished`, before it `Failed` if it did not work.

        Leaving the iterator stops nothing: the reply goes on into the conversation.
        """
        turn_id = turn.id or uuid.uuid4().hex
        try:
            place = await self._house.conversations.open(turn, turn_id)
        except Exception as error:  # noqa: BLE001 - there is no conversation to put it into
            yield failure(error, turn_id, "writing your message down")
            yield Finished(turn_id)
            return
        if not place.is_repeated:
            task = asyncio.create_task(self._answer(turn, place), name="answer")
            self._answers[turn_id] = task
            task.add_done_callback(lambda _: self._answers.pop(turn_id, None))
        async for entry in self._house.conversations.follow(place.conversation_id, place.sequence):
            if entry.event.turn_id == turn_id:
                yield entry.event  # type: ignore[misc]  # only the turn itself is Asked, and it came before
                if isinstance(entry.event, Finished):
                    return

    async def _answer(self, turn: Turn, place: Place) -> None:
        """Writes the reply into the conversation."""
        conversations = self._house.conversations
        doing, outcome, began = "reading your message", "failed", time.monotonic()
        try:
            inquiry, understood = await inquire(self._house, turn, place)
            doing = f"answering ({inquiry.intent})"
            await conversations.append(place, understood)
            has_take = False
            async for event in answer(self._house, inquiry):
                has_take = has_take or isinstance(event, TakeReady)
                await conversations.append(place, event)
            if has_take or inquiry.intent not in END_IN_A_JOB:
                await conversations.append(place, Finished(place.turn_id))
            outcome = inquiry.intent
        except UnknownItem as error:
            # a button names what was there when it was drawn; only a person can name what never was
            words = GONE if turn.target and turn.surface != "cli" else str(error)
            outcome = "refused"
            await self._end_badly(place, Failed(place.turn_id, words))
        except Exception as error:  # noqa: BLE001 - whatever happened, the person is told, and the log has it
            outcome = "refused" if isinstance(error, CadenzaError) else "failed"
            await self._end_badly(place, failure(error, place.turn_id, doing))
        finally:
            self._measures.answered(turn.surface, outcome, time.monotonic() - began)

    async def _end_badly(self, place: Place, failed: Failed) -> None:
        try:
            await self._house.conversations.append(place, failed, Finished(place.turn_id))
        except CadenzaError as error:
            log.error("a reply could not be ended: %s", error)

    async def _leave_answers(self) -> None:
        """Ends answers that are still being prepared; the next start tells their persons."""
        tasks = list(self._answers.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def follow(self, conversation_id: str, after_sequence: int = 0) -> AsyncIterator[Entry]:
        """What the conversation holds after that number, then what comes, without end."""
        return self._house.conversations.follow(conversation_id, after_sequence)

    async def history(self, conversation_id: str, after_sequence: int = 0) -> list[Entry]:
        """What it holds now; [] for a conversation that is unknown or has expired."""
        return await self._house.conversations.history(conversation_id, after_sequence)

    async def cancel(self, conversation_id: str, job_id: str) -> bool:
        """Stops a job of this conversation; its turn ends with one sentence. False if it was over.

        Raises UnknownItem for a job that is not of this conversation.
        """
        async with self._house.database.reading() as session:
            record = await Jobs(session).get(job_id)
        if record is None or record.context.conversation_id != conversation_id:
            raise UnknownItem("There is no such piece in the making here; it may be finished already.")
        return await self._house.jobs.cancel(job_id)

    # --- for surfaces that post by themselves -------------------------------------------------------------

    def outcomes(self, surface: str) -> AsyncIterator[Outcome]:
        """Each job that ended and is not posted, once: those an earlier program left, then as they end."""
        return self._posting.outcomes(surface)

    async def begin_posting(self, job_id: str) -> datetime | None:
        """Notes that posting begins; returns when an earlier attempt began, None if this is the first."""
        return await self._posting.begin_posting(job_id)

    async def mark_posted(self, job_id: str, reference: str) -> bool:
        """Posted for good, as message `reference`. True for the first call only."""
        return await self._posting.mark_posted(job_id, reference)

    async def pending(self, surface: str) -> list[Pending]:
        """Jobs queued or running, oldest first, with how far each is."""
        return await self._posting.pending(surface)

    def interrupted(self, surface: str) -> list[Interrupted]:
        """Turns that an earlier program left unanswered, as found when this one started."""
        return list(self._interrupted) if surface == "discord" else []

    async def stop(
        self, job_id: str, *, guild_id: str, surface: str, person: str, moderator: bool = False
    ) -> bool:
        """Stops a job; False if it was over. Raises UnknownItem, NotAllowed."""
        return await ownership.stop(self._house, job_id, guild_id, surface, person, moderator=moderator)

    async def delete_take(
        self, take_id: str, *, guild_id: str, surface: str, person: str, moderator: bool = False
    ) -> Take:
        """Deletes a take with its ratings. Raises UnknownItem, NotAllowed."""
        return await ownership.delete_take(
            self._house, take_id, guild_id, surface, person, moderator=moderator
        )

    async def takes_of(self, *, guild_id: str, surface: str, person: str, limit: int = 10) -> list[MadeTake]:
        """A person's newest takes in a guild, newest first."""
        async with self._house.database.reading() as session:
            known = await Persons(session).find(surface, person)
        return await self._posting.takes_of(guild_id, known.id, limit) if known else []

    async def admit(self, kind: Kind, *, guild_id: str, surface: str, person: str) -> None:
        """Counts a turn or a piece against the limits of person and guild. Raises TooMuch."""
        who = await self._meet(guild_id, surface, person)
        await self._house.quotas.admit(kind, guild_id, who.id)

    async def recommend(
        self,
        controls: Controls,
        text: str = "",
        n: int = 5,
        *,
        guild_id: str,
        surface: str,
        person: str,
        like: tuple[str, bytes] | None = None,
    ) -> Recommended:
        """Ranked Tracks with reasons, outside any conversation; `like` is (file name, content)."""
        wish = Wish(controls.checked(), text, guild_id, (await self._meet(guild_id, surface, person)).id)
        if like is not None:
            wish = wish.like(await vector_of_upload(self._house, *like))
        return await show(self._house, "", wish, await search(self._house, wish, n))

    async def take(self, id_or_code: str) -> Take:
        """Raises UnknownItem."""
        async with self._house.database.reading() as session:
            takes = Takes(session)
            take = await takes.get(id_or_code) or await takes.by_code(id_or_code)
        if take is None:
            raise UnknownItem(
                f"There is no take {id_or_code[:32]!r} here; use the id of one that was made here."
            )
        return take

    async def track(self, track_id: str) -> Track:
        """Raises UnknownItem."""
        return await self._house.catalogue.track(track_id)

    async def media(self, midi_hash: str, format: ConvertFormat | Literal["mid"]) -> Path:
        """The file of a stored MIDI as `format`, made when it is missing. Raises FileMissing."""
        made = midi_hash if format == "mid" else await self._house.engine.convert(midi_hash, format)
        return await asyncio.to_thread(self._house.files.path, made)

    async def replay(self, code: str) -> Take:
        """The piece of a take code, made again. Raises InvalidTakeCode."""
        return await replay(self._house, code)

    async def analyze(self, data: bytes, filename: str) -> Reading:
        """What a file of music is. Raises UnreadableScore."""
        return await self._house.engine.analyze(data, filename)

    async def rate(self, target: str, stars: int, *, guild_id: str, surface: str, person: str) -> Rated:
        """Stores stars for a Take (id or code) or a Track. Raises UnknownItem, TooMuch."""
        flooding = f"{surface}/{person}"
        self._house.quotas.refuse_early(flooding)
        known = await self._meet(guild_id, surface, person)
        try:
            rated = await store(self._house, target, stars, guild_id, known.id)
        except TooMuch as refused:
            self._house.quotas.remember(flooding, refused.retry_after)
            raise
        if rated.is_take:
            await self._house.catalogue.welcome(guild_id)
        return rated

    async def taste(self, *, guild_id: str, surface: str, person: str) -> TasteShown:
        """What a person's ratings in a guild say of their Taste, in words and numbers."""
        known = await self._meet(guild_id, surface, person)
        return await self._taste.shown(known.id, guild_id)

    async def taste_map(self, *, guild_id: str, surface: str, person: str, title: str = "") -> bytes:
        """A PNG of that Taste over the mood plane. Raises CadenzaError where there is none yet."""
        known = await self._meet(guild_id, surface, person)
        return await self._taste.map(known.id, guild_id, title)

    async def reset_taste(self, *, guild_id: str, surface: str, person: str) -> int:
        """Forgets a person's ratings in a guild, and with them the Taste; returns how many."""
        known = await self._meet(guild_id, surface, person)
        return await self._taste.reset(known.id, guild_id)

    async def _meet(self, guild_id: str, surface: str, person: str) -> Person:
        """The person, known from now on, and the guild."""
        async with self._house.database.reading() as session:
            known = await Persons(session).find(surface, person)
            if known is not None and await Guilds(session).get(guild_id) is not None:
                return known
        async with self._house.database.session() as session:
            await Guilds(session).get_or_create(guild_id, surface)
            return await Persons(session).get_or_create(surface, person)

    async def metrics(self) -> str:
        """Counters and states in Prometheus' text format."""
        status = await self.status()
        async with self._house.database.reading() as session:
            jobs = await Jobs(session).counts()
        return exposition(self._measures, Standing(status.ready, status.engine, status.catalogue, jobs))

    async def ill(self) -> str:
        """What keeps the program from answering, in one sentence; "" if nothing does. Raises
        StorageUnavailable when the database does not answer."""
        async with self._house.database.reading() as session:
            await Jobs(session).counts()
        alive = (await self._house.engine.health()).alive
        return "" if alive else "The engine does not answer; it is started again by itself."

    async def stage(self, *, guild_id: str, surface: Surface, person: str) -> Stage:
        """For surfaces that play aloud: what this person means, its sound, and a studio for a radio."""
        known = await self._meet(guild_id, surface, person)
        return Stage(self._house, guild_id, surface, person, known.id)

    async def status(self) -> Status:
        """How the program is now."""
        engine = await self._house.engine.health()
        catalogue = self._house.catalogue.status()
        try:
            soundfont = find_soundfont(self._settings.soundfont)
            words = " ".join(filter(None, (soundfont.name, soundfont.advice)))
        except MissingPart as error:
            words = str(error)
        ready = engine.alive and "composer" in engine.loaded and not catalogue.building
        return Status(ready, catalogue, engine, words)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


def _engine(config: EngineConfig, in_process: bool) -> Engine:
    if not in_process:
        return ChildEngine(config)
    from bot.engine.local import LocalEngine  # with everything that it imports, torch at last

    return LocalEngine(config, preload=False)
