"""Explain: why these tracks, and how this take came about."""

from collections.abc import AsyncIterator

from bot.assistant.events import RecommendedTrack, ReplyEvent, Said
from bot.assistant.inquiry import House, Inquiry
from bot.assistant.presentation import describe_controls, seed_name
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
        raise CadenzaError("There is nothing to explain yet; ask for music first, then ask me why.")
    yield Said(inquiry.turn_id, "\n\n".join(parts), "explanation")


async def _of_target(house: House, target: str) -> str:
    """Of a Take or a Track. Raises UnknownItem."""
    async with house.database.reading() as session:
        take = await Takes(session).get(target)
    if take is not None:
        return _of_take(take)
    track = await house.catalogue.track(target)
    feeling = track.mood
    return (
        f"{seed_name(track.title, track.composer)} is in the catalogue as {track.style or 'music'}, "
        f"{track.key or 'no clear key'}, {track.tempo_bpm:.0f} bpm; it sounds "
        f"{'bright' if feeling.valence > 0 else 'dark'} and {'lively' if feeling.arousal > 0 else 'calm'}."
    )


def _of_take(take: Take) -> str:
    lines = [
        f"“{take.title}” was composed by the model {take.model} ({take.model_digest[:8]}), "
        f"with random seed {take.random_seed}, for: {describe_controls(take.controls)}."
    ]
    if take.seeds and take.operation:
        names = "; ".join(seed_name(s.title, s.composer) for s in take.seeds)
        lines = [f"“{take.title}” was made from {names}: {describe_controls(take.controls)}."]
    elif take.seeds:
        names = "; ".join(f"{seed_name(s.title, s.composer)}, {s.weight:.0%}" for s in take.seeds)
        lines.append(f"The sound of these seeds conditioned it, none of their notes were copied in: {names}.")
    lines += take.adjustments
    lines.append(f"The same piece again: cadenza replay {take.code}")
    return "\n".join(lines)


def _of_track(track: RecommendedTrack) -> str:
    reasons = "; ".join(track.reasons) or "close in sound to what you asked"
    return f"{seed_name(track.title, track.composer)}: {reasons}."
