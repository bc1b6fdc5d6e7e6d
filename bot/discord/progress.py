"""The progress of each job, in the one message of its turn: edited only when something is new."""

import asyncio
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord

from bot.assistant.events import Understood, Working
from bot.assistant.posting import Pending
from bot.discord import cards, desk
from bot.discord.address import Address
from bot.language import use_language
from music.errors import StorageUnavailable

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

log = logging.getLogger("cadenza.discord")

#: how often the jobs are looked at while there are any, and while there are none
LOOK_SECONDS = 1.0
IDLE_SECONDS = 15.0
#: between two edits of one message: Discord lets five through in five seconds, and people read slowly
WORKING_SECONDS = 2.0
WAITING_SECONDS = 5.0


@dataclass(slots=True)
class Line:
    """What a job's message shows, and since when (monotonic seconds)."""

    address: Address
    understood: Understood | None = None
    shown: str = ""
    edited_at: float = -WAITING_SECONDS
    is_gone: bool = False
    editing: "asyncio.Task[None] | None" = field(default=None, repr=False)


class ProgressBoard:
    """Polls the database for what is pending, so that a restarted program goes on where the last one was."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self._bot = bot
        self._lines: dict[str, Line] = {}
        self._wake = asyncio.Event()

    def accept(self, job_id: str, address: Address, understood: Understood | None, working: Working) -> None:
        """A turn has just become a job; its message shows so at once."""
        line = self._lines.setdefault(job_id, Line(address))
        line.understood = understood
        self._tend(line, working)
        self._wake.set()

    async def settle(self, job_id: str) -> Understood | None:
        """Leaves the message of a job alone from now on, after what is on its way has arrived. Returns what
        was understood, as far as this program knows."""
        line = self._lines.pop(job_id, None)
        if line is None:
            return None
        if line.editing is not None:
            await asyncio.wait((line.editing,))
        return line.understood

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._wake.clear()
            try:
                pending = await self._bot.assistant.pending("discord")
            except StorageUnavailable as error:
                log.error("%s", error)
                await asyncio.sleep(WAITING_SECONDS)
                continue
            self._look(pending)
            if pending:
                await asyncio.sleep(LOOK_SECONDS)
                continue
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def _look(self, pending: list[Pending]) -> None:
        for job in pending:
            line = self._lines.get(job.job_id)
            if line is None:
                line = self._lines[job.job_id] = Line(Address.from_json(job.address))
            self._tend(line, job.working)
        alive = {job.job_id for job in pending}
        for job_id in [j for j, line in self._lines.items() if j not in alive and line.editing is None]:
            # ended: the poster writes the last words. It keeps `understood` for those until it settles.
            self._lines[job_id].is_gone = True
        if len(self._lines) > 4 * len(alive) + 1000:
            self._lines = {j: line for j, line in self._lines.items() if j in alive}

    def _tend(self, line: Line, working: Working) -> None:
        now = time.monotonic()
        interval = WAITING_SECONDS if working.stage == "queued" else WORKING_SECONDS
        if line.is_gone or line.editing is not None or working.text == line.shown:
            return
        if now - line.edited_at < interval:
            return
        line.shown, line.edited_at = working.text, now
        line.editing = asyncio.create_task(self._edit(line, working), name="progress")

    async def _edit(self, line: Line, working: Working) -> None:
        use_language(line.understood.language if line.understood else line.address.language or "en")
        card = cards.progress_card(line.address.asked, line.understood, working)
        try:
            line.is_gone = not await desk.edit(self._bot, line.address, card)
        except (discord.HTTPException, OSError, TimeoutError) as error:
            log.info("job %s: its progress could not be shown (%s)", working.job_id, type(error).__name__)
            line.shown = ""
        finally:
            line.editing = None
