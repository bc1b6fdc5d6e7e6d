"""LSTM over notes (S. Hochreiter and J. Schmidhuber, 1997; in music D. Eck and J. Schmidhuber, 2002)."""

from typing import ClassVar

from torch import nn

from generator.baselines.recurrent import Recurrent


class LstmBaseline(Recurrent):
    name: ClassVar[str] = "lstm"
    cell = nn.LSTM
