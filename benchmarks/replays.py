"""Replays of take codes in random company: every one must be the same bytes again.

    python -m benchmarks.replays [--count 1000] [--codes 40]

Codes are made one at a time, and replayed `count` times by threads that begin and end at random, so that each
replay shares the network with whatever is in progress then.
"""

import argparse
import hashlib
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import torch

from generator.compose import Composer
from music.controls import DENSITIES, Controls
from music.midi import write_midi

ENSEMBLES = (
    ("Acoustic Grand Piano",),
    ("Violin", "Viola", "Cello"),
    ("Drums", "Electric Bass (finger)", "Overdriven Guitar"),
    ("Flute", "Acoustic Guitar (nylon)"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--codes", type=int, default=40)
    parser.add_argument("--at-once", type=int, default=12)
    options = parser.parse_args()
    torch.set_num_threads(1)
    chance = random.Random(5)
    composer = Composer()
    expected: dict[str, str] = {}
    for seed in range(options.codes):
        asked = Controls(
            bars=chance.choice((2, 4, 8, 16)),
            instruments=chance.choice(ENSEMBLES),
            density=chance.choice(DENSITIES),
            valence=chance.choice((-0.6, None, 0.6)),
        )
        made = composer.compose(asked, seed)
        expected[made.code] = hashlib.sha256(write_midi(made.score)).hexdigest()
    company: list[int] = []
    playing = 0
    lock = threading.Lock()

    def replay(code: str) -> bool:
        nonlocal playing
        time.sleep(chance.random() * 0.3)
        with lock:
            playing += 1
            company.append(playing)
        score = composer.replay(code).score
        with lock:
            playing -= 1
        return hashlib.sha256(write_midi(score)).hexdigest() == expected[code]

    began = time.perf_counter()
    codes = [chance.choice(list(expected)) for _ in range(options.count)]
    with ThreadPoolExecutor(options.at_once) as threads:
        same = sum(threads.map(replay, codes))
    seconds = time.perf_counter() - began
    print("| what | number |\n| --- | --- |")
    print(f"| replays of {len(expected)} codes | {options.count} |")
    print(f"| the same bytes | {same} |")
    print(f"| in progress when one began: mean, most | {sum(company) / len(company):.1f}, {max(company)} |")
    print(f"| seconds | {seconds:.0f} |")
    raise SystemExit(same != options.count)


if __name__ == "__main__":
    main()
