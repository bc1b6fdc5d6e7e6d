"""Continue: new bars behind an uploaded piece, or behind a take."""

import secrets
from collections.abc import AsyncIterator

from bot.assistant.composing import enqueue_job
from bot.assistant.events import ReplyEvent
from bot.assistant.inquiry import House, Inquiry
from bot.assistant.pointing import pointed_at
from music.errors import CadenzaError
from music.job import Job, Seed
from storage.repositories.takes import Takes


async def continue_(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """From the notes of the first file, else of the take that is meant, else of the newest take."""
    turn = inquiry.turn
    if turn.attachments:
        upload = turn.attachments[0]
        reading = await house.engine.analyze(upload.data, upload.filename)
        source, seed = reading.midi, Seed("", reading.title or upload.filename)
    else:
        subject = pointed_at(inquiry)
        async with house.database.reading() as session:
            take = await Takes(session).get(subject) if subject else inquiry.memory.take
        if take is None:
            raise CadenzaError(
                "Attach a MIDI, ABC or MusicXML file and I go on from it, or ask for a piece first."
            )
        source, seed = take.midi, Seed(take.id, take.title, "Cadenza")
    job = Job(
        controls=inquiry.controls.checked(),
        random_seed=secrets.randbelow(2**32) if turn.random_seed is None else turn.random_seed,
        kind="continue",
        seeds=(seed,),
        source=source,
        model=turn.model,
    )
    await enqueue_job(house, inquiry, job)
    return
    yield  # an async generator, as every use case
