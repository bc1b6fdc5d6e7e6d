"""The composer's own architecture as a baseline: smaller, without Controls or seeds, at the budget of the
others.

This is the fair row of the table; the shipped model, larger, longer trained and conditioned, has its
own.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from generator.baselines.files import load_network, read_facts, save_network
from generator.baselines.interface import CONTEXT, Ask, Budget, Cost, Likelihood, Report
from generator.baselines.learning import learn, optimizers
from generator.baselines.note_network import NoteReading, costs, grouped
from generator.baselines.sampling import draw
from generator.dataset import Batch, Window
from generator.model import Cache, Composer, Conditions, ModelConfig, Place
from generator.vocabulary import FIELDS
from music.corpus import PackedCorpus
from music.grid import GridNotes
from music.instruments import DRUMS

SHAPE = ModelConfig(width=128, layers=4, heads=4, hidden=352, styles=1, seed_dimension=1, context=CONTEXT)
RATE = 4e-3
MUON = ("blocks.", "chain_hidden")


def nothing_asked(rows: int) -> Conditions:
    """Conditions that say nothing, for `rows` readings."""
    zero = torch.zeros(rows, dtype=torch.long)
    return Conditions(zero, zero, zero, zero, zero, zero, torch.zeros(rows, DRUMS + 1), torch.zeros(rows, 1))


class PlainTransformer:
    """A `Baseline`."""

    name: ClassVar[str] = "plain-transformer"
    likelihood: ClassVar[Likelihood] = "exact"

    def __init__(self, shape: ModelConfig = SHAPE) -> None:
        self.network = Composer(shape).eval()
        self.notes_seen = 0

    def _nats(self, batch: Batch) -> Tensor:
        asked = nothing_asked(len(batch.targets))
        nats: Tensor = self.network(batch.notes, batch.place, asked, batch.begin, batch.targets)
        return nats

    def train(self, pack: PackedCorpus, out: Path, budget: Budget, report: Report) -> None:
        network = self.network.train()

        def loss(batch: Batch, progress: float) -> Tensor:
            return (self._nats(batch) * batch.scored).sum() / batch.scored[..., 0].sum()

        def save(notes: int) -> None:
            self.notes_seen = notes
            self.save(out)

        optims = optimizers(network, RATE, MUON)
        learn(self.name, network, optims, loss, self.cost, save, pack, out, budget, report, rate=RATE)
        self.network.eval()

    @torch.inference_mode()
    def cost(self, windows: Sequence[Window]) -> list[Cost]:
        found: dict[int, Cost] = {}
        for places, batch in grouped(windows):
            made = costs(self._nats(batch), batch, [windows[i] for i in places])
            found.update(zip(places, made, strict=True))
        return [found[i] for i in range(len(windows))]

    @torch.inference_mode()
    def sample(self, ask: Ask, rng: np.random.Generator) -> GridNotes:
        return draw(_Reading(self.network), ask, rng)

    def save(self, folder: Path) -> None:
        facts = {"notes_seen": self.notes_seen, "shape": asdict(self.network.config)}
        save_network(self.network, folder / f"{self.name}.safetensors", facts)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Raises MissingPart."""
        path = folder / f"{cls.name}.safetensors"
        facts = read_facts(path)
        found = cls(ModelConfig(**facts["shape"]))
        found.notes_seen = facts["notes_seen"]
        load_network(found.network, path)
        return found


class _Reading(NoteReading):
    """With a key-value cache; when the window is full, its later half is read again."""

    def __init__(self, network: Composer) -> None:
        super().__init__(network)
        self.network = network
        self.asked = network.condition(nothing_asked(1))
        self.cache: Cache = network.empty_cache(1, torch.float32, "cpu")
        self.filled = 0
        self.rows: list[tuple[int, ...]] = []
        self.places: list[NDArray[np.int64]] = []

    def step(self, before: tuple[int, ...] | None, place: NDArray[np.int64]) -> None:
        if before is not None:
            self.rows.append(before)
        self.places.append(place)
        context = self.network.config.context
        if before is not None and self.filled < context:
            notes, places, begin = [before], [place], None
        else:
            kept = context // 2 if self.rows else 1
            self.filled = 0
            notes, places = self.rows[len(self.rows) - kept + 1 :], self.places[-kept:]
            begin = torch.tensor([int(bool(self.rows))])
        table = torch.tensor(notes, dtype=torch.long).view(1, len(notes), len(FIELDS))
        at = Place(*torch.from_numpy(np.stack(places))[None].unbind(-1))
        x = self.network.embed(table, at, self.asked, begin)
        self.state = self.network.trunk(x, self.cache, self.filled)[:, -1]
        self.filled += len(places)
