"""Bits per note and per second of music on the same windows of a split, for baselines and for the
composer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from generator.baselines.interface import Baseline, Cost, bits_per_note
from generator.baselines.note_network import costs, grouped
from generator.dataset import Batch, SeedVectors, Window, Windows
from generator.evaluation.intervals import Interval, bootstrap
from generator.model import Conditions
from generator.vocabulary import BAR, END, FIELDS, VELOCITY
from generator.weights import Weights
from music.corpus import PackedCorpus
from music.grid import POSITIONS_PER_QUARTER


@dataclass(frozen=True, slots=True, eq=False)
class Exam:
    """One window each of pieces; seconds: how long each lasts, nan where its tempo is unknown."""

    windows: list[Window]
    seconds: NDArray[np.float64]


def exam_of(
    pack: PackedCorpus,
    split: str,
    pieces: int,
    weights: Weights,
    seeds: SeedVectors | None,
) -> Exam:
    """The same windows at every call, with the Controls they fulfil as classes of `weights`."""
    config = weights.model.config
    source = Windows(
        pack, split, list(weights.styles), seeds, config.context, config.seed_dimension, seed=7, augment=False
    )
    chosen = [int(i) for i in source.rng.permutation(source.indices)[:pieces]]
    windows = [source.window(i) for i in chosen]
    return Exam(windows, np.array([_seconds(pack, i, w) for i, w in zip(chosen, windows, strict=True)]))


def _seconds(pack: PackedCorpus, index: int, window: Window) -> float:
    tempo = pack.pieces[index].tempo_bpm
    if tempo is None:
        return float("nan")
    steps = window.targets[:, BAR]
    bars = int(steps[steps != END].sum()) + 1
    length = float(np.median(window.place[:, 0] + 1))
    return bars * length / POSITIONS_PER_QUARTER * 60 / tempo


@torch.inference_mode()
def composer_costs(weights: Weights, windows: Sequence[Window], *, asked: bool = True) -> list[Cost]:
    """Of the shipped composer, told the Controls that the windows fulfil, or nothing."""
    found: dict[int, Cost] = {}
    for places, batch in grouped(windows, 4096):
        given = batch if asked else _nothing(batch)
        nats = weights.model(given.notes, given.place, given.asked, given.begin, given.targets)
        found.update(zip(places, costs(nats, batch, [windows[i] for i in places]), strict=True))
    return [found[i] for i in range(len(windows))]


def _nothing(batch: Batch) -> Batch:
    return replace(batch, asked=Conditions(*(torch.zeros_like(t) for t in batch.asked)))


def baseline_costs(model: Baseline, windows: Sequence[Window]) -> list[Cost]:
    """Of a baseline, which knows no Controls. Raises NoLikelihood."""
    return model.cost(windows)


def bits(found: Sequence[Cost], seconds: NDArray[np.float64]) -> dict[str, Interval | dict[str, float]]:
    """Bits per note and per second of music (without velocity), by field, with intervals over pieces."""
    per_piece = np.array([_bits(c) for c in found])
    notes = np.array([c.notes for c in found], np.float64)
    timed = np.flatnonzero(~np.isnan(seconds))

    def per_second(i: NDArray[np.int64]) -> float:
        chosen = timed[i % len(timed)]
        return float(per_piece[chosen].sum() / seconds[chosen].sum())

    result: dict[str, Interval | dict[str, float]] = {
        "bits_per_note": bootstrap(len(found), lambda i: float(per_piece[i].sum() / notes[i].sum())),
        "by_field": bits_per_note(found),
    }
    if len(timed):
        result["bits_per_second"] = bootstrap(len(timed), per_second)
    return result


def _bits(cost: Cost) -> float:
    return float((cost.nats[:VELOCITY].sum() + cost.latent) / np.log(2))


assert FIELDS[VELOCITY] == "velocity"
