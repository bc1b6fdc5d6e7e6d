"""The quick step computes what the plain model computes."""

import numpy as np
import pytest
import torch

from generator.dataset import place_of
from generator.decoding import Decoder, Sampling, conditions
from generator.model import Conditions, Place
from generator.plan import Plan, resolve
from generator.stepping import Stepper
from generator.vocabulary import SIZES
from generator.weights import load_weights
from music.controls import Controls


@pytest.fixture(scope="module")
def stepper() -> Stepper:
    return Stepper(load_weights().model)


@pytest.fixture(scope="module")
def plan() -> Plan:
    plan, _, _ = resolve(Controls(bars=8, instruments=("Violin", "Cello"), valence=0.3), 4)
    return plan


@torch.inference_mode()
def test_steps_with_a_cache_agree_with_the_whole_piece_at_once(stepper: Stepper, plan: Plan) -> None:
    model = stepper.model
    rng = np.random.default_rng(1)
    notes = [tuple(int(rng.integers(0, n - (i == 0))) for i, n in enumerate(SIZES)) for _ in range(24)]
    places = place_of(np.arange(8), np.full(8, 48), np.full(8, 4), 8)
    rows = [places[0], *(places[min(7, i // 4)] for i in range(24))]
    asked = model.condition(Conditions(*conditions(plan, model.config.styles, model.config.seed_dimension)))
    place = Place(*torch.from_numpy(np.stack(rows))[None].unbind(-1))
    whole = model.trunk(model.embed(torch.tensor([notes]), place, asked, torch.tensor([0])))
    cache = model.empty_cache(2, torch.float32, "cpu")
    first = Place(*torch.from_numpy(rows[0])[None, None].unbind(-1))
    empty = torch.zeros(1, 0, 6, dtype=torch.long)
    states = [model.trunk(model.embed(empty, first, asked, torch.tensor([0])), cache, 0)[:, -1]]
    for i, note in enumerate(notes):
        states.append(stepper.trunk(note, rows[i + 1].tolist(), asked, cache, i + 1))
    torch.testing.assert_close(torch.stack(states, 1), whole, rtol=1e-3, atol=2e-3)


@torch.inference_mode()
def test_the_chain_of_heads_agrees(stepper: Stepper) -> None:
    state = torch.randn(2, stepper.config.width, generator=torch.Generator().manual_seed(1))
    for field in range(6):
        torch.testing.assert_close(
            stepper.head(field, state), stepper.model.head(field, state), rtol=1e-4, atol=1e-4
        )
        if field < 5:
            plain = stepper.model.extend(field, state, torch.tensor([3, 3]))
            torch.testing.assert_close(stepper.extend(field, state, 3), plain)


def test_guidance_changes_the_piece_and_chance_alone_does_not_decide(stepper: Stepper, plan: Plan) -> None:
    decoder = Decoder(stepper.model, {})
    plain = decoder.decode(plan, (1,), Sampling(guidance=1.0))
    guided = decoder.decode(plan, (1,), Sampling(guidance=2.5))
    assert not np.array_equal(plain, guided)
    assert np.array_equal(plain, decoder.decode(plan, (1,), Sampling(guidance=1.0)))
