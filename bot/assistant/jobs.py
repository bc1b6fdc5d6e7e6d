"""The job runner: takes queued jobs from the database to the engine, and their takes to the conversation."""

import asyncio
import logging
import time
import uuid
from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant.conversation import ConversationLog, append_in
from bot.assistant.events import Failed, Finished, ReplyEvent, Said, Working
from bot.assistant.failures import failure
from bot.assistant.persisting import WORK_SECONDS, persist
from bot.assistant.posting import is_finished, language_of_turn
from bot.assistant.presentation import describe_work, take_ready
from bot.engine.protocol import Engine, JobCancelled
from bot.language import retold, say, speaking, use_language
from music.errors import StorageUnavailable
from music.job import Job, Progress, Take
from storage.database import Database
from storage.repositories.conversations import Conversations
from storage.repositories.job_records import JobContext, JobRecord
from storage.repositories.jobs import Jobs
from storage.repositories.postings import Postings

log = logging.getLogger("cadenza.jobs")

LEASE_SECONDS = 60.0
RENEW_SECONDS = 20.0
#: another program on the same database may leave jobs behind; they are looked for this often
POLL_SECONDS = 10.0
#: progress inside a stage is written at most this often
PROGRESS_SECONDS = 0.4
#: jobs that this program hands to the engine at once
AT_ONCE = 4


