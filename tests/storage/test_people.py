"""Guilds, persons and their links, consents, cooldowns, the audit log."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from music.errors import CadenzaError
from storage.database import Database
from storage.repositories.audit_log import AuditLog
from storage.repositories.consents import Consents
from storage.repositories.cooldowns import Cooldowns
from storage.repositories.guilds import Guild, Guilds
from storage.repositories.persons import Persons


async def test_a_guild_keeps_its_name_until_it_gets_another(database: Database) -> None:
    async with database.session() as session:
        guilds = Guilds(session)
        assert await guilds.get_or_create("1", "discord", "Rain") == Guild("1", "discord", "Rain")
        assert await guilds.get_or_create("1", "discord") == Guild("1", "discord", "Rain")
        assert await guilds.get_or_create("1", "discord", "Sun") == Guild("1", "discord", "Sun")
        assert await guilds.remove("1")
        assert not await guilds.remove("1")
        assert await guilds.get("1") is None


async def test_a_person_is_the_same_whenever_and_wherever_they_are_met(
    databases: tuple[Database, Database],
) -> None:

    async def meet(n: int) -> str:
        async with databases[n % 2].session() as session:
            return (await Persons(session).get_or_create("discord", "42")).id

    met = set(await asyncio.gather(*(meet(n) for n in range(8))))
    assert len(met) == 1
    async with databases[0].session() as session:
        assert (await Persons(session).get_or_create("web", "42")).id not in met
        assert await Persons(session).find("cli", "42") is None


async def test_linked_persons_are_one_human_until_they_part(database: Database) -> None:
    async with database.session() as session:
        persons = Persons(session)
        a, b, c = [(await persons.get_or_create("s", name)).id for name in "abc"]
        await persons.link(a, b)
        await persons.link(b, a)
        await persons.link(b, c)  # a stands behind b and moves along
        assert {p.identity for p in [await persons.get_or_create("s", name) for name in "abc"]} == {c}
        assert await persons.linked_ids(a) == tuple(sorted((a, b, c)))
        await persons.unlink(c)  # the two that stood behind c stay one
        assert await persons.linked_ids(c) == (c,)
        assert await persons.linked_ids(a) == await persons.linked_ids(b) == tuple(sorted((a, b)))
        await persons.unlink(a)
        assert await persons.linked_ids(a) == (a,)
        assert await persons.linked_ids(b) == (b,)
        assert await persons.linked_ids("nobody") == ()
        with pytest.raises(CadenzaError, match="has to have talked to Cadenza once"):
            await persons.link(a, "nobody")


async def test_nothing_is_allowed_that_nobody_allowed(database: Database) -> None:
    async with database.session() as session:
        for guild in ("g1", "g2"):
            await Guilds(session).get_or_create(guild, "discord")
        a, b = [(await Persons(session).get_or_create("s", name)).id for name in "ab"]
        consents = Consents(session)
        assert not await consents.granted(a, "g1", "personalise")
        await consents.say(a, "g1", "personalise", True)
        await consents.say(b, "g1", "personalise", True)
        assert await consents.granted(a, "g1", "personalise")
        assert not await consents.granted(a, "g1", "train")
        assert not await consents.granted(a, "g2", "personalise")
        assert await consents.persons_with("g1", "personalise") == {a, b}
        await consents.say(a, "g1", "personalise", False)
        assert not await consents.granted(a, "g1", "personalise")
        assert await consents.persons_with("g1", "personalise") == {b}


async def test_a_cooldown_lets_one_through_and_says_how_long_the_next_waits(database: Database) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    async with database.session() as session:
        assert await Cooldowns(session, lambda: now).spend("me", "compose", 10) == 0
        later = Cooldowns(session, lambda: now + timedelta(seconds=4))
        assert await later.spend("me", "compose", 10) == 6
        assert await later.spend("me", "render", 10) == 0
        assert await later.spend("you", "compose", 10) == 0
        done = Cooldowns(session, lambda: now + timedelta(seconds=10))
        assert await done.purge() == 1
        assert await done.spend("me", "compose", 10) == 0


async def test_a_burst_goes_through_and_then_one_each_interval(database: Database) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)

    async def spend(after: float) -> float:
        async with database.session() as session:
            clock = Cooldowns(session, lambda: now + timedelta(seconds=after))
            return await clock.spend("me", "turn", 10, burst=3)

    assert [await spend(0) for _ in range(5)] == [0, 0, 0, 10, 10]
    assert await spend(4) == 6
    assert [await spend(10), await spend(10)] == [0, 10]
    # who has waited long enough has the whole burst again, and no more
    assert [await spend(100) for _ in range(4)] == [0, 0, 0, 10]


async def test_of_two_who_ask_at_once_one_may(databases: tuple[Database, Database]) -> None:

    async def ask(n: int) -> float:
        async with databases[n % 2].session() as session:
            return await Cooldowns(session).spend("me", "compose", 3600)

    waits = await asyncio.gather(*(ask(n) for n in range(6)))
    assert sorted(wait > 0 for wait in waits) == [False, *[True] * 5]


async def test_the_audit_log_shows_the_newest_first(database: Database) -> None:
    async with database.session() as session:
        await Guilds(session).get_or_create("g", "discord")
        person = await Persons(session).get_or_create("discord", "1")
        log = AuditLog(session)
        for n in range(3):
            await log.record("g", person.id, "style.edit", f"style {n}", {"version": n})
        entries = await log.newest("g", limit=2)
        assert [(e.action, e.subject, e.detail, e.person_id) for e in entries] == [
            ("style.edit", "style 2", {"version": 2}, person.id),
            ("style.edit", "style 1", {"version": 1}, person.id),
        ]
        assert await log.newest("elsewhere") == []
