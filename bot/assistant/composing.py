"""Compose: recommendations become seeds, and a Job goes to the engine."""

import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import numpy as np

from bot.assistant.catalogue import Catalogue
from bot.assistant.events import ReplyEvent
from bot.assistant.heard import track_of
from bot.assistant.inquiry import House, Inquiry, UnknownItem
from bot.assistant.inspiring import inspired_by
from bot.assistant.neighbours import neighbours_of
from bot.assistant.pointing import pointed_at
from bot.assistant.recommending import reading_of_upload
from bot.assistant.search import Wish, need_a_wish, search, show
from bot.assistant.styling import style_of
from bot.engine.protocol import Facts, FloatArray
from bot.language import say
from music.controls import Controls
from music.job import Job, Seed
from music.track import Track
from music.wording import shown
from storage.repositories.tracks import Tracks

#: how many of the recommended Tracks a piece is seeded by
SEEDS = 3
#: the least cosine with the best of them
ALIKE = 0.5


async def compose(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """Recommends, then composes in the spirit of the best. Given seed tracks or an upload take that place;
    being chosen, the first of them also decides what the request leaves open.
    """
    turn, controls = inquiry.turn, inquiry.controls
    subject = pointed_at(inquiry)
    chosen = turn.seed_tracks or ((subject,) if house.catalogue.vector_of(subject) is not None else ())
    if chosen:
        tracks = await chosen_tracks(house, chosen)
        seeds = equal_seeds(tracks)
        vector = seed_vector(house, seeds)
        controls = inspired_by(tracks[0], controls)
    elif turn.attachments:
        upload = turn.attachments[0]
        seeds = (Seed("", upload.filename),)
        reading = await reading_of_upload(house, upload.filename, upload.data)
        vector = tuple(float(x) for x in reading.pooled)
        controls = inspired_by(track_of(reading, Facts("")), controls)
    else:
        # who chooses the random seed wants the same piece again, whatever was shown lately
        person_id = inquiry.place.person_id if turn.random_seed is None else None
        # the length that was asked is the piece's, not that of what inspires it
        asked = replace(inquiry.controls, bars=None, seconds=None)
        wish = Wish(asked, turn.text, turn.guild_id, person_id)
        found = await search(house, wish, max(turn.limit, SEEDS))
        need_a_wish(inquiry, found)
        yield await show(house, inquiry.turn_id, wish, found)
        seeds = recommended_seeds(house.catalogue, [r.track for r in found.recommendations])
        vector = seed_vector(house, seeds)
    await enqueue(house, inquiry, controls, seeds, vector, turn.random_seed)


async def enqueue(
    house: House,
    inquiry: Inquiry,
    controls: Controls,
    seeds: tuple[Seed, ...],
    vector: Sequence[float],
    random_seed: int | None,
) -> None:
    """Writes a Job of these down; the job runner answers the rest of the turn. Raises TooMuch."""
    job = Job(
        controls=controls.checked(),
        random_seed=secrets.randbelow(2**32) if random_seed is None else random_seed,
        seeds=seeds,
        seed_vector=tuple(vector),
        model=inquiry.turn.model,
        neighbours=await neighbours_of(house, inquiry.turn.guild_id, vector),
    )
    await enqueue_job(house, inquiry, job)


async def enqueue_job(house: House, inquiry: Inquiry, job: Job) -> None:
    """Writes the Job down; the job runner answers the rest of the turn. Raises TooMuch, UnknownStyle."""
    rules = await house.rules.of(house.database, inquiry.turn.guild_id)
    if inquiry.turn.surface == "discord" or rules.limits_pieces:  # where many share one engine
        await house.quotas.admit("piece", inquiry.turn.guild_id, inquiry.place.person_id, rules)
    job = replace(job, style=await style_of(house, inquiry.turn.guild_id, job.controls.style))
    await house.jobs.enqueue(job, inquiry.job_context)


def recommended_seeds(catalogue: Catalogue, tracks: Sequence[Track]) -> tuple[Seed, ...]:
    """Recommended Tracks as seeds, best first, the better the heavier (weights fall by rank and sum to 1).

    Recommendations are varied on purpose, and the middle between a lament and a march is the spirit of
    neither: only those join that are like the best.
    """
    best = [t for t in tracks[:SEEDS] if t is tracks[0] or _alike(catalogue, tracks[0], t)]
    total = sum(1 / rank for rank in range(1, len(best) + 1))
    return tuple(
        Seed(t.id, t.title, t.composer, round(1 / rank / total, 6)) for rank, t in enumerate(best, 1)
    )


def _alike(catalogue: Catalogue, one: Track, other: Track) -> bool:
    a, b = catalogue.vector_of(one.id), catalogue.vector_of(other.id)
    return a is not None and b is not None and float(a @ b) >= ALIKE


async def chosen_tracks(house: House, track_ids: Sequence[str]) -> list[Track]:
    """The Tracks of these ids, in their order. Raises UnknownItem."""
    async with house.database.reading() as session:
        found = {t.id: t for t in await Tracks(session).by_ids(list(track_ids))}
    missing = set(track_ids) - set(found)
    if missing:
        raise UnknownItem(
            say(
                "The catalogue has no track {track}; `cadenza catalog list` shows their ids.",
                track=shown(sorted(missing)[0]),
            )
        )
    return [found[track_id] for track_id in dict.fromkeys(track_ids)]


def equal_seeds(tracks: Sequence[Track]) -> tuple[Seed, ...]:
    """The Tracks as seeds of equal weight."""
    return tuple(Seed(t.id, t.title, t.composer, round(1 / len(tracks), 6)) for t in tracks)


def seed_vector(house: House, seeds: Sequence[Seed]) -> tuple[float, ...]:
    """The weighted mean of the seeds' pooled embeddings, unit length; () where none has one."""
    rows: list[FloatArray] = []
    for seed in seeds:
        vector = house.catalogue.vector_of(seed.track_id)
        if vector is not None:
            rows.append(seed.weight * vector)
    mean = np.sum(rows, axis=0) if rows else np.zeros(0, np.float32)
    length = float(np.linalg.norm(mean))
    return tuple(float(x) for x in mean / length) if length > 0 else ()
