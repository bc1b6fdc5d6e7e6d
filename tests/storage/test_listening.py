"""Ratings, impressions, takes and styles."""

from dataclasses import replace

import pytest

from music.errors import CadenzaError, UnknownStyle
from music.style import Style
from storage.database import Database
from storage.repositories.consents import Consents
from storage.repositories.guilds import Guilds
from storage.repositories.impressions import Impressions, Shown
from storage.repositories.persons import Persons
from storage.repositories.ratings import Ratings
from storage.repositories.styles import Styles
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks
from tests.storage.samples import a_job, a_take, a_track


@pytest.fixture
async def people(database: Database) -> tuple[str, str]:
    """Two persons, in a database with the guilds g1 and g2, the tracks a and b and the take t."""
    async with database.session() as session:
        for guild in ("g1", "g2"):
            await Guilds(session).get_or_create(guild, "discord")
        await Tracks(session).add_many([a_track("a"), a_track("b")])
        await Takes(session).add(a_take(a_job(), "t"))
        me, you = [(await Persons(session).get_or_create("discord", name)).id for name in ("me", "you")]
        return me, you


async def test_the_latest_rating_counts(database: Database, people: tuple[str, str]) -> None:
    me, you = people
    async with database.session() as session:
        ratings = Ratings(session)
        await ratings.rate(me, "g1", 2, track_id="a")
        await ratings.rate(me, "g1", 5, track_id="a")
        await ratings.rate(me, "g1", 4, take_id="t")
        await ratings.rate(me, "g2", 1, track_id="a")
        await ratings.rate(you, "g1", 2, track_id="a")
        mine = await ratings.of_person([me], "g1")
        assert [(r.track_id, r.take_id, r.stars) for r in mine] == [("a", None, 5), (None, "t", 4)]
        assert len(await ratings.of_person([me, you], "g1")) == len(await ratings.of_guild("g1")) == 3
        mean, count = await ratings.average(track_id="a")
        assert mean == pytest.approx(8 / 3)
        assert count == 3
        assert await ratings.average(take_id="t") == (4.0, 1)
        assert await ratings.average(track_id="b") == (0.0, 0)
        assert await ratings.reset(me, "g1") == 2
        assert [r.guild_id for r in await ratings.of_guild("g2")] == ["g2"]


async def test_the_state_of_a_guilds_ratings_tells_every_change(
    database: Database, people: tuple[str, str]
) -> None:
    me, you = people
    seen = []
    for change in ("none", "first", "again", "second", "reset"):
        async with database.session() as session:
            ratings = Ratings(session)
            match change:
                case "first":
                    await ratings.rate(me, "g1", 2, track_id="a")
                case "again":
                    await ratings.rate(me, "g1", 3, track_id="a")
                case "second":
                    await ratings.rate(you, "g1", 3, track_id="a")
                case "reset":
                    await ratings.reset(me, "g1")
            seen.append(await ratings.state("g1"))
            assert await ratings.state("g2") == (0, None)
    assert [count for count, _ in seen] == [0, 1, 1, 2, 1]
    assert len(set(seen)) == 5


async def test_linked_raters_are_told_by_guild(database: Database, people: tuple[str, str]) -> None:
    me, you = people
    async with database.session() as session:
        persons = Persons(session)
        await persons.link(me, you)
        assert await persons.links_of_raters("g1") == {}
        await Ratings(session).rate(me, "g1", 5, track_id="a")
        assert await persons.links_of_raters("g1") == {me: you}
        assert await persons.links_of_raters("g2") == {}


async def test_who_refused_is_known_until_they_say_otherwise(
    database: Database, people: tuple[str, str]
) -> None:
    me, you = people
    async with database.session() as session:
        consents = Consents(session)
        await consents.say(me, "g1", "personalise", False)
        await consents.say(you, "g1", "personalise", True)
        assert await consents.refused("g1", "personalise") == {me}
        assert await consents.refused("g1", "train") == set()
        await consents.say(me, "g1", "personalise", True)
        assert await consents.refused("g1", "personalise") == set()


@pytest.mark.parametrize("stars", [0, 6, -1, 2.5])
async def test_a_rating_is_one_to_five_stars(database: Database, people: tuple[str, str], stars: int) -> None:
    async with database.session() as session:
        with pytest.raises(CadenzaError, match=f"1, 2, 3, 4 or 5 stars, not {stars}"):
            await Ratings(session).rate(people[0], "g1", stars, track_id="a")
        with pytest.raises(ValueError, match="of a track or of a take"):
            await Ratings(session).rate(people[0], "g1", 3)


