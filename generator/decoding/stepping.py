"""The network's arithmetic while decoding: rows of many pieces at once, each as if it were alone.

The same function as `model.Composer`, laid out for speed: products in int8 with exact sums (`exact`), the
norms' weights folded into the matrices behind them, all input embeddings in one table, and the chain of heads
as one product and a table of what each choice adds to it. Whatever is summed in floating point is summed
within one row or one piece, so a row's result does not depend on the others. The tests hold it against the
plain model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from generator.decoding.exact import Matrix
from generator.model import DENOMINATORS, PHASES, Block, Composer
from generator.vocabulary import FIELDS, PITCH, REMAINING_CLASSES, SIZES
from music.grid import MAX_BAR_POSITIONS

#: readings of a piece: with what is asked, and without (for guidance)
READINGS = 2
#: rows of the table that one step adds up: six fields, pitch class, four of the place
PARTS = 11

#: keys and values of one piece: [layers, READINGS, 2, heads, steps, size]
PieceCache = Tensor
#: attention of one layer: (layer, queries, keys and values [R, 3, heads, size]) to [R, heads * size]
Attend = Callable[[int, Tensor], Tensor]


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """What one piece reads next: rows of the table [S][PARTS] for S steps from `start`.

    asked [READINGS, width]."""

    parts: list[list[int]]
    start: int
    asked: Tensor
    cache: PieceCache


class _Layer:
    def __init__(self, block: Block, whole: bool | None) -> None:
        self.qkv = Matrix(_folded(block.qkv, block.norm1), normalised=True, whole=whole)
        self.out = Matrix(block.out.weight.t(), whole=whole)
        self.gate_up = Matrix(_folded(block.gate_up, block.norm2), normalised=True, whole=whole)
        self.down = Matrix(block.down.weight.t(), whole=whole)


def _folded(linear: nn.Linear, norm: nn.RMSNorm) -> Tensor:
    return (linear.weight * norm.weight).t()  # [in, out]


class Stepper:
    """The model's matrices and tables for decoding; `whole` as in `Matrix`."""

    fields = len(FIELDS)

    @torch.inference_mode()
    def __init__(self, model: Composer, whole: bool | None = None) -> None:
        self.model, self.config = model, model.config
        self.device = model.norm.weight.device
        self.layers = [_Layer(b, whole) for b in model.blocks if isinstance(b, Block)]
        self._embeddings(model)
        self._chain(model, whole)
        cos, sin = model.cos, model.sin
        assert isinstance(cos, Tensor)
        assert isinstance(sin, Tensor)
        #: rotary positions as two factors [context + 1, 1, 1, size]: x * cos + (x turned by half) * sin
        self.cos = torch.cat([cos, cos], -1)[:, None, None]
        self.sin = torch.cat([-sin, sin], -1)[:, None, None]

    def _embeddings(self, model: Composer) -> None:
        tables = [_table(t) for t in model.notes]
        tables += [_table(t) for t in (model.pitch_class, model.bar_positions, model.denominator)]
        tables += [_table(t) for t in (model.phase, model.remaining, model.begin)]
        nothing = torch.zeros(1, self.config.width, device=self.device)
        self.table = torch.cat([*tables, nothing])
        sizes = [*SIZES, 13, MAX_BAR_POSITIONS, len(DENOMINATORS), PHASES, REMAINING_CLASSES, 2]
        self.offsets = [sum(sizes[:i]) for i in range(len(sizes) + 1)]

    def _chain(self, model: Composer, whole: bool | None) -> None:
        """All hidden layers of the heads read one state: one matrix, and for each choice what it adds."""
        hidden = [_linear(m) for m in model.chain_hidden]
        weights = [m.weight * model.norm.weight for m in hidden]
        self.hidden = Matrix(torch.cat(weights).t(), normalised=True, whole=whole)
        self.hidden_bias = torch.cat([m.bias for m in hidden])
        #: by field: what its values add to the hidden layers behind it [values, fields behind, width]
        self.chosen = [
            torch.stack([_table(t) @ hidden[later].weight.t() for later in range(f + 1, len(FIELDS))], 1)
            for f, t in enumerate(model.chain)
        ]
        self.outs = [Matrix(_linear(m).weight.t(), whole=whole) for m in model.chain_out]
        self.out_bias = [_linear(m).bias for m in model.chain_out]

    def note_parts(self, note: Sequence[int], place: Sequence[int]) -> list[int]:
        """Rows of the table for the step after `note` (6 tokens) at `place` (4 classes)."""
        pitch = note[PITCH]
        classes = (*note, 12 if pitch >= 128 else pitch % 12, *place)
        return [offset + c for offset, c in zip(self.offsets, classes, strict=False)]

    def begin_parts(self, excerpt: bool, place: Sequence[int]) -> list[int]:
        """Rows of the table for the first step: of a piece, or of an excerpt from its middle."""
        here = [offset + c for offset, c in zip(self.offsets[7:11], place, strict=True)]
        return [self.offsets[11] + excerpt, *here, *[self.offsets[12]] * 6]

    def blocks(self, x: Tensor, cos: Tensor, sin: Tensor, attend: Attend) -> Tensor:
        """The trunk on x [R, width], rows of any pieces at the positions of cos, sin [R, 1, 1, size]."""
        heads = self.config.heads
        for i, layer in enumerate(self.layers):
            qkv = layer.qkv(x).view(len(x), 3, heads, -1)
            qk = qkv[:, :2]
            turned = qk.roll(qk.shape[-1] // 2, -1).mul_(sin)
            torch.addcmul(turned, qk, cos, out=qk)
            x = layer.out.added_to(x, attend(i, qkv))
            gate, up = layer.gate_up(x).chunk(2, -1)
            x = layer.down.added_to(x, F.silu(gate) * up)
        return x

    def heads(self, x: Tensor) -> Tensor:
        """Hidden layers of all heads [pieces, READINGS, fields, width] from the trunk's last rows."""
        hidden = self.hidden(x).add_(self.hidden_bias)
        return hidden.view(-1, READINGS, len(FIELDS), self.config.width)

    def logits(self, field: int, hidden: Tensor, guidance: Tensor) -> Tensor:
        """Guided logits [P, SIZES[field]] from `hidden` [P, READINGS, fields, width]; guidance [P, 1].

        The last layer is linear, so guiding what goes in is guiding what comes out.
        """
        with_it, without = F.gelu(hidden[:, :, field]).unbind(1)
        return self.outs[field](torch.lerp(without, with_it, guidance)).add_(self.out_bias[field])

    def extend(self, field: int, hidden: Tensor, values: Tensor) -> None:
        """Tells the later heads of `hidden` [P, READINGS, fields, width] that `field` is `values` [P]."""
        hidden[:, :, field + 1 :] += self.chosen[field].index_select(0, values)[:, None]

    def empty_cache(self) -> PieceCache:
        c = self.config
        shape = (c.layers, READINGS, 2, c.heads, c.context + 1, c.width // c.heads)
        return torch.empty(shape, device=self.device)


class Reader:
    """Reads chunks of any lengths, of any pieces, in one pass."""

    def __init__(self, stepper: Stepper) -> None:
        self.stepper = stepper

    def take_cache(self) -> PieceCache:
        """An empty cache for one piece."""
        return self.stepper.empty_cache()

    def give_back(self, cache: PieceCache) -> None:
        """The piece is over; nothing reads its cache again."""

    def read(self, chunks: Sequence[Chunk]) -> Tensor:
        """Reads every chunk into its cache; the heads' hidden layers [pieces, READINGS, fields, width] behind
        each one's last step."""
        parts = torch.tensor([p for c in chunks for p in c.parts], device=self.stepper.device)
        notes = F.embedding_bag(parts, self.stepper.table, mode="sum")
        rows, steps, place = [], [], 0
        for c in chunks:
            mine = notes[place : place + len(c.parts)]
            rows.append((mine + c.asked[:, None]).flatten(0, 1))
            steps += [*range(c.start, c.start + len(c.parts))] * READINGS
            place += len(c.parts)
        at = torch.tensor(steps, device=self.stepper.device)
        x = self.stepper.blocks(
            torch.cat(rows),
            self.stepper.cos.index_select(0, at),
            self.stepper.sin.index_select(0, at),
            _Attention(chunks),
        )
        ends, row = [], 0
        for c in chunks:
            ends += [row + len(c.parts) - 1, row + 2 * len(c.parts) - 1]
            row += READINGS * len(c.parts)
        return self.stepper.heads(x[ends])


class _Attention:
    """Each piece attends to its own cache, in a call of its own."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.chunks = chunks
        self.masks = [_mask(c.start, len(c.parts), c.asked.device) for c in chunks]

    def __call__(self, layer: int, qkv: Tensor) -> Tensor:
        attended, row = [], 0
        for chunk, mask in zip(self.chunks, self.masks, strict=True):
            steps = len(chunk.parts)
            stop = chunk.start + steps
            mine = qkv[row : row + READINGS * steps].view(READINGS, steps, *qkv.shape[1:])
            mine = mine.permute(0, 2, 3, 1, 4)  # [READINGS, 3, heads, steps, size]
            cache = chunk.cache[layer]
            cache[:, :, :, chunk.start : stop] = mine[:, 1:]
            keys, values = cache[:, :, :, :stop].unbind(1)
            whole = steps > 1 and mask is None
            y = F.scaled_dot_product_attention(mine[:, 0], keys, values, attn_mask=mask, is_causal=whole)
            attended.append(y.transpose(1, 2).reshape(READINGS * steps, -1))
            row += READINGS * steps
        return torch.cat(attended)


def _mask(start: int, steps: int, device: torch.device) -> Tensor | None:
    """What each of `steps` new steps sees of all [steps, start + steps]; None where nothing is hidden, or all
    steps are new and the usual triangle holds."""
    if steps == 1 or start == 0:
        return None
    return torch.ones(steps, start + steps, dtype=torch.bool, device=device).tril(start)


def _linear(module: nn.Module) -> nn.Linear:
    assert isinstance(module, nn.Linear)
    return module


def _table(module: nn.Module) -> Tensor:
    assert isinstance(module, nn.Embedding)
    return module.weight


assert len(FIELDS) + 5 == PARTS
