"""Scores from files by the kind that their name and first bytes tell."""

from dataclasses import dataclass
from pathlib import PurePath

from music.abc import read_abc, read_abc_tunes
from music.credits import Credits, credits_of_midi, credits_of_musicxml
from music.errors import UnreadableScore
from music.midi import read_midi
from music.musicxml import plain_xml, read_musicxml
from music.score import Score
from music.wording import quoted

#: What `read_score` reads, by suffix.
SUFFIXES = (".mid", ".midi", ".kar", ".rmi", ".abc", ".musicxml", ".xml", ".mxl")


def read_score(data: bytes, filename: str) -> Score:
    """The Score in a MIDI, ABC or MusicXML file; the first tune of an ABC book.

    The suffix of `filename` decides, and where it says nothing the first bytes do. Raises UnreadableScore
    with one sentence on what is wrong and what works.
    """
    name = PurePath(filename.replace("\\", "/")).name
    if not data:
        raise UnreadableScore(f"{quoted(name)} is empty.")
    suffix = PurePath(name).suffix.casefold()
    if suffix in (".mid", ".midi", ".kar", ".rmi") or data[:4] in (b"MThd", b"RIFF"):
        return read_midi(data, name)
    if suffix == ".abc":
        return read_abc(data, name)
    if suffix in (".musicxml", ".xml", ".mxl"):
        return read_musicxml(data, name)
    raise UnreadableScore(
        f"{quoted(name)} is no score that I can read; "
        "MIDI (.mid), ABC (.abc) and MusicXML (.musicxml, .mxl) work."
    )


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A piece in a file, with what the file says of it. `reference` tells the tunes of a book apart: their
    X: fields, or their places from 1 where those are not unique; "" in a file that holds one piece."""

    score: Score
    credits: Credits
    reference: str = ""


def read_pieces(data: bytes, filename: str) -> list[Piece]:
    """Every piece in a file: each tune of an ABC book, else the one Score. Raises as `read_score` does."""
    name = PurePath(filename.replace("\\", "/")).name
    suffix = PurePath(name).suffix.casefold()
    if suffix == ".abc" and data[:4] != b"MThd":
        tunes = read_abc_tunes(data, name) if data else []
        references = [tune.reference for tune in tunes]
        if len(set(references)) < len(tunes) or "" in references:
            references = [str(place) for place in range(1, len(tunes) + 1)]
        if tunes:
            return [
                Piece(
                    t.score, Credits(t.title, t.composer, "", t.rhythm), reference if len(tunes) > 1 else ""
                )
                for t, reference in zip(tunes, references, strict=True)
            ]
    score = read_score(data, name)
    if suffix in (".musicxml", ".xml", ".mxl") and data[:4] not in (b"MThd", b"RIFF"):
        return [Piece(score, credits_of_musicxml(plain_xml(data, name)))]
    return [Piece(score, credits_of_midi(score))]
