"""What the baselines that are networks share: training, cost and the file of their weights."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import torch
from torch import Tensor, nn

from generator.baselines.files import load_network, read_facts, save_network
from generator.baselines.interface import Budget, Cost, Likelihood, Report
from generator.baselines.learning import learn, optimizers
from generator.baselines.note_network import costs, grouped
from generator.dataset import Batch, Window
from music.corpus import PackedCorpus


class NetworkBaseline:
    """A `Baseline` around one network; a subclass says what notes cost and how they are drawn."""

    name: ClassVar[str]
    likelihood: ClassVar[Likelihood] = "exact"
    #: learning rate, and parts of the names of matrices that Muon moves (the rest: AdamW)
    rate: ClassVar[float]
    muon: ClassVar[tuple[str, ...]] = ()

    def __init__(self, network: nn.Module) -> None:
        self.network = network.eval()
        self.notes_seen = 0

    def nats(self, batch: Batch) -> Tensor:
        """Of every field of the targets, [B, S, 6]."""
        raise NotImplementedError

    def loss(self, batch: Batch, progress: float) -> Tensor:
        """Nats a note; `progress` is the share of the budget that is used up."""
        return (self.nats(batch) * batch.scored).sum() / batch.scored[..., 0].sum()

    def train(self, pack: PackedCorpus, out: Path, budget: Budget, report: Report) -> None:
        network = self.network.train()

        def save(notes: int) -> None:
            self.notes_seen = notes
            self.save(out)

        optims = optimizers(network, self.rate, self.muon)
        learn(self.name, network, optims, self.loss, self.cost, save, pack, out, budget, report,
              rate=self.rate)  # fmt: skip
        self.network.eval()

    @torch.inference_mode()
    def cost(self, windows: Sequence[Window]) -> list[Cost]:
        found: dict[int, Cost] = {}
        for places, batch in grouped(windows):
            made = costs(self.nats(batch), batch, [windows[i] for i in places])
            found.update(zip(places, made, strict=True))
        return [found[i] for i in range(len(windows))]

    def facts(self) -> dict[str, Any]:
        """What stands in the file beside the weights, and `shaped` needs."""
        return {}

    @classmethod
    def shaped(cls, facts: dict[str, Any]) -> Self:
        """One of the shape that `facts` tell, which has learned nothing."""
        return cls()  # type: ignore[call-arg]

    def save(self, folder: Path) -> None:
        facts = {"notes_seen": self.notes_seen, **self.facts()}
        save_network(self.network, folder / f"{self.name}.safetensors", facts)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Raises MissingPart."""
        path = folder / f"{cls.name}.safetensors"
        facts = read_facts(path)
        found = cls.shaped(facts)
        found.notes_seen = facts["notes_seen"]
        load_network(found.network, path)
        return found
