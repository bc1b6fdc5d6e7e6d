"""A player: a queue of pieces, one of them sounding, and perhaps a radio that takes over when it is empty."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from bot.assistant.failures import failure
from bot.language import say
from music.errors import CadenzaError

#: pieces that may wait in one queue
MOST_QUEUED = 50
#: a player without anything to play leaves after so long
SILENCE_SECONDS = 120.0
#: 16-bit stereo at 48 kHz
_BYTES_A_SECOND = 192_000

log = logging.getLogger("cadenza.assistant")

#: from the content hash of a MIDI file to its sound
Sound = Callable[[str], AsyncGenerator[bytes, None]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to play: a Take or a Track. `midi` is a content hash, `seconds` its length without tail."""

    id: str
    title: str
    by: str
    midi: str
    seconds: float


class Speaker(Protocol):
    """Where sound goes: a voice channel."""

    async def put(self, sound: bytes) -> None:
        """Takes whole frames of 20 ms; waits while more than a few seconds are waiting to be heard."""
        ...

    def forget(self) -> None:
        """What is waiting is not heard any more."""
        ...

    @property
    def waiting_seconds(self) -> float:
        """How much is waiting to be heard."""
        ...

    async def drained(self) -> None:
        """Waits until all is heard."""
        ...


class Supply(Protocol):
    """What plays on when the queue is empty."""

    async def next(self) -> Piece:
        """The next piece, as soon as there is one. May be cancelled and asked again."""
        ...

    def sounding(self, piece: Piece) -> None:
        """`piece` begins: time to prepare what follows."""
        ...

    async def close(self) -> None: ...


class Player:
    """Plays until it has been silent for `silence_seconds`, or until `run` is cancelled.

    `on_change` is called whenever something else sounds, or nothing. `trouble` is one sentence about the last
    piece that could not be played, "" if there was none.
    """

    def __init__(
        self,
        sound: Sound,
        speaker: Speaker,
        on_change: Callable[[], None],
        silence_seconds: float = SILENCE_SECONDS,
    ) -> None:
        self._sound = sound
        self._speaker = speaker
        self._on_change = on_change
        self._silence_seconds = silence_seconds
        self._queue: deque[Piece] = deque()
        self._supply: Supply | None = None
        self._news = asyncio.Event()
        self._sounding: asyncio.Task[None] | None = None
        self._put_seconds = 0.0
        self.now: Piece | None = None
        self.trouble = ""

    @property
    def queue(self) -> tuple[Piece, ...]:
        """What follows, in its order."""
        return tuple(self._queue)

    @property
    def supply(self) -> Supply | None:
        return self._supply

    @property
    def position(self) -> float:
        """Seconds of the present piece that were heard."""
        return max(0.0, self._put_seconds - self._speaker.waiting_seconds)

    def add(self, piece: Piece) -> int:
        """Queues a piece; how many come before it, the one that sounds included. Raises CadenzaError."""
        if len(self._queue) >= MOST_QUEUED:
            raise CadenzaError(
                say("{number} pieces are waiting already; skip some first.", number=MOST_QUEUED)
            )
        before = len(self._queue) + (self.now is not None)
        self._queue.append(piece)
        self._news.set()
        return before

    def skip(self, piece_id: str = "") -> Piece | None:
        """Ends the present piece, or the one of that id if it is the present one; returns it."""
        skipped = self.now
        if skipped is None or self._sounding is None or (piece_id and piece_id != skipped.id):
            return None
        self._sounding.cancel()
        return skipped

    async def follow(self, supply: Supply | None) -> None:
        """What plays on from now on when the queue is empty; the earlier one is closed."""
        earlier, self._supply = self._supply, supply
        self._news.set()
        if earlier is not None:
            await earlier.close()

    async def run(self) -> None:
        """Plays piece after piece."""
        try:
            while (piece := await self._next()) is not None:
                self.now, self._put_seconds = piece, 0.0
                if self._supply is not None:
                    self._supply.sounding(piece)
                self._on_change()
                await self._play(piece)
                self.now = None
                self._on_change()
        finally:
            self.now = None
            await self.follow(None)

    async def _play(self, piece: Piece) -> None:
        self._sounding = asyncio.create_task(self._pour(piece.midi), name="sound")
        try:
            await asyncio.wait((self._sounding,))
        finally:
            is_over = self._sounding.done()
            self._sounding.cancel()
            await asyncio.gather(self._sounding, return_exceptions=True)
            if not is_over or self._sounding.cancelled() or self._sounding.exception() is not None:
                self._speaker.forget()
        if not self._sounding.cancelled() and (error := self._sounding.exception()) is not None:
            self._tell(error, "playing")

    async def _pour(self, midi: str) -> None:
        async with aclosing(self._sound(midi)) as sound:
            async for portion in sound:
                await self._speaker.put(portion)
                self._put_seconds += len(portion) / _BYTES_A_SECOND
        await self._speaker.drained()

    async def _next(self) -> Piece | None:
        """The next of the queue, else of the supply; None after a long silence."""
        while not self._queue:
            self._news.clear()
            supply = self._supply
            news = asyncio.create_task(self._news.wait())
            coming = None if supply is None else asyncio.create_task(supply.next())
            waiting = {news} if coming is None else {news, coming}
            try:
                timeout = self._silence_seconds if coming is None else None
                done, _ = await asyncio.wait(waiting, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
                if coming is not None and coming in done:
                    try:
                        return coming.result()
                    except Exception as error:  # noqa: BLE001 - the radio ends, the player plays on
                        self._tell(error, "composing for the radio")
                        await self.follow(None)
                        self._on_change()
                elif not done:
                    return None
            finally:
                for task in waiting:
                    task.cancel()
        return self._queue.popleft()

    def _tell(self, error: BaseException, doing: str) -> None:
        """One sentence for people; what is no fault of theirs is logged with its number."""
        self.trouble = failure(error, "", doing).text
