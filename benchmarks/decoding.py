"""How quickly pieces are decoded: paths of the network's products, one piece, many at once, half a minute.

    python -m benchmarks.decoding [--pieces 10] [--seconds 30] [--compile]

Everything by wall clock and by processor time, in one process, the peers in turns, so that they meet the same
machine. Notes a second are those of the piece that a member gets, guidance and all candidates included. The
plain decode is the same model in float32 reading all notes again for each new one.
"""

import argparse
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from generator.compose import Composer
from generator.dataset import place_of
from generator.decoding import Task, conditions
from generator.decoding.exact import Matrix, has_fast_int8
from generator.decoding.stepping import Stepper
from generator.model import Conditions, ModelConfig, Place
from generator.plan import Plan, resolve
from generator.rewards import TheoryReward
from music.analysis import analyze
from music.controls import Controls

PIECES = {
    "piano, 16 bars": Controls(bars=16, instruments=("Acoustic Grand Piano",)),
    "strings, 16 bars": Controls(bars=16, instruments=("Violin", "Viola", "Cello")),
    "band, 16 bars": Controls(bars=16, instruments=("Drums", "Electric Bass (finger)", "Overdriven Guitar")),
}
#: published for the Multitrack Music Transformer: H.-W. Dong et al., arXiv 2207.06983, and a later comparison
PUBLISHED = (11.8, 62.5)
RECOMPUTED_STEPS = 128
AT_ONCE = (1, 2, 4, 10)
ROWS = (2, 4, 8, 20)


