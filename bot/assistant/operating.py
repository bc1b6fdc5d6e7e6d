"""Operations on pieces that are there: continue, restyle, blend, and whatever a turn names outright."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import NamedTuple

from bot.assistant.composing import compose, enqueue_job
from bot.assistant.events import ReplyEvent
from bot.assistant.inquiry import House, Inquiry, UnknownItem
from bot.assistant.memory import state_after
from bot.assistant.pointing import all_pointed_at, pointed_at
from bot.language import say
from bot.understanding.operations import read_weight
from music.controls import Controls
from music.errors import CadenzaError
from music.job import Job, Seed, Take
from music.operation import Operation
from music.wording import shown
from storage.repositories.takes import Takes


class Source(NamedTuple):
    """A piece that something is done to: the content hash of its MIDI, its name, the Take it is, if any."""

    midi: str
    seed: Seed
    take: Take | None = None


async def continue_(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """New bars behind the first file, else behind the take that is meant, else behind the newest take."""
    source = await the_source(house, inquiry, say("I go on from it"))
    await carry_out(house, inquiry, Operation("continue"), inquiry.controls, source)
    return
    yield  # an async generator, as every use case


async def restyle(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """Melody and harmony of a piece in another style. Words without any piece so far are a first request."""
    there = inquiry.turn.attachments or pointed_at(inquiry) or inquiry.memory.take is not None
    if not there and inquiry.turn.operation is None:
        async for event in compose(house, inquiry):
            yield event
        return
    source = await the_source(house, inquiry, say("I play it in a style"))
    wishes = only_new(inquiry.controls, state_before(inquiry, source.take))
    wishes = Controls(
        style=inquiry.controls.style,
        key=wishes.key,
        tempo_bpm=wishes.tempo_bpm,
        valence=wishes.valence,
        arousal=wishes.arousal,
        mood=wishes.mood,
    )
    await carry_out(house, inquiry, Operation("restyle"), wishes, source)


async def blend(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """A piece between two: attached files first, then what is pointed at, then the newest takes."""
    operation = inquiry.operation or Operation("blend")
    if inquiry.operation is None and (weight := read_weight(inquiry.turn.text)) is not None:
        operation = replace(operation, amount=weight)
    sources = [await _uploaded(house, inquiry, k) for k in range(min(2, len(inquiry.turn.attachments)))]
    takes = [take.id for take in reversed(inquiry.memory.takes[-2:])]
    for subject in dict.fromkeys((*all_pointed_at(inquiry), *takes)):
        if len(sources) < 2:
            found = await _known(house, subject)
            sources += [found] if found.midi not in {s.midi for s in sources} else []
    if len(sources) < 2:
        raise CadenzaError(
            say("A blend needs two pieces: attach two files, or name two that are here, such as #1 and #2.")
        )
    await carry_out(house, inquiry, operation, Controls(), *sources)
    return
    yield  # an async generator, as every use case


async def the_source(house: House, inquiry: Inquiry, what: str) -> Source:
    """The first file, else the piece that is meant, else the newest take.

    Raises CadenzaError, UnknownItem.
    """
    if inquiry.turn.attachments:
        return await _uploaded(house, inquiry, 0)
    subject = pointed_at(inquiry)
    if subject:
        return await _known(house, subject)
    if inquiry.memory.take is None:
        raise CadenzaError(
            say("Attach a MIDI, ABC or MusicXML file and {what}, or ask for a piece first.", what=what)
        )
    return _of_take(inquiry.memory.take)


async def carry_out(
    house: House, inquiry: Inquiry, operation: Operation, controls: Controls, *sources: Source
) -> None:
    """Writes the Job down; the job runner answers the rest. Raises ImpossibleControls, TooMuch.

    New bars of a Take stay in the key that it was made in, whatever a few bars of it may be heard as.
    """
    turn = inquiry.turn
    take = sources[0].take
    if take is not None and controls.key is None and operation.kind in ("vary", "rewrite", "add"):
        controls = replace(controls, key=take.controls.key)
    job = Job(
        controls=controls.checked(),
        random_seed=secrets.randbelow(2**32) if turn.random_seed is None else turn.random_seed,
        kind="operate",
        seeds=tuple(source.seed for source in sources),
        operation=operation.checked(),
        sources=tuple(source.midi for source in sources),
        model=turn.model,
    )
    await enqueue_job(house, inquiry, job)


async def _uploaded(house: House, inquiry: Inquiry, place: int) -> Source:
    upload = inquiry.turn.attachments[place]
    reading = await house.engine.analyze(upload.data, upload.filename)
    return Source(reading.midi, Seed("", reading.title or upload.filename))


async def _known(house: House, subject: str) -> Source:
    """A Take or a Track of the catalogue. Raises UnknownItem."""
    async with house.database.reading() as session:
        take = await Takes(session).get(subject)
    if take is not None:
        return _of_take(take)
    if house.catalogue.vector_of(subject) is None:
        raise UnknownItem(
            say("There is no take {item} here; use the id of one that was made here.", item=shown(subject))
        )
    track = await house.catalogue.track(subject)
    return Source(track.midi, Seed(track.id, track.title, track.composer))


def _of_take(take: Take) -> Source:
    return Source(take.midi, Seed(take.id, take.title, "Cadenza"), take)


def state_before(inquiry: Inquiry, take: Take | None) -> Controls:
    """What held before the message: for words about a take, what that take is."""
    if take is None:
        return Controls()
    if inquiry.turn.target or not inquiry.memory.requests:
        return state_after(Controls(), take.controls)
    return inquiry.memory.requests[-1].controls


def only_new(after: Controls, before: Controls) -> Controls:
    """What `after` says otherwise than `before`."""
    was, now = before.to_json(), after.to_json()
    return Controls.from_json({name: value for name, value in now.items() if value != was[name]})
