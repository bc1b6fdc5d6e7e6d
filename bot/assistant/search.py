"""Search: from a wish to ranked Tracks with reasons, and the note of what was shown."""

import asyncio
import logging
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bot.assistant.events import Recommended, RecommendedTrack
from bot.assistant.filtering import given_up
from bot.assistant.inquiry import House, Inquiry
from bot.assistant.styling import style_of
from bot.assistant.tastes import Known
from bot.engine.protocol import FloatArray
from bot.language import paragraph, retold, say
from music.controls import Controls
from music.errors import CadenzaError, MissingPart, UnknownStyle
from music.style import Style
from music.styles import find_style
from recommender.ranking import Query, Recommendation, rank
from recommender.ranking_filters import Filters
from storage.repositories.blocks import Blocks
from storage.repositories.impressions import Impressions, Shown
from storage.repositories.tracks import Tracks

log = logging.getLogger("cadenza.assistant")

#: names the ranking that an impression came from, for learning from them later
RANKING_VERSION = "sum-of-terms-3"
RECENTLY_SHOWN = 10


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What is looked for, and by whom. `like_vector` [d] of an example; `without`: ids not to show;
    `filters`: what a Track must be."""

    controls: Controls
    text: str = ""
    guild_id: str = ""
    person_id: str | None = None
    like_vector: FloatArray | None = None
    without: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)

    def like(self, vector: FloatArray, without: str = "") -> "Wish":
        return replace(
            self, like_vector=vector, without=(*self.without, without) if without else self.without
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Recommendations, best first. `elapsed_ms`: searching and ranking, after the text was encoded;
    `relaxed`: a sentence when no Track passed all filters."""

    recommendations: tuple[Recommendation, ...] = ()
    elapsed_ms: float = 0.0
    notes: tuple[str, ...] = field(default=())
    relaxed: str = ""


async def search(house: House, wish: Wish, n: int) -> Found:
    """The best `n` Tracks of the catalogue for `wish`; fewer or none in a small catalogue."""
    notes: list[str] = []
    await house.catalogue.wait_until_usable()
    text_vector: FloatArray | None = None
    if wish.text.strip():
        try:
            text_vector = (await house.engine.embed_text([wish.text]))[0]
        except MissingPart as error:  # facts and names still find music
            log.warning("searching without the meaning of words: %s", error)
            notes.append(say("I searched by facts and names alone, because the text model is missing."))
    recent = await _recently_shown(house, wish)
    known = await _known(house, wish)
    async with house.database.reading() as session:
        blocked = await Blocks(session).ids(wish.guild_id)
    query = Query(
        controls=wish.controls,
        text=wish.text,
        text_vector=text_vector,
        like_vector=wish.like_vector,
        style=await _style(house, wish),
        recent=recent,
        exclude=(*wish.without, *blocked),
        guild_id=wish.guild_id,
        taste=None if known is None else known.taste,
        neighbours=None if known is None else known.neighbours,
        filters=wish.filters,
    )
    start = time.perf_counter()
    ranked, relaxed = await asyncio.to_thread(_ranked, house, query, n)
    elapsed = (time.perf_counter() - start) * 1000
    return Found(tuple(ranked), round(elapsed, 3), tuple(notes), relaxed)


def need_a_wish(inquiry: Inquiry, found: Found) -> None:
    """Raises CadenzaError when a command made a search of words that speak of no music and name none."""
    if not inquiry.turn.text.strip() or inquiry.request.intent != "chat" or inquiry.controls != Controls():
        return
    if not any("name" in r.contributions for r in found.recommendations):
        raise CadenzaError(
            say(
                "I find no wish for music in these words; say a mood, a style or an instrument, "
                "for instance “calm piano, 40 seconds”."
            )
        )


def _ranked(house: House, query: Query, n: int) -> tuple[list[Recommendation], str]:
    """The best, and a sentence on the filters that were given up to find any."""
    relaxed = ""
    if query.filters and not house.catalogue.count(query):
        filters, relaxed = given_up(
            query.filters,
            lambda fewer: house.catalogue.count(replace(query, filters=fewer)),
            house.catalogue.licences(),
        )
        query = replace(query, filters=filters)
    return rank(query, house.catalogue.candidates(query), n, np.random.default_rng()), relaxed


async def show(house: House, turn_id: str, wish: Wish, found: Found) -> Recommended:
    """The event for what was found. What is shown to a person is written down as impressions."""
    recommended = found.recommendations
    if wish.person_id and recommended:
        async with house.database.session() as session:
            # a Track that was deleted since it was found is neither noted nor shown
            known = await Tracks(session).known(r.track.id for r in recommended)
            recommended = tuple(r for r in recommended if r.track.id in known)
            await Impressions(session).add_many(
                uuid.uuid4().hex,
                wish.person_id,
                wish.guild_id,
                [Shown(r.track.id, place, r.probability) for place, r in enumerate(recommended)],
                RANKING_VERSION,
            )
    tracks = tuple(card(r) for r in recommended)
    return Recommended(turn_id, tracks, _opening(house, tracks, found), found.elapsed_ms, found.relaxed)


def card(recommendation: Recommendation) -> RecommendedTrack:
    track = recommendation.track
    return RecommendedTrack(
        id=track.id,
        title=track.title,
        composer=track.composer,
        style=track.style,
        mood={"valence": round(track.mood.valence, 3), "arousal": round(track.mood.arousal, 3)},
        tempo_bpm=round(track.tempo_bpm, 1),
        key=track.key,
        metre=track.metre,
        seconds=round(track.seconds, 1),
        instruments=track.instruments,
        score=round(recommendation.score, 4),
        reasons=tuple(retold(reason, "reason") for reason in recommendation.reasons),
        licence=track.licence,
        source=track.source,
        midi=track.midi,
    )


def _opening(house: House, tracks: Sequence[RecommendedTrack], found: Found) -> str:
    status = house.catalogue.status()
    if found.relaxed:
        words = paragraph(found.relaxed, say("These come closest:") if tracks else "")
    elif not tracks:
        words = say(
            "The catalogue has nothing to recommend yet; add music with `cadenza catalog add FOLDER`."
        )
    else:
        words = say("Music that may fit:") if len(tracks) > 1 else say("One piece that may fit:")
    if status.building:
        building = say(
            "(The catalogue is still being built: {done} of {total}.)", done=status.done, total=status.total
        )
        words = paragraph(words, building)
    return paragraph(words, *found.notes)


async def _style(house: House, wish: Wish) -> Style | None:
    name = wish.controls.style
    try:
        own = await style_of(house, wish.guild_id, name)
        return own or (find_style(name) if name else None)
    except UnknownStyle:
        return None  # a style of the catalogue's labels that is no preset; the ranking compares its name


async def _known(house: House, wish: Wish) -> Known | None:
    """The Taste of who asks. What cannot be looked at now is no reason to find nothing."""
    if not wish.person_id:
        return None
    try:
        return await house.tastes.of(wish.person_id, wish.guild_id)
    except CadenzaError as error:
        log.warning("searching without the taste of who asks: %s", error)
        return None


async def _recently_shown(house: House, wish: Wish) -> tuple[str, ...]:
    if not wish.person_id:
        return ()
    async with house.database.reading() as session:
        shown = await Impressions(session).of_person(wish.person_id, wish.guild_id, RECENTLY_SHOWN)
    return tuple(i.shown.track_id for i in reversed(shown))  # oldest first, as the ranking wants them
