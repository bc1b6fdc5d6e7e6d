"""Times of the recommender: sentence vectors, finding and ranking, the index file.

    python -m benchmarks.recommender [--tracks 5000 100000] [--requests 200]

Real weights, real FAISS, one thread; the catalogues are made of random Tracks and of vectors in clusters.
Prints a Markdown table.
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.clustered_vectors import centres, vectors_around
from music.controls import DENSITIES, Controls
from music.instruments import NAMES
from music.mood import Mood
from music.theory import Key
from music.track import Track
from recommender.index import WHOLE, FaissIndex
from recommender.ranking import Query, rank
from recommender.ranking_pool import CandidatePool
from recommender.space import DIMENSION
from recommender.taste import general_prior, taste_of
from recommender.text_encoder import TextEncoder

TEXTS = (
    "something calm and rainy for piano, a bit hopeful, about 40 seconds",
    "a fast reel",
    "give me a slow sad waltz for cello and piano in A minor, not too busy, without drums please",
    "energetic music for cooking on a sunday morning",
)
PASSAGES = 2
STYLES = ("reel", "jig", "chorale", "air", "hornpipe", "string quartet", "lo-fi", "waltz")


def milliseconds(work: Callable[[int], object], times: int) -> NDArray[np.float64]:
    """[times, 2]: wall clock and processor time of each call; they differ on a machine with other work."""
    spent = []
    for i in range(times):
        start, busy = time.perf_counter(), time.process_time()
        work(i)
        spent.append(((time.perf_counter() - start) * 1e3, (time.process_time() - busy) * 1e3))
    return np.array(spent)


def row(what: str, spent: NDArray[np.float64]) -> None:
    (p50, busy50), (p99, busy99) = np.percentile(spent, [50, 99], axis=0)
    print(f"| {what} | {p50:.1f} | {p99:.1f} | {busy50:.1f} | {busy99:.1f} |", flush=True)


def random_tracks(n: int, rng: np.random.Generator) -> list[Track]:
    return [
        Track(
            id=f"{i:016x}",
            title=f"Piece {i}",
            composer="Traditional",
            licence="PD",
            source="random",
            midi="",
            style=STYLES[int(rng.integers(len(STYLES)))],
            tempo_bpm=float(rng.uniform(50, 200)),
            tempo_known=bool(rng.random() < 0.6),
            key=str(Key.from_index(int(rng.integers(24)))),
            metre=("4/4", "3/4", "6/8", "2/4")[int(rng.integers(4))],
            bars=int(rng.integers(8, 120)),
            seconds=float(rng.uniform(20, 300)),
            instruments=tuple(NAMES[p] for p in rng.choice(129, int(rng.integers(1, 5)), replace=False)),
            density=DENSITIES[int(rng.integers(3))],
            notes_per_second=float(rng.uniform(2, 12)),
            mood=Mood(float(rng.uniform(-0.9, 0.9)), float(rng.uniform(-0.9, 0.9))),
        )
        for i in range(n)
    ]


def random_query(rng: np.random.Generator, vector: NDArray[np.float32]) -> Query:
    instrument = NAMES[int(rng.integers(80))]
    asked = Controls(
        valence=float(rng.uniform(-0.8, 0.8)),
        arousal=float(rng.uniform(-0.8, 0.8)),
        tempo_bpm=float(rng.uniform(60, 180)) if rng.random() < 0.5 else None,
        key="A minor" if rng.random() < 0.3 else None,
        metre="3/4" if rng.random() < 0.3 else None,
        instruments=(instrument,) if rng.random() < 0.6 else (),
        exclude_instruments=("Drums",) if rng.random() < 0.2 else (),
        density="sparse" if rng.random() < 0.2 else None,
    )
    return Query(asked, text="a calm piece for the evening", text_vector=vector)


def unit(n: int, rng: np.random.Generator) -> NDArray[np.float32]:
    vectors = rng.standard_normal((n, DIMENSION), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def measure_catalogue(n: int, requests: int, rng: np.random.Generator) -> None:
    tracks = random_tracks(n, rng)
    around = centres(None, DIMENSION)
    vectors = vectors_around(around, n * (1 + PASSAGES), 1)
    ids = [track.id for track in tracks for _ in range(1 + PASSAGES)]
    index = FaissIndex(DIMENSION, "benchmark")
    index.add_many(ids, vectors, [WHOLE, *(16 * p for p in range(PASSAGES))] * n)
    pool = CandidatePool(tracks, index)
    queries = [random_query(rng, vector) for vector in vectors_around(around, requests, 2)]
    found = [pool.candidates(query) for query in queries]
    name = f"{n:,} tracks"
    row(
        f"{name}: nearest 100 vectors",
        milliseconds(lambda i: index.search(np.asarray(queries[i].text_vector)[None], 100), requests),
    )
    row(
        f"{name}: candidates from vectors, facts, names",
        milliseconds(lambda i: pool.candidates(queries[i]), requests),
    )
    row(
        f"{name}: ranking {len(found[0])} candidates, reasons",
        milliseconds(lambda i: rank(queries[i], found[i], 5), requests),
    )
    row(
        f"{name}: **recommendation, all of it**",
        milliseconds(lambda i: rank(queries[i], pool.candidates(queries[i]), 5), requests),
    )
    sample = pool.sample()
    rated = rng.choice(len(sample.tracks), 100, replace=False)
    stars = rng.integers(1, 6, len(rated)).astype(np.float64)
    names = tuple((sample.tracks[r].id, sample.tracks[r].title) for r in rated)
    prior = general_prior(sample.features.shape[1])
    taste = taste_of(sample.features[rated], stars, sample.typical, prior, names)
    personal = [replace(query, taste=taste) for query in queries]
    row(
        f"{name}: **recommendation, all of it, with a taste of 100 ratings**",
        milliseconds(lambda i: rank(personal[i], pool.candidates(personal[i]), 5, rng), requests),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        row(
            f"{name}: index saved ({index.vector_count:,} vectors)",
            milliseconds(lambda _: index.save(path), 3),
        )
        size = path.stat().st_size / 2**20
        row(
            f"{name}: index loaded and verified ({size:.0f} MiB)",
            milliseconds(
                lambda _: FaissIndex.load(path, dimension=DIMENSION, embedding_version="benchmark"), 3
            ),
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tracks", type=int, nargs="+", default=[5_000, 100_000])
    parser.add_argument("--requests", type=int, default=200)
    options = parser.parse_args()
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    print(f"{platform.machine()}, {os.cpu_count()} cores, torch {torch.__version__}, one thread\n")
    print("| what | p50 ms | p99 ms | processor p50 ms | p99 ms |\n| --- | --- | --- | --- | --- |")
    row("sentence encoder loaded and verified", milliseconds(lambda _: TextEncoder(), 3))
    encoder = TextEncoder()
    encoder.encode(TEXTS)
    row(
        "text encoding, one request",
        milliseconds(lambda i: encoder.encode([TEXTS[i % len(TEXTS)]]), options.requests),
    )
    for n in options.tracks:
        measure_catalogue(n, options.requests, rng)


if __name__ == "__main__":
    main()
