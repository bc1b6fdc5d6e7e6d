"""Scores from files by the kind that their name and first bytes tell."""

from pathlib import PurePath

from music.abc import read_abc
from music.errors import UnreadableScore
from music.midi import read_midi
from music.musicxml import read_musicxml
from music.score import Score

#: What `read_score` reads, by suffix.
SUFFIXES = (".mid", ".midi", ".kar", ".rmi", ".abc", ".musicxml", ".xml", ".mxl")


def read_score(data: bytes, filename: str) -> Score:
    """The Score in a MIDI, ABC or MusicXML file; the first tune of an ABC book.

    The suffix of `filename` decides, and where it says nothing the first bytes do. Raises UnreadableScore
    with one sentence on what is wrong and what works.
    """
    name = PurePath(filename.replace("\\", "/")).name
    if not data:
        raise UnreadableScore(f"{name!r} is empty.")
    suffix = PurePath(name).suffix.casefold()
    if suffix in (".mid", ".midi", ".kar", ".rmi") or data[:4] in (b"MThd", b"RIFF"):
        return read_midi(data, name)
    if suffix == ".abc":
        return read_abc(data, name)
    if suffix in (".musicxml", ".xml", ".mxl"):
        return read_musicxml(data, name)
    raise UnreadableScore(
        f"{name!r} is no score that I can read; MIDI (.mid), ABC (.abc) and MusicXML (.musicxml, .mxl) work."
    )
