"""Playing aloud without any Discord: what is played, a queue, and a radio on the real engine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.inquiry import UnknownItem
from bot.assistant.playing.player import MOST_QUEUED, Piece, Player
from bot.assistant.playing.radio import Order, Radio
from bot.assistant.playing.stage import Stage
from music.controls import Controls
from music.errors import CadenzaError
from tests.assistant.talk import SMALL, reply, take_in, turn

pytestmark = pytest.mark.asyncio(loop_scope="session")

TINY = Controls(bars=2, tempo_bpm=100, metre="2/4", instruments=("Acoustic Grand Piano",), valence=0.5)


class Ear:
    """A Speaker that hears everything at once, or as slowly as `seconds_at_once` allows."""

    def __init__(self, listens: bool = True) -> None:
        self.heard: list[bytes] = []
        self.waiting = 0.0
        self._listens = asyncio.Event()
        if listens:
            self._listens.set()

    async def put(self, sound: bytes) -> None:
        self.heard.append(sound)
        await self._listens.wait()

    def forget(self) -> None:
        self.waiting = 0.0

    @property
    def waiting_seconds(self) -> float:
        return self.waiting

    async def drained(self) -> None:
        await self._listens.wait()

    @property
    def loudness(self) -> float:
        samples = np.frombuffer(b"".join(self.heard), "<i2").astype(np.float64)
        return float(np.sqrt(np.mean(samples**2)))


class Room:
    """A player at work, and what it has played."""

    def __init__(self, stage: Stage, listens: bool = True) -> None:
        self.stage = stage
        self.ear = Ear(listens)
        self.titles: list[str] = []
        self._changed = asyncio.Condition()
        self.player = Player(stage.sound, self.ear, self._note, silence_seconds=0.05)

    def _note(self) -> None:
        if self.player.now is not None:
            self.titles.append(self.player.now.title)
        self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, count: int) -> None:
        """Waits until so many pieces have begun."""
        async with asyncio.timeout(30), self._changed:
            await self._changed.wait_for(lambda: len(self.titles) >= count)


async def stage_of(assistant: Assistant, person: str = "pia", guild: str = "cli") -> Stage:
    return await assistant.stage(guild_id=guild, surface="cli", person=person)


@asynccontextmanager
async def playing(room: Room) -> AsyncIterator[Player]:
    task = asyncio.create_task(room.player.run())
    try:
        yield room.player
    finally:
        task.cancel()
        await asyncio.wait((task,))


async def test_words_find_a_track_and_its_sound_is_heard(assistant: Assistant) -> None:
    stage = await stage_of(assistant)
    piece = await stage.choose("slow-piano-minor")
    assert piece.title == "slow-piano-minor"
    room = Room(stage)
    assert room.player.add(piece) == 0
    await room.player.run()  # ends by itself, after a while of silence
    assert room.titles == ["slow-piano-minor"]
    assert room.ear.loudness > 500
    assert sum(map(len, room.ear.heard)) / 192_000 > piece.seconds


async def test_what_is_meant_by_no_words_an_id_or_a_title(assistant: Assistant) -> None:
    nobody = await stage_of(assistant, guild="elsewhere")
    with pytest.raises(CadenzaError, match="nothing to play yet"):
        await nobody.choose()
    take = take_in(await reply(assistant, turn(SMALL, person="quinn")))
    mine, other = await stage_of(assistant, "quinn"), await stage_of(assistant, "rob")
    assert (await mine.choose()).id == take.id
    assert (await other.choose(take.id)).midi == take.midi
    assert (await other.choose(take.title.upper())).title == take.title
    with pytest.raises(UnknownItem, match="not here any more"):
        await nobody.choose(take.id)  # another guild's
    await assistant.delete_take(take.id, guild_id="cli", surface="cli", person="quinn")
    with pytest.raises(UnknownItem, match="it was deleted"):
        await mine.choose(take.id)


async def test_the_queue_goes_on_and_skip_ends_the_piece_that_sounds(assistant: Assistant) -> None:
    stage = await stage_of(assistant)
    first, second = await stage.choose("organ-fifths"), await stage.choose("slow-piano-major")
    room = Room(stage, listens=False)
    async with playing(room) as player:
        player.add(first)
        assert player.add(second) == 1
        await room.until(1)
        assert player.skip("another") is None
        assert player.skip(first.id) == first
        await room.until(2)
        assert player.now == second
        assert player.queue == ()


async def test_a_piece_that_is_gone_is_told_and_the_next_one_plays(assistant: Assistant) -> None:
    stage = await stage_of(assistant)
    room = Room(stage)
    room.player.add(Piece("0" * 16, "Gone", "", "0" * 64, 3.0))
    room.player.add(await stage.choose("A Little Song"))
    await room.player.run()
    assert room.titles == ["Gone", "A Little Song"]
    assert room.player.trouble
    assert "\n" not in room.player.trouble


async def test_a_queue_has_an_end(assistant: Assistant) -> None:
    room = Room(await stage_of(assistant))
    for number in range(MOST_QUEUED):
        room.player.add(Piece(str(number), "x", "", "", 1.0))
    with pytest.raises(CadenzaError, match="skip some first"):
        room.player.add(Piece("one more", "x", "", "", 1.0))


class Watched(Stage):
    """The real studio, whose orders can be looked at."""

    orders: list[Order]

    async def compose(self, order: Order) -> Piece:
        self.orders.append(order)
        return await super().compose(order)


async def studio_of(assistant: Assistant, person: str) -> Watched:
    stage = await stage_of(assistant, person)
    stage.__class__ = Watched
    assert isinstance(stage, Watched)
    stage.orders = []
    return stage


async def test_a_radio_composes_on_and_on_and_what_is_liked_seeds_the_next(assistant: Assistant) -> None:
    studio = await studio_of(assistant, "tom")
    radio = Radio(studio, "happy piano", TINY, lambda: ("tom", "uma"))
    room = Room(studio, listens=False)
    async with playing(room) as player:
        await player.follow(radio)
        await room.until(1)
        first = player.now
        assert first is not None
        assert (await assistant.take(first.id)).controls.bars == 2
        prepared = radio._making  # the next is made while this one sounds
        assert prepared is not None
        assert (await asyncio.shield(prepared)).id != first.id
        assert player.now is first
        await assistant.rate(first.id, 5, guild_id="cli", surface="cli", person="uma")
        assert await radio._best() is None  # she has not said yet whether her ratings may count
        await assistant.privacy.choose("me", guild_id="cli", surface="cli", person="uma")
        await assistant.rate(first.id, 1, guild_id="cli", surface="cli", person="a passer-by")
        await assistant.privacy.choose("me", guild_id="cli", surface="cli", person="a passer-by")
        await radio._throw_away()  # so tiny a piece was rated too late for what is prepared
        player.skip()
        await room.until(2)
        assert studio.orders[-1].like == first.id
        second = player.now
        assert second is not None
        assert (await assistant.take(second.id)).seeds[0].track_id == first.id
    assert radio._making is None


async def test_darker_changes_the_mood_of_what_comes_and_nothing_else(assistant: Assistant) -> None:
    studio = await studio_of(assistant, "wim")
    radio = Radio(studio, "happy piano", TINY, lambda: ())
    first = await radio.next()
    radio.sounding(first)
    prepared = radio._making
    change = await radio.steer("darker")
    assert "everything else as before" in change
    assert prepared is not None
    assert prepared.cancelled()
    assert radio.controls.valence is not None
    assert radio.controls.valence < 0.5
    assert (radio.controls.bars, radio.controls.tempo_bpm, radio.controls.instruments) == (
        TINY.bars,
        TINY.tempo_bpm,
        TINY.instruments,
    )
    piece = await radio.next()
    assert (await assistant.take(piece.id)).controls.valence == radio.controls.valence
    with pytest.raises(CadenzaError, match="no wish for music"):
        await radio.steer("thanks a lot!")
    await radio.close()
