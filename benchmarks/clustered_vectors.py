"""Vectors that lie as those of music do: in clusters on the sphere."""

import sqlite3
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
_CHUNK = 50_000


def centres(data: Path | None, dimension: int) -> Vectors:
    """The pooled embeddings of the catalogue in the data folder `data`; without one a random mixture: 3,000
    centres around 60 greater ones."""
    if data is not None:
        with sqlite3.connect(f"file:{data / 'cadenza.db'}?mode=ro", uri=True) as database:
            rows = database.execute("SELECT vector FROM embeddings WHERE start_bar = -1").fetchall()
        return np.frombuffer(b"".join(row[0] for row in rows), "<f4").reshape(len(rows), -1)
    random = np.random.default_rng(7)
    greater = random.standard_normal((60, dimension))
    found = greater[random.integers(60, size=3_000)] + 0.7 * random.standard_normal((3_000, dimension))
    return unit(found.astype(np.float32))


def vectors_around(around: Vectors, n: int, seed: int, noise: float = 0.35) -> Vectors:
    """n unit vectors, each one of `around` with noise of about that length."""
    random = np.random.default_rng(seed)
    dimension = around.shape[1]
    vectors = np.empty((n, dimension), np.float32)
    for start in range(0, n, _CHUNK):  # in chunks, so that making them leaves no mark in the peak of memory
        part = vectors[start : start + _CHUNK]
        part[:] = around[random.integers(len(around), size=len(part))]
        part += random.standard_normal(part.shape, np.float32) * np.float32(noise / dimension**0.5)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return vectors


def beside(around: Vectors, n: int, seed: int) -> Vectors:
    """n queries that lie in no cluster, as texts do: between two, and off to a side."""
    random = np.random.default_rng(seed)
    one, two = (around[random.integers(len(around), size=n)] for _ in range(2))
    away = random.standard_normal(one.shape, np.float32) / np.float32(one.shape[1] ** 0.5)
    return unit(one + two + away)


def unit(vectors: Vectors) -> Vectors:
    result: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return result
