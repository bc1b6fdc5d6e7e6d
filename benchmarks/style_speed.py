"""How long half a minute takes in each built-in style, and how many notes a second a member gets.

    python -m benchmarks.style_speed [--seconds 30] [--seeds 1]

By wall clock, with the default settings, without seeds; one thread more than the interpreter's, as the engine
has it. Every attempt is counted in, and only the notes of the piece that is given.
"""

import argparse
import os
import platform
import statistics
import time
from typing import NamedTuple

import torch

from generator.compose import Composer
from music.controls import Controls
from music.styles import BUILT_IN_STYLES


class Made(NamedTuple):
    style: str
    who: str
    notes: int
    seconds: float

    @property
    def speed(self) -> float:
        return self.notes / self.seconds


def made(composer: Composer, name: str, seconds: float, seed: int) -> Made:
    before = time.perf_counter()
    piece = composer.compose(Controls(style=name, seconds=seconds), seed, style=BUILT_IN_STYLES[name])
    return Made(
        name, "model" if piece.lines is None else "players", piece.notes, time.perf_counter() - before
    )


def row(name: str, pieces: list[Made]) -> str:
    took, speeds = [p.seconds for p in pieces], [p.speed for p in pieces]
    figures = f"{statistics.median(took):.2f} | {max(took):.2f} | {statistics.median(speeds):.0f}"
    return f"| {name} | {len(pieces)} | {figures} | {min(speeds):.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seeds", type=int, default=1, help="pieces in each style")
    options = parser.parse_args()
    torch.set_num_threads(1)
    composer = Composer()
    composer.compose(Controls(bars=2), 1)
    print(
        f"Python {platform.python_version()}, torch {torch.__version__}, weights {composer.model_digest}; "
        f"load of the machine at the start {os.getloadavg()[0]:.1f}\n"
    )
    pieces = [
        made(composer, name, options.seconds, seed)
        for name in sorted(BUILT_IN_STYLES)
        for seed in range(options.seeds)
    ]
    print(f"| {options.seconds:g} s of music | pieces | median s | slowest | notes/s, median | lowest |")
    print("| --- | --- | --- | --- | --- | --- |")
    for who in ("model", "players"):
        print(row(f"all by the {who}", [p for p in pieces if p.who == who]))
    for name in sorted(BUILT_IN_STYLES):
        here = [p for p in pieces if p.style == name]
        print(row(f"{name} ({here[0].who})", here))


if __name__ == "__main__":
    main()
