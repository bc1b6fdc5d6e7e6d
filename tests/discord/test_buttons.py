"""Every button and menu: what it does, and for whom."""

import base64
import io
import json

import pytest
import soundfile
from PIL import Image

from tests.discord.conftest import Room
from tests.discord.talk import SMALL, answer_to, take_in, take_of, takes_in, words_of
from tests.discord_server import Channel, Member, Message
from tests.discord_server.messages import VOICE_MESSAGE

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def a_take(room: Room) -> tuple[Channel, Member, Message]:
    channel, ann = room.channel(), room.member()
    await ann.slash(channel, "compose", text=SMALL)
    return channel, ann, await take_in(room.discord, channel)


async def test_why_explains_that_take_to_anybody(room: Room) -> None:
    _, _, take = await a_take(room)
    answer = await answer_to(room.discord, await room.member().press(take, label="Why?"))
    assert answer.private
    assert "random seed" in answer.content
    assert "CZ1-" in answer.content


async def test_a_take_becomes_a_voice_message(room: Room) -> None:
    channel, ann, take = await a_take(room)
    refused = await answer_to(room.discord, await ann.press(take, label="Voice message"))
    assert "Send Voice Messages" in refused.content
    channel.allow(room.discord.bot_user, "send_voice_messages")
    for _ in range(2):  # pressed twice, it is posted once
        told = await answer_to(room.discord, await ann.press(take, label="Voice message"))
        assert told.private
        assert "below" in told.content
    (spoken,) = [m for m in channel.messages if m.flags & VOICE_MESSAGE]
    assert spoken.reference is take
    (sound,) = spoken.attachments
    samples, rate = soundfile.read(io.BytesIO(sound.data))
    assert sound.seconds == pytest.approx(len(samples) / rate, abs=0.01)
    waveform = base64.b64decode(sound.waveform or "")
    assert 10 <= len(waveform) <= 256
    assert max(waveform) == 255


async def test_vary_and_refine_make_another_take(room: Room) -> None:
    channel, ann, take = await a_take(room)
    await ann.press(take, label="Vary")
    second = await take_in(room.discord, channel, 2)
    assert take_of(second) != take_of(take)
    opened = await ann.press(take, label="Refine…")
    assert opened.modal is not None
    await ann.submit(opened.modal, change="with flute, at 90 bpm")
    third = await take_in(room.discord, channel, 3)
    assert "lute" in words_of(third)
    assert "tempo 90" in words_of(third)
    assert "2 bars" in words_of(third)


async def test_more_like_this_recommends(room: Room) -> None:
    channel, ann, take = await a_take(room)
    await ann.press(take, label="More like this")
    await room.discord.until(lambda: any(m.embeds and not take_of(m) for m in channel.messages))


async def test_musicxml_and_mp3_come_privately(room: Room) -> None:
    _, ann, take = await a_take(room)
    xml = await answer_to(room.discord, await ann.press(take, label="MusicXML"))
    assert xml.private
    assert b"<score-partwise" in xml.attachments[0].data
    mp3 = await answer_to(room.discord, await ann.press(take, label="MP3"))
    sound, _ = soundfile.read(io.BytesIO(mp3.attachments[0].data))
    assert abs(sound).max() > 0.1


async def its_taste(room: Room, channel: Channel, ann: Member, liked: dict[str, str]) -> None:
    """What one track with four stars says: in words, a picture, data; among the favourites; forgotten."""

    async def told(command: str) -> Message:
        answer = await answer_to(room.discord, await ann.slash(channel, command))
        assert answer.private
        return answer

    assert (await told("taste show")).content
    picture = (await told("taste map")).attachments[0].data
    assert Image.open(io.BytesIO(picture)).width > 500
    (data,) = (await told("taste export")).attachments
    assert [point["stars"] for point in json.loads(data.data)["points"]] == [4]
    favourites = await told("favorites")
    assert "★★★★" in words_of(favourites)
    heard = await answer_to(
        room.discord,
        await ann.choose(favourites, placeholder="Hear a track…", values=[liked["value"]]),
    )
    assert heard.attachments[0].filename.endswith(".ogg")
    asked = await told("taste reset")
    await ann.press(asked, label="Forget them")
    await room.discord.until(lambda: "Forgotten: 1 rating." in asked.content)
    assert "4 stars or more" in (await told("favorites")).content


