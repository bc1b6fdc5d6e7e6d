"""Taste from stored ratings: it orders, explains, is shown and drawn, and goes away with the ratings."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image

from bot.assistant.assistant import Assistant
from bot.assistant.events import RecommendedTrack
from bot.settings import Settings
from music.controls import Controls
from music.errors import CadenzaError
from storage.database import Database
from storage.repositories.consents import Consents
from storage.repositories.impressions import Impressions
from storage.repositories.persons import Persons
from tests.assistant.conftest import settings_for
from tests.assistant.talk import SMALL, recommended, reply, take_in, turn

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def opened(settings: Settings) -> AsyncIterator[Assistant]:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        await assistant.prepare()
        yield assistant


async def ids(assistant: Assistant) -> dict[str, str]:
    """Id by title."""
    return {track.title: track.id for track in await assistant.catalogue.tracks()}


def who(person: str, guild: str = "cli") -> dict[str, str]:
    return {"guild_id": guild, "surface": "cli", "person": person}


async def asked(assistant: Assistant, person: str, guild: str = "cli") -> tuple[RecommendedTrack, ...]:
    return (await assistant.recommend(Controls(), "", 6, **who(person, guild))).tracks


async def rate(assistant: Assistant, person: str, stars: dict[str, int], guild: str = "cli") -> None:
    known = await ids(assistant)
    await assistant.privacy.choose("server", **who(person, guild))
    for title, given in stars.items():
        await assistant.rate(known.get(title, title), given, **who(person, guild))


LIKES_SLOW = {"slow-piano-major": 5, "slow-piano-minor": 5, "fast-violin-major": 1, "fast-flute-minor": 1}


async def test_what_is_liked_comes_first_and_the_reason_says_so(opened: Assistant) -> None:
    await rate(opened, "ann", {"slow-piano-major": 5, "fast-violin-major": 1, "fast-flute-minor": 1})
    found = await asked(opened, "ann")
    place = {track.title: i for i, track in enumerate(found)}
    slow = min(place["slow-piano-minor"], place["slow-piano-major"])  # the other steps back for variety
    assert slow < min(place["fast-violin-major"], place["fast-flute-minor"])
    slow_minor = found[place["slow-piano-minor"]]
    assert any(reason.startswith("you like") and "piano" in reason for reason in slow_minor.reasons)


async def test_one_persons_ratings_are_not_anothers_and_guilds_are_apart(opened: Assistant) -> None:
    await rate(opened, "ann", LIKES_SLOW)
    assert (await opened.taste(**who("ben"))).ratings == 0
    elsewhere = await opened.taste(**who("ann", "elsewhere"))
    assert (elsewhere.ratings, elsewhere.members) == (0, 0)
    assert elsewhere.text.startswith("I do not know your taste yet")


async def test_a_newcomer_hears_first_what_members_like(opened: Assistant) -> None:
    for member in ("ann", "ben", "cem"):
        await rate(opened, member, LIKES_SLOW)
    found = await asked(opened, "new")
    place = [track.title.startswith("slow-piano") for track in found].index(True)
    assert place < [track.title.startswith("fast") for track in found].index(True)
    shown = await opened.taste(**who("new"))
    assert (shown.ratings, shown.members) == (0, 3)


async def test_a_rated_take_counts_too(opened: Assistant) -> None:
    take = take_in(await reply(opened, turn(SMALL, person="who asked for it")))
    await opened.rate(take.id, 5, **who("ann"))
    await rate(opened, "ann", {"fast-violin-major": 1})
    shown = await opened.taste(**who("ann"))
    assert {(p.id, p.stars, p.is_take) for p in shown.points} >= {(take.id, 5, True)}
    assert (await asked(opened, "ann"))[0].title != "fast-violin-major"


async def test_a_take_whose_file_is_gone_is_left_out_of_the_taste(opened: Assistant) -> None:
    take = take_in(await reply(opened, turn(SMALL, person="ann")))
    await opened.rate(take.id, 5, **who("ann"))
    await rate(opened, "ann", {"organ-fifths": 4})
    (await opened.media(take.midi, "mid")).unlink()
    shown = await opened.taste(**who("ann"))
    assert [point.title for point in shown.points] == ["organ-fifths"]
    assert len(await asked(opened, "ann")) == 6


async def test_taste_is_seen_drawn_and_exported(opened: Assistant) -> None:
    await rate(opened, "ann", LIKES_SLOW)
    shown = await opened.taste(**who("ann"))
    assert shown.ratings == len(shown.points) == 4
    assert shown.text.endswith("(From 4 ratings.)")
    assert shown.export()["points"][0].keys() >= {"id", "title", "stars", "valence", "arousal"}
    assert "aspects" in shown.export()
    picture = np.asarray(Image.open(io.BytesIO(await opened.taste_map(**who("ann"), title="ann"))))
    assert picture.shape[2] == 3
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 50  # there is a map, and dots


async def test_without_ratings_there_is_no_map(opened: Assistant) -> None:
    with pytest.raises(CadenzaError, match="give some music 1 to 5 stars"):
        await opened.taste_map(**who("ann"))


async def test_a_taste_goes_away_with_its_ratings(opened: Assistant) -> None:
    before = [track.title for track in await asked(opened, "before")]
    await rate(opened, "ann", LIKES_SLOW)
    await asked(opened, "ann")
    assert await opened.reset_taste(**who("ann")) == 4
    assert (await opened.taste(**who("ann"))).ratings == 0
    assert [track.title for track in await asked(opened, "ann again")] == before


async def test_a_track_that_is_removed_leaves_the_taste(opened: Assistant) -> None:
    await rate(opened, "ann", LIKES_SLOW)
    assert (await opened.taste(**who("ann"))).ratings == 4
    await opened.catalogue.remove((await ids(opened))["fast-violin-major"])
    shown = await opened.taste(**who("ann"))
    assert shown.ratings == 3
    assert "fast-violin-major" not in {point.title for point in shown.points}


async def test_a_new_rating_replaces_the_old_one_at_once(opened: Assistant) -> None:
    await rate(opened, "ann", {"organ-fifths": 5})
    assert [p.stars for p in (await opened.taste(**who("ann"))).points] == [5]
    await rate(opened, "ann", {"organ-fifths": 1})
    assert [p.stars for p in (await opened.taste(**who("ann"))).points] == [1]


async def test_linked_persons_share_a_taste(settings: Settings, opened: Assistant) -> None:
    await rate(opened, "ann", LIKES_SLOW)
    await asked(opened, "annie")
    database = await Database.open(settings.resolved_database_url)
    async with database.session() as session:
        persons = Persons(session)
        ann, annie = await persons.get_or_create("cli", "ann"), await persons.get_or_create("cli", "annie")
        await persons.link(ann.id, annie.id)
    assert (await opened.taste(**who("annie"))).ratings == 4
    async with database.session() as session:
        await Persons(session).unlink(ann.id)
    await database.close()
    assert (await opened.taste(**who("annie"))).ratings == 0
    assert (await opened.taste(**who("ann"))).ratings == 4


async def test_who_refuses_is_not_learned_from(settings: Settings, opened: Assistant) -> None:
    await rate(opened, "ann", LIKES_SLOW)
    database = await Database.open(settings.resolved_database_url)
    async with database.session() as session:
        ann = await Persons(session).get_or_create("cli", "ann")
        await Consents(session).say(ann.id, "cli", "personalise", False)
    await database.close()
    assert "asked me not to" in (await opened.taste(**who("ann"))).text
    assert (await opened.taste(**who("ben"))).members == 0
    assert not any("like" in reason for track in await asked(opened, "ann") for reason in track.reasons)


async def test_what_is_shown_is_written_down_with_its_probability(
    settings: Settings, opened: Assistant
) -> None:
    await rate(opened, "ann", {"organ-fifths": 4})
    shown = [track.id for track in await asked(opened, "ann")]
    database = await Database.open(settings.resolved_database_url)
    async with database.reading() as session:
        ann = await Persons(session).find("cli", "ann")
        assert ann is not None
        impressions = await Impressions(session).of_person(ann.id, "cli")
    await database.close()
    assert [i.shown.track_id for i in sorted(impressions, key=lambda i: i.shown.position)] == shown
    assert all(0 < i.shown.probability <= 1 for i in impressions)
    assert min(i.shown.probability for i in impressions) < 1  # after one rating much is open
    assert {i.model_version for i in impressions} == {"sum-of-terms-3"}


async def test_what_is_asked_comes_before_what_is_liked(opened: Assistant) -> None:
    await rate(opened, "ann", LIKES_SLOW)
    events = await reply(opened, turn("recommend a fast piece for flute", person="ann"))
    assert recommended(events).tracks[0].title == "fast-flute-minor"


async def test_it_is_the_same_after_a_restart(settings: Settings) -> None:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as first:
        await first.prepare()
        await rate(first, "ann", LIKES_SLOW)
        before = (await first.taste(**who("ann"))).export()
    again = settings_for(Path(settings.folder))
    async with Assistant.open(again, in_process=True, background=False, starter=False) as second:
        await second.prepare()
        assert (await second.taste(**who("ann"))).export() == before
