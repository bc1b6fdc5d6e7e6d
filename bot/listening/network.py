"""The sentence encoder with changes of low rank in its layers (LoRA, Hu et al., 2021, arXiv 2106.09685), and
what is read from its tokens: what a message asks for, which way, and what becomes of the players it names.
"""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors import safe_open
from torch import Tensor
from torch.nn.functional import linear

from bot.listening.impression import Hear, Impression, Place
from music.errors import MissingPart
from recommender.bert import Bert, mean_of_tokens, padded
from recommender.text_encoder import TextEncoder

log = logging.getLogger("cadenza.understanding")

SHIPPED = Path(__file__).with_name("listener.safetensors")
#: so much of a message is heard
MOST_TOKENS = 96
#: the matrices of a layer that are changed
CHANGED = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "intermediate.dense", "output.dense",
)  # fmt: skip


def changed_matrices(layers: int) -> list[str]:
    """The names of all matrices that are changed."""
    return [f"encoder.layer.{i}.{name}.weight" for i in range(layers) for name in CHANGED]


def with_changes(weights: Mapping[str, Tensor], changes: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """`weights` with the product of the two `changes` of each matrix added: up [out, r] and down [r, in]."""
    found = dict(weights)
    for name in {key.rpartition(".")[0] for key in changes}:
        found[name] = weights[name] + changes[f"{name}.up"] @ changes[f"{name}.down"]
    return found


def tokens_at(offsets: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """The tokens that lie in the characters from `start` to `end`; the first token of all where none does."""
    return [i for i, (a, b) in enumerate(offsets) if a < end and b > start] or [0]


def logits(
    vectors: Tensor,
    mask: Tensor,
    players: Sequence[Sequence[tuple[list[int], bool]]],
    heads: Mapping[str, Tensor],
) -> tuple[Tensor, Tensor, list[Tensor]]:
    """(asked [B, ANSWERS], directions [B, DIRECTIONS], for each message fates [players, FATES]) from token
    `vectors` [B, T, D]; `players`: for each message the tokens of each name, and whether it plays."""
    whole = mean_of_tokens(vectors, mask)
    outcomes = len(heads["fates.bias"]) // 2
    asked = linear(whole, heads["asked.weight"], heads["asked.bias"])
    directions = linear(whole, heads["directions.weight"], heads["directions.bias"])
    fates = []
    for row, named in enumerate(players):
        if not named:
            fates.append(vectors.new_zeros(0, outcomes))
            continue
        names = torch.stack([vectors[row, tokens].mean(0) for tokens, _ in named])
        both = torch.cat((names, whole[row].expand_as(names)), 1)
        either = linear(both, heads["fates.weight"], heads["fates.bias"]).view(len(named), 2, outcomes)
        fates.append(either[torch.arange(len(named)), torch.tensor([int(plays) for _, plays in named])])
    return asked, directions, fates


class Listener:
    """Hears English messages. `encoder` must be the one that the weights were made for, else MissingPart."""

    def __init__(self, encoder: TextEncoder, weights: Path = SHIPPED) -> None:
        try:
            with safe_open(weights, "pt") as file:
                digest = (file.metadata() or {}).get("encoder", "")
                stored = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
        except OSError as error:
            raise MissingPart(f"The weights {weights} that hear messages cannot be read: {error}") from error
        if digest != encoder.digest:
            raise MissingPart("Messages are heard by their words alone: the sentence encoder is another one.")
        self._tokenizer = encoder.tokenizer
        network = encoder.network
        changes = {n: t for n, t in stored.items() if n.endswith((".up", ".down"))}
        self._heads = {n: t for n, t in stored.items() if n not in changes}
        merged = with_changes(network.weights, changes)
        self._network = Bert(merged, network.heads, network.layers, network.epsilon)

    @torch.inference_mode()
    def hear(self, text: str, players: Sequence[Place]) -> Impression:
        """The impression of `text`, in which `players` are named."""
        tokens = self._tokenizer.encode(text)
        ids, mask = padded([tokens.ids[:MOST_TOKENS]])
        offsets = tokens.offsets[:MOST_TOKENS]
        named = [(tokens_at(offsets, start, end), plays) for start, end, plays in players]
        vectors = self._network.token_vectors(ids, mask)
        asked, directions, fates = logits(vectors, mask, [named], self._heads)
        return Impression(*(t.double().numpy() for t in (asked[0], directions[0], fates[0])))


def hearing_of(encoder: TextEncoder) -> Hear | None:
    """Hears with the shipped weights; None where `encoder` is another one than they were made for."""
    try:
        return Listener(encoder).hear
    except MissingPart as error:
        log.info("%s", error)
        return None
