"""The plain transformer beside every likelihood baseline, piece by piece: bits a note on the same windows.

    python -m benchmarks.paired_bits --corpus CORPUS --keep DIR [--pieces 200]

Intervals by bootstrap over pieces; those of differences are narrower than those of the table, since a piece
that is hard for one model is hard for the others.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.commands.evaluation_models import SPLIT, tested
from generator.baselines.learning import exam_windows
from generator.baselines.registry import NAMES, load
from generator.evaluation.intervals import bootstrap
from generator.vocabulary import VELOCITY

PLAIN = "plain-transformer"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--keep", type=Path, required=True, help="where the packed corpus lies, or will")
    parser.add_argument("--pieces", type=int, default=200)
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    windows = exam_windows(tested(options.corpus, options.keep), SPLIT, options.pieces)
    bits: dict[str, NDArray[np.float64]] = {}
    notes = np.zeros(0)
    for name in NAMES:
        model = load(name)
        if model.likelihood == "none":
            continue
        costs = model.cost(windows)
        bits[name] = np.array([c.nats[:VELOCITY].sum() + c.latent for c in costs]) / np.log(2)
        notes = np.array([c.notes for c in costs], np.float64)
    print(f"| {PLAIN} less | bits a note | pieces on which it needs fewer bits |\n| --- | --- | --- |")
    for name, theirs in bits.items():
        if name != PLAIN:
            lead = bits[PLAIN] - theirs
            found = bootstrap(len(lead), lambda i, lead=lead: float(lead[i].sum() / notes[i].sum()))  # type: ignore[misc]
            shown = f"{found['value']:.2f} [{found['low']:.2f}, {found['high']:.2f}]"
            print(f"| {name} | {shown} | {(lead < 0).mean():.0%} |")


if __name__ == "__main__":
    main()
