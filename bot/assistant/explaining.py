"""Explain: why these tracks, and how this take came about."""

from collections.abc import AsyncIterator

from bot.assistant.events import RecommendedTrack, ReplyEvent, Said
from bot.assistant.inquiry import House, Inquiry
from bot.assistant.presentation import adjustments_of, describe_controls, seed_name
from bot.language import retold, say
from bot.language.keys import key_name
from bot.language.names import style_name
from bot.language.titles import title_name
from music.errors import CadenzaError
from music.job import Take
from storage.repositories.takes import Takes


async def explain(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """From what the conversation holds, or of the very take that is pointed at; nothing is made up after the
    fact."""
    memory = inquiry.memory
    if inquiry.turn.target:
        yield Said(inquiry.turn_id, await _of_target(house, inquiry.turn.target), "explanation")
        return
    parts = []
    if memory.take is not None:
        parts.append(_of_take(memory.take))
    if memory.tracks:
        parts.append("\n".join(_of_track(t) for t in memory.tracks))
    if not parts:
        raise CadenzaError(say("There is nothing to explain yet; ask for music first, then ask me why."))
    yield Said(inquiry.turn_id, "\n\n".join(parts), "explanation")


async def _of_target(house: House, target: str) -> str:
    """Of a Take or a Track. Raises UnknownItem."""
    async with house.database.reading() as session:
        take = await Takes(session).get(target)
    if take is not None:
        return _of_take(take)
    track = await house.catalogue.track(target)
    feeling = track.mood
    return say(
        "{name} is in the catalogue as {style}, {key}, {bpm} bpm; it sounds {mood} and {energy}.",
        name=seed_name(track.title, track.composer),
        style=style_name(track.style) if track.style else say("music"),
        key=key_name(track.key) if track.key else say("no clear key"),
        bpm=f"{track.tempo_bpm:.0f}",
        mood=say("bright") if feeling.valence > 0 else say("dark"),
        energy=say("lively") if feeling.arousal > 0 else say("calm"),
    )


def _of_take(take: Take) -> str:
    lines = [
        say(
            "“{title}” was composed by the model {model} ({digest}), with random seed {seed}, for: {wishes}.",
            title=title_name(take.title),
            model=take.model,
            digest=take.model_digest[:8],
            seed=take.random_seed,
            wishes=describe_controls(take.controls),
        )
    ]
    if take.seeds and take.operation:
        names = say("; ").join(seed_name(s.title, s.composer) for s in take.seeds)
        wishes = describe_controls(take.controls)
        lines = [
            say(
                "“{title}” was made from {names}: {wishes}.",
                title=title_name(take.title),
                names=names,
                wishes=wishes,
            )
        ]
    elif take.seeds:
        names = say("; ").join(
            say("{name}, {share}", name=seed_name(s.title, s.composer), share=f"{s.weight:.0%}")
            for s in take.seeds
        )
        lines.append(
            say(
                "The sound of these seeds conditioned it, none of their notes were copied in: {names}.",
                names=names,
            )
        )
    lines += adjustments_of(take)
    lines.append(say("The same piece again: cadenza replay {code}", code=take.code))
    return "\n".join(lines)


def _of_track(track: RecommendedTrack) -> str:
    reasons = say("; ").join(retold(reason, "reason") for reason in track.reasons) or say(
        "close in sound to what you asked"
    )
    return say("{name}: {reasons}.", name=seed_name(track.title, track.composer), reasons=reasons)
