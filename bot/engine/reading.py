"""Files of music, as they come from people and folders: read, analysed, stored as MIDI, embedded."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.engine.limits import TookTooLong, takes_too_long, time_limit
from bot.engine.parts import Parts
from bot.engine.protocol import Reading
from music.analysis import analyze
from music.errors import CadenzaError
from music.formats import read_score
from music.grid import to_grid
from music.midi import write_midi
from music.score import Score
from storage.files import FileStore


def track_id(score: Score) -> str:
    """The id of the Track with this music: 16 hex digits over its grid notes, so files that differ in
    metadata alone are one Track."""
    notes = np.ascontiguousarray(to_grid(score).notes)
    return hashlib.sha256(notes.tobytes()).hexdigest()[:16]


def read_file(data: bytes, filename: str, files: FileStore, seconds: float) -> Reading:
    """Read, analysed and stored. Raises UnreadableScore, also when it takes longer than `seconds`."""
    return _read(data, filename, files, seconds)[0]


def embed_files(
    batch: Sequence[tuple[str, bytes]], parts: Parts, files: FileStore, seconds: float
) -> list[Reading]:
    """A Reading for each (file name, content), in order; a bad file has its sentence in `error`."""
    from recommender.space import EMBEDDING_VERSION

    readings: list[Reading] = []
    scores: list[Score] = []
    places: list[int] = []
    for name, data in batch:
        try:
            reading, score = _read(data, name, files, seconds)
        except CadenzaError as error:
            readings.append(Reading(name, error=str(error)))
            continue
        places.append(len(readings))
        scores.append(score)
        readings.append(reading)
    embeddings = parts.music_encoder().embed(scores, [score.sets_tempo for score in scores])
    for place, embedding in zip(places, embeddings, strict=True):
        readings[place] = replace(
            readings[place],
            pooled=embedding.pooled,
            segments=embedding.segments,
            start_bars=embedding.start_bars,
            embedding_version=str(EMBEDDING_VERSION),
        )
    return readings


def _read(data: bytes, filename: str, files: FileStore, seconds: float) -> tuple[Reading, Score]:
    try:
        with time_limit(seconds):
            score = read_score(data, filename)
            analysis = analyze(score).to_json()
            reading = Reading(name=filename, title=score.title, track_id=track_id(score), analysis=analysis)
            midi = write_midi(score)
    except TookTooLong:
        raise takes_too_long(filename, seconds) from None
    return replace(reading, midi=files.put(midi, ".mid")), score
