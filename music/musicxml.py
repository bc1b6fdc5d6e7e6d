"""MusicXML (W3C, version 4.0) in and out.

Reading goes through verovio in a process of its own, after a bounded pass of expat that refuses what is
not well-formed, defines entities or is nested beyond reason. Writing goes through music21, on the grid that
notation needs: to each onset the nearest sixteenth or triplet eighth.
"""

import base64
import binascii
import io
import lzma
import re
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import Any
from xml.parsers import expat

from music.errors import MissingPart, UnreadableScore
from music.instruments import DRUMS, NAMES
from music.midi import read_midi
from music.midi_bounds import MAX_BYTES
from music.notation import UNITS_PER_QUARTER, bar_lines, notated
from music.score import PITCH, Part, Score
from music.verovio_process import played
from music.wording import quoted

#: Of the XML itself, unzipped.
MAX_XML_BYTES = 30 * 1024 * 1024
MAX_DEPTH = 64
_DRUM_CHANNEL = 9  # music21 counts channels from 0 here and writes 10
_MELODIC = tuple(channel for channel in range(16) if channel != _DRUM_CHANNEL)
#: MIDI pitches of the octaves that MusicXML can write
_LOWEST, _HIGHEST = 12, 127
_ROOTS = ("score-partwise", "score-timewise")


def read_musicxml(data: bytes, name: str = "") -> Score:
    """The Score of a MusicXML file, plain or zipped (.mxl), repeats played, with its MIDI programmes.

    Raises UnreadableScore with what is wrong.
    """
    xml = _checked(data, name)
    what = quoted(name) if name else "This file"
    try:
        (midi,) = played([xml])
    except ChildProcessError:
        raise UnreadableScore(f"{what} holds MusicXML that contradicts itself; export it anew.") from None
    except TimeoutError:
        raise UnreadableScore(f"{what} takes too long to read; MusicXML with fewer notes works.") from None
    return _score(midi, name)


def read_several(files: Sequence[tuple[bytes, str]]) -> list[Score | UnreadableScore]:
    """As `read_musicxml` of each (data, name), sooner: the Score, or what is wrong with the file."""
    found: list[Score | UnreadableScore | None] = [None] * len(files)
    good: dict[int, str] = {}
    for place, (data, name) in enumerate(files):
        try:
            good[place] = _checked(data, name)
        except UnreadableScore as error:
            found[place] = error
    try:
        midi = dict(zip(good, played(list(good.values())) if good else [], strict=True))
    except (ChildProcessError, TimeoutError):
        midi = {}  # one of them has ended all: each by itself
    for place in good:
        data, name = files[place]
        try:
            found[place] = _score(midi[place], name) if place in midi else read_musicxml(data, name)
        except UnreadableScore as error:
            found[place] = error
    return [f for f in found if f is not None]


def _checked(data: bytes, name: str) -> str:
    """The XML in a file, well-formed and within the bounds. Raises UnreadableScore, MissingPart."""
    xml = plain_xml(data, name)
    checked = _Checker(quoted(name) if name else "This file")
    checked.read(xml)
    if find_spec("verovio") is None:
        raise MissingPart("verovio, which reads MusicXML, is not installed.")
    return _as_unicode(xml, checked.encoding)


def _score(midi: str, name: str) -> Score:
    what = quoted(name) if name else "This file"
    try:
        return read_midi(base64.b64decode(midi), name)
    except (UnreadableScore, binascii.Error) as error:
        raise UnreadableScore(f"{what} holds MusicXML that cannot be played: {error}") from error


def plain_xml(data: bytes, name: str = "") -> bytes:
    """The XML in a MusicXML file, plain or zipped, within the bounds and not looked at. Raises
    UnreadableScore."""
    what = quoted(name) if name else "This file"
    if len(data) > MAX_BYTES:
        raise UnreadableScore(f"{what} has {len(data) / 2**20:.0f} MiB; MusicXML of up to 10 MiB works.")
    return _unzipped(data, what) if data[:4] == b"PK\x03\x04" else data


def write_musicxml(score: Score) -> bytes:
    """MusicXML of the score: parts with names and instruments, key, metre, tempo; UTF-8.

    The same score gives the same bytes. Raises UnreadableScore for a score without notes.
    """
    if not score.note_count:
        raise UnreadableScore("There are no notes to write down; a score needs at least one.")
    from music21 import metadata, stream
    from music21.musicxml.m21ToXml import GeneralObjectExporter

    whole: Any = stream.Score()
    whole.metadata = metadata.Metadata(title=score.title or "Untitled")
    whole.metadata.software = ("Cadenza",)
    lines = bar_lines(score)
    parts = [part for part in score.parts if len(part.notes)]
    for number, part in enumerate(parts, 1):
        whole.insert(0, _notated_part(score, part, number, lines))
    xml: bytes = GeneralObjectExporter(whole).parse()
    # music21 signs as the composer and dates the file; neither is ours, and a date changes the bytes.
    return re.sub(rb"\s*<(encoding-date|creator)\b[^>]*>[^<]*</\1>", b"", xml)


