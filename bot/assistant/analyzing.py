"""Analyze: what an uploaded file of music is."""

from collections.abc import AsyncIterator
from typing import Any

from bot.assistant.events import ReplyEvent, Said
from bot.assistant.inquiry import House, Inquiry
from bot.assistant.leftovers import drop_unused
from bot.assistant.operating import the_source
from bot.assistant.pointing import pointed_at
from bot.assistant.presentation import density_word, duration
from bot.language import say
from bot.language.keys import key_name
from bot.language.names import instrument_name
from music.errors import CadenzaError


async def analyze(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """One answer a file; without a file, what is pointed at, or the newest take; else the way to give one."""
    files = [(a.filename, a.data) for a in inquiry.turn.attachments]
    if not files and (pointed_at(inquiry) or inquiry.memory.take is not None):
        source = await the_source(house, inquiry, "")
        files = [(f"{source.seed.title}.mid", house.files.get(source.midi))]
    if not files:
        raise CadenzaError(say("Attach a MIDI, ABC or MusicXML file and I tell you what it is."))
    for filename, data in files:
        reading = await house.engine.analyze(data, filename)
        if inquiry.turn.attachments:
            await drop_unused(house, reading.midi)  # it was only looked at
        details = {**reading.analysis, "filename": filename}
        yield Said(inquiry.turn_id, describe(filename, reading.analysis), "analysis", details)


def describe(filename: str, analysis: dict[str, Any]) -> str:
    """An analysis in one or two sentences."""
    mood = analysis["mood"]
    valence, arousal = mood["valence"], mood["arousal"]
    feeling = say("bright") if valence > 0.15 else say("dark") if valence < -0.15 else say("even")
    energy = say("lively") if arousal > 0.15 else say("calm") if arousal < -0.15 else say("moderate")
    instruments = say(", ").join(map(instrument_name, analysis["instruments"][:6])) or say("no instruments")
    return say(
        "{file}: {key}, {metre}, {bpm} bpm, {bars} bars ({length}), {density}. It plays {instruments}. "
        "It sounds {mood} and {energy}.",
        file=filename,
        key=key_name(analysis["key"]) if analysis["key"] else say("no clear key"),
        metre=analysis["metre"],
        bpm=f"{analysis['tempo_bpm']:.0f}",
        bars=analysis["bars"],
        length=duration(analysis["seconds"]),
        density=density_word(analysis["density"]),
        instruments=instruments,
        mood=feeling,
        energy=energy,
    )
