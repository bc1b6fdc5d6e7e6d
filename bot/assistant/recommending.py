"""Recommend: Tracks that fit the words, the Controls, or an example."""

from collections.abc import AsyncIterator

import numpy as np

from bot.assistant.events import ReplyEvent
from bot.assistant.inquiry import House, Inquiry, UnknownItem
from bot.assistant.pointing import pointed_at
from bot.assistant.search import Wish, need_a_wish, search, show
from bot.engine.protocol import FloatArray
from music.errors import CadenzaError
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
        raise UnknownItem(f"There is no track and no take {target!r} here; use the id of one that was shown.")
    return await vector_of_upload(house, "take.mid", house.files.get(take.midi))


async def vector_of_upload(house: House, filename: str, data: bytes) -> FloatArray:
    """The pooled embedding [d] of a file. Raises UnreadableScore."""
    (reading,) = await house.engine.embed_files([(filename, data)])
    if reading.error:
        raise CadenzaError(reading.error)
    if not np.any(reading.pooled):
        raise CadenzaError(f"{filename} has no notes; a file with some works.")
    return reading.pooled
