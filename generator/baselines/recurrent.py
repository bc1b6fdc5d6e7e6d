"""What the LSTM and the GRU share: tables, two recurrent layers, a chain of heads."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from generator.baselines.files import load_network, read_facts, save_network
from generator.baselines.interface import Ask, Budget, Cost, Likelihood, Report
from generator.baselines.learning import learn, optimizers
from generator.baselines.note_network import Heads, NoteReading, NoteTables, costs, grouped
from generator.baselines.sampling import draw
from generator.dataset import Batch, Window
from generator.model import Place
from music.corpus import PackedCorpus
from music.grid import GridNotes

WIDTH, LAYERS = 128, 2
RATE = 6e-3


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


class Recurrent:
    """A `Baseline`; its subclasses name the cell."""

    name: ClassVar[str]
    cell: ClassVar[type[nn.LSTM] | type[nn.GRU]]
    likelihood: ClassVar[Likelihood] = "exact"

    def __init__(self) -> None:
        self.network = RecurrentNetwork(self.cell).eval()
        self.notes_seen = 0

    def train(self, pack: PackedCorpus, out: Path, budget: Budget, report: Report) -> None:
        network = self.network.train()

        def loss(batch: Batch, progress: float) -> Tensor:
            scored: Tensor = (network(batch) * batch.scored).sum() / batch.scored[..., 0].sum()
            return scored

        def save(notes: int) -> None:
            self.notes_seen = notes
            self.save(out)

        optims = optimizers(network, RATE)
        learn(self.name, network, optims, loss, self.cost, save, pack, out, budget, report, rate=RATE)
        self.network.eval()

    @torch.inference_mode()
    def cost(self, windows: Sequence[Window]) -> list[Cost]:
        found: dict[int, Cost] = {}
        for places, batch in grouped(windows):
            made = costs(self.network(batch), batch, [windows[i] for i in places])
            found.update(zip(places, made, strict=True))
        return [found[i] for i in range(len(windows))]

    @torch.inference_mode()
    def sample(self, ask: Ask, rng: np.random.Generator) -> GridNotes:
        return draw(_Reading(self.network), ask, rng)

    def save(self, folder: Path) -> None:
        save_network(self.network, folder / f"{self.name}.safetensors", {"notes_seen": self.notes_seen})

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Raises MissingPart."""
        found = cls()
        path = folder / f"{cls.name}.safetensors"
        found.notes_seen = read_facts(path)["notes_seen"]
        load_network(found.network, path)
        return found


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
