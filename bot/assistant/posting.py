"""For surfaces that post by themselves: how jobs ended, what is pending, what was left unanswered.

Everything is read from the database, so that a program goes on where the last one was killed.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant.events import Finished, Recommended, Understood, Working, event_from_json
from bot.assistant.presentation import describe_work
from bot.language import retold, speaking
from music.errors import StorageUnavailable
from music.job import Take
from storage.database import Database
from storage.repositories.conversations import Conversations
from storage.repositories.job_records import JobRecord
from storage.repositories.jobs import Jobs
from storage.repositories.persons import Persons
from storage.repositories.postings import Postings
from storage.repositories.takes import Takes

if TYPE_CHECKING:
    from bot.assistant.jobs import JobRunner

log = logging.getLogger("cadenza.assistant")

#: another program on the same database may end jobs; they are noticed this late at most
LOOK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended. `person` is the surface's own id; `understood` and `recommended` what its turn said,
    as long as its conversation is kept; `error` a sentence and `error_id` the number in the log where it
    failed (`take` is None then); `language` is that of its turn."""

    job_id: str
    turn_id: str
    conversation_id: str
    guild_id: str
    person: str
    address: dict[str, Any] = field(repr=False)
    state: Literal["done", "failed"]
    take: Take | None
    error: str = ""
    error_id: str = ""
    recommended: Recommended | None = None
    language: str = "en"
    understood: Understood | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """A job that is queued or running, and how far it is."""

    job_id: str
    turn_id: str
    conversation_id: str
    guild_id: str
    person: str
    address: dict[str, Any] = field(repr=False)
    working: Working
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A turn that an earlier program left unanswered."""

    turn_id: str
    conversation_id: str
    address: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class MadeTake:
    """A take of one's own; `reference` is where it was posted, "" if nowhere."""

    take: Take
    created: datetime
    reference: str


class Posting:
    """Reads for surfaces that post by themselves."""

    def __init__(self, database: Database, jobs: "JobRunner") -> None:
        self._database = database
        self._jobs = jobs
        #: of the jobs that are pending
        self._languages: dict[str, str] = {}

    async def outcomes(self, surface: str) -> AsyncIterator[Outcome]:
        """Jobs that ended and are not posted, each once, without end."""
        told: set[str] = set()
        while True:
            ended = self._jobs.ended
            try:
                found = await self._unposted(surface, told)
            except StorageUnavailable as error:
                log.error("%s", error)
                await asyncio.sleep(LOOK_SECONDS)
                continue
            for outcome in found:
                yield outcome
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await ended.wait()

    async def _unposted(self, surface: str, told: set[str]) -> list[Outcome]:
        """Those that are not in `told`, which is brought up to date."""
        async with self._database.reading() as session:
            rows = await Postings(session).unposted(surface)
            new = [(record, take) for record, take in rows if record.job.id not in told]
            outcomes = []
            for record, take in new:
                context = record.context
                person = await Persons(session).get(context.person_id) if context.person_id else None
                language = await language_of_turn(session, record)
                with speaking(language):
                    error = retold(record.error)
                understood, recommended = await _said(Conversations(session), record)
                outcomes.append(
                    Outcome(
                        job_id=record.job.id,
                        turn_id=context.turn_id,
                        conversation_id=context.conversation_id,
                        guild_id=context.guild_id or "",
                        person=person.external_id if person else "",
                        address=context.address,
                        state="done" if record.state == "done" else "failed",
                        take=take,
                        error=error,
                        error_id=record.error_id,
                        recommended=recommended,
                        understood=understood,
                        language=language,
                    )
                )
        # what was posted meanwhile needs no remembering
        told.intersection_update({record.job.id for record, _ in rows})
        told.update(outcome.job_id for outcome in outcomes)
        return outcomes

    async def begin_posting(self, job_id: str) -> datetime | None:
        async with self._database.session() as session:
            return await Postings(session).begin_posting(job_id)

    async def mark_posted(self, job_id: str, reference: str) -> bool:
        async with self._database.session() as session:
            return await Postings(session).mark_posted(job_id, reference)

    async def pending(self, surface: str) -> list[Pending]:
        async with self._database.reading() as session:
            jobs = Jobs(session)
            records = await jobs.open_of(surface)
            if not records:
                return []
            place = {job_id: n for n, job_id in enumerate(await jobs.order())}
            persons = {}
            for person_id in {r.context.person_id for r in records if r.context.person_id}:
                person = await Persons(session).get(person_id)
                persons[person_id] = person.external_id if person else ""
            for record in records:
                if record.job.id not in self._languages:
                    self._languages[record.job.id] = await language_of_turn(session, record)
            self._languages = {r.job.id: self._languages[r.job.id] for r in records}
        return [
            Pending(
                job_id=r.job.id,
                turn_id=r.context.turn_id,
                conversation_id=r.context.conversation_id,
                guild_id=r.context.guild_id or "",
                person=persons.get(r.context.person_id or "", ""),
                address=r.context.address,
                working=self._working(r, place.get(r.job.id, 0)),
                language=self._languages[r.job.id],
            )
            for r in records
        ]

    def _working(self, record: JobRecord, ahead: int) -> Working:
        progress = self._jobs.progress_of(record.job.id) if record.state == "running" else None
        stage, done, total = (
            (progress.stage, progress.done, progress.total) if progress else ("queued", 0, ahead)
        )
        with speaking(self._languages[record.job.id]):
            words = describe_work(stage, done, total)
        return Working(record.context.turn_id, record.job.id, stage, done, total, words)

    async def takes_of(self, guild_id: str, person_id: str, limit: int) -> list[MadeTake]:
        async with self._database.reading() as session:
            return [MadeTake(*row) for row in await Takes(session).made(guild_id, person_id, limit)]


async def _said(
    conversations: Conversations, record: JobRecord
) -> tuple[Understood | None, Recommended | None]:
    """What was understood and recommended in the job's turn, as long as the conversation is kept."""
    context = record.context
    understood, recommended = None, None
    for event in await conversations.of_turn(context.conversation_id, context.turn_id):
        if event.kind in (Understood.type, Recommended.type):
            found = event_from_json(event.data)
            understood = found if isinstance(found, Understood) else understood
            recommended = found if isinstance(found, Recommended) else recommended
    return understood, recommended


async def language_of_turn(session: AsyncSession, record: JobRecord) -> str:
    """The language that a job was asked in."""
    context = record.context
    events = await Conversations(session).of_turn(context.conversation_id, context.turn_id)
    return next((e.data["language"] for e in events if e.kind == Understood.type), "en")


async def is_finished(conversations: Conversations, record: JobRecord) -> bool:
    """Whether the turn of a job has its last event."""
    context = record.context
    events = await conversations.of_turn(context.conversation_id, context.turn_id)
    return any(event.kind == Finished.type for event in events)
