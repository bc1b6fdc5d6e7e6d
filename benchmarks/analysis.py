"""Files read and analysed in a second by one core.

python benchmarks/analysis.py FOLDER [number of files]
"""

import os
import sys
import time
from pathlib import Path
from random import Random

os.environ.setdefault("OMP_NUM_THREADS", "1")

from music.analysis import analyze
from music.errors import CadenzaError
from music.midi import read_midi


def main(folder: Path, most: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    paths = sorted(folder.rglob("*.mid"))
    chosen = Random(0).sample(paths, min(most, len(paths)))
    contents = [path.read_bytes() for path in chosen]
    reading = analysing = 0.0
    notes = refused = 0
    for path, data in zip(chosen, contents, strict=True):
        start = time.process_time()
        try:
            score = read_midi(data, path.name)
            read = time.process_time()
            notes += analyze(score).note_count
        except CadenzaError as error:
            refused += 1
            print(f"{path.name}: {error}", file=sys.stderr)
            continue
        reading += read - start
        analysing += time.process_time() - read
    count = len(chosen) - refused
    print(f"{count} files, {notes / count:.0f} notes a file, {refused} refused")
    print(f"read {1e3 * reading / count:.2f} ms, analysed {1e3 * analysing / count:.2f} ms a file")
    print(f"{count / (reading + analysing):.0f} files/s on one core")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300)
