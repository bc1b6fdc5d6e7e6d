"""What the theory reward takes for usual, measured in people's pieces, and whether it knows worse ones.

    python -m benchmarks.rewards PACK [--pieces 400]

PACK is a packed corpus; its validation split is used. The key of a piece is the one that fits it best. Worse:
the same piece with every pitch moved by up to two semitones, and the same with its bars in another order.
"""

import argparse
from dataclasses import fields
from pathlib import Path

import numpy as np

from generator.rewards import Theory, TheoryReward, theory_of
from music.controls import Controls
from music.corpus import load_pack
from music.grid import (
    BAR,
    DURATIONS,
    GRID_DURATION,
    GRID_PITCH,
    GRID_VELOCITY,
    INSTRUMENT,
    GridNotes,
    from_grid,
)
from music.instruments import DRUMS
from music.theory import Key, key_correlations

MOST_BARS = 32


def best_key(notes: GridNotes) -> Key:
    pitched = notes[notes[:, INSTRUMENT] != DRUMS]
    weights = np.bincount(pitched[:, GRID_PITCH] % 12, pitched[:, GRID_DURATION].astype(float), 12)
    return Key.from_index(int(key_correlations(weights.astype(np.float64)).argmax()))


def reordered(notes: GridNotes, rng: np.random.Generator) -> GridNotes:
    bars = np.unique(notes[:, BAR])
    moved = notes.copy()
    moved[:, BAR] = rng.permutation(bars)[np.searchsorted(bars, notes[:, BAR])]
    return moved[np.argsort(moved[:, BAR], kind="stable")]


def detuned(notes: GridNotes, rng: np.random.Generator) -> GridNotes:
    moved = notes.copy()
    moved[:, GRID_PITCH] = np.clip(moved[:, GRID_PITCH] + rng.integers(-2, 3, len(notes)), 0, 127)
    return moved[np.lexsort((moved[:, GRID_PITCH], moved[:, INSTRUMENT], moved[:, 1], moved[:, BAR]))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--pieces", type=int, default=400)
    options = parser.parse_args()
    pack = load_pack(options.pack)
    rng = np.random.default_rng(1)
    indices = pack.indices("valid")
    chosen = rng.choice(indices, min(options.pieces, len(indices)), replace=False)
    seen: list[Theory] = []
    better = {"detuned": 0, "bars in another order": 0}
    reward = TheoryReward()
    for i in chosen:
        notes, bars = pack.piece(int(i))
        notes = notes[notes[:, BAR] > notes[-1, BAR] - MOST_BARS].copy()
        if not (notes[:, INSTRUMENT] != DRUMS).any():
            continue
        notes[:, BAR] -= notes[0, BAR]
        notes[:, GRID_DURATION] = DURATIONS[notes[:, GRID_DURATION]]
        notes[:, GRID_VELOCITY] = 80
        key = best_key(notes)
        seen.append(theory_of(notes, key))
        metre = (int(np.bincount(bars[:, 0]).argmax()) // 3, 16)

        def value(notes: GridNotes, metre: tuple[int, int] = metre, key: Key = key) -> float:
            return reward(from_grid(notes, tempo_bpm=100, metre=metre), Controls(key=str(key)))

        own = value(notes)
        better["detuned"] += own > value(detuned(notes, rng))
        better["bars in another order"] += own > value(reordered(notes, rng))
    print(f"{len(seen)} pieces of the validation split, their last {MOST_BARS} bars\n")
    print("| what | mean | deviation |\n| --- | --- | --- |")
    for f in fields(Theory):
        values = np.array([v for t in seen if (v := getattr(t, f.name)) is not None])
        print(f"| {f.name} | {values.mean():.3f} | {values.std():.3f} |")
    for name, count in better.items():
        print(f"\nthe piece has more reward than itself {name}: {count / len(seen):.3f}")


if __name__ == "__main__":
    main()
