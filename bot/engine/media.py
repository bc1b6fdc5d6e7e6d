"""A stored MIDI file in other forms, made when it is asked for and found again afterwards."""

import hashlib
import os
import tempfile
from pathlib import Path

from bot.engine.parts import Parts
from bot.engine.protocol import ConvertFormat
from bot.engine.provenance import audio_tags
from music.encoding import FORMATS, encode
from music.errors import CadenzaError
from music.midi import read_midi
from music.musicxml import write_musicxml
from music.picture import piano_roll_png
from music.score import Score
from music.synthesis import render
from storage.faults import file_fault
from storage.files import FileStore

#: what people call the formats that go by another name here
_SAME = {"opus": "ogg"}
_DRAWN = ("musicxml", "png", "png-dark")


class Derived:
    """Which stored file is which form of which MIDI file: one small text file each, in a folder of its own.

    Losing the folder costs rendering again, nothing else.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, midi_hash: str, form: str) -> str:
        """The content hash, or "" where it was never made."""
        try:
            return self._path(midi_hash, form).read_text().strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except OSError as error:
            raise file_fault(error, self._folder) from error

    def remember(self, midi_hash: str, form: str, file_hash: str) -> None:
        path = self._path(midi_hash, form)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
                file.write(file_hash)
            os.replace(file.name, path)
        except OSError as error:
            raise file_fault(error, path) from error

    def forget(self, midi_hash: str, form: str) -> str:
        """Takes the form out of memory; the content hash of its file, which stays, or "" if none is known."""
        known = self.find(midi_hash, form)
        try:
            self._path(midi_hash, form).unlink(missing_ok=True)
        except OSError as error:
            raise file_fault(error, self._folder) from error
        return known

    def _path(self, midi_hash: str, form: str) -> Path:
        name = hashlib.sha256(f"{midi_hash} {form}".encode()).hexdigest()
        return self._folder / name[:2] / name


def find_made(midi_hash: str, format: ConvertFormat, parts: Parts, files: FileStore, derived: Derived) -> str:
    """The content hash of `midi_hash` as `format` if it was made and is still there, else ""."""
    known = derived.find(midi_hash, form_of(format, parts))
    return known if known and files.exists(known) else ""


def convert(midi_hash: str, format: ConvertFormat, parts: Parts, files: FileStore, derived: Derived) -> str:
    """The content hash of `midi_hash` as `format`, made when it is missing. Raises FileMissing for an
    unknown MIDI file."""
    known = find_made(midi_hash, format, parts, files, derived)
    if known:
        return known
    score = read_midi(files.get(midi_hash))
    data, suffix = _made(score, _SAME.get(format, format), parts)
    made = files.put(data, suffix)
    derived.remember(midi_hash, form_of(format, parts), made)
    return made


def form_of(format: str, parts: Parts) -> str:
    """The name of a form: audio belongs to the SoundFont that played it, so a better one installed later is
    heard."""
    kind = _SAME.get(format, format)
    return _played(kind, parts.soundfont().path) if kind in FORMATS else kind


def all_forms(soundfont: Path | None) -> list[str]:
    """Every form that a MIDI file can have where that SoundFont plays."""
    played = [] if soundfont is None else [_played(kind, soundfont) for kind in FORMATS]
    return [*_DRAWN, *played]


def _played(kind: str, soundfont: Path) -> str:
    return f"{kind} by {soundfont}"


def _made(score: Score, kind: str, parts: Parts) -> tuple[bytes, str]:
    if kind == "musicxml":
        return write_musicxml(score), ".musicxml"
    if kind in ("png", "png-dark"):
        return piano_roll_png(score, title=score.title, dark=kind == "png-dark"), ".png"
    if kind not in FORMATS:
        raise CadenzaError(
            f"There is no format {kind!r}; {', '.join(sorted(FORMATS))}, musicxml and png work."
        )
    audio = render(score, parts.soundfont())
    return encode(audio, kind, audio_tags(score)), FORMATS[kind].suffix
