"""One stay in one voice channel: the connection, the player, the message about it, and when to leave."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

import discord

from bot.assistant.playing.player import Player, Sound
from bot.assistant.playing.radio import Radio
from bot.discord import joining
from bot.discord.now_playing import NowPlaying
from bot.discord.voice import FrameBuffer
from bot.language import say

log = logging.getLogger("cadenza.discord")

#: nobody listens any more: how long the bot waits for them
ALONE_SECONDS = 30.0
#: 96 kbit/s are what a channel of a server without boosts carries
BITRATE = 96
CLOSE_SECONDS = 5.0


class VoiceRoom:
    """Ends by itself (silent for long, nobody listens, the bot was thrown out) or by `close`; `on_end` is
    called once, at the end."""

    def __init__(
        self,
        client: discord.VoiceClient,
        text: discord.abc.Messageable,
        sound: Sound,
        on_end: Callable[[], None],
    ) -> None:
        self._client = client
        self._buffer = FrameBuffer()
        self.player = Player(sound, self._buffer, self._note)
        self.message = NowPlaying(text, self.player, f"#{client.channel.name}")
        self._on_end = on_end
        self._alone: asyncio.TimerHandle | None = None
        self._parting = ""
        self._is_out = False
        self._tasks: list[asyncio.Task[None]] = []
        self._closing: asyncio.Task[None] | None = None

    @property
    def channel(self) -> discord.VoiceChannel:
        channel = self._client.channel
        assert isinstance(channel, discord.VoiceChannel)
        return channel

    @property
    def radio(self) -> Radio | None:
        return self.player.supply if isinstance(self.player.supply, Radio) else None

    @property
    def listeners(self) -> tuple[str, ...]:
        return joining.listeners(self.channel, self._client.user.id)

    def start(self) -> None:
        """Begins to play what is queued."""
        loop = asyncio.get_running_loop()

        def broken(error: Exception | None) -> None:
            with suppress(RuntimeError):  # the loop has ended before discord.py's thread
                loop.call_soon_threadsafe(self.part, say("The voice connection broke, so I left."))

        self._client.play(
            self._buffer, after=broken, application="audio", bitrate=BITRATE, signal_type="music"
        )
        playing = asyncio.create_task(self.player.run(), name="player")
        playing.add_done_callback(self._played_out)
        self._tasks = [playing, asyncio.create_task(self.message.run(), name="now playing")]
        self.look()

    def look(self) -> None:
        """Somebody came or went: without listeners the room is left in a while."""
        if self.listeners and self._alone is not None:
            self._alone.cancel()
            self._alone = None
        elif not self.listeners and self._alone is None:
            loop = asyncio.get_running_loop()
            self._alone = loop.call_later(ALONE_SECONDS, self.part, say("Everybody had left, so I left too."))

    def thrown_out(self) -> None:
        """The bot is in the channel no more; discord.py has ended the connection."""
        self._is_out = True
        self.part(say("I was taken out of the voice channel."))

    def part(self, sentence: str) -> None:
        """Begins to leave; the message says why."""
        if self._closing is None:
            self._parting = sentence
            self._closing = asyncio.create_task(self._close(), name="leaving a voice channel")

    async def close(self, sentence: str) -> None:
        """Leaves, and waits until that is done."""
        self.part(sentence)
        assert self._closing is not None
        await self._closing

    def _note(self) -> None:
        self.message.change()

    def _played_out(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a player ended early", exc_info=error)
        self.part(say("There was nothing more to play, so I left."))

    async def _close(self) -> None:
        if self._alone is not None:
            self._alone.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._buffer.close()
        try:
            if not self._is_out:
                with suppress(TimeoutError, discord.DiscordException, OSError):
                    async with asyncio.timeout(CLOSE_SECONDS):
                        await self._client.disconnect(force=True)
            await self.message.end(self._parting)
        finally:
            self._on_end()
