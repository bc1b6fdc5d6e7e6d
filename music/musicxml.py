"""MusicXML (W3C, version 4.0) in and out.

Reading goes through verovio, after a bounded pass of expat that refuses what is not well-formed, defines
entities or is nested beyond reason. Writing goes through music21, on the grid that notation needs: to
each onset the nearest sixteenth or triplet eighth.
"""

import base64
import binascii
import io
import re
import warnings
import zipfile
import zlib
from typing import Any
from xml.parsers import expat

from music.errors import MissingPart, UnreadableScore
from music.midi import read_midi, write_midi
from music.midi_bounds import MAX_BYTES
from music.score import Score

#: Of the XML itself, unzipped.
MAX_XML_BYTES = 30 * 1024 * 1024
MAX_DEPTH = 64
_DRUM_CHANNEL = 9
_ROOTS = ("score-partwise", "score-timewise")


def read_musicxml(data: bytes, name: str = "") -> Score:
    """The Score of a MusicXML file, plain or zipped (.mxl), repeats played, with its MIDI programmes.

    Raises UnreadableScore with what is wrong.
    """
    what = repr(name) if name else "This file"
    if len(data) > MAX_BYTES:
        raise UnreadableScore(f"{what} has {len(data) / 2**20:.0f} MiB; MusicXML of up to 10 MiB works.")
    xml = _unzipped(data, what) if data[:4] == b"PK\x03\x04" else data
    checked = _Checker(what)
    checked.read(xml)
    try:
        import verovio
    except ImportError as error:
        raise MissingPart("verovio, which reads MusicXML, is not installed.") from error
    verovio.enableLog(verovio.LOG_OFF)
    toolkit = verovio.toolkit()
    toolkit.setOptions({"breaks": "none"})
    midi = ""
    if toolkit.loadData(_as_unicode(xml, checked.encoding)):
        midi = toolkit.renderToMIDI()
    try:
        return read_midi(base64.b64decode(midi), name)
    except (UnreadableScore, binascii.Error) as error:
        raise UnreadableScore(f"{what} holds MusicXML that cannot be played: {error}") from error


def write_musicxml(score: Score) -> bytes:
    """MusicXML of the score: parts with names and instruments, key, metre, tempo; UTF-8.

    Raises UnreadableScore for a score without notes.
    """
    if not score.note_count:
        raise UnreadableScore("There are no notes to write down; a score needs at least one.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # music21 remarks on every channel that it meets twice
        from music21 import converter, metadata
        from music21.musicxml.m21ToXml import GeneralObjectExporter

        stream: Any = converter.parseData(
            write_midi(score), format="midi", quantizePost=True, quarterLengthDivisors=(4, 3)
        )
        stream.metadata = metadata.Metadata(title=score.title or "Untitled")
        stream.metadata.software = ("Cadenza",)
        parts = [part for part in score.parts if len(part.notes)]
        for part, notated in zip(parts, stream.parts, strict=True):
            _set_instrument(notated, part.name, part.program, part.is_drum)
        xml: bytes = GeneralObjectExporter(stream).parse()
    return xml


def _set_instrument(notated: Any, name: str, program: int, is_drum: bool) -> None:
    """Replaces what music21 guessed from the part's name by what the part says."""
    from music21 import instrument

    from music.instruments import DRUMS, NAMES

    for guess in list(notated.recurse().getElementsByClass(instrument.Instrument)):
        notated.remove(guess, recurse=True)
    label = NAMES[DRUMS if is_drum else program]
    played_by = instrument.Instrument(label)
    played_by.midiProgram = program
    if is_drum:
        played_by.midiChannel = _DRUM_CHANNEL
    played_by.partName = name or label
    notated.partName = name or label
    notated.insert(0, played_by)


def _unzipped(data: bytes, what: str) -> bytes:
    """The score inside an .mxl archive, never more than MAX_XML_BYTES of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            root = ""
            if "META-INF/container.xml" in names:
                with archive.open("META-INF/container.xml") as container:
                    found = re.search(rb"full-path\s*=\s*[\"']([^\"']+)[\"']", container.read(65536))
                root = found[1].decode("utf-8", "replace") if found else ""
            if root not in names:
                inside = [
                    n for n in names if n.endswith((".xml", ".musicxml")) and not n.startswith("META-INF")
                ]
                if not inside:
                    raise UnreadableScore(f"{what} is a zip archive without MusicXML in it.")
                root = inside[0]
            with archive.open(root) as file:
                xml = file.read(MAX_XML_BYTES + 1)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, RuntimeError) as error:
        raise UnreadableScore(f"{what} is a damaged .mxl archive: {error}.") from error
    except (NotImplementedError, zlib.error) as error:
        raise UnreadableScore(f"{what} is an .mxl archive that cannot be unpacked: {error}.") from error
    if len(xml) > MAX_XML_BYTES:
        raise UnreadableScore(
            f"{what} unpacks to too much; up to {MAX_XML_BYTES // 2**20} MiB of MusicXML work."
        )
    return xml


class _Checker:
    """One pass of expat over the XML, which expands and loads nothing."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.encoding = ""
        self.depth = 0
        self.root = ""

    def read(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        parser.XmlDeclHandler = self._declaration
        parser.EntityDeclHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise UnreadableScore(f"{self.what} is no well-formed XML: {error}.") from error
        except (LookupError, ValueError) as error:  # an encoding that Python does not know
            raise UnreadableScore(f"{self.what} is XML that cannot be decoded: {error}.") from error

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        self.encoding = encoding or ""

    def _entity(self, *declaration: object) -> None:
        raise UnreadableScore(f"{self.what} defines XML entities, which MusicXML does not need.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self.depth:
            self.root = tag
            if tag not in _ROOTS:
                raise UnreadableScore(f"{self.what} is XML, but no MusicXML: it begins with <{tag[:40]}>.")
            if tag == "score-timewise":
                raise UnreadableScore(f"{self.what} is timewise MusicXML; the usual partwise form works.")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableScore(f"{self.what} is XML nested too deep for a score.")

    def _end(self, tag: str) -> None:
        self.depth -= 1


def _as_unicode(xml: bytes, encoding: str) -> str:
    """The text under a declaration without encoding, as the old one no longer holds; expat has checked it."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    text = xml.decode(encoding or "utf-8", "replace").removeprefix("\ufeff")
    return '<?xml version="1.0"?>' + re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
