"""The Tracks nearest to what a piece is seeded by: with these it is compared before it is delivered."""

import asyncio
from collections.abc import Sequence

import numpy as np

from bot.assistant.inquiry import House
from bot.engine.protocol import FloatArray
from music.job import Neighbour
from recommender.candidates import Candidate
from recommender.ranking import Query

#: Tracks that a piece is compared with; each costs some milliseconds
NEIGHBOURS = 24


async def neighbours_of(house: House, guild_id: str, vector: Sequence[float]) -> tuple[Neighbour, ...]:
    """The NEIGHBOURS Tracks nearest to `vector` that the guild can hear, nearest first; none without one."""
    if not vector:
        return ()
    return await asyncio.to_thread(_nearest, house, guild_id, np.asarray(vector, np.float32))


def _nearest(house: House, guild_id: str, vector: FloatArray) -> tuple[Neighbour, ...]:
    found = house.catalogue.candidates(Query(like_vector=vector, guild_id=guild_id))
    near = sorted((c for c in found if c.vector is not None), key=lambda c: _distance(c, vector))
    return tuple(
        Neighbour(c.track.id, c.track.title, c.track.composer, c.track.midi) for c in near[:NEIGHBOURS]
    )


def _distance(candidate: Candidate, vector: FloatArray) -> float:
    assert candidate.vector is not None
    return -float(vector @ candidate.vector)
