"""A corpus of small tunes with two chords and two instruments, that anything may learn from in seconds."""

import numpy as np
import pytest

from music.corpus import PackedCorpus, PieceFacts

PIECES = 60


def tune(seed: int) -> np.ndarray:
    """16 bars of 4/4: a violin walks up and down a scale over two cellos; uint8 [n, 6] as packed."""
    rng = np.random.default_rng(seed)
    tonic = int(rng.integers(55, 67))
    scale = [0, 2, 4, 5, 7, 9, 11, 12]
    rows, before, degree = [], 0, int(rng.integers(8))
    for bar in range(16):
        low = tonic - 12 + (0 if bar % 2 == 0 else 7)
        for position in (0, 12, 24, 36):
            degree = int(np.clip(degree + rng.choice([-1, 1]), 0, 7))
            rows.append((bar - before, position, 40, tonic + scale[degree], 9, 10))
            before = bar
            if position == 0:
                rows.append((0, 0, 42, low, 19, 8))
    return np.array(rows, np.uint8)


@pytest.fixture(scope="session")
def tunes() -> PackedCorpus:
    notes = [tune(i) for i in range(PIECES)]
    splits = ["train"] * (PIECES - 20) + ["valid"] * 10 + ["test"] * 10
    return PackedCorpus(
        np.concatenate(notes),
        np.tile(np.array([[48, 4]], np.uint8), (16 * PIECES, 1)),
        np.cumsum([0, *map(len, notes)]),
        np.arange(PIECES + 1) * 16,
        tuple(
            PieceFacts(
                f"ours/{i}", "ours", f"Tune {i}", "", "reel" if i % 2 else "jig", s, "CC0-1.0", "", 120.0
            )
            for i, s in enumerate(splits)
        ),
    )
