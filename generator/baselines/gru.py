"""GRU over notes (K. Cho et al., arXiv 1406.1078)."""

from typing import ClassVar

from torch import nn

from generator.baselines.recurrent import Recurrent


class GruBaseline(Recurrent):
    name: ClassVar[str] = "gru"
    cell = nn.GRU
