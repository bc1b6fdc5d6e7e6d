"""Sound of a stored MIDI file while it is heard, and how far ahead of the listener it may be made."""

import asyncio
from collections.abc import Generator
from itertools import islice
from typing import TYPE_CHECKING

from storage.files import FileStore

if TYPE_CHECKING:
    from bot.engine.parts import Parts

#: pieces of half a second that may be on their way to the listener
AHEAD = 8
#: told in place of a count by a listener who leaves
STOPPED = -1


def played(midi_hash: str, begin: int, parts: "Parts", files: FileStore) -> Generator[bytes, None, None]:
    """The sound of a stored file from its piece number `begin` on. Blocking; raises FileMissing."""
    # imported late: the program itself takes `Pace` and pays for no synthesiser
    from music.midi import read_midi
    from music.streaming import stream

    yield from islice(stream(read_midi(files.get(midi_hash)), parts.soundfont()), begin, None)


class Pace:
    """Counts the pieces that were sent and those that were heard."""

    def __init__(self, sent: int, heard: int) -> None:
        self._sent = sent
        self._heard = heard
        self._is_stopped = False
        self._told = asyncio.Event()

    def tell(self, heard: int) -> None:
        """So many pieces were heard by now, or STOPPED."""
        if heard == STOPPED:
            self._is_stopped = True
        self._heard = max(self._heard, heard)
        self._told.set()

    async def may_send(self) -> bool:
        """Waits until one more piece may be sent, and counts it; False once the listener has left."""
        while not self._is_stopped and self._sent - self._heard >= AHEAD:
            self._told.clear()
            await self._told.wait()
        self._sent += 1
        return not self._is_stopped
