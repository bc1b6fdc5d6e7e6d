"""Vary and restyle: another piece in the spirit of a take, with what was asked anew."""

from collections.abc import AsyncIterator

from bot.assistant.composing import compose, enqueue
from bot.assistant.events import ReplyEvent
from bot.assistant.inquiry import House, Inquiry, UnknownItem
from bot.assistant.pointing import pointed_at
from bot.assistant.recommending import vector_of
from music.controls import Controls
from music.job import Seed, Take
from storage.repositories.takes import Takes


async def vary(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """A take's Controls with the new wishes over them, seeded by the take itself.

    A Track that is pointed at seeds a piece of its own. Without anything so far it is a first request.
    """
    subject = pointed_at(inquiry)
    take = await _take(house, subject) if subject else inquiry.memory.take
    if take is None:
        async for event in compose(house, inquiry):
            yield event
        return
    seeds = (Seed(take.id, take.title, "Cadenza"),)
    vector = tuple(float(x) for x in await vector_of(house, take.id))
    refined = bool(inquiry.turn.text.strip()) and inquiry.request.intent in ("vary", "restyle")
    # words were read against the take already and hold the whole state; a button says only what changes
    controls = inquiry.controls if refined else with_wishes(take.controls, inquiry.controls)
    await enqueue(house, inquiry, controls, seeds, vector, inquiry.turn.random_seed)


def with_wishes(made: Controls, wishes: Controls) -> Controls:
    """The Controls of a take with new wishes over them.

    What the old value was derived from gives way with it: a length in seconds replaces one in bars and the
    other way round, and a newly wanted instrument is no longer unwanted.
    """
    data = wishes.merged_over(made).to_json()
    if wishes.bars is not None and wishes.seconds is None:
        data["seconds"] = None
    elif wishes.seconds is not None and wishes.bars is None:
        data["bars"] = None
    elif made.bars is not None:
        data["seconds"] = None  # the bars hold; at another tempo they take another time
    if wishes.valence is not None or wishes.arousal is not None:
        data["mood"] = list(wishes.mood)
    data["instruments"] = [i for i in data["instruments"] if i not in wishes.exclude_instruments]
    data["exclude_instruments"] = [i for i in data["exclude_instruments"] if i not in data["instruments"]]
    return Controls.from_json(data)


async def _take(house: House, subject: str) -> Take | None:
    """The Take of this id; None for a Track. Raises UnknownItem."""
    async with house.database.reading() as session:
        take = await Takes(session).get(subject)
    if take is None and house.catalogue.vector_of(subject) is None:
        raise UnknownItem(f"There is no take {subject!r} here; use the id of one that was made here.")
    return take
