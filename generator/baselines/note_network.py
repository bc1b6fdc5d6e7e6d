"""What the learned baselines have in common: tables for notes and places, a chain of heads, reading and cost.

The trunk between them is each baseline's own. As in the composer, the six fields of a note are predicted one
after the other, each knowing the fields before it; nothing is shared with the composer's weights.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from generator.baselines.interface import Cost, notes_of
from generator.dataset import Batch, Window, collate
from generator.model import DENOMINATORS, PHASES, Place
from generator.vocabulary import PITCH, REMAINING_CLASSES, SIZES
from music.grid import MAX_BAR_POSITIONS


class NoteTables(nn.Module):
    """Notes and places as vectors: the sum of one embedding a field."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.notes = nn.ModuleList(nn.Embedding(n, width) for n in SIZES)
        self.pitch_class = nn.Embedding(13, width)  # 12: a drum
        self.begin = nn.Embedding(2, width)  # 0: the piece begins here; 1: an excerpt from its middle
        sizes = (MAX_BAR_POSITIONS, len(DENOMINATORS), PHASES, REMAINING_CLASSES)
        self.places = nn.ModuleList(nn.Embedding(n, width) for n in sizes)
        for table in self.modules():
            if isinstance(table, nn.Embedding):
                nn.init.normal_(table.weight, std=0.1)

    def note(self, notes: Tensor) -> Tensor:
        """[..., 6] to [..., width]."""
        pitch = notes[..., PITCH]
        x: Tensor = self.pitch_class(torch.where(pitch >= 128, 12, pitch % 12))
        for field, table in enumerate(self.notes):
            x = x + table(notes[..., field])
        return x

    def place(self, place: Place) -> Tensor:
        return torch.stack([t(p) for t, p in zip(self.places, place, strict=True)]).sum(0)

    def forward(self, notes: Tensor, place: Place, begin: Tensor) -> Tensor:
        """Inputs [B, S, width] from the notes before [B, S - 1, 6]."""
        return torch.cat([self.begin(begin)[:, None], self.note(notes)], 1) + self.place(place)


class Heads(nn.Module):
    """Six fields from a state, each knowing those before."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.chain = nn.ModuleList(nn.Embedding(n, width) for n in SIZES[:-1])
        self.hidden = nn.ModuleList(nn.Linear(width, width) for _ in SIZES)
        self.out = nn.ModuleList(nn.Linear(width, n) for n in SIZES)
        for table in self.chain:
            nn.init.normal_(table.weight, std=0.1)  # type: ignore[arg-type]

    def head(self, field: int, state: Tensor) -> Tensor:
        logits: Tensor = self.out[field](F.gelu(self.hidden[field](state)))
        return logits

    def extend(self, field: int, state: Tensor, value: Tensor) -> Tensor:
        extended: Tensor = state + self.chain[field](value)
        return extended

    def forward(self, state: Tensor, targets: Tensor) -> Tensor:
        """Nats of every field of `targets` [B, S, 6] from states [B, S, width]; [B, S, 6]."""
        losses = []
        for field, size in enumerate(SIZES):
            truth = targets[..., field]
            logits = self.head(field, state).float()
            loss = F.cross_entropy(logits.view(-1, size), truth.reshape(-1), reduction="none")
            losses.append(loss.view(truth.shape))
            if field + 1 < len(SIZES):
                state = self.extend(field, state, truth)
        return torch.stack(losses, -1)


class NoteReading:
    """A `Reading` over heads; subclasses say how a state follows from the note before."""

    def __init__(self, heads: Any) -> None:
        self.heads = heads
        self.state = torch.zeros(0)

    def logits(self, field: int) -> NDArray[np.float64]:
        found: NDArray[np.float64] = self.heads.head(field, self.state)[0].double().numpy()
        return found

    def take(self, field: int, value: int) -> None:
        self.state = self.heads.extend(field, self.state, torch.tensor([value]))


def costs(nats: Tensor, batch: Batch, windows: Sequence[Window]) -> list[Cost]:
    """Costs of the windows of one batch from nats [B, S, 6]."""
    kept = (nats * batch.scored).sum(1).double().numpy()
    scored = batch.scored.sum(1).numpy()
    return [Cost(kept[i], scored[i], notes_of(w)) for i, w in enumerate(windows)]


def grouped(windows: Sequence[Window], tokens: int = 8192) -> list[tuple[list[int], Batch]]:
    """Windows of like length in batches, with where each stood."""
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].targets))
    groups = []
    while order:
        size = max(1, tokens // len(windows[order[-1]].targets))
        group, order = order[-size:], order[:-size]
        groups.append((group, collate([windows[i] for i in group])))
    return groups
