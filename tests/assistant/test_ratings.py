"""Ratings: a flood is limited, what is deleted leaves nothing behind, and good takes join the catalogue."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.assistant.assistant import Assistant
from bot.assistant.events import Turn
from bot.assistant.inquiry import UnknownItem
from bot.assistant.joining import RATINGS
from bot.assistant.privacy import Deleted
from bot.assistant.quotas import PERSON, TooMuch
from bot.assistant.rating import store
from music.controls import Controls
from music.errors import CadenzaError
from music.job import Take
from storage.privacy import delete_person
from storage.repositories.cooldowns import Cooldowns
from storage.repositories.guilds import Guilds
from storage.repositories.persons import Persons
from storage.repositories.ratings import Ratings
from storage.repositories.takes import Takes
from storage.traces import rows_with
from tests.assistant.conftest import settings_for
from tests.assistant.tunes import melody

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = {"guild_id": "web", "surface": "web"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Assistant]:
    """An assistant with three Tracks, for everyone; each test rates as persons of its own."""
    folder = tmp_path_factory.mktemp("ratings")
    music = folder / "music"
    music.mkdir()
    for seed in (500, 501, 502):
        (music / f"track-{seed}.mid").write_bytes(melody(seed, title=f"Track of {seed}"))
    settings = settings_for(folder / "data")
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        await assistant.catalogue.add_paths([music])
        yield assistant


async def a_track(house: Assistant) -> str:
    return (await house.catalogue.tracks())[0].id


async def a_take(house: Assistant, seed: int, guild_id: str = "web", owner: str = "owner") -> Take:
    """A Take with music of its own, as if it had been composed."""
    midi = await asyncio.to_thread(house._house.files.put, melody(seed), ".mid")
    take = Take(
        id=f"take{seed}",
        job_id=f"job{seed}",
        code=f"CZ1-{seed}",
        controls=Controls(style="waltz"),
        midi=midi,
        title=f"Take {seed}",
    )
    async with house._house.database.session() as session:
        await Guilds(session).get_or_create(guild_id, "web")
        person = await Persons(session).get_or_create("web", owner)
        return await Takes(session).add(take, guild_id, person.id)


async def shown(house: Assistant, words: str, guild_id: str = "web") -> list[str]:
    found = await house.recommend(
        Controls(), words, 20, guild_id=guild_id, surface="web", person=os.urandom(4).hex()
    )
    return [track.title for track in found.tracks]


# --- floods and deletions ---------------------------------------------------------------------------------


async def test_ten_thousand_ratings_of_one_person_are_limited(house: Assistant) -> None:
    track, stored, sentences, waits = await a_track(house), 0, set(), []
    for _ in range(10_000):
        try:
            await house.rate(track, 5, person="flood", **HERE)
            stored += 1
        except TooMuch as refused:
            sentences.add(str(refused).rstrip("0123456789 s."))
            waits.append(refused.retry_after)
    assert PERSON["rating"].burst <= stored <= PERSON["rating"].burst + 60
    assert 0 < min(waits) <= max(waits) <= PERSON["rating"].interval
    assert sentences == {"You have rated a lot just now; rate again in"}
    await house.rate(track, 4, person="patient", **HERE)


async def test_what_is_not_there_cannot_be_rated(house: Assistant, tmp_path: Path) -> None:
    (tmp_path / "gone.mid").write_bytes(melody(510, title="Soon gone"))
    await house.catalogue.add_paths([tmp_path])
    track = next(t for t in await house.catalogue.tracks() if t.title == "Soon gone")
    take = await a_take(house, 511)
    await house.catalogue.remove(track.id)
    await house.delete_take(take.id, person="owner", **HERE)
    for target in (track.id, take.id, take.code, "", "x" * 5000):
        with pytest.raises(UnknownItem) as refused:
            await house.rate(target, 3, person="ann", **HERE)
        assert len(str(refused.value)) < 200


async def test_a_person_deleted_while_their_ratings_arrive_leaves_nothing(house: Assistant) -> None:
    database = house._house.database
    tracks = [t.id for t in await house.catalogue.tracks()][:3]
    async with database.session() as session:
        await Guilds(session).get_or_create("web", "web")
        person = (await Persons(session).get_or_create("web", "leaving")).id
    outcomes: list[str] = []

    async def rate(number: int) -> None:
        await asyncio.sleep(number * 0.0005)
        try:
            await store(house._house, tracks[number % 3], 1 + number % 5, "web", person)
            outcomes.append("stored")
        except CadenzaError as refused:
            outcomes.append(str(refused))

    async def forget() -> None:
        await asyncio.sleep(0.015)
        async with database.session() as session:
            await delete_person(session, person)

    await asyncio.gather(*(rate(n) for n in range(50)), forget())
    assert "stored" in outcomes
    assert any("was deleted just now" in sentence for sentence in outcomes)
    assert all(o == "stored" or "was deleted just now" in o for o in outcomes)
    async with database.reading() as session:
        assert await Ratings(session).of_person([person], "web") == []
        assert await Cooldowns(session).export_person(person) == {"cooldowns": []}
        assert await Persons(session).get(person) is None


async def test_whoever_acts_while_everything_about_them_is_deleted_leaves_nothing(house: Assistant) -> None:
    person = "300000000000000001"
    here = {"person": person, **HERE}
    outcomes: list[str] = []
    over = asyncio.Event()

    async def keep(act: Callable[[], Awaitable[object]]) -> None:
        while not over.is_set():
            try:
                await act()
                outcomes.append("done")
            except CadenzaError as refused:
                outcomes.append(str(refused))
            await asyncio.sleep(0.001)

    async def forget() -> Deleted:
        try:
            return await house.privacy.delete(surface="web", person=person)
        finally:
            over.set()

    async def ask() -> None:
        asked = Turn("web", "web", person, f"leaving-{len(outcomes)}", "help")
        assert [e async for e in house.handle(asked)]

    await house.admit("turn", **here)
    *_, deleted = await asyncio.gather(
        keep(lambda: house.admit("turn", **here)),
        keep(lambda: house.admit("piece", **here)),
        keep(lambda: house.privacy.choose("me", **here)),
        keep(ask),
        forget(),
    )
    assert deleted.left == ()
    assert person in deleted.searched_for
    assert any("being deleted just now" in sentence for sentence in outcomes)
    async with house._house.database.reading() as session:
        assert await rows_with(session, (person,)) == {}


# --- takes that join the catalogue ------------------------------------------------------------------------


async def rated_by(house: Assistant, take: Take, stars: tuple[int, ...]) -> None:
    for number, given in enumerate(stars):
        await house.privacy.choose("server", person=f"listener {number}", **HERE)
        await house.rate(take.id, given, person=f"listener {number}", **HERE)


async def test_a_take_joins_only_where_the_guild_wants_it_and_members_like_it(house: Assistant) -> None:
    liked, disliked, hardly_heard = [await a_take(house, seed) for seed in (520, 521, 522)]
    everyone = len(await house.catalogue.tracks())
    await rated_by(house, liked, (5, 4, 4))
    await rated_by(house, disliked, (5, 3, 3))
    await rated_by(house, hardly_heard, (5,) * (RATINGS - 1))
    assert not await house.curation.takes_join("web")
    assert len(await house.catalogue.tracks()) == everyone

    await house.curation.let_takes_join(True, person="moderator", **HERE)
    joined = [t for t in await house.catalogue.tracks() if t.guild_id == "web"]
    (track,) = joined
    assert (track.title, track.composer, track.licence, track.style) == (
        "Take 520",
        "Cadenza",
        "CC0-1.0",
        "waltz",
    )
    assert (track.source, track.midi) == (f"cadenza:{liked.code}", liked.midi)
    assert "Take 520" in await shown(house, "Take 520")
    assert "Take 520" not in await shown(house, "Take 520", "cli")

    await rated_by(house, disliked, (5, 4, 4))
    assert "Take 521" in await shown(house, "Take 521")


async def test_a_joined_take_goes_when_it_is_deleted(house: Assistant) -> None:
    await house.curation.let_takes_join(True, person="moderator", **HERE)
    take = await a_take(house, 530)
    await rated_by(house, take, (5, 5, 5))
    assert "Take 530" in await shown(house, "Take 530")
    await house.delete_take(take.id, person="owner", **HERE)
    assert "Take 530" not in await shown(house, "Take 530")
    assert "Take 530" not in [t.title for t in await house.catalogue.tracks()]
    assert not house._house.files.exists(take.midi)


async def test_the_takes_of_a_deleted_person_leave_the_catalogue(house: Assistant) -> None:
    await house.curation.let_takes_join(True, person="moderator", **HERE)
    take = await a_take(house, 540, owner="maker")
    await rated_by(house, take, (5, 5, 5))
    assert "Take 540" in await shown(house, "Take 540")
    async with house._house.database.session() as session:
        maker = await Persons(session).find("web", "maker")
        assert maker is not None
        await delete_person(session, maker.id)
    assert "Take 540" not in await shown(house, "Take 540"), "before anybody told the catalogue"
    assert await house.catalogue.forget_missing() == 1
    assert "Take 540" not in await shown(house, "Take 540")


async def test_music_that_is_there_already_does_not_join(house: Assistant) -> None:
    await house.curation.let_takes_join(True, person="moderator", **HERE)
    take = await a_take(house, 500)  # the notes of the first track
    await rated_by(house, take, (5, 5, 5))
    assert not [t for t in await house.catalogue.tracks() if t.source == f"cadenza:{take.code}"]


async def test_one_human_counts_once(house: Assistant) -> None:
    await house.curation.let_takes_join(True, person="moderator", **HERE)
    take = await a_take(house, 550)
    names = ("me here", "me there", "me again")
    async with house._house.database.session() as session:
        ids = [(await Persons(session).get_or_create("web", name)).id for name in names]
        await Persons(session).link(ids[1], ids[0])
        await Persons(session).link(ids[2], ids[0])
    for name in (*names, "you", "they"):
        await house.privacy.choose("server", person=name, **HERE)
    for name in names:
        await house.rate(take.id, 5, person=name, **HERE)
    assert "Take 550" not in await shown(house, "Take 550")
    for name in ("you", "they"):
        await house.rate(take.id, 5, person=name, **HERE)
    assert "Take 550" in await shown(house, "Take 550")
