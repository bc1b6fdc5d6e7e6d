"""BERT's forward pass (Devlin et al., 2019, arXiv 1810.04805) over weights by their published names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import embedding, gelu, layer_norm, linear, scaled_dot_product_attention


@dataclass(frozen=True)
class Bert:
    """`weights` by name, without the prefix of a class; the sizes of config.json."""

    weights: Mapping[str, Tensor]
    heads: int
    layers: int
    epsilon: float

    def token_vectors(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Token `ids` [B, T] of which `mask` [B, T] are real -> the last states of the tokens [B, T, D]."""
        w = self.weights
        x = embedding(ids, w["embeddings.word_embeddings.weight"])  # x: [B, T, D]
        x = x + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = x + w["embeddings.token_type_embeddings.weight"][0]
        x = self._norm(x, "embeddings.LayerNorm")
        for i in range(self.layers):
            x = self._layer(x, mask, f"encoder.layer.{i}.")
        return x

    def _layer(self, x: Tensor, mask: Tensor, at: str) -> Tensor:
        batch, length, width = x.shape
        # q, k, v: [B, H, T, D / H]
        q, k, v = (
            self._linear(x, f"{at}attention.self.{name}").view(batch, length, self.heads, -1).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        attended = scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        attended = attended.transpose(1, 2).reshape(batch, length, width)
        attended = self._linear(attended, f"{at}attention.output.dense")
        x = self._norm(x + attended, f"{at}attention.output.LayerNorm")
        inner = gelu(self._linear(x, f"{at}intermediate.dense"))
        return self._norm(x + self._linear(inner, f"{at}output.dense"), f"{at}output.LayerNorm")

    def _linear(self, x: Tensor, name: str) -> Tensor:
        return linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return layer_norm(x, weight.shape, weight, bias, self.epsilon)


def padded(tokens: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """(ids int64 [B, T], mask bool [B, T]: which are real) of sentences of several lengths."""
    longest = max(len(row) for row in tokens)
    ids = torch.zeros(len(tokens), longest, dtype=torch.long)
    mask = torch.zeros(ids.shape, dtype=torch.bool)
    for place, row in enumerate(tokens):
        ids[place, : len(row)] = torch.tensor(row)
        mask[place, : len(row)] = True
    return ids, mask


def mean_of_tokens(vectors: Tensor, mask: Tensor) -> Tensor:
    """The mean of the token `vectors` [B, T, D] of which `mask` [B, T] are real -> [B, D]."""
    real = mask.unsqueeze(-1).to(vectors.dtype)
    return (vectors * real).sum(1) / real.sum(1).clamp(min=1)
