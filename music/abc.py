"""ABC notation (standard v2.1, abcnotation.com) in, by the abc2midi that symusic carries.

A file may be a book of tunes. Each tune is read by a process of its own with limits on time and output,
and without the directives that would make abc2midi open other files.
"""

import os
import re
import resource
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import symusic

from music.abc_parts import with_parts_written_out
from music.errors import MissingPart, UnreadableScore
from music.midi import read_midi
from music.midi_bounds import MAX_BYTES, as_text
from music.score import Score, Tempo
from music.wording import quoted

MAX_ABC_BYTES = 1024 * 1024
MAX_TUNES = 2000
_SECONDS_AT_MOST = 5
_TUNES_AT_ONCE = 50

#: Quarters a minute at which the common dances are played where the tune gives no Q: field; in 6/8, 9/8
#: and 12/8 a third of it is what a dancer counts. A default, hence `sets_tempo` stays False.
_USUAL_TEMPO = {
    "reel": 200, "jig": 168, "slip jig": 168, "slide": 180, "hornpipe": 160, "strathspey": 120,
    "polka": 120, "march": 110, "waltz": 140, "mazurka": 130, "barndance": 150, "air": 84, "slow air": 66,
    "lament": 60, "planxty": 110, "minuet": 110, "quickstep": 120, "song": 96, "highland fling": 140,
}  # fmt: skip

_NOTHING = "{} holds no ABC tune that can be read; a tune has X:, K: and notes."
_REFERENCE = re.compile(r"^X:[ \t]*\d*.*$", re.MULTILINE)
_OPENS_FILES = re.compile(r"^(%%|I:)\s*(abc-include|MIDI\s+ptstress).*$", re.MULTILINE | re.IGNORECASE)
_ACCENT = re.compile(r"\\([`'^\"~])([A-Za-z])")
_COMBINING = {"`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303"}


@dataclass(frozen=True, slots=True, eq=False)
class AbcTune:
    """One tune of a book: fields T:, C:, R: (lower case), X: as written, "" where absent."""

    title: str
    score: Score
    composer: str
    rhythm: str
    reference: str


def read_abc(data: bytes, name: str = "") -> Score:
    """The first tune of an ABC file. Raises UnreadableScore when there is none that can be read."""
    for tune in _tunes(data, name):
        return tune.score
    raise UnreadableScore(_NOTHING.format(_what(name)))


def read_abc_tunes(data: bytes, name: str = "") -> list[AbcTune]:
    """Every tune of an ABC book that holds notes, in its order; tunes that abc2midi cannot read are left out.

    Raises UnreadableScore for what is no ABC, or more than the bounds allow.
    """
    tunes = list(_tunes(data, name))
    if not tunes:
        raise UnreadableScore(
            f"{_what(name)} holds no ABC tune that can be read; a tune has X:, K: and notes."
        )
    return tunes


def _what(name: str) -> str:
    return quoted(name)


def _tunes(data: bytes, name: str) -> Iterator[AbcTune]:
    if len(data) > MAX_ABC_BYTES:
        raise UnreadableScore(f"{_what(name)} is too long; ABC files of up to 1 MiB work.")
    if b"\0" in data:
        raise UnreadableScore(f"{_what(name)} is no ABC file: it holds binary data.")
    text = as_text(data).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _OPENS_FILES.sub("%", text)
    starts = [match.start() for match in _REFERENCE.finditer(text)]
    if not starts:
        raise UnreadableScore(f"{_what(name)} is no ABC file: no tune begins with an X: field.")
    if len(starts) > MAX_TUNES:
        raise UnreadableScore(f"{_what(name)} holds {len(starts)} tunes; books of up to {MAX_TUNES} work.")
    header = text[: starts[0]]
    # A blank line ends a tune; what follows it is free text.
    tunes = [text[i:j].split("\n\n", 1)[0] for i, j in pairwise([*starts, len(text)])]
    with tempfile.TemporaryDirectory(prefix="cadenza-abc-") as folder:
        for first in range(0, len(tunes), _TUNES_AT_ONCE):
            batch = tunes[first : first + _TUNES_AT_ONCE]
            found = _converted(header, batch, Path(folder))
            for i, tune in enumerate(batch):
                # A tune that brings abc2midi down takes its neighbours along; they get a second chance.
                midi = found.get(i) or (len(batch) > 1 and _converted(header, [tune], Path(folder)).get(0))
                if midi and (read := _tune(tune, midi)):
                    yield read


def _tune(text: str, midi: bytes) -> AbcTune | None:
    """None where abc2midi wrote no notes, or what is beyond our bounds."""
    try:
        read = read_midi(midi)
    except UnreadableScore:
        return None
    if not read.note_count:
        return None
    rhythm = _field(text, "R").casefold()
    lyrics = tuple(event for event in read.texts if event.kind == "lyric")  # the rest is abc2midi's chatter
    score = replace(read, title=_field(text, "T"), texts=lyrics)
    if not re.search(r"^Q:|\[Q:", text, re.MULTILINE):
        tempo = _USUAL_TEMPO.get(rhythm.removesuffix("s"), 120)
        score = replace(score, tempos=(Tempo(0, round(60e6 / tempo)),), sets_tempo=False)
    return AbcTune(score.title, score, _field(text, "C"), rhythm, _field(text, "X"))


def _field(text: str, letter: str) -> str:
    found = re.search(rf"^{letter}:[ \t]*(.*)$", text, re.MULTILINE)
    if not found:
        return ""
    value = found[1].split("%", 1)[0].strip()
    accented = _ACCENT.sub(lambda m: m[2] + _COMBINING[m[1]], value)
    return unicodedata.normalize("NFC", accented)


def _converted(header: str, tunes: list[str], folder: Path) -> dict[int, bytes]:
    """MIDI files by position in `tunes`, without those of which abc2midi makes nothing in time."""
    numbered = [
        _REFERENCE.sub(f"X:{i}", written, count=1)
        for i, tune in enumerate(tunes, 1)
        if (written := with_parts_written_out(tune)) is not None
    ]
    for old in folder.iterdir():
        old.unlink()
    source = folder / "book.abc"
    source.write_text(header + "\n\n".join(numbered) + "\n", "utf-8")
    program = os.environ.get("SYMUSIC_ABC2MIDI") or str(Path(symusic.__file__).parent / "bin" / "abc2midi")
    try:
        process = subprocess.Popen(
            [program, str(source), "-NCOM", "-silent"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise MissingPart(f"abc2midi, which reads ABC, cannot be started: {error}.") from error
    with process:
        if hasattr(resource, "prlimit"):  # Linux; elsewhere the time limit alone bounds the output
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (MAX_BYTES, MAX_BYTES))
        try:
            process.wait(_SECONDS_AT_MOST)
        except subprocess.TimeoutExpired:
            process.kill()
    files = {i: folder / f"book{i + 1}.mid" for i in range(len(tunes))}
    return {i: path.read_bytes() for i, path in files.items() if path.is_file()}
