"""A program that saves the index again and again is killed at random moments; each time the next start finds
a valid index: the last one saved or the one that was being saved, whole, or says why not and builds another.

    python -m benchmarks.index_kills [--kills 200] [--tracks 2000]

Prints a Markdown table. Ends with 1 if a start was not valid.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recommender.index import WHOLE, FaissIndex, Sizes, UnusableIndex

DIMENSION = 128
VERSION = "kills"
SIZES = Sizes(clustered=1_000)  # so that the file holds clusters too


def vectors_of(tracks: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(0).standard_normal((tracks, DIMENSION), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def built(tracks: int) -> FaissIndex:
    """What a start makes of the database when there is no usable file."""
    index = FaissIndex(DIMENSION, VERSION, sizes=SIZES)
    index.add_many([f"t{i}" for i in range(tracks)], vectors_of(tracks), [WHOLE] * tracks)
    return index


def started(path: Path, tracks: int) -> tuple[FaissIndex, str]:
    """The index as a start has it, and how it came by it: "loaded" or why it was built again."""
    try:
        return FaissIndex.load(path, dimension=DIMENSION, embedding_version=VERSION, sizes=SIZES), "loaded"
    except UnusableIndex as error:
        return built(tracks), error.reason


def write_for_ever(path: Path, tracks: int) -> None:
    """Changes the index and saves it, without end. Generation g holds the first `tracks` Tracks and the extra
    one "g<g>"; prints g before and after it is saved."""
    index, _ = started(path, tracks)
    vectors = vectors_of(tracks)
    while True:
        index.remove([f"g{index.generation}"])
        index.generation += 1
        index.add(f"g{index.generation}", vectors[index.generation % tracks][None], [WHOLE])
        print("saving", index.generation, flush=True)
        index.save(path)
        print("saved", index.generation, flush=True)


def killed_once(path: Path, tracks: int, after: float) -> tuple[str, str]:
    """Starts the writer, kills it `after` seconds from its first save on, starts again. How the start came by
    its index, and what was wrong ("" if nothing)."""
    command = [sys.executable, "-m", "benchmarks.index_kills", "--write", str(path), "--tracks", str(tracks)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    lines = [writer.stdout.readline()]
    time.sleep(after)
    os.kill(writer.pid, signal.SIGKILL)
    lines += writer.stdout.read().split("\n")
    writer.wait()
    writer.stdout.close()
    told = [line.split() for line in lines if line.count(" ") == 1]
    saving = max(int(number) for _, number in told)
    saved = max((int(number) for what, number in told if what == "saved"), default=saving - 1)
    index, how = started(path, tracks)
    return how, wrong_with(index, how, tracks, saved, saving)


def wrong_with(index: FaissIndex, how: str, tracks: int, saved: int, saving: int) -> str:
    if how == "loaded" and index.generation not in range(saved, saving + 1):
        return f"generation {index.generation} was loaded; {saved} was saved and {saving} begun"
    extra = index.generation > 0
    if len(index) != tracks + extra or (extra and f"g{index.generation}" not in index):
        return f"{len(index)} tracks at generation {index.generation}"
    asked = np.random.default_rng(index.generation).integers(tracks, size=5)
    found = [hits[0].similarity for hits in index.search(vectors_of(tracks)[asked], 1)]
    return "" if np.allclose(found, 1, atol=1e-3) else f"similarities {found} of a vector to itself"


def kill_many(folder: Path, kills: int, tracks: int, seed: int = 0) -> tuple[Counter[str], list[str]]:
    """How many starts came by their index in which way, and what was wrong with any."""
    moments = random.Random(seed)
    ways: Counter[str] = Counter()
    faults = []
    for _ in range(kills):
        how, wrong = killed_once(folder / "tracks.index", tracks, moments.uniform(0, 0.06))
        ways[how] += 1
        if wrong:
            faults.append(wrong)
    return ways, faults


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--tracks", type=int, default=2_000)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write_for_ever(options.write, options.tracks)
    with tempfile.TemporaryDirectory() as folder:
        ways, faults = kill_many(Path(folder), options.kills, options.tracks)
        left = len(list(Path(folder).iterdir()))
    print("| what | number |\n| --- | --- |")
    print(f"| kills while the index of {options.tracks} tracks was written | {options.kills} |")
    print(f"| valid starts | {options.kills - len(faults)} |")
    for how, count in ways.items():
        print(f"| {how if how == 'loaded' else f'built again: {how}'} | {count} |")
    print(f"| files in the folder at the end | {left} |")
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
