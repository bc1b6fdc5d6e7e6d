"""The quick step computes what the plain model computes, and computes it exactly where it says so."""

import numpy as np
import pytest
import torch

from generator.dataset import place_of
from generator.decoding import conditions
from generator.decoding.exact import Matrix, has_fast_int8
from generator.decoding.stepping import Chunk, Reader, Stepper
from generator.model import Conditions, Place
from generator.plan import Plan, resolve
from generator.vocabulary import FIELDS, SIZES
from generator.weights import load_weights
from music.controls import Controls

NOTES = 24


@pytest.fixture(scope="module")
def stepper() -> Stepper:
    return Stepper(load_weights().model)


@pytest.fixture(scope="module")
def plan() -> Plan:
    plan, _, _ = resolve(Controls(bars=8, instruments=("Violin", "Cello"), valence=0.3), 4)
    return plan


@pytest.fixture(scope="module")
def asked(stepper: Stepper, plan: Plan) -> torch.Tensor:
    config = stepper.config
    return stepper.model.condition(Conditions(*conditions(plan, config.styles, config.seed_dimension)))


def notes_and_places() -> tuple[list[tuple[int, ...]], list[list[int]]]:
    rng = np.random.default_rng(1)
    notes = [tuple(int(rng.integers(0, n - (i == 0))) for i, n in enumerate(SIZES)) for _ in range(NOTES)]
    places = place_of(np.arange(8), np.full(8, 48), np.full(8, 4), 8).tolist()
    return notes, [places[0], *(places[min(7, i // 4)] for i in range(NOTES))]


def logits_of_plain_model(stepper: Stepper, asked: torch.Tensor, guidance: float) -> list[torch.Tensor]:
    """By field, behind each of the notes and knowing the true fields before: [NOTES, size]."""
    model = stepper.model
    notes, places = notes_and_places()
    table = torch.tensor([notes])
    place = Place(*torch.tensor([places]).unbind(-1))
    state = model.trunk(model.embed(table, place, asked, torch.tensor([0])))[:, :-1]
    found = []
    for field in range(len(FIELDS)):
        with_it, without = model.head(field, state)
        found.append(without + guidance * (with_it - without))
        if field + 1 < len(FIELDS):
            state = model.extend(field, state, table[..., field])
    return found


def logits_of_reader(
    stepper: Stepper, asked: torch.Tensor, guidance: float, chunks: list[int]
) -> list[torch.Tensor]:
    """The same, read in chunks of the given numbers of steps; only behind the last step of each chunk."""
    notes, places = notes_and_places()
    parts = [stepper.begin_parts(False, places[0])]
    parts += [stepper.note_parts(n, p) for n, p in zip(notes, places[1:], strict=True)]
    cache, reader = stepper.empty_cache(), Reader(stepper)
    found: list[list[torch.Tensor]] = [[] for _ in FIELDS]
    start = 0
    for steps in chunks:
        hidden = reader.read([Chunk(parts[start : start + steps], start, asked, cache)])
        start += steps
        for field in range(len(FIELDS)):
            found[field].append(stepper.logits(field, hidden, torch.tensor([[guidance]])))
            if field + 1 < len(FIELDS):
                stepper.extend(field, hidden, torch.tensor([notes[start - 1][field]]))
    return [torch.cat(rows) for rows in found]


@torch.inference_mode()
@pytest.mark.parametrize("guidance", [1.0, 1.6])
def test_one_note_a_step_agrees_with_the_whole_piece_at_once(
    stepper: Stepper, asked: torch.Tensor, guidance: float
) -> None:
    quick = logits_of_reader(stepper, asked, guidance, [1] * NOTES)
    for ours, plain in zip(quick, logits_of_plain_model(stepper, asked, guidance), strict=True):
        chances, expected = ours.softmax(-1), plain.softmax(-1)
        assert float((chances - expected).abs().sum(-1).mean()) < 0.08  # what int8 costs
        assert float((ours - plain).abs().mean()) < 0.05 * float(plain.std())


@torch.inference_mode()
def test_many_notes_at_once_are_read_like_one_after_the_other(stepper: Stepper, asked: torch.Tensor) -> None:
    singly = logits_of_reader(stepper, asked, 1.6, [1] * NOTES)
    for chunks in ([NOTES], [1, 9, 14], [8, 1, 15]):
        ends = torch.tensor(chunks).cumsum(0) - 1
        for together, alone in zip(logits_of_reader(stepper, asked, 1.6, chunks), singly, strict=True):
            assert float((together.softmax(-1) - alone[ends].softmax(-1)).abs().sum(-1).max()) < 0.06


#: integers as float32 everywhere; as int8 only where the processor has the instructions (else nobody uses it)
PATHS = (True, False) if has_fast_int8() else (True,)


@torch.inference_mode()
@pytest.mark.parametrize("inputs", [256, 704, 1216])
@pytest.mark.parametrize("normalised", [False, True])
def test_a_product_has_the_same_bits_on_every_path_alone_and_among_many(
    inputs: int, normalised: bool
) -> None:
    rng = torch.Generator().manual_seed(inputs)
    weight, x = torch.randn(inputs, 129, generator=rng), torch.randn(33, inputs, generator=rng)
    x[3] = 0
    x[4], weight[:, 5] = 7.0, 0.5  # the largest sum there can be
    rows = x[4:] if normalised else x
    together = Matrix(weight, normalised=normalised, whole=True)(rows)
    for whole in PATHS:
        matrix = Matrix(weight, normalised=normalised, whole=whole)
        assert torch.equal(together, matrix(rows))
        for i in range(0, len(rows), 4):
            assert torch.equal(together[i : i + 1], matrix(rows[i : i + 1]))
            assert torch.equal(together[i : i + 3], matrix(rows[i : i + 3]))
    plain = rows / (rows.square().mean(-1, keepdim=True).sqrt() if normalised else 1) @ weight
    assert float((together - plain).abs().mean() / plain.abs().mean()) < 0.02


@torch.inference_mode()
def test_the_whole_network_has_the_same_bits_on_every_path(stepper: Stepper, asked: torch.Tensor) -> None:
    expected = logits_of_reader(Stepper(stepper.model, whole=True), asked, 1.6, [3, 1, 1, 9, 1])
    for whole in PATHS:
        found = logits_of_reader(Stepper(stepper.model, whole=whole), asked, 1.6, [3, 1, 1, 9, 1])
        assert all(torch.equal(a, b) for a, b in zip(found, expected, strict=True))
