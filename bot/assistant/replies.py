"""Replies under way: each turn is answered into its conversation, whether or not anybody waits for it."""

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncIterator

from bot.assistant.answering import END_IN_A_JOB, answer, inquire
from bot.assistant.conversation import Place
from bot.assistant.events import Failed, Finished, ReplyEvent, TakeReady, Turn
from bot.assistant.failures import failure
from bot.assistant.inquiry import House, UnknownItem
from bot.assistant.measures import Measures
from bot.assistant.ownership import GONE
from bot.assistant.persisting import persist
from bot.language import later, say
from music.errors import CadenzaError

_DELETED = later("This conversation was deleted before I could answer; ask again, and a new one begins.")
log = logging.getLogger("cadenza.assistant")


class Replies:
    """Those of one house."""

    def __init__(self, house: House, measures: Measures) -> None:
        self._house = house
        self._measures = measures
        self._answers: dict[str, asyncio.Task[None]] = {}

    async def to(self, turn: Turn) -> AsyncIterator[ReplyEvent]:
        """The reply to one turn, up to `Finished`; leaving the iterator stops nothing."""
        turn_id = turn.id or uuid.uuid4().hex
        try:
            place = await self._house.conversations.open(turn, turn_id)
        except Exception as error:  # noqa: BLE001 - there is no conversation to put it into
            yield failure(error, turn_id, "writing your message down")
            yield Finished(turn_id)
            return
        if not place.is_repeated:
            task = asyncio.create_task(self._answer(turn, place), name="answer")
            self._answers[turn_id] = task
            task.add_done_callback(lambda _: self._answers.pop(turn_id, None))
        following = self._house.conversations.follow(
            place.conversation_id, place.sequence, while_it_lasts=True
        )
        async for entry in following:
            if entry.event.turn_id == turn_id:
                yield entry.event  # type: ignore[misc]  # only the turn itself is Asked, and it came before
                if isinstance(entry.event, Finished):
                    return
        yield Failed(turn_id, say(_DELETED))
        yield Finished(turn_id)

    async def leave(self) -> None:
        """Ends answers that are still being prepared; the next start tells their persons."""
        tasks = list(self._answers.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, turn: Turn, place: Place) -> None:
        """Writes the reply into the conversation."""
        doing, outcome, began = "reading your message", "failed", time.monotonic()
        try:
            inquiry, understood = await inquire(self._house, turn, place)
            doing = f"answering ({inquiry.intent})"
            await self._append(place, understood)
            has_take = False
            async for event in answer(self._house, inquiry):
                has_take = has_take or isinstance(event, TakeReady)
                await self._append(place, event)
            if has_take or inquiry.intent not in END_IN_A_JOB:
                await self._append(place, Finished(place.turn_id))
            outcome = inquiry.intent
        except UnknownItem as error:
            # a button names what was there when it was drawn; only a person can name what never was
            words = GONE if turn.target and turn.surface != "cli" else str(error)
            outcome = "refused"
            await self._end_badly(place, Failed(place.turn_id, words))
        except Exception as error:  # noqa: BLE001 - whatever happened, the person is told, and the log has it
            outcome = "refused" if isinstance(error, CadenzaError) else "failed"
            await self._end_badly(place, failure(error, place.turn_id, doing))
        finally:
            self._measures.answered(turn.surface, outcome, time.monotonic() - began)

    async def _append(self, place: Place, *events: ReplyEvent) -> None:
        await persist(lambda: self._house.conversations.append(place, *events))

    async def _end_badly(self, place: Place, failed: Failed) -> None:
        try:
            await self._append(place, failed, Finished(place.turn_id))
        except CadenzaError as error:
            log.error("a reply could not be ended: %s", error)
