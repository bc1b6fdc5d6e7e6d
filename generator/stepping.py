"""One step of the model for one piece, laid out for speed on a CPU.

The same arithmetic as `model.Composer` with the norms' weights folded into the matrices behind them, matrices
stored as they are multiplied (two rows times a transposed matrix reads memory twice as fast), all input
embeddings in one table, and no module calls in between. The tests hold it against the plain model.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from generator.model import DENOMINATORS, PHASES, Block, Cache, Composer
from generator.vocabulary import FIELDS, PITCH, REMAINING_CLASSES, SIZES
from music.grid import MAX_BAR_POSITIONS


class _Layer:
    def __init__(self, block: Block) -> None:
        self.qkv = _folded(block.qkv, block.norm1)
        self.out = block.out.weight.t().contiguous()
        self.gate_up = _folded(block.gate_up, block.norm2)
        self.down = block.down.weight.t().contiguous()


def _folded(linear: nn.Linear, norm: nn.RMSNorm) -> Tensor:
    return (linear.weight * norm.weight).t().contiguous()  # [in, out]


class Stepper:
    """Steps for `rows` readings (conditional, unconditional) of one piece, with their static cache."""

    @torch.inference_mode()
    def __init__(self, model: Composer) -> None:
        self.model, self.config = model, model.config
        self.layers = [_Layer(b) for b in model.blocks if isinstance(b, Block)]
        self.norm_weight = model.norm.weight
        tables = [t.weight for t in model.notes if isinstance(t, nn.Embedding)]
        tables += [model.pitch_class.weight, model.bar_positions.weight, model.denominator.weight]
        tables += [model.phase.weight, model.remaining.weight]
        self.table = torch.cat(tables).contiguous()
        sizes = [*SIZES, 13, MAX_BAR_POSITIONS, len(DENOMINATORS), PHASES, REMAINING_CLASSES]
        self.offsets = [sum(sizes[:i]) for i in range(len(sizes))]
        self.hidden = [(_weight(m), _bias(m)) for m in model.chain_hidden]
        self.outs = [(_weight(m), _bias(m)) for m in model.chain_out]
        self.chain = [_table(m) for m in model.chain]

    def trunk(
        self, before: Sequence[int], place: Sequence[int], asked: Tensor, cache: Cache, at: int
    ) -> Tensor:
        """The state [rows, width] after the note `before` (6 tokens) at `place` (4 classes), step `at`."""
        pitch = before[PITCH]
        classes = [*before, 12 if pitch >= 128 else pitch % 12, *place]
        index = torch.tensor(
            [[o + c for o, c in zip(self.offsets, classes, strict=True)]], device=asked.device
        )
        x = F.embedding_bag(index, self.table, mode="sum") + asked
        rows, width = x.shape
        heads = self.config.heads
        size = width // heads
        cos, sin = self.model.cos[at], self.model.sin[at]  # type: ignore[index]
        for layer, (keys, values) in zip(self.layers, cache, strict=True):
            qkv = (F.rms_norm(x, (width,), eps=1e-6) @ layer.qkv).view(rows, 3, heads, size)
            a, b = qkv[:, :2].chunk(2, -1)
            qk = torch.cat([a * cos - b * sin, a * sin + b * cos], -1)
            keys[:, :, at] = qk[:, 1]
            values[:, :, at] = qkv[:, 2]
            attended = F.scaled_dot_product_attention(
                qk[:, 0, :, None], keys[:, :, : at + 1], values[:, :, : at + 1]
            )
            x = torch.addmm(x, attended.reshape(rows, width), layer.out)
            gate, up = (F.rms_norm(x, (width,), eps=1e-6) @ layer.gate_up).chunk(2, -1)
            x = torch.addmm(x, F.silu(gate) * up, layer.down)
        return F.rms_norm(x, (width,), self.norm_weight, 1e-6)

    def head(self, field: int, state: Tensor) -> Tensor:
        """Logits [rows, SIZES[field]]."""
        weight, bias = self.hidden[field]
        out, out_bias = self.outs[field]
        return torch.addmm(out_bias, F.gelu(torch.addmm(bias, state, weight)), out)

    def extend(self, field: int, state: Tensor, value: int) -> Tensor:
        return state + self.chain[field][value]


def _weight(module: nn.Module) -> Tensor:
    assert isinstance(module, nn.Linear)
    return module.weight.t().contiguous()


def _bias(module: nn.Module) -> Tensor:
    assert isinstance(module, nn.Linear)
    return module.bias


def _table(module: nn.Module) -> Tensor:
    assert isinstance(module, nn.Embedding)
    return module.weight


assert len(FIELDS) == 6
