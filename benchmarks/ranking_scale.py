"""A whole recommendation after the text is encoded, in large catalogues: candidates from vectors, facts and
names, ranked, with reasons.

    python -m benchmarks.ranking_scale [--data DIR] [--tracks 100000 1000000] [--requests 300]

The Tracks are those of the data folder DIR again and again, each time with tempo, length, key and mood
shifted a little and its vector with noise (without --data, random ones). One thread. Prints a Markdown table
with wall clock and processor time, which differ on a machine with other work, and the memory a Track takes.
"""

import argparse
import gc
import os
import platform
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.clustered_vectors import Vectors, beside, centres, vectors_around
from benchmarks.index_search import peak_mib
from benchmarks.recommender import milliseconds, random_query, random_tracks, row
from music.mood import Mood
from music.theory import Key
from music.track import Track
from recommender.index import WHOLE, FaissIndex
from recommender.ranking import Query, rank
from recommender.ranking_filters import Filters
from recommender.ranking_pool import CandidatePool
from recommender.space import DIMENSION

CHUNK = 50_000
TEXTS = (
    "a calm piece for the evening",
    "an o'neill hornpipe, fast and merry",
    "something by Bach in A minor",
    "the morning dew",
)


def tracks_of(data: Path) -> list[Track]:
    """The Tracks of a data folder, read without touching it."""
    with sqlite3.connect(f"file:{data / 'cadenza.db'}?mode=ro", uri=True) as database:
        database.row_factory = sqlite3.Row
        rows = database.execute("SELECT * FROM tracks ORDER BY id").fetchall()
    return [
        Track(
            *(r[n] for n in ("id", "title", "composer", "licence", "source", "midi", "style", "tempo_bpm")),
            tempo_known=bool(r["tempo_known"]),
            key=r["key"],
            metre=r["metre"],
            bars=r["bars"],
            seconds=r["seconds"],
            instruments=tuple(filter(None, r["instruments"].split("|"))),
            density=r["density"],
            notes_per_second=r["notes_per_second"],
            mood=Mood(r["valence"], r["arousal"], (), (r["valence_uncertainty"], r["arousal_uncertainty"])),
        )
        for r in rows
    ]


def many(real: list[Track], n: int, rng: np.random.Generator) -> Iterator[list[Track]]:
    """n Tracks like the real ones, in chunks; the ids are hexadecimal numbers."""
    for start in range(0, n, CHUNK):
        size = min(CHUNK, n - start)
        which = rng.integers(len(real), size=size)
        shifts = rng.normal(0, 0.15, (size, 4))
        keys = rng.integers(24, size=size)
        chunk = []
        for i in range(size):
            track = real[which[i]]
            tempo, length, valence, arousal = shifts[i].tolist()
            moved = Mood(
                min(max(track.mood.valence + valence, -1), 1),
                min(max(track.mood.arousal + arousal, -1), 1),
                (),
                track.mood.uncertainty,
            )
            chunk.append(
                replace(
                    track,
                    id=f"{start + i:016x}",
                    tempo_bpm=track.tempo_bpm * 2**tempo,
                    seconds=track.seconds * 2**length,
                    key=str(Key.from_index(int(keys[i]))) if track.key else "",
                    mood=moved,
                )
            )
        yield chunk


def queries_like(around: Vectors, n: int, rng: np.random.Generator) -> list[Query]:
    vectors = np.concatenate([vectors_around(around, n // 2, 5), beside(around, n - n // 2, 6)])
    return [replace(random_query(rng, vectors[i]), text=TEXTS[i % len(TEXTS)]) for i in rng.permutation(n)]


def measure(n: int, requests: int, data: Path | None) -> None:
    rng = np.random.default_rng(0)
    real = tracks_of(data) if data else random_tracks(5_000, rng)
    around = centres(data, DIMENSION)
    before = peak_mib(anew=True)
    vectors = vectors_around(around, n, 1)
    index = FaissIndex(DIMENSION, "benchmark")
    index.add_many([f"{i:016x}" for i in range(n)], vectors, [WHOLE] * n)
    del vectors
    gc.collect()
    with_index = peak_mib(anew=True)
    pool = CandidatePool([], index)
    for chunk in many(real, n, rng):
        pool.add(chunk)
    del chunk
    gc.collect()
    with_pool = peak_mib(anew=True)
    queries = queries_like(around, requests, rng)
    everyone = [replace(q, filters=Filters(tempo_bpm=(100, 120))) for q in queries]
    found = [pool.candidates(query) for query in queries]
    name = f"{n:,} tracks"
    asked = [np.asarray(query.text_vector)[None] for query in queries]
    row(f"{name}: nearest 100", milliseconds(lambda i: index.nearest(asked[i], 100), requests))
    row(f"{name}: candidates", milliseconds(lambda i: pool.candidates(queries[i]), requests))
    row(
        f"{name}: ranking {int(np.mean([len(f) for f in found]))} of them",
        milliseconds(lambda i: rank(queries[i], found[i], 5), requests),
    )
    row(
        f"{name}: **recommendation, all of it**",
        milliseconds(lambda i: rank(queries[i], pool.candidates(queries[i]), 5), requests),
    )
    row(
        f"{name}: the same with a filter (tempo 100 to 120)",
        milliseconds(lambda i: rank(everyone[i], pool.candidates(everyone[i]), 5), requests),
    )
    print(
        f"| {name}: memory a Track: index {(with_index - before) * 2**20 / n:,.0f} bytes, "
        f"facts {(with_pool - with_index) * 2**20 / n:,.0f} bytes | | | | |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--tracks", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--requests", type=int, default=300)
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, one thread\n")
    print("| what | p50 ms | p99 ms | processor p50 ms | p99 ms |\n| --- | --- | --- | --- | --- |")
    for n in options.tracks:
        measure(n, options.requests, options.data)


if __name__ == "__main__":
    main()
