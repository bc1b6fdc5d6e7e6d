"""Vary: some bars of a take anew, an instrument more or less, or another piece in its spirit."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.assistant.composing import compose, enqueue
from bot.assistant.events import ReplyEvent
from bot.assistant.inquiry import House, Inquiry, UnknownItem
from bot.assistant.operating import carry_out, only_new, state_before, the_source
from bot.assistant.pointing import pointed_at
from bot.assistant.recommending import vector_of
from bot.language import say
from music.controls import Controls
from music.job import Seed, Take
from music.operation import Operation
from music.wording import shown
from storage.repositories.takes import Takes

_VARIES = re.compile(r"\bvar(?:y|ied|iations?)\b|变奏|变体", re.IGNORECASE)


async def vary(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """An operation on the piece that is meant, where its notes can stay; else a take's Controls with the new
    wishes over them, seeded by the take itself.

    A Track that is pointed at seeds a piece of its own. Without anything so far it is a first request.
    """
    subject = pointed_at(inquiry)
    if inquiry.operation is not None or inquiry.turn.attachments:
        source = await the_source(house, inquiry, say("I change it"))
        wishes = inquiry.turn.controls or Controls()
        await carry_out(house, inquiry, inquiry.operation or Operation("vary"), wishes, source)
        return
    take = await _take(house, subject) if subject else inquiry.memory.take
    if take is None:
        async for event in compose(house, inquiry):
            yield event
        return
    operation = asked_of(inquiry, take)
    if operation is not None:
        source = await the_source(house, inquiry, say("I change it"))
        await carry_out(house, inquiry, operation, Controls(), source)
        return
    seeds = (Seed(take.id, take.title, "Cadenza"),)
    vector = tuple(float(x) for x in await vector_of(house, take.id))
    refined = bool(inquiry.turn.text.strip()) and inquiry.request.intent in ("vary", "restyle")
    # words were read against the take already and hold the whole state; a button says only what changes
    controls = inquiry.controls if refined else with_wishes(take.controls, inquiry.controls)
    await enqueue(house, inquiry, controls, seeds, vector, inquiry.turn.random_seed)


def asked_of(inquiry: Inquiry, take: Take) -> Operation | None:
    """What can be done to the notes of `take` themselves: a variation, instruments more or less; None where
    something else shall change, or another piece is wanted."""
    text = inquiry.turn.text.strip()
    if not text:
        return Operation("vary") if inquiry.controls == Controls() else None
    changed = only_new(inquiry.controls, state_before(inquiry, take))
    if changed == Controls():
        return Operation("vary") if _VARIES.search(text) else None
    if replace(changed, instruments=(), exclude_instruments=()) != Controls():
        return None
    plays = set(take.controls.instruments)
    wanted = inquiry.controls.instruments
    more = tuple(name for name in wanted if name not in plays)
    fewer = tuple(name for name in take.controls.instruments if name not in wanted)
    if more and not fewer:
        return Operation("add", instruments=more)
    if fewer and not more and set(fewer) < plays:
        return Operation("remove", instruments=fewer)
    return None


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
        raise UnknownItem(
            say("There is no take {item} here; use the id of one that was made here.", item=shown(subject))
        )
    return take