async def test_what_was_shown_is_kept_with_order_probability_and_model(
    database: Database, people: tuple[str, str]
) -> None:
    me, _ = people
    shown = [Shown("b", 0, 0.75), Shown("a", 1, 0.125)]
    async with database.session() as session:
        impressions = Impressions(session)
        await impressions.add_many("turn 1", me, "g1", shown, "rank-1")
        await impressions.add_many("turn 1", me, "g1", shown[:1], "rank-1")  # the answer is sent again
        await impressions.add_many("turn 2", me, "g1", shown[1:], "rank-2")
        await impressions.add_many("turn 3", me, "g1", [], "rank-2")
        first = await impressions.of_request("turn 1")
        assert [i.shown for i in first] == shown
        assert {(i.person_id, i.guild_id, i.model_version) for i in first} == {(me, "g1", "rank-1")}
        mine = await impressions.of_person(me, "g1")
        assert [(i.request_id, i.shown.position) for i in mine] == [
            ("turn 2", 1),
            ("turn 1", 0),
            ("turn 1", 1),
        ]
        await Tracks(session).remove("a")
        assert [i.shown.track_id for i in await impressions.of_person(me, "g1")] == ["b"]


async def test_takes_are_found_by_id_job_code_and_person(database: Database, people: tuple[str, str]) -> None:
    me, you = people
    first, second = a_job(1), a_job(2)
    async with database.session() as session:
        takes = Takes(session)
        take = await takes.add(a_take(first), "g1", me)
        await takes.add(a_take(second), "g1", you)
        assert (
            await takes.get(take.id) == await takes.of_job(first.id) == await takes.by_code(take.code) == take
        )
        assert await takes.get("unknown") is await takes.of_job("unknown") is await takes.by_code("") is None
        assert [t.job_id for t in await takes.recent(guild_id="g1")] == [second.id, first.id]
        assert await takes.recent(guild_id="g1", person_id=me) == [take]
        assert len(await takes.recent(limit=2)) == 2
        assert await takes.update(replace(take, title="Rain at 100%"))
        found = await takes.titled("RAIN at 100%", guild_id="g1", limit=5)
        assert [(one.id, whose, where) for one, whose, where in found] == [(take.id, me, "")]
        assert await takes.titled("rain%100", guild_id="g1", limit=5) == []
        assert len(await takes.titled("", guild_id="g1", person_id=you, limit=5)) == 1
        assert await takes.posted(take.id) == (replace(take, title="Rain at 100%"), "")
        assert await takes.posted("unknown") is None
        changed = take.with_files(audio={**take.audio, "mp3": "99" * 32})
        assert await takes.update(changed)
        assert await takes.get(take.id) == changed
        assert not await takes.update(replace(take, id="unknown"))


async def test_every_edit_of_a_style_is_a_new_version_and_old_ones_stay(
    database: Database, people: tuple[str, str]
) -> None:
    me, _ = people
    style = Style(
        "rainy", ("drizzle",), (60.0, 80.0), "3/4", ("Violin",), True, -0.3, -0.4, "sparse", ("folk",), 7
    )
    async with database.session() as session:
        styles = Styles(session)
        first = await styles.save("g1", style, me)
        assert first == replace(style, version=1)
        assert await styles.save("g1", style) == first  # nothing changed, no new version
        second = await styles.save("g1", replace(style, metre="4/4"), me)
        assert second.version == 2
        assert await styles.get("g1", "rainy") == second
        assert await styles.get("g1", "rainy", 1) == first
        assert await styles.history("g1", "rainy") == [first, second]
        await styles.save("g1", Style("bright"))
        assert [s.name for s in await styles.all("g1")] == ["bright", "rainy"]
        assert await styles.all("g2") == await styles.history("g2", "rainy") == []


async def test_a_removed_style_is_hidden_but_its_versions_can_be_replayed(
    database: Database, people: tuple[str, str]
) -> None:
    async with database.session() as session:
        styles = Styles(session)
        first = await styles.save("g1", Style("rainy"))
        assert await styles.remove("g1", "rainy")
        assert not await styles.remove("g1", "rainy")
        assert await styles.all("g1") == []
        with pytest.raises(UnknownStyle, match="'rainy' any more; it was removed; /style list shows"):
            await styles.get("g1", "rainy")
        with pytest.raises(UnknownStyle, match="in version 9"):
            await styles.get("g1", "rainy", 9)
        assert await styles.get("g1", "rainy", 1) == first
        assert (await styles.save("g1", Style("rainy"))).version == 2
        assert [s.version for s in await styles.all("g1")] == [2]
