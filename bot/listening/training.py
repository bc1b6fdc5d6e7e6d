"""Teaches the network that hears messages, from the English ones of the labelled dialogues.

    python -m bot.listening.training tests/understanding [--without FILE] [--epochs 3]

The same examples as bot/understanding/learned/training.py, which this is run beside. Writes
listener.safetensors; half an hour on two cores at most.
"""

import argparse
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, dropout

from bot.listening.network import (
    MOST_TOKENS,
    SHIPPED,
    changed_matrices,
    logits,
    tokens_at,
    with_changes,
)
from bot.understanding.learned.asked import ANSWERS
from bot.understanding.learned.directions import DIRECTIONS
from bot.understanding.learned.fates import FATES, named_players
from bot.understanding.learned.features import name_plays
from bot.understanding.learned.training import (
    Example,
    asked_cases,
    direction_cases,
    examples,
    fate_cases,
    joined,
    texts_in,
)
from recommender.bert import Bert, padded
from recommender.text_encoder import TextEncoder

_RANK = 16
_BATCH = 32
_RATE, _HEAD_RATE = 1e-3, 2e-3
_WARMING = 60
_DROPOUT = 0.1
#: labels are believed this much
_BELIEF = 0.98
Answers = tuple[bool | None, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Tokens of a message, the tokens of the players it names with whether each plays, and the answers."""

    tokens: list[int]
    players: list[tuple[list[int], bool]]
    asked: Answers
    directions: Answers
    fates: list[Answers]


def lesson(example: Example, encoder: TextEncoder) -> Lesson:
    found = encoder.tokenizer.encode(example.said.text)
    offsets = found.offsets[:MOST_TOKENS]
    fates = [case.answers for case in fate_cases(example)]
    names = named_players(example.said) if fates else []
    players = [(tokens_at(offsets, n.start, n.end), name_plays(n, example.before.instruments)) for n in names]
    (asked,) = asked_cases(example)
    moved = direction_cases(example)
    directions = moved[0].answers if moved else (None,) * len(DIRECTIONS)
    return Lesson(found.ids[:MOST_TOKENS], players, asked.answers, directions, fates)


def batches(lessons: Sequence[Lesson], draw: random.Random) -> Iterator[list[Lesson]]:
    """All lessons once, those of about the same length together."""
    order = list(lessons)
    draw.shuffle(order)
    found = []
    for at in range(0, len(order), 20 * _BATCH):
        near = sorted(order[at : at + 20 * _BATCH], key=lambda lesson: len(lesson.tokens))
        found += [near[i : i + _BATCH] for i in range(0, len(near), _BATCH)]
    draw.shuffle(found)
    yield from found


def _loss(said: Tensor, answers: Sequence[Answers]) -> Tensor:
    """The cross-entropy of logits [n, answers] summed over what is known."""
    wanted = torch.tensor([[float(a or 0) for a in row] for row in answers])
    known = torch.tensor([[float(a is not None) for a in row] for row in answers])
    believed = wanted * _BELIEF + (1 - _BELIEF) / 2
    losses = binary_cross_entropy_with_logits(said, believed, reduction="none")
    return (losses * known).sum()


def head_sizes(dimension: int) -> dict[str, tuple[int, int]]:
    """(answers, inputs) of each head."""
    return {
        "asked": (len(ANSWERS), dimension),
        "directions": (len(DIRECTIONS), dimension),
        "fates": (2 * len(FATES), 2 * dimension),
    }


def taught(lessons: Sequence[Lesson], encoder: TextEncoder, epochs: int) -> dict[str, Tensor]:
    """The weights of the network: changes of the matrices and heads."""
    torch.manual_seed(0)
    network = encoder.network
    changes: dict[str, Tensor] = {}
    for name in changed_matrices(network.layers):
        out, inside = network.weights[name].shape
        changes[f"{name}.up"] = torch.zeros(out, _RANK)
        changes[f"{name}.down"] = torch.randn(_RANK, inside) / math.sqrt(_RANK)
    heads: dict[str, Tensor] = {}
    for head, (answers, inside) in head_sizes(encoder.dimension).items():
        heads[f"{head}.weight"], heads[f"{head}.bias"] = (
            torch.zeros(answers, inside),
            torch.full((answers,), -2.0),
        )
    for tensor in (*changes.values(), *heads.values()):
        tensor.requires_grad_()
    groups = [
        {"params": list(changes.values()), "lr": _RATE, "most": _RATE},
        {"params": list(heads.values()), "lr": _HEAD_RATE, "most": _HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    draw, began = random.Random(0), time.monotonic()
    steps = epochs * math.ceil(len(lessons) / _BATCH)
    step = 0
    for epoch in range(epochs):
        heard = 0.0
        for batch in batches(lessons, draw):
            share = min(1.0, (step + 1) / _WARMING) * max(0.02, 1 - step / steps)
            for group in optimizer.param_groups:
                group["lr"] = group["most"] * share
            ids, mask = padded([lesson.tokens for lesson in batch])
            now = Bert(with_changes(network.weights, changes), network.heads, network.layers, network.epsilon)
            vectors = dropout(now.token_vectors(ids, mask), _DROPOUT)
            asked, directions, fates = logits(vectors, mask, [lesson.players for lesson in batch], heads)
            loss = _loss(asked, [lesson.asked for lesson in batch])
            loss = loss + _loss(directions, [lesson.directions for lesson in batch])
            if decided := [answers for lesson in batch for answers in lesson.fates]:
                loss = loss + _loss(torch.cat(fates), decided)
            optimizer.zero_grad()
            (loss / len(batch)).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*changes.values(), *heads.values()], 1.0)
            optimizer.step()
            step += 1
            heard += loss.item()
        print(
            f"epoch {epoch + 1}: loss {heard / len(lessons):.3f}, {time.monotonic() - began:.0f} s",
            flush=True,
        )
    return {n: t.detach().half().contiguous() for n, t in (changes | heads).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    without = texts_in(arguments.without) if arguments.without else frozenset[str]()
    found = examples(arguments.folder, without)
    encoder = TextEncoder()
    lessons = [lesson(e, encoder) for e in [*found, *joined(found)] if e.language == "en"]
    print(f"{len(lessons)} messages", flush=True)
    save_file(taught(lessons, encoder, arguments.epochs), arguments.out, {"encoder": encoder.digest})


if __name__ == "__main__":
    main()
