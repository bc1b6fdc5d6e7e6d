"""A guild in counts and means: by day and by piece, of those who allow it, without anybody's name."""

from datetime import timedelta

import pytest

from storage.database import Database
from storage.repositories.consents import Consents
from storage.repositories.conversations import Conversations
from storage.repositories.guilds import Guilds
from storage.repositories.impressions import Impressions, Shown
from storage.repositories.persons import Persons
from storage.repositories.ratings import Ratings
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks
from storage.repositories.usage import Usage
from storage.tables.base import utc_now
from tests.storage.samples import a_job, a_take, a_track

pytestmark = pytest.mark.asyncio


async def test_a_guild_in_numbers(database: Database) -> None:
    async with database.session() as session:
        for guild in ("g1", "g2"):
            await Guilds(session).get_or_create(guild, "discord")
        await Tracks(session).add_many([a_track("a"), a_track("b", title="A March", style="march")])
        await Takes(session).add(a_take(a_job(), "t", title="Rain"), "g1")
        await Takes(session).add(a_take(a_job(1), "elsewhere"), "g2")
        people = [(await Persons(session).get_or_create("discord", name)).id for name in ("me", "you", "shy")]
        await Persons(session).link(people[0], people[1])
        for person in people[:2]:
            await Consents(session).say(person, "g1", "train", True)
        await Consents(session).say(people[2], "g1", "personalise", True)
        ratings = Ratings(session)
        for person, stars in zip(people, (5, 2, 1), strict=True):
            await ratings.rate(person, "g1", stars, take_id="t")
        await ratings.rate(people[0], "g1", 3, track_id="b")
        await ratings.rate(people[0], "g2", 1, track_id="a")
        for request, shown in (("r1", ("a", "b")), ("r2", ("b",))):
            listed = [Shown(track, k, 0.5) for k, track in enumerate(shown)]
            await Impressions(session).add_many(request, people[0], "g1", listed, "v1")
        conversation = await Conversations(session).create(people[0], "g1", timedelta(days=1))
        for kind in ("asked", "understood", "finished", "asked"):
            await Conversations(session).append(conversation.id, "turn", kind, {})

    async with database.reading() as session:
        usage, today = Usage(session), utc_now()
        days = await usage.by_day("g1", today - timedelta(days=2))
        assert {kind: list(numbers.values()) for kind, numbers in days.items()} == {
            "requests": [2], "recommendations": [2], "takes": [1], "ratings": [4],
        }  # fmt: skip
        assert {day for numbers in days.values() for day in numbers} == {today.date().isoformat()}
        assert not any((await usage.by_day("g1", today + timedelta(days=1))).values())
        assert await usage.stars("g1") == ({5: 1, 2: 1, 3: 1}, 4)
        rated = [(one.id, one.is_take, one.stars, one.ratings) for one in await usage.rated("g1")]
        assert rated == [("t", True, 3.5, 1), ("b", False, 3.0, 1)]  # linked persons are one human
        assert [(one.title, one.valence) for one in await usage.made("g1", 5)] == [("Rain", -0.2)]
        assert [one.id for one in await usage.shown("g1", 5)] == ["b", "a"]
