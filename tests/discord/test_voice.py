"""Voice channels: what comes out at the far end of the real voice connection, and who may do what.

The voice server is the loopback's own: real websocket, real UDP, real encryption and real Opus. discord.py
dials wss:// alone; the loopback has no certificate, so its dialling is told to leave TLS out.
"""

import asyncio
import threading
from itertools import pairwise

import discord
import numpy as np
import pytest
import pytest_asyncio

from bot.discord import voice_room
from bot.discord.voice import FrameBuffer
from music.midi import write_midi
from music.score import Part, Score, Tempo
from music.streaming import FRAME_BYTES
from tests.discord.conftest import Room
from tests.discord.talk import answer_to, words_of
from tests.discord_server import Interaction, Member, Message
from tests.discord_server.voice import MODE, Call

pytestmark = pytest.mark.asyncio(loop_scope="session")

RATE = 48_000


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def loud(room: Room, tmp_path_factory: pytest.TempPathFactory) -> Room:
    """The room with a way to its voice server, and with an A above middle C held for ten seconds."""
    room.discord.voice.lend_to(room.bot.http)
    folder = tmp_path_factory.mktemp("pitch")
    part = Part(79, np.array([(0, 9600, 69, 90)], np.int32))
    score = Score(480, (part,), (Tempo(0, 500_000),), title="Concert Pitch")
    (folder / "concert-pitch.mid").write_bytes(write_midi(score))
    await room.bot.assistant.catalogue.add_paths([folder])
    return room


