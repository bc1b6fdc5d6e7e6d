"""How likely the model finds what follows, given what comes before: the measure of a junction."""

import numpy as np
import torch

from generator.dataset import place_of
from generator.decoding import conditions
from generator.model import Composer, Conditions, Place
from generator.plan import Plan
from generator.vocabulary import FIELDS, MAX_BAR_STEP
from music.grid import (
    BAR,
    GRID_DURATION,
    GRID_PITCH,
    GRID_VELOCITY,
    INSTRUMENT,
    GridNotes,
    duration_class,
    velocity_class,
)
from music.instruments import DRUMS


@torch.inference_mode()
def mean_log_likelihood(model: Composer, plan: Plan, notes: GridNotes, from_bar: int) -> float:
    """Nats a note of those `notes` (in the Grid's order) that begin in `from_bar` or later, each given all
    before it; their loudness is left out. -inf where there are none.

    Where the window of the model is too short, the first notes are left out.
    """
    total = len(notes)
    notes = notes[-model.config.context :]
    scored = notes[:, BAR] >= from_bar
    if not scored.any():
        return float("-inf")
    rows = tokens(notes)
    bars = np.concatenate([notes[:1, BAR], notes[:-1, BAR]]).astype(np.int64)
    lengths = np.full(plan.bars, plan.bar_positions, np.int32)
    denominators = np.full(plan.bars, plan.metre[1], np.int32)
    place = torch.from_numpy(place_of(bars, lengths, denominators, plan.bars))[None].unbind(-1)
    asked = conditions(plan, model.config.styles, model.config.seed_dimension)
    device = next(model.parameters()).device
    table = torch.from_numpy(rows)[None].to(device)
    losses = model(
        table[:, :-1],
        Place(*(p.to(device) for p in place)),
        Conditions(*(t[:1].to(device) for t in asked)),
        torch.tensor([int(len(notes) < total)], device=device),
        table,
    )[0, :, :GRID_VELOCITY]
    per_note = losses.sum(-1).cpu().numpy()
    return -float(per_note[scored].mean())


def tokens(notes: GridNotes) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """The model's rows [n, 6] of Grid notes; the first begins in the bar where it stands."""
    rows = np.zeros((len(notes), len(FIELDS)), np.int64)
    rows[:, 0] = np.minimum(np.diff(notes[:, BAR], prepend=notes[:1, BAR]), MAX_BAR_STEP)
    rows[:, 1:3] = notes[:, 1:3]
    rows[:, 3] = notes[:, GRID_PITCH] + 128 * (notes[:, INSTRUMENT] == DRUMS)
    rows[:, 4] = duration_class(notes[:, GRID_DURATION])
    rows[:, 5] = velocity_class(notes[:, GRID_VELOCITY])
    return rows
