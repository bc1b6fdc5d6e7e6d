"""The notes of a Take in seconds, for the piano roll that the page draws and moves along with the sound."""

import hashlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.language import current_language
from bot.language.names import instrument_name
from music.instruments import DRUMS, NAMES

if TYPE_CHECKING:
    import pretty_midi

#: increased when the shape of the answer changes, so that browsers do not keep an old one
VERSION = 3


def roll_json(midi: Path) -> tuple[str, bytes]:
    """(etag, JSON) of a MIDI file of ours: `seconds`, `bars` (where each begins) and `parts`, each with its
    `name` in the language in use, whether it is `drums`, and `notes` as [onset, duration, pitch, velocity],
    times in seconds.

    Blocking. Raises OSError, ValueError or EOFError for a damaged file.
    """
    import pretty_midi  # a third of a second, which the start of the program need not wait for

    data = midi.read_bytes()
    read = pretty_midi.PrettyMIDI(io.BytesIO(data))
    last = max((note.start for part in read.instruments for note in part.notes), default=0.0)
    answer = {
        "seconds": _rounded(read.get_end_time()),
        "bars": [_rounded(t) for t in read.get_downbeats() if t <= last],
        "parts": [_part(part) for part in read.instruments if part.notes],
    }
    etag = f'"roll-{VERSION}-{current_language()}-{hashlib.sha256(data).hexdigest()[:32]}"'
    return etag, json.dumps(answer, separators=(",", ":")).encode()


def _part(part: "pretty_midi.Instrument") -> dict[str, Any]:
    return {
        "name": instrument_name(NAMES[DRUMS if part.is_drum else part.program]),
        "drums": part.is_drum,
        "notes": [
            [_rounded(note.start), _rounded(note.end - note.start), note.pitch, note.velocity]
            for note in part.notes
        ],
    }


def _rounded(seconds: float) -> float:
    return round(float(seconds), 3)