class Place:
    """A text channel, a voice channel and a member who listens there."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.text = room.channel()
        self.voice = room.guild.add_voice_channel("Lounge")
        self.listener = room.member()

    async def ask(self, name: str, who: Member | None = None, **given: object) -> str:
        use: Interaction = await (who or self.listener).slash(self.text, name, **given)
        return words_of(await answer_to(self.room.discord, use))

    def shown(self) -> Message | None:
        """The message about what is playing."""
        return next((m for m in self.text.messages if m.author.bot and m.embeds), None)

    @property
    def call(self) -> Call:
        return self.room.discord.voice.calls[-1]

    async def until_heard(self) -> None:
        """Until something sounds: on a busy machine silence comes first."""
        for _ in range(50):
            packets = len(self.call.packets)
            await self.room.discord.until(lambda: len(self.call.packets) >= packets + 20, timeout=20)  # noqa: B023
            if np.abs(self.call.samples()).max() > 0.05:
                return
        raise AssertionError("a thousand packets of silence")

    @property
    def bot_is_here(self) -> bool:
        state = self.room.guild.voice_states.get(self.room.discord.bot_user.id)
        return state is not None and state.channel is self.voice


@pytest_asyncio.fixture(loop_scope="session")
async def place(loud: Room) -> Place:  # type: ignore[misc]
    place = Place(loud)
    place.listener.join_voice(place.voice)
    yield place  # type: ignore[misc]
    for who in list(loud.guild.voice_states):
        if who != loud.discord.bot_user.id:
            loud.guild.move_voice(loud.discord.users[who], None)
    voice = loud.bot.get_cog("Voice")
    await asyncio.gather(*(r.close("The test is over.") for r in list(voice._rooms.values())))  # type: ignore[union-attr]


async def test_a_held_a_is_heard_at_440_hertz_fifty_frames_a_second(place: Place) -> None:
    assert "It plays in" in await place.ask("play", what="concert pitch")
    assert place.bot_is_here
    call = place.call
    await place.room.discord.until(lambda: len(call.packets) >= 110, timeout=20)
    assert call.mode == MODE
    assert call.refused == 0
    assert 1 in call.speaking
    packets = call.packets
    span = packets[-1].arrived - packets[0].arrived
    assert (len(packets) - 1) / span == pytest.approx(50, rel=0.04)
    assert {b.timestamp - a.timestamp for a, b in pairwise(packets)} == {960}
    assert {b.sequence - a.sequence for a, b in pairwise(packets)} == {1}
    samples = call.samples()
    sound = samples[np.flatnonzero(np.abs(samples).max(axis=1) > 0.01)[0] :].mean(axis=1)[RATE // 2 :]
    assert np.sqrt(np.mean(sound**2)) > 0.02
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    assert spectrum.argmax() * RATE / len(sound) == pytest.approx(440, abs=3)
    card = place.shown()
    assert card is not None
    assert "Concert Pitch" in words_of(card)
    assert "0:10" in words_of(card)


async def test_the_queue_is_shown_skipped_through_and_stopped(place: Place) -> None:
    await place.ask("play", what="concert pitch")
    assert "It plays next" in await place.ask("play", what="organ-fifths")
    assert "2 come before it" in await place.ask("play", what="a little song")
    shown = await place.ask("queue")
    assert "Now: Concert Pitch" in shown
    assert shown.index("organ") < shown.index("A Little Song")
    await place.room.discord.until(place.shown)
    assert "Skipped: Concert Pitch" in await place.ask("skip")
    await place.room.discord.until(lambda: "organ" in words_of(place.shown()).split("\n")[0])  # type: ignore[arg-type]
    message = place.shown()
    assert message is not None
    use = await place.listener.press(message, label="Skip")
    assert "organ" in words_of(await answer_to(place.room.discord, use))
    passer_by = place.room.member()
    assert "Only those who listen" in await place.ask("stop", passer_by)
    assert "left" in await place.ask("stop")
    assert not place.bot_is_here
    assert place.shown() is None  # one sentence stands in its place
    assert "I am in no voice channel" in await place.ask("skip")


async def test_it_leaves_when_everybody_has_left(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_room, "ALONE_SECONDS", 0.1)
    await place.ask("play", what="concert pitch")
    assert place.bot_is_here
    place.listener.leave_voice(place.voice)
    await place.room.discord.until(lambda: not place.bot_is_here)


async def test_a_moderator_may_throw_it_out_and_it_comes_again(place: Place) -> None:
    await place.ask("play", what="concert pitch")
    place.room.guild.move_voice(place.room.discord.bot_user, None)
    await place.room.discord.until(lambda: "taken out" in "".join(m.content for m in place.text.messages))
    assert "It plays in" in await place.ask("play", what="concert pitch")


async def test_what_is_in_the_way_is_one_clear_sentence(place: Place) -> None:
    discord_, guild = place.room.discord, place.room.guild
    outside = place.room.member()
    assert "Join a voice channel first" in await place.ask("play", outside, what="organ-fifths")
    assert "No radio is on" in await place.ask("radio", mood="off")
    assert "it was deleted" in await place.ask("play", what="0123456789abcdef")
    place.voice.deny(discord_.bot_user, "connect", "speak")
    assert "Connect and Speak" in await place.ask("play", what="organ-fifths")
    full = guild.add_voice_channel("Closet", user_limit=1)
    outside.join_voice(full)
    assert "full" in await place.ask("play", outside, what="organ-fifths")
    other = guild.add_voice_channel("Other")
    elsewhere = place.room.member()
    elsewhere.join_voice(other)
    await place.ask("play", elsewhere, what="concert pitch")
    place.voice.allow(discord_.bot_user, "connect", "speak")
    place.voice.overwrites.clear()
    assert f"playing in {other.mention} already" in await place.ask("play", what="organ-fifths")


async def test_the_radio_is_heard_and_steered_by_a_reply(place: Place) -> None:
    discord_ = place.room.discord
    said = await place.ask("radio", mood="happy piano in C major, 2 bars, 100 bpm, 2/4")
    assert "The radio begins" in said
    await discord_.until(lambda: (m := place.shown()) and "cz1:star:" in str(m.components), timeout=60)
    message = place.shown()
    assert message is not None
    assert "Radio" in words_of(message)
    await place.until_heard()
    reply = await place.listener.say(place.text, "<@bot> slower", reply_to=message)
    answer = await discord_.until(
        lambda: next((m for m in place.text.messages if m.reference_id == reply.id), None)
    )
    assert answer.content == "From the next piece on: tempo 100 -> 80; everything else as before."
    assert "ends with this piece" in await place.ask("radio", mood="off")


async def test_the_buffer_gives_silence_and_never_fails() -> None:
    buffer = FrameBuffer()
    assert buffer.read() == bytes(FRAME_BYTES)
    await buffer.put(b"\1" * (FRAME_BYTES + 4))
    assert buffer.waiting_seconds == pytest.approx(0.04)
    assert buffer.read() == b"\1" * FRAME_BYTES
    assert buffer.read() == b"\1" * 4 + bytes(FRAME_BYTES - 4)
    assert buffer.read() == bytes(FRAME_BYTES)
    buffer.close()
    assert buffer.read() == b""


async def test_the_buffer_makes_the_sender_wait_for_the_listener() -> None:
    buffer = FrameBuffer()
    for _ in range(6):
        await buffer.put(bytes(25 * FRAME_BYTES))
    sending = asyncio.create_task(buffer.put(bytes(FRAME_BYTES)))
    await asyncio.sleep(0.05)
    assert not sending.done()
    reader = threading.Thread(target=lambda: [buffer.read() for _ in range(2)])
    reader.start()
    await asyncio.wait_for(sending, 2)
    reader.join()
    assert isinstance(buffer, discord.AudioSource)
