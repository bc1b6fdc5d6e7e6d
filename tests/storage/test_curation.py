"""Fingerprints, imported files, blocks, settings of guilds, and tracks that takes became."""

from music.job import Take
from storage.database import Database
from storage.privacy import delete_person
from storage.repositories.blocks import Blocks
from storage.repositories.consents import Consents
from storage.repositories.fingerprints import Fingerprints
from storage.repositories.guild_settings import GuildSettings
from storage.repositories.guilds import Guilds
from storage.repositories.imported_files import ImportedFile, ImportedFiles
from storage.repositories.persons import Persons
from storage.repositories.ratings import Ratings
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks
from tests.storage.samples import a_job, a_take, a_track


async def test_fingerprints_are_kept_by_version_and_go_with_their_track(database: Database) -> None:
    async with database.session() as session:
        await Tracks(session).add_many([a_track("a"), a_track("b"), a_track("c")])
        fingerprints = Fingerprints(session)
        await fingerprints.add_many(1, {"a": b"old", "b": b"", "c": b"three"})
        await fingerprints.add_many(2, {"a": b"new"})
        await fingerprints.add_many(2, {})
        assert [chunk async for chunk in fingerprints.chunks(1, size=1)] == [{"b": b""}, {"c": b"three"}]
        assert await fingerprints.get("a", 2) == b"new"
        assert await fingerprints.get("a", 1) is None
        assert await fingerprints.missing(2) == {"b": "ab" * 32, "c": "ab" * 32}
        await Tracks(session).remove("b")
        assert set(await fingerprints.missing(2)) == {"c"}


async def test_imported_files_are_found_by_source_and_by_content(database: Database) -> None:
    one = ImportedFile("file:/a.mid", "1:2", "d1", ("t1", "t2"))
    bad = ImportedFile("file:/b.mid", "3", "d2", (), "It is \x00 broken.")
    async with database.session() as session:
        files = ImportedFiles(session)
        await files.record([one, bad])
        await files.record([])
        found = await files.by_source(["file:/a.mid", "file:/b.mid", "file:/c.mid"])
        assert found["file:/a.mid"] == one
        assert found["file:/b.mid"].error == "It is  broken."
        assert await files.with_music(["d1", "d2", ""]) == {"d1": one}
        changed = ImportedFile("file:/a.mid", "4", "d3", ("t3",))
        await files.record([changed])
        assert await files.by_source(["file:/a.mid"]) == {"file:/a.mid": changed}


async def test_a_block_is_the_guilds_own_and_outlives_the_track(database: Database) -> None:
    async with database.session() as session:
        for guild in ("g1", "g2"):
            await Guilds(session).get_or_create(guild, "discord")
        await Tracks(session).add(a_track("a"))
        blocks = Blocks(session)
        assert await blocks.add("g1", "a", "A title", b"print")
        assert not await blocks.add("g1", "a", "A title")
        await Tracks(session).remove("a")
        (block,) = await blocks.of_guild("g1")
        assert (block.track_id, block.title, block.fingerprint) == ("a", "A title", b"print")
        assert await blocks.ids("g1") == ("a",)
        assert await blocks.ids("g2") == ()
        assert not await blocks.remove("g2", "a")
        assert await blocks.remove("g1", "a")
        assert await blocks.of_guilds(["g1", "g2"]) == []


async def test_a_guild_chooses_by_name(database: Database) -> None:
    async with database.session() as session:
        for guild in ("g1", "g2"):
            await Guilds(session).get_or_create(guild, "discord")
        settings = GuildSettings(session)
        await settings.set("g1", "takes", True)
        await settings.set("g2", "takes", True)
        await settings.set("g2", "takes", False)
        await settings.set("g1", "words", ["a", None])
        assert await settings.get("g1", "words") == ["a", None]
        assert await settings.get("g2", "words", "usual") == "usual"
        assert await settings.get("g2", "takes", "usual") is False
        assert await settings.guilds_with("takes", True) == ["g1"]
        assert await settings.all("g1") == {"takes": True, "words": ["a", None]}
        assert await settings.unset("g1", "takes")
        assert not await settings.unset("g1", "takes")
        await Guilds(session).remove("g2")
        assert await settings.all("g2") == {}


async def _rated(database: Database, take: Take, guild: str, stars: list[int]) -> None:
    async with database.session() as session:
        for number, given in enumerate(stars):
            person = await Persons(session).get_or_create("discord", f"{guild} {number}")
            await Ratings(session).rate(person.id, guild, given, take_id=take.id)
            await Consents(session).say(person.id, guild, "train", True)


async def test_a_track_goes_with_the_take_it_came_from(database: Database) -> None:
    async with database.session() as session:
        await Guilds(session).get_or_create("g1", "discord")
        owner = (await Persons(session).get_or_create("discord", "owner")).id
        kept = await Takes(session).add(a_take(a_job(1), "kept"), "g1", owner)
        gone = await Takes(session).add(a_take(a_job(2), "gone"), "g1", owner)
        tracks = Tracks(session)
        for take in (kept, gone):
            assert await tracks.add_of_take(a_track(f"of {take.id}", guild_id="g1"), take.id)
        assert not await tracks.add_of_take(a_track("of kept", guild_id="g1"), "kept")
        await tracks.add(a_track("everyone's"))
        assert sorted(await tracks.of_takes(["kept", "gone", "other"])) == ["of gone", "of kept"]
        assert await tracks.hidden_from(None) == await tracks.hidden_from("g2") == {"of kept", "of gone"}
        assert await tracks.hidden_from("g1") == set()
        await Takes(session).remove("gone")
        assert await tracks.ids() == {"of kept", "everyone's"}
    async with database.session() as session:
        await delete_person(session, owner)
        assert await Tracks(session).ids() == {"everyone's"}


async def test_well_rated_takes_are_those_of_the_guild_by_enough_people(database: Database) -> None:
    async with database.session() as session:
        for guild in ("g1", "g2"):
            await Guilds(session).get_or_create(guild, "discord")
        good, poor, few, elsewhere, joined = [
            await Takes(session).add(a_take(a_job(i), name), "g2" if name == "elsewhere" else "g1")
            for i, name in enumerate(("good", "poor", "few", "elsewhere", "joined"))
        ]
        await Tracks(session).add_of_take(a_track("t", guild_id="g1"), joined.id)
    for take, stars in (
        (good, [4, 4, 4]),
        (poor, [5, 3, 3]),
        (few, [5, 5]),
        (elsewhere, [5, 5, 5]),
        (joined, [5] * 3),
    ):
        await _rated(database, take, "g1", stars)
    async with database.reading() as session:
        assert await Ratings(session).well_rated_takes("g1", 4.0, 3) == ["good"]
        assert await Ratings(session).well_rated_takes("g2", 4.0, 3) == []
