"""Jobs as rows: claimed by one, finished once, told of once, and never lost."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from music.job import Job
from storage.database import Database
from storage.repositories.guilds import Guilds
from storage.repositories.job_records import JobContext
from storage.repositories.jobs import (
    GAVE_UP,
    LONGEST_WAIT_SECONDS,
    MAX_ATTEMPTS,
    PATIENT_ATTEMPTS,
    TRUSTED_ATTEMPTS,
    Jobs,
)
from storage.repositories.persons import Persons
from storage.repositories.postings import Postings
from storage.repositories.takes import Takes
from tests.storage.samples import WEB, a_job, a_take


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def enqueue(database: Database, *jobs: Job, context: JobContext = WEB) -> None:
    async with database.session() as session:
        for job in jobs:
            assert await Jobs(session).enqueue(job, context)


async def test_a_job_is_written_down_whole_before_it_starts(database: Database) -> None:
    async with database.session() as session:
        await Guilds(session).get_or_create("1234", "discord", "Friends of rain")
        person = await Persons(session).get_or_create("discord", "42")
        context = JobContext("discord", "1234", person.id, "talk", "turn", {"channel": 99, "nonce": "n"})
        await Jobs(session).enqueue(a_job(id="one"), context)
    async with database.reading() as session:
        record = await Jobs(session).get("one")
        assert record is not None
        assert record.job == a_job(id="one")
        assert record.context == context
        assert (record.state, record.attempt, record.owner, record.posted) == ("queued", 0, None, False)
        assert await Jobs(session).get("two") is None


async def test_the_same_job_is_enqueued_once(database: Database) -> None:
    await enqueue(database, a_job(id="one"))
    async with database.session() as session:
        assert not await Jobs(session).enqueue(a_job(id="one", title="another"), WEB)
        record = await Jobs(session).get("one")
        assert record is not None
        assert record.job.title == ""


async def test_the_oldest_jobs_are_claimed_first_and_the_places_move_up(database: Database) -> None:
    await enqueue(database, *(a_job(n, id=f"job{n}") for n in (2, 0, 1)))
    async with database.session() as session:
        jobs = Jobs(session)
        assert [await jobs.queue_place(f"job{n}") for n in range(3)] == [1, 2, 3]
        claimed = await jobs.claim("me", 30, limit=2)
        assert [(c.job.id, c.state, c.attempt, c.owner) for c in claimed] == [
            ("job0", "running", 1, "me"),
            ("job1", "running", 1, "me"),
        ]
        assert [await jobs.queue_place(f"job{n}") for n in range(3)] == [0, 0, 1]
        assert await jobs.queue_place("nobody's") == 0


async def test_two_claimers_never_get_the_same_job(databases: tuple[Database, Database]) -> None:
    await enqueue(databases[0], *(a_job(n) for n in range(40)))

    async def work(database: Database, owner: str) -> list[str]:
        mine: list[str] = []
        while True:
            async with database.session() as session:
                claimed = await Jobs(session).claim(owner, 30)
                await asyncio.sleep(0)  # lets the others in while this claim is not yet committed
            if not claimed:
                return mine
            mine += [c.job.id for c in claimed]

    shares = await asyncio.gather(*(work(databases[n % 2], f"claimer {n}") for n in range(4)))
    claimed = [job_id for share in shares for job_id in share]
    assert len(claimed) == len(set(claimed)) == 40
    assert sum(bool(share) for share in shares) > 1


async def test_a_lease_that_is_renewed_holds_and_one_that_ran_out_does_not(
    database: Database, clock: Clock
) -> None:
    await enqueue(database, a_job(id="one"))
    async with database.session() as session:
        jobs = Jobs(session, clock)
        await jobs.claim("first", 30)
        clock.pass_seconds(20)
        assert await jobs.renew("one", "first", 30)
        clock.pass_seconds(20)
        assert await jobs.claim("second", 30) == []
        clock.pass_seconds(20)
        [again] = await jobs.claim("second", 30)
        assert (again.job.id, again.owner, again.attempt) == ("one", "second", 2)
        assert not await jobs.renew("one", "first", 30)


async def test_a_job_that_kills_every_owner_fails_with_a_sentence(database: Database, clock: Clock) -> None:
    await enqueue(database, a_job(id="one"))
    async with database.session() as session:
        jobs = Jobs(session, clock)
        for attempt in range(1, MAX_ATTEMPTS + 1):
            [claimed] = await jobs.claim("me", 30)
            assert claimed.attempt == attempt
            clock.pass_seconds(31)
        assert await jobs.claim("me", 30) == []
        record = await jobs.get("one")
        assert record is not None
        assert (record.state, record.error) == ("failed", GAVE_UP)
        assert record.error_id


async def test_an_orderly_stop_costs_no_attempt(database: Database) -> None:
    await enqueue(database, a_job(id="one"))
    async with database.session() as session:
        jobs = Jobs(session)
        for _ in range(MAX_ATTEMPTS + 2):
            [claimed] = await jobs.claim("me", 30)
            assert claimed.attempt == 1
            assert await jobs.release_owner("me") == 1
        assert await jobs.release_owner("me") == 0


async def test_after_a_crash_the_jobs_of_the_dead_are_queued_and_those_of_the_living_are_not(
    database: Database,
) -> None:
    await enqueue(database, *(a_job(n, id=f"job{n}") for n in range(3)))
    async with database.session() as session:
        jobs = Jobs(session)
        await jobs.claim("dead", 3600)
        await jobs.claim("alive", 3600)
        assert await jobs.requeue_orphans(lambda owner: owner == "alive") == ["job0"]
        assert await jobs.counts() == {"queued": 2, "running": 1}
        [again] = await jobs.claim("new", 30)
        assert (again.job.id, again.attempt) == ("job0", 2)


async def test_a_job_that_was_begun_in_vain_twice_runs_alone(database: Database) -> None:
    await enqueue(database, *(a_job(n, id=f"job{n}") for n in range(3)))
    async with database.session() as session:
        jobs = Jobs(session)
        for _ in range(TRUSTED_ATTEMPTS):
            [first] = await jobs.claim("dead", 3600)
            assert first.job.id == "job0"
            await jobs.requeue_orphans(lambda owner: False)
        [alone] = await jobs.claim("me", 30, limit=3)
        assert alone.job.id == "job0"
        assert await jobs.claim("me", 30) == []
        assert [c.job.id for c in await jobs.claim("another program", 30)] == ["job1"]
        await jobs.finish("job0", a_take(a_job(0, id="job0")))
        assert [c.job.id for c in await jobs.claim("me", 30)] == ["job2"]


async def test_it_waits_until_nothing_else_runs(database: Database) -> None:
    await enqueue(database, a_job(0, id="job0"), a_job(2, id="job2"))
    async with database.session() as session:
        jobs = Jobs(session)
        for _ in range(TRUSTED_ATTEMPTS):
            await jobs.claim("dead", 3600)
            await jobs.requeue_orphans(lambda owner: False)
        assert await jobs.enqueue(a_job(-1, id="older"), WEB)
        assert [c.job.id for c in await jobs.claim("me", 30, limit=3)] == ["older"]
        assert await jobs.claim("me", 30) == []
        await jobs.finish("older", a_take(a_job(-1, id="older")))
        assert [c.job.id for c in await jobs.claim("me", 30, limit=3)] == ["job0"]


async def test_what_was_lost_many_times_waits_longer_each_time_and_others_come_first(
    database: Database, clock: Clock
) -> None:
    await enqueue(database, a_job(0, id="unlucky"), a_job(1, id="younger"))
    async with database.session() as session:
        jobs = Jobs(session, clock)
        for _ in range(PATIENT_ATTEMPTS):
            assert [c.job.id for c in await jobs.claim("dead", 3600)] == ["unlucky"]
            await jobs.requeue_orphans(lambda owner: False)
        assert [c.job.id for c in await jobs.claim("me", 30)] == ["younger"]
        await jobs.finish("younger", a_take(a_job(1, id="younger")))
        assert await jobs.claim("me", 30) == []
        waited = 0
        while not await jobs.claim("dead", 3600):
            clock.pass_seconds(0.5)
            waited += 1
        await jobs.requeue_orphans(lambda owner: False)
        again = 0
        while not await jobs.claim("me", 30):
            clock.pass_seconds(0.5)
            again += 1
        assert waited < again <= 2 * LONGEST_WAIT_SECONDS


async def test_finishing_twice_stores_one_take(database: Database) -> None:
    job = a_job(id="one")
    await enqueue(database, job)
    async with database.session() as session:
        await Jobs(session).claim("me", 30)
        first = await Jobs(session).finish("one", a_take(job, "first"))
    async with database.session() as session:
        second = await Jobs(session).finish("one", a_take(job, "second"))
        record = await Jobs(session).get("one")
        assert first == second == a_take(job, "first")
        assert await Takes(session).recent() == [first]
        assert record is not None
        assert (record.state, record.owner, record.lease_until) == ("done", None, None)


async def test_two_workers_that_finish_one_job_at_once_store_one_take(
    databases: tuple[Database, Database],
) -> None:
    job = a_job(id="one")
    await enqueue(databases[0], job)

    async def finish(n: int) -> object:
        async with databases[n % 2].session() as session:
            return await Jobs(session).finish("one", a_take(job, f"take{n}"))

    stored = await asyncio.gather(*(finish(n) for n in range(6)))
    assert len({take.id for take in stored}) == 1  # type: ignore[attr-defined]
    async with databases[0].reading() as session:
        assert len(await Takes(session).recent()) == 1


async def test_if_storing_the_take_fails_the_job_is_not_done(database: Database) -> None:
    job, other = a_job(0, id="one"), a_job(1, id="two")
    await enqueue(database, job, other)
    async with database.session() as session:
        await Jobs(session).finish("one", a_take(job, "the same id"))
    with pytest.raises(Exception, match=r"(?i)unique"):
        async with database.session() as session:
            await Jobs(session).finish("two", a_take(other, "the same id"))
    async with database.reading() as session:
        assert await Jobs(session).counts() == {"done": 1, "queued": 1}


async def test_a_cancelled_job_takes_no_take(database: Database) -> None:
    job = a_job(id="one")
    await enqueue(database, job)
    async with database.session() as session:
        jobs = Jobs(session)
        await jobs.claim("me", 30)
        assert await jobs.cancel("one")
        assert not await jobs.cancel("one")
        assert not await jobs.renew("one", "me", 30)
        assert await jobs.finish("one", a_take(job)) is None
        assert await jobs.finish("never enqueued", a_take(job)) is None
        assert await Takes(session).recent() == []
        assert await Postings(session).unposted() == []


async def test_only_the_owner_can_fail_a_job(database: Database) -> None:
    await enqueue(database, a_job(id="one"))
    async with database.session() as session:
        jobs = Jobs(session)
        await jobs.claim("me", 30)
        assert not await jobs.fail("one", "No.", "e1", owner="someone else")
        assert await jobs.fail("one", "The engine ran out of memory; ask for fewer bars.", "e2", owner="me")
        assert not await jobs.fail("one", "Again.", "e3")
        record = await jobs.get("one")
        assert record is not None
        assert (record.state, record.error_id) == ("failed", "e2")
        assert record.error == "The engine ran out of memory; ask for fewer bars."


async def test_what_ended_is_told_once(database: Database) -> None:
    done, failed, queued = (a_job(n, id=f"job{n}") for n in range(3))
    await enqueue(database, done, failed, queued)
    async with database.session() as session:
        jobs = Jobs(session)
        await jobs.finish("job0", a_take(done))
        await jobs.fail("job1", "It broke.", "e1")
        postings = Postings(session)
        waiting = await postings.unposted("web")
        assert [(record.job.id, take) for record, take in waiting] == [("job0", a_take(done)), ("job1", None)]
        assert await postings.unposted("discord") == []
        assert await postings.mark_posted("job0", "message 7")
        assert not await postings.mark_posted("job0", "message 8")
        assert [record.job.id for record, _ in await postings.unposted()] == ["job1"]
        record = await jobs.get("job0")
        assert record is not None
        assert record.posted_reference == "message 7"


async def test_two_posters_at_once_post_once(databases: tuple[Database, Database]) -> None:
    await enqueue(databases[0], a_job(id="one"))

    async def post(n: int) -> bool:
        async with databases[n % 2].session() as session:
            return await Postings(session).mark_posted("one", f"message {n}")

    assert sum(await asyncio.gather(*(post(n) for n in range(6)))) == 1


async def test_old_jobs_are_purged_and_their_takes_stay(database: Database, clock: Clock) -> None:
    told, untold = a_job(0, id="told"), a_job(1, id="untold")
    await enqueue(database, told, untold)
    async with database.session() as session:
        jobs = Jobs(session, clock)
        for job in (told, untold):
            await jobs.finish(job.id, a_take(job))
        await Postings(session).mark_posted("told", "message")
        clock.pass_seconds(3600)
        assert await jobs.purge(timedelta(hours=2)) == 0
        assert await jobs.purge(timedelta(minutes=30)) == 1
        assert await jobs.get("told") is None
        assert await Takes(session).of_job("told") == a_take(told)
