"""Analyze: what an uploaded file of music is."""

from collections.abc import AsyncIterator
from typing import Any

from bot.assistant.events import ReplyEvent, Said
from bot.assistant.inquiry import House, Inquiry
from bot.assistant.leftovers import drop_unused
from bot.assistant.presentation import duration
from music.errors import CadenzaError


async def analyze(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """One answer a file; without a file, the newest take; else the way to give one."""
    files = [(a.filename, a.data) for a in inquiry.turn.attachments]
    if not files and inquiry.memory.take is not None:
        files = [(f"{inquiry.memory.take.title}.mid", house.files.get(inquiry.memory.take.midi))]
    if not files:
        raise CadenzaError("Attach a MIDI, ABC or MusicXML file and I tell you what it is.")
    for filename, data in files:
        reading = await house.engine.analyze(data, filename)
        if inquiry.turn.attachments:
            await drop_unused(house, reading.midi)  # it was only looked at
        details = {**reading.analysis, "filename": filename}
        yield Said(inquiry.turn_id, describe(filename, reading.analysis), "analysis", details)


def describe(filename: str, analysis: dict[str, Any]) -> str:
    """An analysis in one or two sentences."""
    mood = analysis["mood"]
    feeling = "bright" if mood["valence"] > 0.15 else "dark" if mood["valence"] < -0.15 else "even"
    energy = "lively" if mood["arousal"] > 0.15 else "calm" if mood["arousal"] < -0.15 else "moderate"
    instruments = ", ".join(analysis["instruments"][:6]) or "no instruments"
    return (
        f"{filename}: {analysis['key'] or 'no clear key'}, {analysis['metre']}, "
        f"{analysis['tempo_bpm']:.0f} bpm, {analysis['bars']} bars ({duration(analysis['seconds'])}), "
        f"{analysis['density']}. It plays {instruments}. It sounds {feeling} and {energy}."
    )
