"""Wishes as people say them bring music whose mood, tempo, mode and style a musician would accept.

Asked of the starter catalogue, as a newcomer finds it. A condition holds for the mean of the five tracks
that are shown, or for most of them.
"""

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from bot.assistant.assistant import Assistant
from bot.assistant.events import RecommendedTrack
from bot.settings import load_settings
from bot.understanding import read
from tests.cli.conftest import Cadenza

pytestmark = pytest.mark.asyncio(loop_scope="module")
Tracks = tuple[RecommendedTrack, ...]
Condition = Callable[[Tracks], bool]
SHOWN = 5


def mean(axis: str, low: float = -1.0, high: float = 1.0) -> Condition:
    return lambda tracks: low <= sum(t.mood[axis] for t in tracks) / len(tracks) <= high


def valence(low: float = -1.0, high: float = 1.0) -> Condition:
    return mean("valence", low, high)


def arousal(low: float = -1.0, high: float = 1.0) -> Condition:
    return mean("arousal", low, high)


def most(holds: Callable[[RecommendedTrack], bool]) -> Condition:
    return lambda tracks: sum(map(holds, tracks)) >= 3


def none(holds: Callable[[RecommendedTrack], bool]) -> Condition:
    return lambda tracks: not any(map(holds, tracks))


def is_minor(track: RecommendedTrack) -> bool:
    return track.key.endswith("minor")


def is_to_dance_to(track: RecommendedTrack) -> bool:
    return track.style in {
        "reel", "jig", "slip jig", "hornpipe", "polka", "waltz", "minuet", "gavotte", "mazurka", "ragtime",
        "swing", "tango", "samba", "salsa", "bossa nova", "disco", "house", "techno", "trance", "synthwave",
        "drum and bass", "dubstep", "reggae", "funk", "hip hop", "march", "quickstep", "strathspey", "clog",
    }  # fmt: skip


WISHES: dict[str, tuple[Condition, ...]] = {
    "something for a funeral": (
        valence(high=0),
        arousal(high=-0.2),
        most(lambda t: t.tempo_bpm <= 90),
        none(is_to_dance_to),
    ),
    "boss fight": (
        arousal(low=0.35),
        most(is_minor),
        none(lambda t: t.style in {"jig", "reel", "hornpipe", "air", "waltz", "hymn"}),
    ),
    "sunny morning in a café": (valence(low=0.3), arousal(-0.5, 0.4)),
    "lullaby": (arousal(high=-0.4), valence(low=-0.1), most(lambda t: t.tempo_bpm <= 100)),
    "heroic march home after victory": (
        arousal(low=0.3),
        valence(low=0.3),
        most(lambda t: t.style == "march"),
    ),
    "rainy sunday afternoon": (valence(high=0.1), arousal(high=-0.1)),
    "first dance at a wedding": (valence(low=0.3), most(lambda t: not is_minor(t))),
    "studying late at night": (arousal(high=-0.2), valence(low=-0.3)),
    "haunted house": (valence(high=-0.1), most(is_minor)),
    "a merry village dance": (valence(low=0.4), arousal(low=0.1), most(lambda t: t.tempo_bpm >= 100)),
    "heartbreak": (valence(high=-0.2), most(is_minor)),
    "christmas eve by the fire": (valence(low=0.2), arousal(high=0.2)),
    "storm at sea": (arousal(low=0.3), valence(high=0.2)),
    "meditation": (arousal(high=-0.3), valence(low=-0.2)),
    "workout music": (arousal(low=0.4), most(lambda t: t.tempo_bpm >= 110)),
    "walking through an old forest": (arousal(high=0.0), valence(low=-0.2)),
    "a duel at dawn": (arousal(low=0.15), valence(high=0.3)),
    "nostalgic memories of childhood": (arousal(high=0.0), valence(high=0.2)),
    "royal court banquet": (valence(low=0.2), most(lambda t: not is_minor(t))),
    "triumphant finale": (valence(low=0.3), arousal(low=0.4)),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def assistant(cadenza: Cadenza) -> AsyncIterator[Assistant]:
    async with Assistant.open(load_settings(data_dir=str(cadenza.folder)), background=False) as opened:
        await opened.prepare()
        yield opened


@pytest.mark.parametrize("wish", WISHES)
async def test_a_wish_brings_music_that_fits(assistant: Assistant, wish: str) -> None:
    controls = read(wish).controls
    found = await assistant.recommend(
        controls, wish, SHOWN, guild_id="wishes", surface="cli", person=f"asks for {wish}"
    )
    assert len(found.tracks) == SHOWN
    shown = [(t.title, t.key, round(t.tempo_bpm), t.mood) for t in found.tracks]
    for number, holds in enumerate(WISHES[wish]):
        assert holds(found.tracks), f"condition {number} of {wish!r} with {controls}: {shown}"
