"""The house's side of playing aloud: which piece is meant, its sound, and the studio of a radio."""

import re
import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from bot.assistant.answering import understand
from bot.assistant.composing import recommended_seeds, seed_vector
from bot.assistant.events import Surface, Turn
from bot.assistant.inquiry import House, UnknownItem
from bot.assistant.neighbours import neighbours_of
from bot.assistant.ownership import GONE
from bot.assistant.playing.player import Piece
from bot.assistant.playing.radio import Order
from bot.assistant.recommending import vector_of
from bot.assistant.search import Wish, search
from bot.assistant.styling import own_styles, style_of, usual_style
from bot.language import say
from bot.understanding import Request
from music.controls import Controls
from music.errors import CadenzaError
from music.job import Job, Seed, Take
from music.track import Track
from storage.repositories.blocks import Blocks
from storage.repositories.consents import Consents
from storage.repositories.persons import Persons
from storage.repositories.ratings import Ratings
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks

#: how takes and tracks are called by programs
_ID = re.compile(r"[0-9a-f]{16}")
#: takes of a guild among which a title is looked for
_RECENT = 50
#: Tracks that a radio's pieces are inspired by in turn
_INSPIRING = 8


class Stage:
    """For one person (external id) on one surface in one guild."""

    def __init__(self, house: House, guild_id: str, surface: Surface, person: str, person_id: str) -> None:
        self._house = house
        self._guild_id = guild_id
        self._surface = surface
        self._person = person
        self._person_id = person_id

    def sound(self, midi: str) -> AsyncGenerator[bytes, None]:
        """As `Engine.play`."""
        return self._house.engine.play(midi)

    async def choose(self, what: str = "") -> Piece:
        """The piece that is meant: by id, by the title of a take made here, else what the catalogue has for
        the words; without words the person's newest take here, else anybody's. Raises CadenzaError."""
        what = what.strip()
        if not what:
            return await self._newest()
        if _ID.fullmatch(what):
            return await self._of_id(what)
        if (take := await self._titled(what)) is not None:
            return _of_take(take)
        request = await self.read(what, Controls())
        wish = Wish(request.controls, what, self._guild_id, self._person_id)
        found = (await search(self._house, wish, 1)).recommendations
        if not found:
            raise CadenzaError(say("I find nothing to play for that; compose something first with /compose."))
        return _of_track(found[0].track)

    async def _newest(self) -> Piece:
        async with self._house.database.reading() as session:
            takes = Takes(session)
            found = await takes.recent(guild_id=self._guild_id, person_id=self._person_id, limit=1)
            found = found or await takes.recent(guild_id=self._guild_id, limit=1)
        if not found:
            raise CadenzaError(
                say(
                    "There is nothing to play yet; say what (“something calm for piano”), or compose a piece."
                )
            )
        return _of_take(found[0])

    async def _of_id(self, id_: str) -> Piece:
        async with self._house.database.reading() as session:
            takes = Takes(session)
            take, whose = await takes.get(id_), await takes.whose(id_)
            blocked = await Blocks(session).ids(self._guild_id)
            tracks = [] if id_ in blocked else await Tracks(session).by_ids([id_])
        if take is not None and whose is not None and whose[0] == self._guild_id:
            return _of_take(take)
        for track in tracks:
            if track.guild_id in (None, self._guild_id):
                return _of_track(track)
        raise UnknownItem(say(GONE))

    async def _titled(self, what: str) -> Take | None:
        """The newest take of the guild that is called so."""
        async with self._house.database.reading() as session:
            takes = await Takes(session).recent(guild_id=self._guild_id, limit=_RECENT)
        wanted = what.casefold()
        return next((take for take in takes if take.title.casefold() == wanted), None)

    # --- the studio of a radio ----------------------------------------------------------------------------

    async def read(self, text: str, controls: Controls) -> Request:
        """What a message means to who hears music of these Controls. Raises CadenzaError."""
        turn = Turn(self._guild_id, self._surface, self._person, "", text)
        earlier = () if controls == Controls() else (Request("generate", controls=controls),)
        styles = await own_styles(self._house, self._guild_id)
        request = await understand(turn, earlier, self._house.engine, styles)
        if not earlier and request.controls.style is None:
            rules = await self._house.rules.of(self._house.database, self._guild_id)
            usual = usual_style(rules.style, styles)
            request = replace(request, controls=replace(request.controls, style=usual))
        return request

    async def compose(self, order: Order) -> Piece:
        """A new piece, kept as a take of this person. Raises CadenzaError."""
        if order.like:
            vector = tuple(float(x) for x in await vector_of(self._house, order.like))
            seeds: tuple[Seed, ...] = (Seed(order.like, await self._title(order.like), "Cadenza"),)
        else:
            wish = Wish(replace(order.controls, bars=None, seconds=None), order.words, self._guild_id)
            found = await search(self._house, wish, _INSPIRING)
            # others in turn, so that no two pieces are inspired by the same
            kept = list(found.recommendations)
            secrets.SystemRandom().shuffle(kept)
            seeds = recommended_seeds(self._house.catalogue, [r.track for r in kept])
            vector = seed_vector(self._house, seeds)
        job = Job(
            controls=order.controls.checked(),
            random_seed=secrets.randbelow(2**32),
            seeds=seeds,
            seed_vector=vector,
            neighbours=await neighbours_of(self._house, self._guild_id, vector),
            style=await style_of(self._house, self._guild_id, order.controls.style),
        )
        take = await self._made(job)
        async with self._house.database.session() as session:
            await Takes(session).add(take, self._guild_id, self._person_id)
        return _of_take(take)

    async def stars(self, take_ids: Sequence[str], listeners: Sequence[str]) -> Mapping[str, float]:
        """Mean stars of those of these persons (external ids) who let their ratings count; takes without any
        are left out."""
        async with self._house.database.reading() as session:
            persons = [await Persons(session).find(self._surface, who) for who in listeners]
            known = {person.id for person in persons if person is not None}
            known &= await Consents(session).persons_with(self._guild_id, "personalise")
            ratings = await Ratings(session).of_guild(self._guild_id)
        given: dict[str, list[int]] = {}
        for rating in ratings:
            if rating.take_id in take_ids and rating.person_id in known:
                given.setdefault(str(rating.take_id), []).append(rating.stars)
        return {take_id: fmean(stars) for take_id, stars in given.items()}

    async def _title(self, take_id: str) -> str:
        async with self._house.database.reading() as session:
            take = await Takes(session).get(take_id)
        return take.title if take is not None else ""

    async def _made(self, job: Job) -> Take:
        """Made beside the queue of jobs: a radio that is stopped wants its next piece no more, and one that a
        restart ended is not taken up again."""
        stream = self._house.engine.submit(job)
        async for outcome in stream:
            if isinstance(outcome, Take):
                return outcome
        raise RuntimeError("the engine ended a job without a take")


def _of_take(take: Take) -> Piece:
    return Piece(take.id, take.title, "Cadenza", take.midi, take.seconds)


def _of_track(track: Track) -> Piece:
    return Piece(track.id, track.title, track.composer, track.midi, track.seconds)
