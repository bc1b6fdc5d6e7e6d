"""Recommend: Tracks that fit the words, the Controls, or an example."""

from collections.abc import AsyncIterator

import numpy as np

from bot.assistant.events import ReplyEvent
from bot.assistant.inquiry import House, Inquiry, UnknownItem
from bot.assistant.leftovers import drop_unused
from bot.assistant.pointing import pointed_at
from bot.assistant.search import Wish, need_a_wish, search, show
from bot.engine.protocol import FloatArray, Reading
from bot.language import retold, say
from music.errors import CadenzaError
from music.wording import shown
from storage.repositories.takes import Takes


async def recommend(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """Ranked Tracks with reasons. A target, an upload, or the words say what they should be like."""
    turn = inquiry.turn
    wish = Wish(
        inquiry.controls,
        turn.text,
        guild_id=turn.guild_id,
        person_id=inquiry.place.person_id,
        filters=turn.filters,
    )
    subject = pointed_at(inquiry)
    if subject:
        wish = wish.like(await vector_of(house, subject), without=subject)
    elif turn.attachments:
        wish = wish.like(
            await vector_of_upload(house, turn.attachments[0].filename, turn.attachments[0].data)
        )
    found = await search(house, wish, turn.limit)
    if wish.like_vector is None:
        need_a_wish(inquiry, found)
    yield await show(house, inquiry.turn_id, wish, found)


async def vector_of(house: House, target: str) -> FloatArray:
    """The pooled embedding [d] of a Track or a Take. Raises UnknownItem."""
    known: FloatArray | None = house.catalogue.vector_of(target)
    if known is not None:
        return known
    async with house.database.reading() as session:
        take = await Takes(session).get(target)
    if take is None:
        raise UnknownItem(
            say(
                "There is no track and no take {item} here; use the id of one that was shown.",
                item=shown(target),
            )
        )
    return (await _read(house, "take.mid", house.files.get(take.midi))).pooled


async def vector_of_upload(house: House, filename: str, data: bytes) -> FloatArray:
    """The pooled embedding [d] of a file, which is not kept. Raises UnreadableScore."""
    return (await reading_of_upload(house, filename, data)).pooled


async def reading_of_upload(house: House, filename: str, data: bytes) -> Reading:
    """Analysis and embedding of a file, which is not kept. Raises UnreadableScore."""
    reading = await _read(house, filename, data)
    await drop_unused(house, reading.midi)
    return reading


async def _read(house: House, filename: str, data: bytes) -> Reading:
    (reading,) = await house.engine.embed_files([(filename, data)])
    if reading.error:
        raise CadenzaError(retold(reading.error))
    if not np.any(reading.pooled):
        raise CadenzaError(say("{file} has no notes; a file with some works.", file=filename))
    return reading
