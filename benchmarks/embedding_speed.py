"""How long the encoder takes for a piece on one thread, one by one and in batches.

    python -m benchmarks.embedding_speed

The pieces are Cadenza's own of 40 to 75 seconds. Wall clock and processor time.
"""

import time

import numpy as np
import torch

from recommender.encoder import MusicEncoder
from recommender.starter import originals

PIECES = 100


def main() -> None:
    torch.set_num_threads(1)
    encoder = MusicEncoder.load()
    scores = [work.score for work in originals() if 40 < work.score.seconds < 75][:PIECES]
    seconds, notes = np.mean([s.seconds for s in scores]), np.mean([s.note_count for s in scores])
    print(f"{len(scores)} pieces of {seconds:.0f} s and {notes:.0f} notes on average")
    encoder.embed(scores[:3])
    clock, processor = [], []
    for score in scores:
        wall, work = time.perf_counter(), time.process_time()
        encoder.embed([score])
        clock.append(1e3 * (time.perf_counter() - wall))
        processor.append(1e3 * (time.process_time() - work))
    for name, found in (("clock", clock), ("processor", processor)):
        middle, slow = np.percentile(found, (50, 99))
        print(f"one by one, {name}: p50 {middle:.1f} ms, p99 {slow:.1f} ms")
    work = time.process_time()
    encoder.embed(scores)
    print(f"in batches, processor: {1e3 * (time.process_time() - work) / len(scores):.1f} ms a piece")


if __name__ == "__main__":
    main()
