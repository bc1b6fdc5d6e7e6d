"""The GAN told which style and mood to play (M. Mirza and S. Osindero, arXiv 1411.1784)."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import torch
from torch import Tensor

from generator.baselines.gan import GanBaseline
from generator.baselines.interface import Ask, Budget, Report
from generator.dataset import Batch, style_names
from generator.vocabulary import MOOD_CLASSES, mood_class
from music.corpus import PackedCorpus


class ConditionalGanBaseline(GanBaseline):
    name: ClassVar[str] = "cgan"

    def __init__(self, styles: Sequence[str] = ("",)) -> None:
        super().__init__(styles)

    @property
    def conditions(self) -> tuple[int, ...]:
        return len(self.styles), MOOD_CLASSES, MOOD_CLASSES

    def train(self, pack: PackedCorpus, out: Path, budget: Budget, report: Report) -> None:
        self.styles = style_names(pack)
        super().train(pack, out, budget, report)

    def asked_of(self, batch: Batch) -> Tensor:
        return torch.stack([batch.asked.style, batch.asked.valence, batch.asked.arousal], 1)

    def asked(self, ask: Ask) -> Tensor:
        style = self.styles.index(ask.style) if ask.style in self.styles else 0
        return torch.tensor([[style, mood_class(ask.valence), mood_class(ask.arousal)]])
