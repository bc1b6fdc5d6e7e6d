"""Chained heads beside a delay pattern: bits a note after equal notes, and notes a second.

    python -m benchmarks.delay_pattern --corpus CORPUS --keep DIR [--notes 500000] [--pieces 200]

Chained, as the composer has them: one step of the trunk a note, then six heads one after the other, each
knowing the fields before it. Delayed (J. Copet et al., arXiv 2306.05284, for note tuples arXiv 2509.23749):
field k of a note is predicted k steps later, all heads from one state. Both are the plain transformer of the
table of baselines, learn from the same windows in the same order, and are examined on the same windows of the
test split. Speed: with the shape of `small` and a key-value cache, one thread, nothing masked. Goes on from
checkpoints in DIR.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from bot.commands.evaluation_models import SPLIT, tested
from generator.baselines.interface import Budget
from generator.baselines.learning import exam_windows
from generator.baselines.plain_transformer import SHAPE, PlainTransformer, nothing_asked
from generator.dataset import Batch
from generator.evaluation.intervals import bootstrap
from generator.model import SMALL, Composer, Conditions, ModelConfig, Place
from generator.vocabulary import FIELDS, PITCH, SIZES, VELOCITY

#: steps that the last field comes behind the first
LAST = len(FIELDS) - 1
DELAYED_SHAPE = replace(SHAPE, context=SHAPE.context + LAST)
TIMED_NOTES = 384


class Delayed(PlainTransformer):
    """Field k of note n is predicted at step n + k, from what was predicted at the steps before."""

    name: ClassVar[str] = "delay-pattern"

    def __init__(self, shape: ModelConfig = DELAYED_SHAPE) -> None:
        super().__init__(shape)

    def nats(self, batch: Batch) -> Tensor:
        net, targets = self.network, batch.targets
        notes = targets.shape[1]
        x = self._inputs(batch)
        state = net.trunk(x)
        losses = []
        for field, size in enumerate(SIZES):
            logits = net.head(field, state[:, field : field + notes]).float()
            truth = targets[..., field]
            loss = F.cross_entropy(logits.reshape(-1, size), truth.reshape(-1), reduction="none")
            losses.append(loss.view(truth.shape))
        return torch.stack(losses, -1)

    def _inputs(self, batch: Batch) -> Tensor:
        """[B, S + LAST, width]: at step t the fields that step t - 1 predicted, of six notes in a row."""
        net, targets = self.network, batch.targets
        rows, notes, _ = targets.shape
        steps = notes + LAST
        x = net.condition(nothing_asked(rows))[:, None].repeat(1, steps, 1)
        x[:, 0] += net.begin(batch.begin)
        for field, table in enumerate(net.notes):
            first = field + 1
            known = targets[:, : steps - first, field]
            vectors = table(known)
            if field == PITCH:
                vectors = vectors + net.pitch_class(torch.where(known >= 128, 12, known % 12))
            x[:, first : first + known.shape[1]] += vectors
        tables = (net.bar_positions, net.denominator, net.phase, net.remaining)
        for told, value in zip(tables, batch.place, strict=True):
            x = x + told(torch.cat([value, value[:, -1:].expand(-1, LAST)], 1))
        return x


def _drawn(logits: Tensor) -> Tensor:
    return torch.multinomial(torch.softmax(logits, -1), 1)[:, 0]


@torch.inference_mode()
def chained_step(net: Composer, x: Tensor, cache: list[tuple[Tensor, Tensor]], at: int) -> list[Tensor]:
    """The six fields of the next note."""
    state = net.trunk(x, cache, at)[:, -1]
    fields = []
    for field in range(len(SIZES)):
        fields.append(_drawn(net.head(field, state)))
        if field < LAST:
            state = net.extend(field, state, fields[-1])
    return fields


@torch.inference_mode()
def delayed_step(net: Composer, x: Tensor, cache: list[tuple[Tensor, Tensor]], at: int) -> list[Tensor]:
    """One field each of six notes in a row; the hidden layers of all heads are one product."""
    state = net.trunk(x, cache, at)[:, -1]
    weight = torch.cat([h.weight for h in net.chain_hidden])  # type: ignore[misc]
    bias = torch.cat([h.bias for h in net.chain_hidden])  # type: ignore[misc]
    hidden = F.gelu(F.linear(state, weight, bias)).chunk(len(SIZES), -1)
    return [_drawn(out(h)) for out, h in zip(net.chain_out, hidden, strict=True)]


def speed(step: Callable[[Composer, Tensor, list[tuple[Tensor, Tensor]], int], list[Tensor]]) -> float:
    """Notes a second of the processor's time."""
    torch.manual_seed(1)
    net = Composer(SMALL).eval()
    cache = net.empty_cache(1, torch.float32, "cpu")
    asked = net.condition(nothing_asked_of(net))
    zero = torch.zeros(1, 1, dtype=torch.long)
    place = Place(zero, zero, zero, zero)
    fields = [torch.zeros(1, dtype=torch.long)] * len(SIZES)
    began = 0.0
    for at in range(TIMED_NOTES + 16):
        if at == 16:
            began = time.process_time()
        with torch.inference_mode():
            x = net.embed(torch.stack(fields, -1)[:, None], place, asked, None)
        fields = step(net, x, cache, at)
    return TIMED_NOTES / (time.process_time() - began)


def nothing_asked_of(net: Composer) -> Conditions:
    """Conditions that say nothing, in the shape of `net`."""
    return nothing_asked(1)._replace(seed=torch.zeros(1, net.config.seed_dimension))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--keep", type=Path, required=True, help="where the packed corpus lies, or will")
    parser.add_argument("--notes", type=int, default=500_000)
    parser.add_argument("--pieces", type=int, default=200)
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.keep.mkdir(parents=True, exist_ok=True)
    pack = tested(options.corpus, options.keep)
    windows = exam_windows(pack, SPLIT, options.pieces)
    print(f"{options.notes} notes each, {len(windows)} windows of the {SPLIT} split\n")
    print("| heads | bits a note | " + " | ".join(FIELDS[:VELOCITY]) + " | notes/s |")
    print("| --- " * (VELOCITY + 3) + "|")
    both: list[tuple[str, type[PlainTransformer], float]] = [
        ("chained", PlainTransformer, speed(chained_step)),
        ("delayed", Delayed, speed(delayed_step)),
    ]
    bits = {}
    for name, kind, notes_a_second in both:
        folder = options.keep / "delay-pattern"
        kind().train(pack, folder, Budget(notes=options.notes), lambda _: None)
        costs = kind.load(folder).cost(windows)
        nats = np.array([c.nats[:VELOCITY] for c in costs]) / np.log(2)
        notes = np.array([c.notes for c in costs], np.float64)
        bits[name] = nats.sum(1)
        fields = " | ".join(f"{v:.2f}" for v in nats.sum(0) / notes.sum())
        print(f"| {name} | {nats.sum() / notes.sum():.3f} | {fields} | {notes_a_second:.0f} |", flush=True)
    lead = bits["chained"] - bits["delayed"]
    found = bootstrap(len(lead), lambda i: float(lead[i].sum() / notes[i].sum()))
    print(f"\nChained less delayed: {found['value']:.3f} bits [{found['low']:.3f}, {found['high']:.3f}]")


if __name__ == "__main__":
    main()
