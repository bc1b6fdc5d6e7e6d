"""Each command, from what a member types to what stands in the channel."""

import asyncio
import io

import pretty_midi
import pytest
import soundfile

from tests.assistant.talk import MUSIC
from tests.discord.conftest import Room
from tests.discord.talk import SMALL, answer_to, take_in, take_of, takes_in, words_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_compose_brings_progress_and_then_the_take(room: Room) -> None:
    channel, ann = room.channel(), room.member("Ann")
    use = await ann.slash(channel, "compose", text=SMALL)
    assert use.deferred
    assert not use.private
    take = await take_in(room.discord, channel)
    names = {a.filename.rpartition(".")[2]: a.data for a in take.attachments}
    sound, rate = soundfile.read(io.BytesIO(names["ogg"]))
    assert rate == 48_000
    assert abs(sound).max() > 0.1
    midi = pretty_midi.PrettyMIDI(io.BytesIO(names["mid"]))
    assert [i.program for i in midi.instruments] == [0]
    assert any(url.startswith("attachment://") or "cdn" in url for url in [take.embeds[0]["image"]["url"]])
    assert "CZ1-" in words_of(take)
    # it is an ordinary message below the answer of the command, which shrank to a line with a link
    assert take.interaction is None
    assert take.reference is use.response
    assert use.response is not None
    await room.discord.until(lambda: f"/{channel.id}/{take.id}" in use.response.content)
    assert not use.response.components
    shown = [edit.content for edit in use.response.edits]
    assert any("Waiting" in text or "Composing" in text for text in shown)


async def test_the_options_of_compose_win_over_the_words(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    await ann.slash(channel, "compose", text="a calm waltz for piano", key="D minor", bars=3, tempo=100)
    take = await take_in(room.discord, channel)
    assert all(word in words_of(take) for word in ("D minor", "3 bars", "100", "3/4"))


async def test_compose_needs_a_wish(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    use = await ann.slash(channel, "compose")
    answer = await answer_to(room.discord, use)
    assert "for instance" in answer.content
    assert not takes_in(channel)


async def test_the_style_is_completed_while_typing(room: Room) -> None:
    ann = room.member()
    choices = await ann.autocomplete(room.channel(), "compose", option="style", value="wal")
    assert choices[0]["value"] == "waltz"


async def test_recommend_gives_tracks_with_reasons_as_an_ordinary_message(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    use = await ann.slash(channel, "recommend", text="something slow for piano", count=3)
    await answer_to(room.discord, use)
    card = next(m for m in channel.messages if m.embeds)
    assert card.interaction is None
    assert card.reference is use.response
    assert "slow-piano" in words_of(card)


async def test_recommend_takes_filters_without_words(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    use = await ann.slash(channel, "recommend", instruments="Flute", tempo="150-190")
    await answer_to(room.discord, use)
    card = next(m for m in channel.messages if m.embeds)
    assert "fast-flute-minor" in words_of(card)
    assert "slow-piano" not in words_of(card)


async def test_recommend_says_which_filter_was_left_out(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    use = await ann.slash(channel, "recommend", text="a tune", instruments="Flute", tempo="40-50")
    await answer_to(room.discord, use)
    card = next(m for m in channel.messages if m.embeds)
    assert "fast-flute-minor" in words_of(card)
    assert "40 to 50 bpm" in words_of(card)


async def test_a_filter_that_cannot_be_read_is_refused_privately(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    use = await ann.slash(channel, "recommend", text="a tune", tempo="quick")
    answer = await answer_to(room.discord, use)
    assert "100-120 works" in answer.content
    assert not [m for m in channel.messages if m.embeds]


async def test_analyze_says_what_a_file_is(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    use = await ann.slash(channel, "analyze", file=("minor.mid", MUSIC["slow-piano-minor.mid"]))
    answer = await answer_to(room.discord, use)
    assert "G minor" in words_of(answer)


async def test_continue_goes_on_from_the_uploaded_notes(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    await ann.slash(channel, "continue", file=("tune.mid", MUSIC["slow-piano-major.mid"]), bars=2)
    take = await take_in(room.discord, channel)
    data = next(a.data for a in take.attachments if a.filename.endswith(".mid"))
    new, old = (pretty_midi.PrettyMIDI(io.BytesIO(d)) for d in (data, MUSIC["slow-piano-major.mid"]))
    notes = [(round(n.start, 3), n.pitch) for n in new.instruments[0].notes]
    assert {(round(n.start, 3), n.pitch) for n in old.instruments[0].notes} <= set(notes)
    assert len(notes) > len(old.instruments[0].notes)


async def test_rate_is_private_and_takes_the_newest_take(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    await ann.slash(channel, "compose", text=SMALL)
    take = await take_in(room.discord, channel)
    choices = await ann.autocomplete(channel, "rate", option="item", value="", stars=4)
    assert [c["value"] for c in choices] == [take_of(take)]
    use = await ann.slash(channel, "rate", stars=4)
    answer = await answer_to(room.discord, use)
    assert answer.private
    assert "4 stars" in answer.content


async def test_history_links_to_the_takes(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    await ann.slash(channel, "compose", text=SMALL)
    take = await take_in(room.discord, channel)

    async def history() -> str:
        answer = await answer_to(room.discord, await ann.slash(channel, "history"))
        assert answer.private
        return words_of(answer)

    async with asyncio.timeout(10):  # that it was posted is recorded just after
        while f"/{channel.id}/{take.id}" not in await history():
            pass


async def test_help_is_private(room: Room) -> None:
    use = await room.member().slash(room.channel(), "help")
    assert use.private
    answer = await answer_to(room.discord, use)
    assert "I recommend music" in words_of(answer)


async def test_a_file_of_another_kind(room: Room) -> None:
    use = await room.member().slash(room.channel(), "analyze", file=("song.mp3", b"ID3" + bytes(100)))
    answer = await answer_to(room.discord, use)
    assert "MIDI, ABC" in answer.content
    assert answer.private  # what went wrong is nobody else's business


async def test_an_impossible_wish_is_refused_privately(room: Room) -> None:
    channel = room.channel()
    use = await room.member().slash(channel, "compose", text="a piece", key="H flat")
    answer = await answer_to(room.discord, use)
    assert answer.private
    assert "H flat" in answer.content
    assert not [m for m in channel.messages if m.author.bot]
