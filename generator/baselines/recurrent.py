"""What the LSTM and the GRU share: tables, two recurrent layers, a chain of heads."""

from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from generator.baselines.interface import Ask
from generator.baselines.network import NetworkBaseline
from generator.baselines.note_network import Heads, NoteReading, NoteTables
from generator.baselines.sampling import draw
from generator.dataset import Batch
from generator.model import Place
from music.grid import GridNotes

WIDTH, LAYERS = 128, 2


class RecurrentNetwork(nn.Module):
    def __init__(self, cell: type[nn.LSTM] | type[nn.GRU]) -> None:
        super().__init__()
        self.tables = NoteTables(WIDTH)
        self.cell = cell(WIDTH, WIDTH, LAYERS, batch_first=True)
        self.norm = nn.RMSNorm(WIDTH, eps=1e-6)
        self.heads = Heads(WIDTH)

    def states(self, x: Tensor, carry: Any = None) -> tuple[Tensor, Any]:
        """x [B, S, width] to states [B, S, width] and what to carry on."""
        y, carry = self.cell(x, carry)
        return self.norm(x + y), carry

    def forward(self, batch: Batch) -> Tensor:
        """Nats [B, S, 6]."""
        states, _ = self.states(self.tables(batch.notes, batch.place, batch.begin))
        nats: Tensor = self.heads(states, batch.targets)
        return nats


class Recurrent(NetworkBaseline):
    """Its subclasses name the cell."""

    rate: ClassVar[float] = 6e-3
    cell: ClassVar[type[nn.LSTM] | type[nn.GRU]]
    network: RecurrentNetwork

    def __init__(self) -> None:
        super().__init__(RecurrentNetwork(self.cell))

    def nats(self, batch: Batch) -> Tensor:
        nats: Tensor = self.network(batch)
        return nats

    @torch.inference_mode()
    def sample(self, ask: Ask, rng: np.random.Generator) -> GridNotes:
        return draw(_Reading(self.network), ask, rng)


class _Reading(NoteReading):
    def __init__(self, network: RecurrentNetwork) -> None:
        super().__init__(network.heads)
        self.network = network
        self.carry: Any = None

    def step(self, before: tuple[int, ...] | None, place: NDArray[np.int64]) -> None:
        tables = self.network.tables
        note = tables.begin.weight[:1] if before is None else tables.note(torch.tensor([before]))
        x = note + tables.place(Place(*torch.from_numpy(place)[:, None]))
        states, self.carry = self.network.states(x[None], self.carry)
        self.state = states[0]
