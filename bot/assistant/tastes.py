"""Tastes from stored ratings: of whom, in which guild, upon which others. What is kept here is computed from
the ratings and goes with them."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant.catalogue import Catalogue
from bot.assistant.subjects import Subject, Subjects
from recommender.guild_likes import GuildLikes, guild_likes
from recommender.ranking_pool import CatalogueSample
from recommender.taste import Taste
from recommender.taste_features import Features
from recommender.taste_guild import GuildTaste
from storage.database import Database
from storage.repositories.consents import Consents
from storage.repositories.persons import Persons
from storage.repositories.ratings import Rating, Ratings

log = logging.getLogger("cadenza.assistant")

#: guilds and persons that are kept in memory; the rest is computed again
_GUILDS, _PERSONS = 32, 64
#: the collaborative part is fitted again when the ratings have grown by this share
_REFIT = 1.02

Value = TypeVar("Value")
State = tuple[int, datetime | None, "Allowed", frozenset[tuple[str, str]]]
Items = tuple[tuple[Subject, int], ...]


@dataclass(frozen=True, slots=True)
class Allowed:
    """Ids of the persons of a guild by their consent: `personal`, whose ratings say something of themselves;
    `shared`, whose ratings the guild's model may learn from; `refused`, who said no to being personal."""

    personal: frozenset[str]
    shared: frozenset[str]
    refused: frozenset[str]

    @classmethod
    async def of(cls, session: AsyncSession, guild_id: str) -> "Allowed":
        consents = Consents(session)
        return cls(
            frozenset(await consents.persons_with(guild_id, "personalise")),
            frozenset(await consents.persons_with(guild_id, "train")),
            frozenset(await consents.refused(guild_id, "personalise")),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What a guild's ratings say of a person. `rated`: their own, oldest first, without what is gone."""

    taste: Taste
    neighbours: Mapping[str, float] = field(default_factory=dict)
    rated: Items = ()
    others: int = 0


@dataclass(slots=True, eq=False)
class _Guild:
    """Kept of one guild: the model, what each human told, and the database's state that it is of."""

    taste: GuildTaste
    state: State | None = None
    ratings: dict[tuple[str, str], Rating] = field(default_factory=dict)
    #: the ratings of each human, and whether the guild may learn from them
    told: dict[str, tuple[bool, tuple[tuple[str, int], ...]]] = field(default_factory=dict)
    rated: dict[str, Items] = field(default_factory=dict)
    likes: GuildLikes | None = None
    likes_of: int = 0
    persons: "OrderedDict[str, Known]" = field(default_factory=OrderedDict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Tastes:
    """One for each data folder, on one event loop. The work is done on threads."""

    def __init__(self, database: Database, catalogue: Catalogue, subjects: Subjects) -> None:
        self._database = database
        self._catalogue = catalogue
        self._subjects = subjects
        self._guilds: OrderedDict[str, _Guild] = OrderedDict()

    async def of(self, person_id: str, guild_id: str, *, patient: bool = False) -> Known | None:
        """What is known of a person and those linked with them; the guild's taste alone before their first
        rating that counts. None where nobody has rated anything, or the person does not want it.

        Ratings count for who consented to that alone, and for others where they consented to that too.

        Takes that were never looked at are embedded: a few, or all if `patient`.
        """
        async with self._database.reading() as session:
            allowed = await Allowed.of(session, guild_id)
            count, newest = await Ratings(session).state(guild_id)
            person = await Persons(session).get(person_id)
            linked = await Persons(session).linked_ids(person_id)
            links = await Persons(session).links_of_raters(guild_id)
        if not count or person is None or allowed.refused & set(linked):
            return None
        sample = await asyncio.to_thread(self._catalogue.sample)
        if sample is None:
            return None
        guild = self._guild(guild_id, sample)
        async with guild.lock:
            state = (count, newest, allowed, frozenset(links.items()))
            if guild.state != state or self._subjects.is_waiting(guild_id):
                await self._read(guild_id, guild, allowed, links, count, patient)
                guild.state = state
            if not guild.taste.members:
                return None
            known = guild.persons.get(person.identity)
            if known is None:
                known = await asyncio.to_thread(_known, guild, person.identity)
                _keep(guild.persons, person.identity, known, _PERSONS)
            return known

    def forget(self, guild_id: str) -> None:
        """Drops what is in memory of a guild."""
        self._guilds.pop(guild_id, None)

    def forget_all(self) -> None:
        """Drops what is in memory of every guild."""
        self._guilds.clear()

    def _guild(self, guild_id: str, sample: CatalogueSample) -> _Guild:
        guild = self._guilds.get(guild_id)
        if guild is None or guild.taste.typical is not sample.typical:
            guild = _Guild(GuildTaste(sample.typical))
        return _keep(self._guilds, guild_id, guild, _GUILDS)

    async def _read(
        self,
        guild_id: str,
        guild: _Guild,
        allowed: Allowed,
        human: dict[str, str],
        count: int,
        patient: bool,
    ) -> None:
        newest = None if guild.state is None else guild.state[1]
        async with self._database.reading() as session:
            new = await Ratings(session).of_guild(guild_id, since=newest)
            guild.ratings.update((_key(rating), rating) for rating in new)
            if len(guild.ratings) != count:  # some were taken back
                guild.ratings = {_key(r): r for r in await Ratings(session).of_guild(guild_id)}
                guild.likes, guild.likes_of = None, 0
        ratings = tuple(r for r in guild.ratings.values() if r.person_id in allowed.personal)
        subjects = await self._subjects.of(guild_id, ratings, patient=patient)
        without, shared = (
            {human.get(person, person) for person in persons} for persons in (allowed.refused, allowed.shared)
        )
        await asyncio.to_thread(_tell, guild, _by_human(ratings, subjects, human, without), shared)


def _key(rating: Rating) -> tuple[str, str]:
    return rating.person_id, rating.track_id or rating.take_id or ""


def _by_human(
    ratings: Sequence[Rating], subjects: Mapping[str, Subject], human: Mapping[str, str], without: set[str]
) -> dict[str, Items]:
    """What each told, oldest first; of linked persons, the newest about each subject counts."""
    told: dict[str, dict[str, tuple[Subject, int]]] = {}
    for rating in sorted(ratings, key=lambda rating: rating.rated):
        person, what = _key(rating)
        identity = human.get(person, person)
        if what in subjects and identity not in without:
            told.setdefault(identity, {}).pop(what, None)
            told[identity][what] = (subjects[what], rating.stars)
    return {who: tuple(items.values()) for who, items in told.items()}


def _tell(guild: _Guild, rated: dict[str, Items], shared: set[str]) -> None:
    """Brings the guild's model up to what was read: only those who changed cost anything."""
    told = {
        who: (who in shared, tuple((subject.id, stars) for subject, stars in items))
        for who, items in rated.items()
    }
    for who in guild.told.keys() | told.keys():
        if guild.told.get(who) != told.get(who):
            items = rated.get(who, ())
            stars = np.array([stars for _, stars in items], np.float64)
            features = _stacked([subject.features for subject, _ in items])
            guild.taste.tell(who, features, stars, to_all=who in shared)
    guild.told, guild.rated = told, rated
    guild.persons.clear()
    spoken = {who: dict(items) for who, (to_all, items) in told.items() if to_all}
    count = sum(map(len, spoken.values()))
    if not guild.likes_of <= count <= _REFIT * guild.likes_of:
        guild.likes = guild_likes(spoken)
        guild.likes_of = count


def _known(guild: _Guild, identity: str) -> Known:
    rated = guild.rated.get(identity, ())
    taste = guild.taste.taste_of(identity, tuple((subject.id, subject.title) for subject, _ in rated))
    neighbours: Mapping[str, float] = {}
    if guild.likes is not None and rated:
        neighbours = guild.likes.neighbours({subject.id: stars for subject, stars in rated})
    return Known(taste, neighbours, rated, guild.taste.others(identity))


def _stacked(features: Sequence[Features]) -> Features:
    return np.stack(features) if features else np.zeros((0, 0), np.float32)


def _keep(kept: "OrderedDict[str, Value]", key: str, value: Value, most: int) -> Value:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
    return value
