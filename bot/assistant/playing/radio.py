"""A radio: composes the next piece while the present one sounds, as its listeners say and rate."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from bot.assistant.change import describe_change
from bot.assistant.playing.player import Piece
from bot.assistant.presentation import describe_controls
from bot.language import say
from bot.understanding.request import MUSICAL, Request
from music.controls import Controls
from music.errors import CadenzaError

log = logging.getLogger("cadenza.assistant")

#: a piece lasts so long where nobody said
RADIO_SECONDS = 60.0
#: mean stars from which on a piece seeds the next
LIKED = 4.0
#: pieces whose stars are still looked at
REMEMBERED = 5
#: composing begins when the present piece lasts twice as long as the last one took, and a little
MARGIN_SECONDS = 8.0
#: how long the first piece is taken to need
FIRST_GUESS_SECONDS = 20.0
ATTEMPTS = 3
RETRY_SECONDS = 2.0
MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Order:
    """What the next piece shall be: Controls, their words, the id of a piece to be like ("" for none)."""

    controls: Controls
    words: str
    like: str = ""


class Studio(Protocol):
    """Where a radio's pieces are made and its listeners understood."""

    async def compose(self, order: Order) -> Piece:
        """A new piece, kept as a Take. Raises CadenzaError."""
        ...

    async def read(self, text: str, controls: Controls) -> Request:
        """What a message means to who hears music of these Controls. Raises CadenzaError."""
        ...

    async def stars(self, take_ids: Sequence[str], listeners: Sequence[str]) -> Mapping[str, float]:
        """Mean stars that these persons (external ids) gave; takes without any are left out."""
        ...


class Radio:
    """A Supply. `controls` are those of the pieces to come; `liked` the title of what seeds the next."""

    def __init__(
        self,
        studio: Studio,
        words: str,
        controls: Controls,
        listeners: Callable[[], Sequence[str]],
    ) -> None:
        self._studio = studio
        self._listeners = listeners
        self._pieces: list[Piece] = []
        self._making: asyncio.Task[Piece] | None = None
        self._hurry = asyncio.Event()
        self._is_closed = False
        self._took = FIRST_GUESS_SECONDS
        self.words = words
        self.controls = controls
        self.liked = ""

    @property
    def description(self) -> str:
        return describe_controls(self.controls) or self.words

    async def steer(self, text: str) -> str:
        """Takes a message as a change of what is to come ("darker"), or as a new wish; says what changed.

        What is being made for later is thrown away: the next piece is the first that follows. Raises
        CadenzaError for words that are no wish for music, or that cannot be played.
        """
        request = await self._studio.read(text, self.controls)
        if request.intent not in MUSICAL:
            raise CadenzaError(
                say(
                    "I read no wish for music in that; say for instance “darker”, “slower” or “with strings”."
                )
            )
        if request.controls == self.controls and request.intent in ("vary", "restyle"):
            raise CadenzaError(say("That would change nothing; say for instance “darker” or “140 bpm”."))
        is_change = request.intent in ("vary", "restyle", "continue")
        self.words = (f"{self.words}, {text}" if is_change else text)[-MOST_WORDS:]
        before, self.controls = self.controls, request.controls
        await self._throw_away()
        self._begin(0.0)
        return describe_change(before, self.controls) if is_change else self.description

    def sounding(self, piece: Piece) -> None:
        """The next piece is begun late enough that the stars of this one count, early enough to follow."""
        self._begin(max(0.0, piece.seconds - 2 * self._took - MARGIN_SECONDS))

    async def next(self) -> Piece:
        while True:
            making = self._begin(0.0)
            # whoever asks may be called away by a queued piece; the composing goes on
            await asyncio.wait((making,))
            if self._is_closed:
                await asyncio.Event().wait()  # whoever closed it calls the one who waits away
            if making is not self._making:
                continue  # steered meanwhile
            self._making = None
            piece = making.result()
            self._pieces = [*self._pieces, piece][-REMEMBERED:]
            return piece

    async def close(self) -> None:
        """Composes no more."""
        self._is_closed = True
        await self._throw_away()

    def _begin(self, after: float) -> "asyncio.Task[Piece]":
        """Begins with the next piece after so many seconds, unless it is in the making; 0 hurries one that
        has not begun."""
        if self._making is None:
            self._hurry = asyncio.Event()
            self._making = asyncio.create_task(self._make(after, self._hurry), name="radio")
        if after == 0.0:
            self._hurry.set()
        return self._making

    async def _throw_away(self) -> None:
        making, self._making = self._making, None
        if making is not None:
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)

    async def _make(self, after: float, hurry: asyncio.Event) -> Piece:
        with suppress(TimeoutError):
            async with asyncio.timeout(after):
                await hurry.wait()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                began = time.monotonic()
                piece = await self._studio.compose(await self._order())
                self._took = time.monotonic() - began
                return piece
            except CadenzaError as error:
                if attempt == ATTEMPTS:
                    raise
                log.info("the radio tries again: %s", error)
                await asyncio.sleep(RETRY_SECONDS)
        raise AssertionError("the last attempt returns or raises")

    async def _order(self) -> Order:
        controls = self.controls
        if controls.bars is None and controls.seconds is None:
            controls = replace(controls, seconds=RADIO_SECONDS)
        liked = await self._best()
        self.liked = liked.title if liked is not None else ""
        return Order(controls, self.words, liked.id if liked is not None else "")

    async def _best(self) -> Piece | None:
        """The best rated of the last pieces, the newest of equals; None if none is liked."""
        if not self._pieces:
            return None
        stars = await self._studio.stars([p.id for p in self._pieces], self._listeners())
        liked = [p for p in self._pieces if stars.get(p.id, 0.0) >= LIKED]
        return max(reversed(liked), key=lambda p: stars[p.id], default=None)
