"""Files of a library: every piece in them read, analysed, fingerprinted, stored as MIDI and embedded."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.engine.limits import TookTooLong, allowance, takes_too_long, time_limit
from bot.engine.parts import Parts
from bot.engine.protocol import Reading
from bot.engine.reading import track_id
from music.analysis import analyze
from music.errors import UnreadableScore
from music.fingerprint import fingerprint
from music.formats import Piece, read_pieces
from music.midi import read_midi, write_midi
from music.score import Score
from storage.files import FileDamaged, FileMissing, FileStore

if TYPE_CHECKING:
    from recommender.encoder import Embedding

log = logging.getLogger("cadenza.engine")

#: writing a file durably is waiting for the disk, so several wait at once
WRITERS = 8
#: pieces embedded together
TOGETHER = 64


def read_library(
    batch: Sequence[tuple[str, bytes]], parts: Parts, files: FileStore, seconds: float
) -> list[list[Reading]]:
    """For each (file name, content) the Readings of its pieces, in order; a bad file has one Reading with
    its sentence in `error`."""
    found: list[list[Reading]] = []
    scores: list[Score] = []
    with ThreadPoolExecutor(WRITERS, "writing") as writers:
        stored: list[list[Future[str] | None]] = []
        for name, data in batch:
            readings, pieces = _read(name, data, allowance(data, name, seconds))
            found.append(readings)
            scores += pieces
            own = iter(pieces)
            stored.append(
                [
                    None if r.error else writers.submit(files.put, write_midi(next(own)), ".mid")
                    for r in readings
                ]
            )
        embedded = _embedded(scores, parts)
        return [
            [
                r if midi is None else _whole(r, midi.result(), next(embedded))
                for r, midi in zip(readings, written, strict=True)
            ]
            for readings, written in zip(found, stored, strict=True)
        ]


def fingerprints(midi_hashes: Iterable[str], files: FileStore) -> list[bytes]:
    """The fingerprint of each stored MIDI file; b"" for music without one, and where the file is lost."""
    found = []
    for name in midi_hashes:
        try:
            found.append(_fingerprint(read_midi(files.get(name))))
        except (FileDamaged, FileMissing, UnreadableScore) as error:
            log.warning("no fingerprint of a track: %s", error)
            found.append(b"")
    return found


def _read(name: str, data: bytes, seconds: float) -> tuple[list[Reading], list[Score]]:
    """Readings of a file, and the Scores of those without an error."""
    try:
        with time_limit(seconds):
            pieces = read_pieces(data, name)
            readings = [_reading(name, piece) for piece in pieces]
    except TookTooLong:
        return [Reading(name, error=str(takes_too_long(name, seconds)))], []
    except UnreadableScore as fault:
        return [Reading(name, error=str(fault))], []
    return readings, [p.score for p, r in zip(pieces, readings, strict=True) if not r.error]


def _reading(name: str, piece: Piece) -> Reading:
    try:
        analysis = analyze(piece.score).to_json()
    except UnreadableScore as error:
        return Reading(name, error=str(error), reference=piece.reference)
    return Reading(
        name=name,
        title=piece.credits.title,
        composer=piece.credits.composer,
        rights=piece.credits.rights,
        kind=piece.credits.kind,
        reference=piece.reference,
        track_id=track_id(piece.score),
        analysis=analysis,
        fingerprint=_fingerprint(piece.score),
    )


def _fingerprint(score: Score) -> bytes:
    found = fingerprint(score)
    return b"" if found is None else found.to_bytes()


def _embedded(scores: Sequence[Score], parts: Parts) -> "Iterator[Embedding]":
    for start in range(0, len(scores), TOGETHER):
        some = scores[start : start + TOGETHER]
        yield from parts.music_encoder().embed(some, [score.sets_tempo for score in some])


def _whole(reading: Reading, midi: str, embedding: "Embedding") -> Reading:
    from recommender.space import EMBEDDING_VERSION

    return replace(
        reading,
        midi=midi,
        pooled=embedding.pooled,
        segments=embedding.segments,
        start_bars=embedding.start_bars,
        embedding_version=str(EMBEDDING_VERSION),
    )
