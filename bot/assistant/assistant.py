"""The assistant: one door for every surface; the work is done in the rooms behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.assistant import ownership
from bot.assistant.catalogue import Catalogue
from bot.assistant.curation import Curation
from bot.assistant.events import Entry, Recommended, ReplyEvent, Surface, Turn
from bot.assistant.favourites import Favourite, favourites
from bot.assistant.figures import Figures
from bot.assistant.gallery import Gallery
from bot.assistant.guild_settings import Rules
from bot.assistant.holdings import OnProgress
from bot.assistant.inquiry import House, UnknownItem
from bot.assistant.measures import Measures
from bot.assistant.meeting import meet
from bot.assistant.opening import open_house
from bot.assistant.oversight import Oversight
from bot.assistant.playing.stage import Stage
from bot.assistant.posting import Interrupted, MadeTake, Outcome, Pending, Posting
from bot.assistant.privacy import Privacy
from bot.assistant.quotas import Kind, TooMuch
from bot.assistant.rating import Rated, store
from bot.assistant.recommending import vector_of_upload
from bot.assistant.replaying import replay
from bot.assistant.replies import Replies
from bot.assistant.search import Wish, search, show
from bot.assistant.shelf import Shelf
from bot.assistant.status import Status, illness_of, metrics_of, status_of
from bot.assistant.styling import GuildStyles
from bot.assistant.taste import TasteRoom, TasteShown
from bot.engine.protocol import ConvertFormat, Reading
from bot.settings import Settings
from music.controls import Controls
from music.job import Take
from music.track import Track
from storage.repositories.jobs import Jobs
from storage.repositories.persons import Persons
from storage.repositories.takes import Takes


class Assistant:
    """Made by `open`; belongs to one event loop and one data folder."""

    def __init__(self, house: House, settings: Settings, interrupted: list[Interrupted]) -> None:
        self._house = house
        self._settings = settings
        self._interrupted = interrupted
        self._measures = Measures()
        self._replies = Replies(house, self._measures)
        self._posting = Posting(house.database, house.jobs)
        self._taste = TasteRoom(house.database, house.catalogue, house.tastes)

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
        async with open_house(settings, in_process, background, starter) as (house, interrupted):
            assistant = cls(house, settings, interrupted)
            try:
                yield assistant
            finally:
                await assistant._replies.leave()

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
    def shelf(self) -> Shelf:
        """What a person can choose from: takes of their own and of their guild."""
        return Shelf(self._house)

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
    def figures(self) -> Figures:
        """A guild in figures, for its moderators."""
        return Figures(self._house)

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
        async for event in self._replies.to(turn):
            yield event

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
        who = await meet(self._house, guild_id, surface, person)
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
        known = await meet(self._house, guild_id, surface, person)
        wish = Wish(controls.checked(), text, guild_id, known.id)
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
        known = await meet(self._house, guild_id, surface, person)
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
        known = await meet(self._house, guild_id, surface, person)
        return await self._taste.shown(known.id, guild_id)

    async def favourites(
        self, *, guild_id: str, surface: str, person: str, limit: int = 20
    ) -> list[Favourite]:
        """What a person gave four stars or five in a guild, newest first."""
        known = await meet(self._house, guild_id, surface, person)
        return await favourites(self._house, known.id, guild_id, limit)

    async def taste_map(self, *, guild_id: str, surface: str, person: str, title: str = "") -> bytes:
        """A PNG of that Taste over the mood plane. Raises CadenzaError where there is none yet."""
        known = await meet(self._house, guild_id, surface, person)
        return await self._taste.map(known.id, guild_id, title)

    async def reset_taste(self, *, guild_id: str, surface: str, person: str) -> int:
        """Forgets a person's ratings in a guild, and with them the Taste; returns how many."""
        known = await meet(self._house, guild_id, surface, person)
        return await self._taste.reset(known.id, guild_id)

    async def stage(self, *, guild_id: str, surface: Surface, person: str) -> Stage:
        """For surfaces that play aloud: what this person means, its sound, and a studio for a radio."""
        known = await meet(self._house, guild_id, surface, person)
        return Stage(self._house, guild_id, surface, person, known.id)

    async def status(self) -> Status:
        """How the program is now."""
        return await status_of(self._house, self._settings.soundfont)

    async def metrics(self) -> str:
        """Counters and states in Prometheus' text format."""
        return await metrics_of(self._house, await self.status(), self._measures)

    async def ill(self) -> str:
        """What keeps the program from answering, in one sentence; "" if nothing does. Raises
        StorageUnavailable when the database does not answer."""
        return await illness_of(self._house)
