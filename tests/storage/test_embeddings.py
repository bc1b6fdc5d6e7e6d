"""Vectors of Tracks, by encoder version."""

import numpy as np
import pytest
from sqlalchemy import update

from music.errors import StorageUnavailable
from storage.database import Database
from storage.repositories.embeddings import POOLED, Embeddings, TrackVectors
from storage.repositories.tracks import Tracks
from storage.tables.catalogue import EmbeddingRow
from tests.storage.samples import a_track

D = 8


def vectors_of(track_id: str, segments: int = 2, seed: int = 0) -> TrackVectors:
    made = np.random.default_rng(seed).standard_normal((segments + 1, D)).astype(np.float32)
    return TrackVectors(track_id, made[0], made[1:], [16 * n for n in range(segments)])


async def test_vectors_come_back_bit_for_bit_in_chunks(database: Database) -> None:
    many = [vectors_of(f"track{n}", segments=n % 3, seed=n) for n in range(7)]
    async with database.session() as session:
        await Tracks(session).add_many(a_track(v.track_id) for v in many)
        assert await Embeddings(session).add_many("v1", many) == 7 + sum(n % 3 for n in range(7))
    async with database.reading() as session:
        embeddings = Embeddings(session)
        chunks = [chunk async for chunk in embeddings.chunks("v1", size=4)]
        assert [len(chunk.track_ids) for chunk in chunks] == [4, 4, 4, 1]
        rows = [row for c in chunks for row in zip(c.track_ids, c.start_bars, c.vectors, strict=True)]
        expected = [
            (v.track_id, bar, vector)
            for v in many
            for bar, vector in zip((POOLED, *v.start_bars), (v.pooled, *v.segments), strict=True)
        ]
        assert [(row[0], int(row[1])) for row in rows] == [(e[0], e[1]) for e in expected]
        for row, e in zip(rows, expected, strict=True):
            assert row[2].dtype == np.float32
            assert np.array_equal(row[2], e[2])
        assert await embeddings.count("v1") == 13
        assert [chunk async for chunk in embeddings.chunks("v2")] == []


async def test_pooled_vectors_of_some_tracks(database: Database) -> None:
    a, b = vectors_of("a", seed=1), vectors_of("b", seed=2)
    async with database.session() as session:
        await Tracks(session).add_many([a_track("a"), a_track("b")])
        await Embeddings(session).add_many("v1", [a, b])
        pooled = await Embeddings(session).pooled("v1", ["b", "unknown"])
        assert list(pooled) == ["b"]
        assert np.array_equal(pooled["b"], b.pooled)


async def test_adding_again_replaces_all_of_a_track_s_vectors_of_that_version(database: Database) -> None:
    async with database.session() as session:
        await Tracks(session).add(a_track("a"))
        embeddings = Embeddings(session)
        await embeddings.add_many("v1", [vectors_of("a", segments=5)])
        await embeddings.add_many("v2", [vectors_of("a", segments=1)])
        await embeddings.add_many("v1", [vectors_of("a", segments=2, seed=9)])
        assert (await embeddings.count("v1"), await embeddings.count("v2")) == (3, 2)
        assert await embeddings.remove_other_versions("v1") == 2
        assert await embeddings.remove_of_track("a") == 3


async def test_what_a_new_encoder_has_still_to_embed(database: Database) -> None:
    async with database.session() as session:
        await Tracks(session).add_many([a_track("a"), a_track("b")])
        embeddings = Embeddings(session)
        await embeddings.add_many("v1", [vectors_of("a"), vectors_of("b")])
        await embeddings.add_many("v2", [vectors_of("b")])
        assert await embeddings.tracks_without("v1") == []
        assert await embeddings.tracks_without("v2") == ["a"]


async def test_removing_a_track_removes_its_vectors(database: Database) -> None:
    async with database.session() as session:
        await Tracks(session).add(a_track("a"))
        await Embeddings(session).add_many("v1", [vectors_of("a")])
        await Tracks(session).remove("a")
        assert await Embeddings(session).count("v1") == 0


async def test_vectors_that_do_not_fit_together_are_refused(database: Database) -> None:
    wrong = TrackVectors("a", np.zeros(D, np.float32), np.zeros((2, D), np.float32), [0])
    async with database.session() as session:
        with pytest.raises(ValueError, match="segments"):
            await Embeddings(session).add_many("v1", [wrong])


async def test_damaged_vectors_are_told_with_the_way_out(database: Database) -> None:
    async with database.session() as session:
        await Tracks(session).add(a_track("a"))
        await Embeddings(session).add_many("v1", [vectors_of("a")])
        damaged = update(EmbeddingRow).where(EmbeddingRow.start_bar == 16).values(vector=b"\x00\x11")
        await session.execute(damaged)
        with pytest.raises(StorageUnavailable, match="cadenza catalog rebuild"):
            async for _ in Embeddings(session).chunks("v1"):
                pass
