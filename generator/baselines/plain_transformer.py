"""The composer's own architecture as a baseline: smaller, without Controls or seeds, at the budget of the
others.

This is the fair row of the table; the shipped model, larger, longer trained and conditioned, has its
own.
"""

from dataclasses import asdict
from typing import Any, ClassVar, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from generator.baselines.interface import CONTEXT, Ask
from generator.baselines.network import NetworkBaseline
from generator.baselines.note_network import NoteReading
from generator.baselines.sampling import draw
from generator.dataset import Batch
from generator.model import Cache, Composer, Conditions, ModelConfig, Place
from generator.vocabulary import FIELDS
from music.grid import GridNotes
from music.instruments import DRUMS

SHAPE = ModelConfig(width=128, layers=4, heads=4, hidden=352, styles=1, seed_dimension=1, context=CONTEXT)


def nothing_asked(rows: int) -> Conditions:
    """Conditions that say nothing, for `rows` readings."""
    zero = torch.zeros(rows, dtype=torch.long)
    return Conditions(zero, zero, zero, zero, zero, zero, torch.zeros(rows, DRUMS + 1), torch.zeros(rows, 1))


class PlainTransformer(NetworkBaseline):
    name: ClassVar[str] = "plain-transformer"
    rate: ClassVar[float] = 4e-3
    muon: ClassVar[tuple[str, ...]] = ("blocks.", "chain_hidden")
    network: Composer

    def __init__(self, shape: ModelConfig = SHAPE) -> None:
        super().__init__(Composer(shape))

    def nats(self, batch: Batch) -> Tensor:
        asked = nothing_asked(len(batch.targets))
        nats: Tensor = self.network(batch.notes, batch.place, asked, batch.begin, batch.targets)
        return nats

    @torch.inference_mode()
    def sample(self, ask: Ask, rng: np.random.Generator) -> GridNotes:
        return draw(_Reading(self.network), ask, rng)

    def facts(self) -> dict[str, Any]:
        return {"shape": asdict(self.network.config)}

    @classmethod
    def shaped(cls, facts: dict[str, Any]) -> Self:
        return cls(ModelConfig(**facts["shape"]))


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
