"""The catalogue counts its changes, so that an index that was saved earlier learns only what came later."""

import asyncio

import numpy as np

from storage.database import Database
from storage.repositories.catalogue_changes import CatalogueChanges
from storage.repositories.embeddings import Embeddings, TrackVectors
from storage.repositories.guilds import Guilds
from storage.repositories.tracks import Tracks
from tests.storage.samples import a_track


def vectors(track_id: str) -> TrackVectors:
    return TrackVectors(track_id, np.ones(4, np.float32), np.zeros((1, 4), np.float32), [0])


async def test_nothing_has_changed_in_a_new_catalogue(database: Database) -> None:
    async with database.reading() as session:
        assert await CatalogueChanges(session).revision() == 0
        assert await CatalogueChanges(session).since(0) == []


async def test_tracks_and_vectors_that_come_and_go_are_changes(database: Database) -> None:
    async with database.session() as session:
        changes, tracks = CatalogueChanges(session), Tracks(session)
        await tracks.add_many([a_track("a"), a_track("b"), a_track("c")])
        first = await changes.revision()
        assert await changes.since(0) == ["a", "b", "c"]
        assert await changes.since(first) == []
        await tracks.add(a_track("a"))  # the same music: nothing changes
        assert await changes.revision() == first
        await Embeddings(session).add_many("1", [vectors("b")])
        assert await changes.since(first) == ["b"]
        second = await changes.revision()
        assert second > first
        await tracks.remove("c")
        await Embeddings(session).remove_of_track("b")
        await Embeddings(session).remove_of_track("b")
        assert await changes.since(second) == ["b", "c"]


async def test_tracks_that_go_with_their_guild_are_changes(database: Database) -> None:
    async with database.session() as session:
        await Guilds(session).get_or_create("g", "discord")
        await Tracks(session).add_many([a_track("mine", guild_id="g"), a_track("everyone's")])
        before = await CatalogueChanges(session).revision()
        await Guilds(session).remove("g")
        assert await CatalogueChanges(session).since(before) == ["mine"]
        assert await Tracks(session).known(["mine"]) == set()


async def test_what_was_rolled_back_is_no_change(database: Database) -> None:
    class Enough(Exception):
        pass

    try:
        async with database.session() as session:
            await Tracks(session).add(a_track("a"))
            raise Enough
    except Enough:
        pass
    async with database.reading() as session:
        assert await CatalogueChanges(session).revision() == 0


async def test_no_change_is_missed_by_who_looks_while_two_programs_write(
    databases: tuple[Database, Database],
) -> None:
    """A later revision never becomes visible before an earlier one."""
    one, other = databases
    seen: set[str] = set()
    known = 0

    async def write(database: Database, name: str) -> None:
        for n in range(15):
            async with database.session() as session:
                await Tracks(session).add(a_track(f"{name}{n}"))

    async def look() -> None:
        nonlocal known
        async with one.reading() as session:
            changes = CatalogueChanges(session)
            seen.update(await changes.since(known))
            known = await changes.revision()

    writing = asyncio.gather(write(one, "one"), write(other, "other"))
    while not writing.done():
        await look()
        await asyncio.sleep(0)
    await writing
    await look()
    assert len(seen) == 30


async def test_the_vectors_of_some_tracks_are_read(database: Database) -> None:
    async with database.session() as session:
        await Tracks(session).add_many([a_track("a"), a_track("b")])
        await Embeddings(session).add_many("1", [vectors("a"), vectors("b")])
    async with database.reading() as session:
        found = await Embeddings(session).of_tracks("1", ["b", "unknown"])
        assert found is not None
        assert (found.track_ids, found.start_bars.tolist()) == (["b", "b"], [-1, 0])
        assert await Embeddings(session).of_tracks("2", ["b"]) is None
