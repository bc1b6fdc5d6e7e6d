"""Linear probes: how much of style and composer can be read off the vectors by a straight line."""

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
_STEPS = 300


def accuracy(
    train: Vectors, train_labels: list[str], test: Vectors, test_labels: list[str], *, fewest: int = 10
) -> dict[str, float | int]:
    """Multinomial logistic regression from vectors [n, d] to labels, trained on one set, asked about another.

    Labels with fewer than `fewest` examples in training are left out. "majority" is the share of the label
    that is commonest in training: what a guess without the vectors gets.
    """
    names, counts = np.unique(train_labels, return_counts=True)
    number = {name: i for i, name in enumerate(names[counts >= fewest])}
    x, y = _known(train, train_labels, number)
    questions, answers = _known(test, test_labels, number)
    if not len(answers) or len(number) < 2:
        return {"labels": len(number), "questions": len(answers), "accuracy": 0.0, "majority": 0.0}
    torch.manual_seed(0)
    layer = torch.nn.Linear(x.shape[1], len(number))
    optimizer = torch.optim.AdamW(layer.parameters(), lr=0.05, weight_decay=0.01)
    for step in range(_STEPS):
        for group in optimizer.param_groups:
            group["lr"] = 0.05 * (1 - step / _STEPS)
        loss = F.cross_entropy(4 * layer(x), y)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    with torch.inference_mode():
        said = layer(questions).argmax(1)
    common = int(torch.bincount(y).argmax())
    return {
        "labels": len(number),
        "questions": len(answers),
        "accuracy": float((said == answers).float().mean()),
        "majority": float((answers == common).float().mean()),
    }


def _known(vectors: Vectors, labels: list[str], number: dict[str, int]) -> tuple[torch.Tensor, torch.Tensor]:
    rows = [i for i, label in enumerate(labels) if label in number]
    chosen = torch.from_numpy(np.ascontiguousarray(vectors[rows]))
    return chosen, torch.tensor([number[labels[i]] for i in rows], dtype=torch.int64)
