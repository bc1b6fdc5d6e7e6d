"""One turn and its reply: every intent, and bad input."""

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.events import Attachment, Recommended, Said, TakeReady, Understood, Working
from bot.assistant.inquiry import UnknownItem
from music.controls import Controls
from music.job import OWN_LICENCE
from tests.assistant.talk import (
    MUSIC,
    SMALL,
    failed,
    only,
    recommended,
    reply,
    said,
    take_in,
    turn,
    understood,
)
from tests.engine.pieces import G_MINOR, tune

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_wish_brings_recommendations_with_reasons_and_a_piece(assistant: Assistant) -> None:
    events = await reply(assistant, turn(SMALL))
    kinds = list(dict.fromkeys(type(e) for e in events))
    assert kinds == [Understood, Recommended, Working, TakeReady]
    assert understood(events).controls.bars == 2
    assert "2 bars" in understood(events).summary
    tracks = recommended(events).tracks
    assert len(tracks) >= 3
    assert all(track.reasons for track in tracks[:3])
    take = take_in(events)
    assert (take.bars, take.controls.metre, take.controls.tempo_bpm) == (2, "4/4", 120)
    assert {seed.track_id for seed in take.seeds} <= {track.id for track in tracks}
    assert (await assistant.take(take.id)).code == take.code
    assert (await assistant.take(take.code)).id == take.id


async def test_a_take_comes_as_sound_picture_and_notes(assistant: Assistant) -> None:
    take = take_in(await reply(assistant, turn(SMALL)))
    for format, magic in (("mid", b"MThd"), ("ogg", b"OggS"), ("png", b"\x89PNG"), ("musicxml", b"<?xml")):
        path = await assistant.media(take.midi, format)  # type: ignore[arg-type]
        assert path.read_bytes().startswith(magic)
    assert (await assistant.media(take.midi, "ogg")).stem == take.audio["ogg"]


async def test_slower_changes_the_tempo_alone(assistant: Assistant) -> None:
    first = take_in(await reply(assistant, turn(SMALL, "slower")))
    second = take_in(await reply(assistant, turn("slower, please", "slower")))
    assert second.controls.tempo_bpm is not None
    assert second.controls.tempo_bpm < 120
    for name in ("key", "metre", "instruments", "bars"):
        assert getattr(second.controls, name) == getattr(first.controls, name)
    assert second.seeds[0].track_id == first.id


async def test_another_one_of_a_take_differs_in_its_notes(assistant: Assistant) -> None:
    first = take_in(await reply(assistant, turn(SMALL)))
    second = take_in(await reply(assistant, turn(intent="vary", target=first.id)))
    assert second.controls.key == first.controls.key
    assert second.bars == first.bars
    assert second.midi != first.midi
    assert second.licence == first.licence == OWN_LICENCE


async def test_the_same_seed_is_the_same_piece(assistant: Assistant) -> None:
    pieces = [
        take_in(await reply(assistant, turn(SMALL, intent="generate", random_seed=5, seed_tracks=(track,))))
        for track in [(await assistant.catalogue.tracks())[0].id] * 2
    ]
    assert pieces[0].midi == pieces[1].midi
    assert pieces[0].id != pieces[1].id


async def test_options_win_over_words(assistant: Assistant) -> None:
    asked = turn(SMALL, intent="generate", controls=Controls(tempo_bpm=90, bars=3))
    take = take_in(await reply(assistant, asked))
    assert (take.controls.tempo_bpm, take.bars) == (90, 3)


async def test_a_recommendation_fits_what_was_asked_and_composes_nothing(assistant: Assistant) -> None:
    events = await reply(assistant, turn("recommend something fast for violin", limit=2))
    assert not [e for e in events if isinstance(e, Working | TakeReady)]
    tracks = recommended(events).tracks
    assert len(tracks) == 2
    assert tracks[0].instruments == ("Violin",)
    assert tracks[0].tempo_bpm == 160


async def test_an_upload_finds_music_like_it(assistant: Assistant) -> None:
    upload = Attachment("mine.mid", tune(G_MINOR, bpm=62, program=0, bars=6))
    events = await reply(assistant, turn(intent="recommend", attachments=(upload,), limit=1))
    assert (
        recommended(events).tracks[0].title == "slow-piano-minor"
        or recommended(events).tracks[0].key == "G minor"
    )


async def test_number_two_means_the_second_recommendation(assistant: Assistant) -> None:
    first = recommended(await reply(assistant, turn("recommend something for piano", "number")))
    events = await reply(assistant, turn("find me something like number 2", "number"))
    assert first.tracks[1].id not in {t.id for t in recommended(events).tracks}  # it is the example itself


async def test_an_upload_is_analyzed(assistant: Assistant) -> None:
    events = await reply(
        assistant, turn(attachments=(Attachment("scale.mid", MUSIC["slow-piano-minor.mid"]),))
    )
    answer = only(Said, events)
    assert answer.about == "analysis"
    assert answer.details["key"] == "G minor"
    assert "62 bpm" in answer.text


async def test_stars_in_words_and_by_button_are_stored(assistant: Assistant) -> None:
    first = take_in(await reply(assistant, turn(SMALL, "stars")))
    assert first.title in said(await reply(assistant, turn(intent="rate", target=first.id, stars=4)))
    assert "5 stars" in said(await reply(assistant, turn("I give it 5 stars", "stars")))


async def test_why_is_answered_from_what_was_shown(assistant: Assistant) -> None:
    events = await reply(assistant, turn("recommend something slow for piano", "why"))
    explanation = said(await reply(assistant, turn("why these?", "why")))
    assert recommended(events).tracks[0].reasons[0] in explanation


async def test_help_says_what_the_training_leans_to(assistant: Assistant) -> None:
    assert "European" in said(await reply(assistant, turn("what can you do?")))


async def test_small_talk_is_answered_and_makes_no_music(assistant: Assistant) -> None:
    events = await reply(assistant, turn("what is the capital of France?"))
    assert understood(events).controls == Controls()
    assert "music" in said(events)


@pytest.mark.parametrize(
    "asked",
    [
        turn(""),
        turn("   \n "),
        turn("a piece of 10000 bars"),
        turn("a waltz at 2000 bpm"),
        turn("a piece in H flat major", controls=Controls(key="H flat")),
        turn(intent="rate", stars=3),
        turn(intent="rate", target="nothing", stars=3),
        turn(intent="vary", target="nothing"),
        turn(intent="explain"),
        turn(intent="play"),
        turn(intent="analyze"),
        turn(intent="continue"),
        turn(intent="generate", seed_tracks=("nothing",)),
        turn(intent="generate", controls=Controls(instruments=("Kazoo",))),
        turn(attachments=(Attachment("cat.jpg", b"\xff\xd8\xff"),)),
        turn(attachments=(Attachment("cut.mid", MUSIC["organ.mid"][:40]),)),
        turn("hello", "a conversation id with spaces"),
    ],
    ids=lambda t: (t.text.strip() or t.intent or "nothing")[:20],
)
async def test_bad_input_is_one_clear_sentence_without_an_error_id(
    assistant: Assistant, asked: object
) -> None:
    event = failed(await reply(assistant, asked))  # type: ignore[arg-type]
    assert event.error_id == ""
    assert len(event.text) > 20
    assert "\n" not in event.text
    assert "Traceback" not in event.text


async def test_rating_what_is_not_there_is_refused(assistant: Assistant) -> None:
    with pytest.raises(UnknownItem):
        await assistant.rate("nothing", 3, guild_id="cli", surface="cli", person="ann")
