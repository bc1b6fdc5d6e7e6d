"""Vary and restyle: another piece in the spirit of a take, with what was asked anew."""

from collections.abc import AsyncIterator

from bot.assistant.composing import compose, enqueue
from bot.assistant.events import ReplyEvent
from bot.assistant.inquiry import House, Inquiry, UnknownItem
from bot.assistant.recommending import vector_of
from music.controls import Controls
from music.job import Seed, Take
from storage.repositories.takes import Takes


async def vary(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """A take's Controls with the new wishes over them, seeded by the take itself.

    Without any take so far it is a first request, and is composed as one.
    """
    take = await _subject(house, inquiry)
    if take is None:
        async for event in compose(house, inquiry):
            yield event
        return
    seeds = (Seed(take.id, take.title, "Cadenza"),)
    vector = tuple(float(x) for x in await vector_of(house, take.id))
    wishes = inquiry.controls
    await enqueue(house, inquiry, with_wishes(take.controls, wishes), seeds, vector, inquiry.turn.random_seed)


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


async def _subject(house: House, inquiry: Inquiry) -> Take | None:
    target = inquiry.turn.target
    if not target:
        return inquiry.memory.take
    async with house.database.reading() as session:
        take = await Takes(session).get(target)
    if take is None:
        raise UnknownItem(f"There is no take {target!r} here; use the id of one that was made here.")
    return take