class JobRunner:
    """Runs a few jobs at once, as the engine does; the others wait for their turn.

    `owner` begins with the data folder's id: whoever holds the folder's lock knows that every other owner
    of that folder is dead. A take, its TakeReady and the end of its job are one transaction, fenced by the
    lease, so that a take arrives once however often its job was begun.
    """

    def __init__(self, database: Database, engine: Engine, log_: ConversationLog, folder_id: str) -> None:
        self._database = database
        self._engine = engine
        self._conversations = log_
        self._folder_id = folder_id
        self.owner = f"{folder_id}.{uuid.uuid4().hex[:8]}"
        self._wake = asyncio.Event()
        self._workers: list[asyncio.Task[None]] = []
        self._running: set[str] = set()
        self._progress: dict[str, Progress] = {}
        #: set, and replaced by a new one, whenever a job ended
        self.ended = asyncio.Event()

    def progress_of(self, job_id: str) -> Progress | None:
        """The newest progress of a job that this program runs."""
        return self._progress.get(job_id)

    def _say_ended(self) -> None:
        ended, self.ended = self.ended, asyncio.Event()
        ended.set()
        self._wake.set()  # what had to run alone may have kept the others waiting

    async def start(self) -> None:
        """Puts back what an earlier program of this data folder left running, and begins to work."""
        async with self._database.session() as session:
            orphans = await Jobs(session).requeue_orphans(
                lambda owner: not owner.startswith(f"{self._folder_id}.")
            )
        if orphans:
            log.info("%d jobs of an earlier program go on", len(orphans))
        await self._tell_of_failed()
        self._workers = [asyncio.create_task(self._work(), name=f"job runner {i}") for i in range(AT_ONCE)]

    async def stop(self) -> None:
        """Stops in order: what runs is put back and goes on at the next start."""
        if self._workers:
            for worker in self._workers:
                worker.cancel()
            await asyncio.gather(*self._workers, return_exceptions=True)
            async with self._database.session() as session:
                await Jobs(session).release_owner(self.owner)

    async def enqueue(self, job: Job, context: JobContext) -> None:
        """Writes the job down, with its first Working, in one transaction; it runs when its turn comes."""
        async with self._database.session() as session:
            jobs = Jobs(session)
            if await jobs.enqueue(job, context):
                ahead = max(0, await jobs.queue_place(job.id) + len(self._running) - AT_ONCE)
                queued = Working(
                    context.turn_id, job.id, "queued", 0, ahead, describe_work("queued", 0, ahead)
                )
                await append_in(session, context.conversation_id, context.turn_id, [queued])
        self._conversations.notify(context.conversation_id)
        self._wake.set()

    async def cancel(self, job_id: str) -> bool:
        """Stops a job; its turn ends with one sentence. False if it was over already or is unknown."""
        async with self._database.reading() as session:
            record = await Jobs(session).get(job_id)
            if record is None:
                return False
            language = await language_of_turn(session, record)
        async with self._database.session() as session:
            if not await Jobs(session).cancel(job_id):
                return False
            with speaking(language):
                words = say("Stopped; this piece will not be made.")
            sentence = Said(record.context.turn_id, words, "cancelled")
            await self._end_turn(session, record, sentence)
        self._conversations.notify(record.context.conversation_id)
        await self._engine.cancel(job_id)
        return True

    async def _work(self) -> None:
        while True:
            self._wake.clear()
            try:
                record = await self._claim()
                if record is not None:
                    try:
                        await self._run(record)
                    finally:
                        self._progress.pop(record.job.id, None)
                    continue
            except StorageUnavailable as error:
                log.error("%s", error)
                await asyncio.sleep(POLL_SECONDS)
                continue
            except Exception:  # the runner outlives every job; the log has it
                log.exception("the job runner stumbled")
                await asyncio.sleep(POLL_SECONDS)
                continue
            with suppress(TimeoutError):
                # not wait_for: before Python 3.12 it forgets a cancellation that comes with the event
                async with asyncio.timeout(POLL_SECONDS):
                    await self._wake.wait()

    async def _claim(self) -> JobRecord | None:
        async with self._database.reading() as session:
            waiting = await Jobs(session).counts()
        if not waiting.get("queued") and not waiting.get("running"):
            return None  # nothing to write, so nobody has to wait for the writer's place
        async with self._database.session() as session:
            claimed = await Jobs(session).claim(self.owner, LEASE_SECONDS)
        await self._tell_of_failed()
        return claimed[0] if claimed else None

    async def _run(self, record: JobRecord) -> None:
        job = record.job
        async with self._database.reading() as session:
            use_language(await language_of_turn(session, record))
        self._running.add(job.id)
        renewing = asyncio.create_task(self._renew(job.id))
        try:
            take = await self._carry_out(record)
        except JobCancelled:
            return  # `cancel` has said so
        except Exception as error:  # noqa: BLE001 - one failing job must not stop the others; it is logged
            failed = failure(error, record.context.turn_id, "composing")
            await persist(lambda: self._fail(record, failed), WORK_SECONDS)
            return
        finally:
            self._running.discard(job.id)
            renewing.cancel()
        await persist(lambda: self._finish(record, take), WORK_SECONDS)

    async def _carry_out(self, record: JobRecord) -> Take:
        told, stage = 0.0, ""
        stream = self._engine.submit(record.job)
        async for outcome in stream:
            if isinstance(outcome, Take):
                return outcome
            if outcome.stage != stage or time.monotonic() - told >= PROGRESS_SECONDS:
                told, stage = time.monotonic(), outcome.stage
                try:
                    await self._tell(record, outcome)
                except StorageUnavailable as error:  # the piece matters, how far it is does not
                    log.warning("the progress of a job could not be told: %s", error)
        raise RuntimeError("the engine ended a job without a take")

    async def _tell(self, record: JobRecord, progress: Progress) -> None:
        context = record.context
        self._progress[record.job.id] = progress
        if context.surface == "discord":
            return  # which looks at the progress of all its jobs at once
        words = describe_work(progress.stage, progress.done, progress.total)
        event = Working(context.turn_id, record.job.id, progress.stage, progress.done, progress.total, words)
        async with self._database.session() as session:
            if not await Jobs(session).renew(record.job.id, self.owner, LEASE_SECONDS):
                return  # stopped meanwhile: its turn has ended
            await append_in(session, context.conversation_id, context.turn_id, [event])
        self._conversations.notify(context.conversation_id)

    async def _finish(self, record: JobRecord, take: Take) -> None:
        """The take, its event and the end of the job, together or not at all."""
        async with self._database.session() as session:
            jobs = Jobs(session)
            if not await jobs.renew(record.job.id, self.owner, LEASE_SECONDS):
                return  # cancelled, or taken over by another program, which then tells
            stored = await jobs.finish(record.job.id, take)
            if stored is not None:
                await self._end_turn(session, record, take_ready(record.context.turn_id, stored))
        self._say_ended()
        self._conversations.notify(record.context.conversation_id)

    async def _fail(self, record: JobRecord, failed: Failed) -> None:
        async with self._database.session() as session:
            if await Jobs(session).fail(record.job.id, failed.text, failed.error_id, self.owner):
                await self._end_turn(session, record, failed)
        self._say_ended()
        self._conversations.notify(record.context.conversation_id)

    async def _tell_of_failed(self) -> None:
        """Ends the turns of jobs that the database gave up because they stopped every program."""
        async with self._database.reading() as session:
            failed = [r for r, _ in await Postings(session).unposted() if r.state == "failed"]
        for record in failed:
            async with self._database.session() as session:
                if await is_finished(Conversations(session), record):
                    continue  # told in the conversation; its surface has still to post it
                with speaking(await language_of_turn(session, record)):
                    words = retold(record.error)
                told = Failed(record.context.turn_id, words, record.error_id)
                await self._end_turn(session, record, told)
            self._say_ended()
            self._conversations.notify(record.context.conversation_id)

    async def _end_turn(self, session: AsyncSession, record: JobRecord, event: ReplyEvent) -> None:
        """The last events of a job's turn, in the caller's transaction.

        On the page and the command line the conversation is where a take is posted; Discord posts itself.
        """
        context = record.context
        if context.surface != "discord":
            reference = f"conversation {context.conversation_id}"
            if not await Postings(session).mark_posted(record.job.id, reference):
                return
        ending = [event, Finished(context.turn_id)]
        await append_in(session, context.conversation_id, context.turn_id, ending)

    async def _renew(self, job_id: str) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                async with self._database.session() as session:
                    is_ours = await Jobs(session).renew(job_id, self.owner, LEASE_SECONDS)
            except StorageUnavailable as error:
                log.warning("the lease of a job could not be renewed: %s", error)
                continue
            if not is_ours:
                await self._engine.cancel(job_id)
                return