def _notated_part(score: Score, part: Part, number: int, lines: list[int]) -> Any:
    """A music21 Part with measures, voices, ties and the maps of the score."""
    from music21 import chord, key, meter, note, tempo

    label = NAMES[DRUMS if part.is_drum else part.program]
    music21: Any = import_module("music21")  # whose constructors are not all typed
    result = music21.stream.Part(id=f"P{number}")
    result.partName = part.name or label
    played_by = _instrument()(label)
    played_by.partId, played_by.instrumentId = f"P{number}", f"P{number}-I1"
    played_by.partName, played_by.midiProgram = part.name or label, part.program
    played_by.midiChannel = _DRUM_CHANNEL if part.is_drum else _MELODIC[(number - 1) % len(_MELODIC)]
    result.insert(0, played_by)
    if lift := _lift(part):
        played_by.transposition = music21.interval.Interval(-lift)
        result.atSoundingPitch = True  # music21 writes it higher, and by how much
    flats = bool(score.keys) and score.keys[0].fifths < 0
    measures: list[Any] = [music21.stream.Measure(number=i) for i in range(1, len(lines))]
    for measure, bar in zip(measures, notated(part, score.ticks_per_quarter, lines), strict=True):
        for index, symbols in enumerate(bar.voices, 1):
            voice = measure if len(bar.voices) == 1 else music21.stream.Voice(id=str(index))
            for symbol in symbols:
                length = Fraction(symbol.length, UNITS_PER_QUARTER)
                heard = {p if lift else p + 12 * (p < _LOWEST): None for p in symbol.pitches}
                pitches = [_spelt(pitch, flats) for pitch in heard]
                if not pitches:
                    voice.append(note.Rest(quarterLength=length))
                    continue
                sounding = chord.Chord(pitches) if len(pitches) > 1 else note.Note(pitches[0])
                sounding.quarterLength = length
                sounding.volume.velocity = symbol.velocity
                if symbol.tied_back or symbol.tied_on:
                    kind = {(False, True): "start", (True, True): "continue", (True, False): "stop"}
                    sounding.tie = music21.tie.Tie(kind[symbol.tied_back, symbol.tied_on])
                voice.append(sounding)
            if voice is not measure:
                measure.insert(0, voice)
        result.append(measure)
    measures[0].insert(0, _clef(part))
    per_tick = UNITS_PER_QUARTER / score.ticks_per_quarter
    changes: list[tuple[int, Any]] = []
    for measure, metre in zip(measures, _metres(score, lines), strict=True):
        if metre:
            measure.insert(0, meter.TimeSignature(metre))
    if not part.is_drum:
        for signature in score.keys:
            written = key.KeySignature(signature.fifths)
            changes.append((signature.tick, written.asKey("minor" if signature.minor else "major")))
    if number == 1:
        for change in score.tempos if score.sets_tempo else ():
            mark = tempo.MetronomeMark(number=round(change.bpm, 3))
            changes.append((change.tick, mark))
    for tick, change in changes:
        at = round(tick * per_tick)
        place = bisect_right(lines, at) - 1
        if place < len(measures):
            offset = Fraction(at - lines[place], UNITS_PER_QUARTER)
            measures[place].insert(offset if isinstance(change, tempo.MetronomeMark) else 0, change)
    return result


@cache
def _instrument() -> Any:
    """A class of music21's instruments that keep the channel they were given: music21 gives a channel once,
    so a second kit would lose the drum channel, and it complains of every part after the fifteenth."""
    from music21 import instrument

    class Instrument(instrument.Instrument):
        def autoAssignMidiChannel(self, usedChannels: list[int], maxMidi: int = 16) -> int | None:
            return self.midiChannel

    return Instrument


def _metres(score: Score, lines: list[int]) -> list[str]:
    """The metre to write at each bar, "" where none changes; a bar cut short has the metre of its length."""
    written, now = [], ""
    for first, last in pairwise(lines):
        metre = score.metre_at(round(first * score.ticks_per_quarter / UNITS_PER_QUARTER))
        wanted, length = str(metre), last - first
        if length * metre.denominator != 4 * UNITS_PER_QUARTER * metre.numerator:
            unit = next((d for d in (4, 8, 16, 32) if length % (4 * UNITS_PER_QUARTER // d) == 0), 0)
            wanted = f"{length * unit // (4 * UNITS_PER_QUARTER)}/{unit}" if unit else wanted
        written.append("" if wanted == now else wanted)
        now = wanted
    return written


def _clef(part: Part) -> Any:
    from music21 import clef

    if part.is_drum:
        return clef.clefFromString("percussion")
    return clef.clefFromString("bass" if part.notes[:, PITCH].mean() < 57 else "treble")


def _lift(part: Part) -> int:
    """By how many semitones a part is written higher than it sounds. MusicXML knows octaves 0 to 9, MIDI also
    one below, so what goes lower is written as for a contrabass. Ten octaves hold no part that also goes
    to the top: of it the lowest octave sounds as the one above.
    """
    pitches = part.notes[:, PITCH]
    return 12 if pitches.min() < _LOWEST and pitches.max() + 12 <= _HIGHEST else 0


def _spelt(pitch: int, flats: bool) -> Any:
    """music21's Pitch of a MIDI pitch, black keys as the key signature writes them. Not by a name with the
    octave in it: "C-1" is C flat."""
    from music21 import pitch as pitches

    names = ("C D- D E- E F G- G A- A B- B" if flats else "C C# D D# E F F# G G# A A# B").split()
    return pitches.Pitch(names[pitch % 12], octave=pitch // 12 - 1)


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
    except (NotImplementedError, ValueError, lzma.LZMAError, zlib.error) as error:
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
            raise UnreadableScore(
                f"{self.what} is XML in an encoding that I do not read; UTF-8 works."
            ) from error

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
