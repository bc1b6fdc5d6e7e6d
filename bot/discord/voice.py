"""Sound into a voice channel: a buffer between the event loop, which fills it, and discord.py's thread."""

import asyncio
import threading
from collections import deque
from contextlib import suppress

import discord

from music.streaming import FRAME_BYTES

#: how much may wait to be heard: enough to outlast a busy moment, little enough to skip at once
MOST_WAITING_SECONDS = 3.0
FRAMES_A_SECOND = 50
_MOST_FRAMES = int(MOST_WAITING_SECONDS * FRAMES_A_SECOND)
_SILENCE = bytes(FRAME_BYTES)


class FrameBuffer(discord.AudioSource):
    """Frames of 20 ms (3,840 bytes, 16-bit stereo at 48 kHz), given out by `read` in the order of `put`.

    discord.py reads on a thread of its own, fifty times a second. With nothing there it hears silence, and a
    player that waits for its next piece stays in the channel; only `close` ends it. Made on the event loop.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._frames: deque[bytes] = deque()
        self._read = asyncio.Event()
        self._is_closed = False

    # --- on discord.py's thread ----------------------------------------------------------------------------

    def read(self) -> bytes:
        """The next frame; silence where there is none yet, b"" once closed. Never raises."""
        with self._lock:
            if self._is_closed:
                return b""
            frame = self._frames.popleft() if self._frames else None
        if frame is None:
            return _SILENCE
        with suppress(RuntimeError):  # the loop has ended before the thread
            self._loop.call_soon_threadsafe(self._read.set)
        return frame

    def is_opus(self) -> bool:
        """Opus is made by discord.py's encoder."""
        return False

    # --- on the event loop ---------------------------------------------------------------------------------

    async def put(self, sound: bytes) -> None:
        """Takes whole frames; waits while more than `MOST_WAITING_SECONDS` are waiting."""
        await self._until_fewer_than(_MOST_FRAMES)
        frames = [sound[at : at + FRAME_BYTES] for at in range(0, len(sound), FRAME_BYTES)]
        frames[-1] = frames[-1].ljust(FRAME_BYTES, b"\0")
        with self._lock:
            self._frames.extend(frames)

    async def drained(self) -> None:
        await self._until_fewer_than(1)

    def forget(self) -> None:
        """What is waiting is not heard any more."""
        with self._lock:
            self._frames.clear()
        self._read.set()

    def close(self) -> None:
        """`read` ends; whoever waits goes on."""
        with self._lock:
            self._is_closed = True
            self._frames.clear()
        self._read.set()

    @property
    def waiting_seconds(self) -> float:
        with self._lock:
            return len(self._frames) / FRAMES_A_SECOND

    async def _until_fewer_than(self, frames: int) -> None:
        while True:
            self._read.clear()
            with self._lock:
                if len(self._frames) < frames or self._is_closed:
                    return
            await self._read.wait()
