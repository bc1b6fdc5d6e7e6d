"""The starter catalogue, read in the engine: parsed in processes of their own, analysed and embedded here."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from bot.engine.parts import Parts
from bot.engine.protocol import Facts, Reading, StarterReading
from bot.engine.reading import track_id
from music.analysis import analyze
from music.fingerprint import fingerprint
from music.midi import write_midi
from storage.files import FileStore

if TYPE_CHECKING:
    from recommender.starter import StarterWork

BATCH = 64
PROCESSES = 2
#: writing a file durably is waiting for the disk, so several wait at once
WRITERS = 8


def read_starter(
    parts: Parts,
    files: FileStore,
    known_sources: frozenset[str],
    emit: Callable[[list[StarterReading]], None],
) -> None:
    """Gives every work of the starter catalogue whose source is not known yet to `emit`, in batches."""
    from recommender.starter import starter_works

    parts.music_encoder()  # without it there is no use in parsing
    works = (w for w in starter_works(PROCESSES) if w.source not in known_sources)
    with ThreadPoolExecutor(WRITERS, "writing") as writers:
        for batch in _batches(works):
            emit(_read(batch, parts, files, writers))


def _batches(works: Iterator["StarterWork"]) -> Iterator[list["StarterWork"]]:
    while batch := list(islice(works, BATCH)):
        yield batch


def _read(
    works: Sequence["StarterWork"], parts: Parts, files: FileStore, writers: ThreadPoolExecutor
) -> list[StarterReading]:
    from recommender.space import EMBEDDING_VERSION
    from recommender.starter_vectors import known_vectors

    stored = [writers.submit(files.put, write_midi(work.score), ".mid") for work in works]
    embeddings = parts.music_encoder().embed(
        [w.score for w in works], [w.score.sets_tempo for w in works], known_vectors()
    )
    result = []
    for work, midi, embedding in zip(works, stored, embeddings, strict=True):
        heard = fingerprint(work.score)
        reading = Reading(
            name=work.source,
            title=work.title,
            track_id=track_id(work.score),
            analysis=analyze(work.score).to_json(),
            pooled=embedding.pooled,
            segments=embedding.segments,
            start_bars=embedding.start_bars,
            embedding_version=str(EMBEDDING_VERSION),
            fingerprint=heard.to_bytes() if heard is not None else b"",
        )
        facts = Facts(work.title, work.composer, work.licence, work.source, work.style)
        result.append(StarterReading(replace(reading, midi=midi.result()), facts))
    return result