def timed(work: Callable[..., object], *arguments: object) -> tuple[float, float]:
    """Seconds by wall clock and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work(*arguments)
    return time.perf_counter() - wall, time.process_time() - processor


def product_paths(config: ModelConfig) -> None:
    """All products of the trunk by number format and rows (two for each piece)."""
    shapes = [(config.width, 3 * config.width), (config.width, config.width)]
    shapes += [(config.width, 2 * config.hidden), (config.hidden, config.width)]
    weights = [torch.randn(*shape) for _ in range(config.layers) for shape in shapes]

    def float32(w: Tensor) -> Callable[[Tensor], Tensor]:
        return lambda x: x @ w

    def bfloat16(w: Tensor) -> Callable[[Tensor], Tensor]:
        turned = w.t().contiguous().bfloat16()
        return lambda x: F.linear(x.bfloat16(), turned).float()

    def weight_only(w: Tensor) -> Callable[[Tensor], Tensor]:
        scale = (w.abs().amax(0) / 127).bfloat16()
        codes = (w / scale).round().to(torch.int8).t().contiguous()
        return lambda x: torch._weight_int8pack_mm(x.bfloat16(), codes, scale).float()

    def floats_of_int8(w: Tensor) -> Callable[[Tensor], Tensor]:
        return Matrix(w, whole=True)

    paths = {
        "float32": float32,
        "bfloat16": bfloat16,
        "int8 weights, bfloat16 inputs": weight_only,
        "int8, the integers as float32": floats_of_int8,
    }
    if has_fast_int8():
        paths["**int8, exact sums (in use)**"] = lambda w: Matrix(w, whole=False)
    print(
        f"| products of one step, ms, of {', '.join(map(str, ROWS))} rows | "
        + " | ".join(map(str, ROWS))
        + " |"
    )
    print("| --- |" + " --- |" * len(ROWS))
    made = {name: [path(w) for w in weights] for name, path in paths.items()}
    inputs = {rows: [torch.randn(rows, len(w)) for w in weights] for rows in ROWS}
    best = {(name, rows): float("inf") for rows in ROWS for name in paths}  # each finds the caches cold
    for _ in range(30):
        for name, rows in best:
            wall, _ = timed(
                lambda a, b: [call(x) for call, x in zip(a, b, strict=True)], made[name], inputs[rows]
            )
            best[name, rows] = min(best[name, rows], wall)
    for name in paths:
        print(f"| {name} | " + " | ".join(f"{best[name, rows] * 1e3:.2f}" for rows in ROWS) + " |")


@torch.inference_mode()
def compiled(stepper: Stepper) -> None:
    """The second half of each layer by torch.compile beside what runs."""

    def half(x: Tensor, i: int) -> Tensor:
        gate, up = stepper.layers[i].gate_up(x).chunk(2, -1)
        return stepper.layers[i].down.added_to(x, F.silu(gate) * up)

    turned = torch.compile(half, dynamic=True)
    inputs = [torch.randn(rows, stepper.config.width) for rows in (2, 20)]
    layers = range(len(stepper.layers))
    warm_up, _ = timed(lambda: [turned(x, i) for x in inputs for i in layers])
    print(f"\n| torch.compile, {warm_up:.0f} s until ready: us a layer's second half | 2 | 20 |")
    print("| --- | --- | --- |")
    for name, call in (("in use", half), ("compiled", turned)):
        best = [
            min(timed(lambda a, b: [a(b, i) for i in layers], call, x)[0] for _ in range(200)) for x in inputs
        ]
        print(f"| {name} | " + " | ".join(f"{1e6 * seconds / len(layers):.0f}" for seconds in best) + " |")


@torch.inference_mode()
def recompute(composer: Composer, plan: Plan, steps: int) -> None:
    """The plain model reading all notes again for each of `steps` notes."""
    model, config = composer.weights.model, composer.weights.model.config
    asked = model.condition(Conditions(*conditions(plan, config.styles, config.seed_dimension)))
    lengths, denominators = np.full(plan.bars, plan.bar_positions), np.full(plan.bars, plan.metre[1])
    place = place_of(np.zeros(steps + 1, np.int64), lengths, denominators, plan.bars)
    notes = torch.ones(1, steps, 6, dtype=torch.long)
    for n in range(steps):
        here = Place(*torch.from_numpy(place[: n + 1])[None].unbind(-1))
        state = model.trunk(model.embed(notes[:, :n], here, asked, torch.tensor([0])))[:, -1]
        for field in range(6):
            model.head(field, state)
            if field < 5:
                state = model.extend(field, state, torch.tensor([1, 1]))


def single_pieces(composers: dict[str, Composer], pieces: int) -> None:
    columns = " | ".join(f"{name}: notes/s median | lowest | highest" for name in composers)
    print(f"\n| piece | notes | {columns} | plain recompute, {RECOMPUTED_STEPS} notes |")
    print("| --- |" + " --- |" * (3 * len(composers) + 2))
    for name, asked in PIECES.items():
        speeds: dict[str, list[float]] = {kind: [] for kind in composers}
        notes, plain = [], []
        for seed in range(pieces):
            for kind, composer in composers.items():
                made = composer.compose(asked, seed)
                speeds[kind].append(made.notes_per_second)
            notes.append(made.notes)
            if seed < 3:
                plan, _, _ = resolve(asked, seed)
                model = next(iter(composers.values()))
                plain.append(RECOMPUTED_STEPS / timed(recompute, model, plan, RECOMPUTED_STEPS)[0])
        cells = [f"{statistics.median(s):.0f} | {min(s):.0f} | {max(s):.0f}" for s in speeds.values()]
        cells = [f"{statistics.median(notes):.0f}", *cells, f"{statistics.median(plain):.0f}"]
        print(f"| {name} | {' | '.join(cells)} |")


def decode_groups(composer: Composer, groups: Sequence[Sequence[Task]], notes: list[int]) -> None:
    for group in groups:
        notes += [len(n) for n in composer.decoder.decode_together(group)]


def pieces_at_once(composer: Composer, pieces: int) -> None:
    kinds = list(PIECES.values())
    tasks = [Task(resolve(kinds[i % 3], i)[0], (i, 0), composer.sampling) for i in range(pieces)]
    print(
        f"\n| {pieces} pieces, decoded so many at once | seconds | processor | notes/s | times one by one |"
    )
    print("| --- | --- | --- | --- | --- |")
    first: float = 0
    for count in AT_ONCE:
        groups = [tasks[i : i + count] for i in range(0, pieces, count)]
        notes: list[int] = []
        wall, processor = timed(decode_groups, composer, groups, notes)
        first = first or processor
        print(
            f"| {count} | {wall:.1f} | {processor:.1f} | {sum(notes) / wall:.0f} | {first / processor:.2f} |"
        )


def candidates(pieces: int) -> None:
    """What more attempts are worth to the reward, and what they cost: 12 bars for the ensembles above."""
    print("\n| candidates | key found again | mean reward | notes/s of the processor, median |")
    print("| --- | --- | --- | --- |")
    composers = [Composer(candidates=count) for count in (1, 2, 3, 4)]
    reward = TheoryReward()
    for composer in composers:
        speeds, rewards, held = [], [], 0
        for seed in range(pieces):
            asked = replace(
                list(PIECES.values())[seed % 3], bars=12, key="D minor" if seed % 2 else "G major"
            )
            before = time.process_time()
            made = composer.compose(asked, seed)
            speeds.append(made.notes / (time.process_time() - before))
            rewards.append(reward(made.score, made.controls))
            held += str(analyze(made.score).key) == made.controls.key
        figures = f"{held / pieces:.2f} | {statistics.mean(rewards):.3f} | {statistics.median(speeds):.0f}"
        print(f"| {composer.candidates} | {figures} |")


def half_minutes(composers: dict[str, Composer], seconds: float, pieces: int) -> None:
    print(
        f"\n| {seconds:g} s of music, default settings | median s | fastest | slowest | processor, median |"
    )
    print("| --- | --- | --- | --- | --- |")
    for name, composer in composers.items():
        times = [timed(composer.compose, Controls(seconds=seconds), seed) for seed in range(pieces)]
        walls = [wall for wall, _ in times]
        figures = (statistics.median(walls), min(walls), max(walls), statistics.median(p for _, p in times))
        print(f"| {name} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--compile", action="store_true", help="also what torch.compile would do (a minute)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    default = Composer()
    composers = {f"best of {default.candidates} (default)": default, "one candidate": Composer(candidates=1)}
    versions = (
        f"Python {platform.python_version()}, torch {torch.__version__}, weights {default.model_digest}"
    )
    print(f"{versions}; load of the machine at the start {os.getloadavg()[0]:.1f}\n")
    default.compose(Controls(bars=2), 1)
    product_paths(default.weights.model.config)
    if options.compile:
        compiled(default.decoder.stepper)
    single_pieces(composers, options.pieces)
    print(f"\nPublished for the Multitrack Music Transformer: {PUBLISHED[0]} and {PUBLISHED[1]} notes/s.")
    pieces_at_once(default, options.pieces)
    candidates(2 * options.pieces)
    half_minutes(composers, options.seconds, options.pieces)


if __name__ == "__main__":
    main()
