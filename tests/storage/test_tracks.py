"""The catalogue's facts: written in bulk, read back exactly, filtered."""

import pytest

from music.mood import Mood
from storage.database import Database
from storage.repositories.guilds import Guilds
from storage.repositories.tracks import Tracks
from tests.storage.samples import a_track


async def test_a_track_is_read_back_as_it_was_written(database: Database) -> None:
    track = a_track(title='"Zärtlich" 雨 %_|', instruments=(), mood=Mood(1.0, -1.0))
    async with database.session() as session:
        assert await Tracks(session).add(track)
    async with database.reading() as session:
        assert await Tracks(session).get(track.id) == track
        assert await Tracks(session).get("unknown") is None


async def test_the_same_music_is_added_once(database: Database) -> None:
    async with database.session() as session:
        tracks = Tracks(session)
        assert await tracks.add(a_track())
        assert not await tracks.add(a_track(title="Another name"))
        assert await tracks.add_many([a_track(), a_track("new"), a_track("new")]) == ["new"]
        assert await tracks.add_many([]) == []
        assert await tracks.count() == 2


async def test_text_that_a_database_cannot_hold_is_cleaned(database: Database) -> None:
    async with database.session() as session:
        await Tracks(session).add(a_track(title="Rain\x00 song\ud800"))
        stored = await Tracks(session).get(a_track().id)
        assert stored is not None
        assert stored.title == "Rain song"


async def test_five_thousand_tracks_go_in_and_come_out(database: Database) -> None:
    many = [a_track(f"{n:016x}", title=f"Piece {n}") for n in range(5_000)]
    async with database.session() as session:
        assert len(await Tracks(session).add_many(many)) == 5_000
    async with database.reading() as session:
        tracks = Tracks(session)
        assert await tracks.all() == many
        chunks = [chunk async for chunk in tracks.chunks(2_000)]
        assert [len(chunk) for chunk in chunks] == [2_000, 2_000, 1_000]
        assert [track for chunk in chunks for track in chunk] == many
        wanted = [track.id for track in reversed(many)]
        assert await tracks.by_ids([*wanted, "unknown"]) == many[::-1]
        assert await tracks.known(["unknown", *wanted[:3]]) == set(wanted[:3])


async def test_a_guild_hears_its_own_tracks_and_everyone_s(database: Database) -> None:
    async with database.session() as session:
        for guild in ("g1", "g2"):
            await Guilds(session).get_or_create(guild, "discord")
        tracks = Tracks(session)
        for track_id, owner in (("a", None), ("b", "g1"), ("c", "g2")):
            await tracks.add(a_track(track_id, guild_id=owner, title=track_id))
        assert [t.id for t in await tracks.find(guild_id="g1")] == ["a", "b"]
        assert [t.id for t in await tracks.find()] == ["a"]
        assert (await tracks.count("g2"), await tracks.count()) == (2, 1)
        await Guilds(session).remove("g1")
        assert [t.id for t in await tracks.all()] == ["a", "c"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["jig", "nocturne", "waltz"]),
        ({"words": "MAPLE"}, ["jig"]),
        ({"words": "night chopin"}, ["nocturne"]),
        ({"words": "%"}, []),
        ({"style": "folk"}, ["jig", "waltz"]),
        ({"instrument": "Fiddle"}, ["jig"]),
        ({"instrument": "Violin"}, ["waltz"]),
        ({"instrument": "Viol"}, []),
        ({"key": "A minor", "metre": "3/4"}, ["waltz"]),
        ({"tempo_bpm": (60.0, 92.5)}, ["nocturne", "waltz"]),
        ({"density": "dense"}, ["jig"]),
        ({"limit": 1, "offset": 1}, ["nocturne"]),
    ],
)
async def test_finding(database: Database, filters: dict[str, object], expected: list[str]) -> None:
    async with database.session() as session:
        await Tracks(session).add_many(
            [
                a_track(
                    "jig",
                    title="Maple Jig",
                    instruments=("Fiddle",),
                    metre="6/8",
                    tempo_bpm=120.0,
                    density="dense",
                ),
                a_track(
                    "nocturne",
                    title="Night Piece",
                    composer="Chopin",
                    style="classical",
                    instruments=("Acoustic Grand Piano",),
                    key="Eb major",
                    tempo_bpm=60.0,
                ),
                a_track("waltz", title="Waltz of the Window"),
            ]
        )
        found = await Tracks(session).find(**filters)  # type: ignore[arg-type]
        assert [track.id for track in found] == expected
        assert await Tracks(session).count_by_style() == {"folk": 2, "classical": 1}


async def test_removing_a_track(database: Database) -> None:
    async with database.session() as session:
        tracks = Tracks(session)
        await tracks.add(a_track())
        assert await tracks.remove(a_track().id)
        assert not await tracks.remove(a_track().id)
        assert await tracks.count() == 0
