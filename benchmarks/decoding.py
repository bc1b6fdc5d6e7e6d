"""Notes per second of composing, by wall clock, beside a decode of the same model that recomputes everything.

    python -m benchmarks.decoding [--pieces 5]

Default settings, guidance included, batch 1, one thread. Prints a table; the peers run in one process, one
after the other, so that they meet the same machine. Published: the Multitrack Music Transformer decodes
11.8 notes/s
(H.-W. Dong et al., arXiv 2207.06983).
"""

import argparse
import statistics
import time

import numpy as np
import torch

from generator.compose import Composer
from generator.dataset import place_of
from generator.decoding import conditions
from generator.model import Conditions, Place
from generator.plan import Plan, resolve
from music.controls import Controls

PIECES = {
    "piano, 16 bars": Controls(bars=16, instruments=("Acoustic Grand Piano",)),
    "string quartet, 16 bars": Controls(bars=16, instruments=("Violin", "Viola", "Cello")),
    "band, 16 bars": Controls(bars=16, instruments=("Drums", "Electric Bass (finger)", "Overdriven Guitar")),
}
RECOMPUTED_STEPS = 128


@torch.inference_mode()
def recomputing(composer: Composer, plan: Plan, steps: int) -> float:
    """Notes per second of the plain model that reads all notes again for each new one."""
    model = composer.weights.model
    config = model.config
    asked = model.condition(Conditions(*conditions(plan, config.styles, config.seed_dimension)))
    lengths, denominators = np.full(plan.bars, plan.bar_positions), np.full(plan.bars, plan.metre[1])
    place = place_of(np.zeros(steps + 1, np.int64), lengths, denominators, plan.bars)
    notes = torch.ones(1, steps, 6, dtype=torch.long)
    began = time.perf_counter()
    for n in range(steps):
        here = Place(*torch.from_numpy(place[: n + 1])[None].unbind(-1))
        state = model.trunk(model.embed(notes[:, :n], here, asked, torch.tensor([0])))[:, -1]
        for field in range(6):
            model.head(field, state)
            if field < 5:
                state = model.extend(field, state, torch.tensor([1, 1]))
    return steps / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    composer = Composer()
    print(f"torch {torch.__version__}, one thread, weights {composer.model_digest}")
    print(f"{'piece':26} {'notes':>6} {'notes/s median':>15} {'min':>6} {'max':>6} {'recomputing':>12}")
    for name, asked in PIECES.items():
        speeds, notes = [], []
        for seed in range(options.pieces):
            made = composer.compose(asked, seed)
            speeds.append(made.notes_per_second)
            notes.append(made.notes)
        plan, _, _ = resolve(asked, 0)
        plain = recomputing(composer, plan, RECOMPUTED_STEPS)
        print(
            f"{name:26} {statistics.median(notes):6.0f} {statistics.median(speeds):15.0f} "
            f"{min(speeds):6.0f} {max(speeds):6.0f} {plain:9.0f} ({RECOMPUTED_STEPS} notes)"
        )


if __name__ == "__main__":
    main()
