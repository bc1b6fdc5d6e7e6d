"""A piece like a Track: what was left open comes from it, what was asked stays."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant.assistant import Assistant
from bot.assistant.composing import ALIKE, recommended_seeds
from bot.assistant.events import Attachment
from bot.assistant.inspiring import inspired_by
from generator.plan import resolve
from music.controls import Controls
from music.mood import Mood
from music.track import Track
from tests.assistant.talk import MUSIC, reply, take_in, turn

JIG = Track(
    id="0" * 16, title="A Jig", composer="", licence="CC0-1.0", source="", midi="", style="jig",
    tempo_bpm=112.0, tempo_known=True, key="D major", metre="6/8", bars=16, seconds=34.0,
    instruments=("Flute", "Violin"), density="sparse", notes_per_second=5.0, mood=Mood(0.6, 0.3),
)  # fmt: skip


def test_what_is_left_open_comes_from_the_track() -> None:
    found = inspired_by(JIG, Controls())
    assert (found.style, found.metre, found.tempo_bpm, found.key) == ("jig", "6/8", 112.0, "D major")
    assert (found.instruments, found.density) == (("Flute", "Violin"), None)
    assert (found.valence, found.arousal) == (0.6, 0.3)
    assert found.bars == 20  # whole phrases of four, about half a minute


SAID = {
    "valence": st.floats(-1, 1),
    "arousal": st.floats(-1, 1),
    "tempo_bpm": st.floats(40, 200),
    "key": st.sampled_from(["A minor", "C major"]),
    "metre": st.sampled_from(["3/4", "4/4"]),
    "instruments": st.sampled_from([("Acoustic Grand Piano",), ("Cello", "Viola")]),
    "exclude_instruments": st.just(("Flute",)),
    "bars": st.integers(1, 64),
    "seconds": st.floats(2, 600),
    "density": st.sampled_from(["sparse", "dense"]),
    "style": st.sampled_from(["jig", "lo-fi"]),
}


@given(st.fixed_dictionaries({}, optional=SAID))
def test_what_was_asked_wins_over_the_track(said: dict[str, object]) -> None:
    found = inspired_by(JIG, Controls(**said))  # type: ignore[arg-type]
    assert {name: getattr(found, name) for name in said} == said
    assert "Flute" not in found.instruments or not found.exclude_instruments


@pytest.mark.parametrize(
    ("asked", "open_fields"),
    [
        (Controls(valence=-0.7), {"key"}),
        (Controls(arousal=-0.7), {"tempo_bpm", "density"}),
        (Controls(key="A minor"), {"valence"}),
        (Controls(tempo_bpm=60), {"arousal"}),
        (Controls(style="lo-fi"), {f.name for f in fields(Controls)} - {"style"}),
        (Controls(seconds=60), {"bars"}),
    ],
)
def test_nothing_is_taken_that_what_was_asked_brings_itself(asked: Controls, open_fields: set[str]) -> None:
    found = inspired_by(JIG, asked)
    assert {name for name in open_fields if getattr(found, name) != getattr(asked, name)} == set()


@pytest.mark.parametrize("seconds", [2.5, 7, 20, 33, 61, 300])
def test_a_length_that_was_asked_is_kept_and_the_tempo_bends_to_it(seconds: float) -> None:
    plan, _, said = resolve(inspired_by(JIG, Controls(seconds=seconds)), 1)
    assert plan.seconds == pytest.approx(seconds, rel=0.01)
    if seconds > 10:
        assert plan.tempo_bpm == pytest.approx(112, rel=0.13)
    assert said == ()


def test_bars_and_seconds_together_leave_no_tempo_to_take() -> None:
    plan, _, said = resolve(inspired_by(JIG, Controls(seconds=30, bars=16)), 1)
    assert (plan.bars, said) == (16, ())
    assert plan.seconds == pytest.approx(30, rel=0.01)


def test_of_music_that_cannot_be_written_here_the_rest_is_taken() -> None:
    strange = replace(JIG, style="planxty", metre="29/8", key="", instruments=("Drums",), tempo_bpm=900.0)
    found = inspired_by(strange, Controls()).checked()
    assert (found.style, found.metre, found.key) == (None, None, None)


@pytest.mark.asyncio(loop_scope="session")
async def test_a_piece_from_a_chosen_track_sounds_like_it_and_as_asked(assistant: Assistant) -> None:
    tracks = {t.title: t for t in await assistant.catalogue.tracks()}
    flute = tracks["fast-flute-minor"]
    asked = turn(intent="generate", seed_tracks=(flute.id,), random_seed=3, controls=Controls(bars=2))
    take = take_in(await reply(assistant, asked))
    assert take.controls.instruments == ("Flute",)
    assert (take.controls.tempo_bpm, take.controls.key, take.bars) == (170, flute.key, 2)


@pytest.mark.asyncio(loop_scope="session")
async def test_a_piece_like_an_upload_has_its_instrument(assistant: Assistant) -> None:
    upload = Attachment("mine.mid", MUSIC["organ.mid"])
    asked = turn(
        intent="generate", attachments=(upload,), random_seed=3, controls=Controls(bars=2, tempo_bpm=120)
    )
    take = take_in(await reply(assistant, asked))
    assert take.controls.instruments == ("Church Organ",)
    assert take.controls.tempo_bpm == 120


@pytest.mark.asyncio(loop_scope="session")
async def test_only_recommendations_that_are_like_the_best_join_it_as_seeds(assistant: Assistant) -> None:
    catalogue = assistant.catalogue
    tracks = list(await catalogue.tracks())
    numbers = []
    for best in tracks:
        ranked = [best, *(t for t in tracks if t is not best)]
        seeds = recommended_seeds(catalogue, ranked)
        assert seeds[0].track_id == best.id
        assert sum(seed.weight for seed in seeds) == pytest.approx(1, abs=1e-5)
        first = catalogue.vector_of(best.id)
        for track in ranked[1:3]:
            joins = float(first @ catalogue.vector_of(track.id)) >= ALIKE
            assert (track.id in {seed.track_id for seed in seeds}) == joins
        numbers.append(len(seeds))
    assert min(numbers) < 3  # the small catalogue holds music that is unlike
    assert recommended_seeds(catalogue, []) == ()
