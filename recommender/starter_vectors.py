"""Vectors of the starter catalogue, computed once so that a first start need not.

Made by `python -m recommender.starter_vectors`. The music is everyone's own copy (music21's corpus); what is
shipped is what the encoder says of each segment, found by a hash of the segment. A segment that is not there,
or any under other weights, is simply embedded.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recommender.encoder import WEIGHTS, MusicEncoder, segment_key, segments_of
from recommender.starter import starter_works

VECTORS = WEIGHTS.with_name("starter_vectors.npz")
_KEY = 8  # bytes


@dataclass(frozen=True, slots=True, eq=False)
class KnownVectors(Mapping[bytes, "NDArray[np.float32]"]):
    """Unit vectors by `segment_key`, kept as bytes: the cosine to the exact one is over 0.999."""

    rows: Mapping[bytes, int]
    codes: NDArray[np.int8]  # [n, dimension]

    def __getitem__(self, key: bytes) -> NDArray[np.float32]:
        vector = self.codes[self.rows[key]].astype(np.float32)
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def quantise(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Unit vectors [n, d] as bytes [n, d]: only their direction is kept."""
    peaks = np.abs(vectors).max(1, keepdims=True)
    codes: NDArray[np.int8] = np.round(vectors / np.maximum(peaks, 1e-9) * 127).astype(np.int8)
    return codes


@cache
def known_vectors(path: Path = VECTORS, weights: Path = WEIGHTS) -> KnownVectors:
    """What is shipped; nothing where the file is missing or was made with other weights than `weights`."""
    if path.is_file():
        with np.load(path) as file:
            if str(file["weights"]) == digest_of(weights):
                keys = file["keys"].tobytes()
                rows = {keys[at * _KEY : (at + 1) * _KEY]: at for at in range(len(file["vectors"]))}
                return KnownVectors(rows, file["vectors"])
    return KnownVectors({}, np.zeros((0, 0), np.int8))


def digest_of(weights: Path) -> str:
    return hashlib.sha256(weights.read_bytes()).hexdigest()[:16]


def write_vectors(path: Path = VECTORS) -> int:
    """Embeds the whole starter catalogue and writes `path`; how many segments it holds."""
    encoder = MusicEncoder.load()
    segments, tempos = [], []
    for work in starter_works():
        for tuples, _, tempo in segments_of(work.score, work.score.sets_tempo):
            segments.append(tuples)
            tempos.append(tempo)
    keys = [segment_key(s, t) for s, t in zip(segments, tempos, strict=True)]
    first = sorted({key: at for at, key in reversed(list(enumerate(keys)))}.items())
    vectors = encoder.embed_segments([segments[at] for _, at in first], [tempos[at] for _, at in first])
    np.savez(
        path,
        weights=np.array(digest_of(WEIGHTS)),
        keys=np.frombuffer(b"".join(key for key, _ in first), np.uint8).reshape(-1, _KEY),
        vectors=quantise(vectors),
    )
    return len(first)


if __name__ == "__main__":
    print(f"{write_vectors()} segments")
