"""The step of one shape, which CUDA records as a graph: the same code, run here operation by operation."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from generator.decoding import Decoder, Sampling, Task
from generator.decoding.static import StaticReader
from generator.decoding.stepping import Chunk, Reader, Stepper
from generator.plan import resolve
from generator.vocabulary import SIZES
from generator.weights import Weights, load_weights
from music.controls import Controls

SLOTS = 3


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load_weights()


@pytest.fixture(scope="module")
def stepper(weights: Weights) -> Stepper:
    return Stepper(weights.model)


def parts(stepper: Stepper, seed: int, steps: int) -> list[list[int]]:
    rng = np.random.default_rng(seed)
    notes = [[int(rng.integers(0, n - (i == 0))) for i, n in enumerate(SIZES)] for _ in range(steps - 1)]
    return [stepper.begin_parts(False, [47, 2, 0, 3])] + [stepper.note_parts(n, [47, 2, 1, 2]) for n in notes]


def asked(stepper: Stepper) -> torch.Tensor:
    shape = (2, stepper.config.width)
    return torch.randn(shape, generator=torch.Generator().manual_seed(3)) * 0.1


def read(stepper: Stepper, reader: Reader, beside: int) -> list[torch.Tensor]:
    """What is read for one piece, step by step after a longer beginning, with `beside` others that end."""
    wanted, mine = asked(stepper), parts(stepper, 0, 14)
    cache = reader.take_cache()
    others = [(parts(stepper, i + 1, 14), reader.take_cache()) for i in range(beside)]
    found = []
    bounds = [0, 6, *range(7, 15)]
    for start, stop in pairwise(bounds):
        company = [Chunk(p[start:stop], start, wanted, c) for p, c in others if start < 10]
        found.append(reader.read([*company, Chunk(mine[start:stop], start, wanted, cache)])[-1])
    for used in (cache, *(c for _, c in others)):
        reader.give_back(used)
    return found


@torch.inference_mode()
def test_it_reads_what_the_other_reader_reads(stepper: Stepper) -> None:
    ours = read(stepper, StaticReader(stepper, SLOTS), beside=0)
    plain = read(stepper, Reader(stepper), beside=0)
    for a, b in zip(ours, plain, strict=True):
        torch.testing.assert_close(a, b, rtol=0.05, atol=0.2)  # int8 codes may fall to the other side
        assert float((a - b).abs().mean()) < 0.02


@torch.inference_mode()
def test_other_slots_change_no_bit(stepper: Stepper) -> None:
    reader = StaticReader(stepper, SLOTS)
    alone = read(stepper, reader, beside=0)
    for beside in (1, 2):  # in slots that held other pieces before
        assert all(torch.equal(a, b) for a, b in zip(alone, read(stepper, reader, beside), strict=True))


def test_whole_pieces_are_the_same_alone_and_in_company(weights: Weights) -> None:
    decoder = Decoder(weights.model, weights.registers, slots=SLOTS, static=True)
    tasks = [Task(resolve(Controls(bars=b), b)[0], (b,), Sampling()) for b in (8, 2, 3, 1)]
    together = decoder.decode_together(tasks)
    for task, notes in zip(tasks, together, strict=True):
        assert int(notes[:, 0].max()) < task.plan.bars
        assert np.array_equal(decoder.decode_together([task])[0], notes)
