"""A logistic regression for each of several answers over hashed features, fitted with Adagrad (Duchi, Hazan
& Singer 2011), which suits features that are mostly rare."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from bot.understanding.learned.features import ROWS
from bot.understanding.learned.weights import Weights

_EPOCHS = 8
_BATCH = 32
_RATE = 0.1
_DECAY = 3e-6
#: labels are believed this much, so that no weight grows without end
_BELIEF = 0.98


@dataclass(frozen=True, slots=True)
class Case:
    """The `rows` of the features that hold, and the answers; None where nothing is known of one."""

    rows: NDArray[np.int64]
    answers: tuple[bool | None, ...]


class _Regression(torch.nn.Module):
    def __init__(self, answers: int) -> None:
        super().__init__()
        self.table = torch.nn.EmbeddingBag(ROWS, answers, mode="sum")
        torch.nn.init.zeros_(self.table.weight)
        self.bias = torch.nn.Parameter(torch.full((answers,), -2.0))

    def forward(self, rows: Sequence[NDArray[np.int64]]) -> torch.Tensor:
        starts = np.cumsum([0, *(len(r) for r in rows[:-1])])
        found: torch.Tensor = self.table(torch.from_numpy(np.concatenate(rows)), torch.from_numpy(starts))
        return found + self.bias


def fitted(cases: Sequence[Case]) -> Weights:
    """Weights after all epochs; the same cases give the same weights."""
    torch.manual_seed(0)
    model = _Regression(len(cases[0].answers))
    optimizer = torch.optim.Adagrad(model.parameters(), lr=_RATE)
    wanted = torch.tensor([[float(a or 0) for a in c.answers] for c in cases]) * _BELIEF + (1 - _BELIEF) / 2
    known = torch.tensor([[float(a is not None) for a in c.answers] for c in cases])
    order = np.random.default_rng(0)
    for epoch in range(_EPOCHS):
        for group in optimizer.param_groups:
            group["lr"] = _RATE * (1 - epoch / _EPOCHS)
        shuffled = order.permutation(len(cases))
        for at in range(0, len(cases), _BATCH):
            batch = shuffled[at : at + _BATCH]
            rows = [cases[i].rows for i in batch]
            losses = torch.nn.functional.binary_cross_entropy_with_logits(
                model(rows), wanted[batch], reduction="none"
            )
            decay = (model.table.weight[torch.from_numpy(np.concatenate(rows))] ** 2).sum()
            loss = (losses * known[batch]).sum() / len(batch) + _DECAY * decay
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return Weights(model.table.weight.detach().numpy(), model.bias.detach().numpy())
