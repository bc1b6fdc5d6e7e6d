"""The notes of a Take in seconds, for the piano roll that the page draws and moves along with the sound."""

import hashlib
import json
from pathlib import Path
from typing import Any

from music.instruments import DRUMS, NAMES
from music.midi import read_midi
from music.score import DURATION, ONSET, PITCH, VELOCITY, Part, Score

#: increased when the shape of the answer changes, so that browsers do not keep an old one
VERSION = 1


def roll_json(midi: Path) -> tuple[str, bytes]:
    """(etag, JSON) of a MIDI file of ours: `seconds`, `bars` (where each begins) and `parts`, each with its
    `name`, whether it is `drums`, and `notes` as [onset, duration, pitch, velocity], times in seconds.

    Blocking. Raises UnreadableScore for a damaged file.
    """
    data = midi.read_bytes()
    score = read_midi(data)
    answer = {
        "seconds": _rounded(score.seconds),
        "bars": [_rounded(t) for t in score.seconds_at(score.bar_starts())],
        "parts": [_part(score, part) for part in score.parts if len(part.notes)],
    }
    etag = f'"roll-{VERSION}-{hashlib.sha256(data).hexdigest()[:32]}"'
    return etag, json.dumps(answer, separators=(",", ":")).encode()


def _part(score: Score, part: Part) -> dict[str, Any]:
    onsets = score.seconds_at(part.notes[:, ONSET])
    ends = score.seconds_at(part.notes[:, ONSET] + part.notes[:, DURATION])
    return {
        "name": NAMES[DRUMS if part.is_drum else part.program],
        "drums": part.is_drum,
        "notes": [
            [_rounded(onset), _rounded(end - onset), int(note[PITCH]), int(note[VELOCITY])]
            for onset, end, note in zip(onsets, ends, part.notes, strict=True)
        ],
    }


def _rounded(seconds: float) -> float:
    return round(float(seconds), 3)