async def test_only_its_owner_or_a_moderator_deletes_a_take(room: Room) -> None:
    channel, ann, take = await a_take(room)
    stranger = room.member()
    asked = await answer_to(room.discord, await stranger.press(take, label="Delete"))
    refused = await stranger.press(asked, label="Delete it")
    await room.discord.until(lambda: "moderator" in asked.content)
    assert not refused.error
    assert not take.deleted
    kept = await answer_to(room.discord, await ann.press(take, label="Delete"))
    await ann.press(kept, label="Keep it")
    await room.discord.until(lambda: "stays" in kept.content)
    sure = await answer_to(room.discord, await ann.press(take, label="Delete"))
    await ann.press(sure, label="Delete it")
    await room.discord.until(lambda: take.deleted)
    history = await answer_to(room.discord, await ann.slash(channel, "history"))
    assert "no takes" in history.content


async def test_a_moderator_deletes_anybodys_take_and_its_other_buttons_say_so(room: Room) -> None:
    channel, ann, take = await a_take(room)
    again = await ann.slash(channel, "history")
    listed = await answer_to(room.discord, again)
    copy = await answer_to(
        room.discord, await ann.choose(listed, custom_id="cz1:again:take", values=[take_of(take)])
    )
    moderator = room.member(permissions=("manage_messages",))
    sure = await answer_to(room.discord, await moderator.press(take, label="Delete"))
    await moderator.press(sure, label="Delete it")
    await room.discord.until(lambda: take.deleted)
    for label in ("Why?", "MP3", "3 ★"):
        answer = await answer_to(room.discord, await ann.press(copy, label=label))
        assert "deleted" in answer.content, label


async def test_a_piece_in_the_making_is_stopped_by_its_owner_alone(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    use = await ann.slash(channel, "compose", text="a 64 bar piece for string quartet in D minor")
    await room.discord.until(lambda: use.response and use.response.components, timeout=60)
    assert use.response is not None
    other = await room.member().press(use.response, label="Stop")
    await room.discord.until(lambda: other.followups)
    assert "Only who asked" in other.followups[0].content
    await ann.press(use.response, label="Stop")
    await room.discord.until(lambda: "Stopped" in use.response.content)
    assert not use.response.components
    await ann.slash(channel, "compose", text=SMALL)
    await take_in(room.discord, channel)
    assert len(takes_in(channel)) == 1


async def test_a_recommended_track_is_heard_and_composed_from(room: Room) -> None:
    channel, ann = room.channel(), room.member()
    await ann.slash(channel, "recommend", text="something slow for piano")
    card = await room.discord.until(lambda: next((m for m in channel.messages if m.embeds), None))
    menu = next(i for row in card.components for i in row["components"] if i["type"] == 3)
    heard = await answer_to(
        room.discord,
        await ann.choose(card, custom_id=menu["custom_id"], values=[menu["options"][0]["value"]]),
    )
    assert heard.private
    sound, _ = soundfile.read(io.BytesIO(heard.attachments[0].data))
    assert abs(sound).max() > 0.1
    rated = await answer_to(room.discord, await ann.press(heard, label="4 ★"))
    assert "4 stars" in rated.content
    await ann.press(rated, label="For me alone")
    await its_taste(room, channel, ann, menu["options"][0])
    await ann.press(card, label="Compose from these")
    take = await take_in(room.discord, channel)
    assert menu["options"][0]["label"].partition(". ")[2] in words_of(take)
