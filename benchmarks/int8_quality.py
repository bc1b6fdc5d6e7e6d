"""What int8 costs: bits a note of people's pieces in float32 and with every product as decoding has it.

    python -m benchmarks.int8_quality PACK [--pieces 24]

PACK is a packed corpus; windows of its validation split.
"""

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn

from generator.dataset import Windows
from generator.decoding.exact import Matrix
from generator.model import Block
from generator.training import bits, exam_batches, losses_by_field
from generator.vocabulary import BAR, END
from generator.weights import load_weights
from music.corpus import load_pack


class Int8Linear(nn.Module):
    """A linear layer as decoding computes it, with the weight of the `norm` before it folded in."""

    def __init__(self, linear: nn.Linear, norm: Tensor | None = None) -> None:
        super().__init__()
        self.norm, self.bias = norm, linear.bias
        self.matrix = Matrix((linear.weight if norm is None else linear.weight * norm).t())

    def forward(self, x: Tensor) -> Tensor:
        rows = x.flatten(0, -2) if self.norm is None else (x / self.norm).flatten(0, -2)
        y = self.matrix(rows).unflatten(0, x.shape[:-1])
        return y if self.bias is None else y + self.bias


@torch.inference_mode()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--pieces", type=int, default=24)
    options = parser.parse_args()
    weights = load_weights()
    model, config = weights.model, weights.model.config
    pack = load_pack(options.pack)
    windows = Windows(
        pack,
        "valid",
        list(weights.styles),
        None,
        config.context,
        config.seed_dimension,
        seed=5,
        augment=False,
    )
    exam = exam_batches(windows, options.pieces, 4096)

    def bits_a_note() -> dict[str, float]:
        sums = torch.stack([losses_by_field(model, batch) for batch in exam]).sum(0)
        notes = sum(int((b.scored[..., BAR] & (b.targets[..., BAR] != END)).sum()) for b in exam)
        return bits(sums, notes)

    plain = bits_a_note()
    for block in model.blocks:
        assert isinstance(block, Block)
        block.qkv = Int8Linear(block.qkv, block.norm1.weight)  # type: ignore[assignment]
        block.gate_up = Int8Linear(block.gate_up, block.norm2.weight)  # type: ignore[assignment]
        block.out, block.down = Int8Linear(block.out), Int8Linear(block.down)  # type: ignore[assignment]
    for layers in (model.chain_hidden, model.chain_out):
        for i, linear in enumerate(layers):
            layers[i] = Int8Linear(linear)  # type: ignore[arg-type]
    quick = bits_a_note()
    print("| field | float32 | int8 |\n| --- | --- | --- |")
    for field in plain:
        print(f"| {field} | {plain[field]:.4f} | {quick[field]:.4f} |")


if __name__ == "__main__":
    main()
