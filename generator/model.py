"""The composer's network: a decoder-only transformer over note tuples, conditioned on Controls and seeds.

One step makes one note. The trunk (rotary positions, RMSNorm, SwiGLU, scaled dot-product attention) reads
the notes so far; a chain of small heads predicts the six fields of the next note, each knowing the fields
before it. What is asked of the piece is one vector, the sum of an embedding per Control (class 0 = not
said), added to the input of every step; so is where the note stands (metre, phase, bars that remain).

Sources: J. Su et al. (rotary positions, arXiv 2104.09864), N. Shazeer (SwiGLU, arXiv 2002.05202),
H.-W. Dong et al. (Multitrack Music Transformer, arXiv 2207.06983, tuples), J. Ho and T. Salimans
(classifier-free guidance, arXiv 2207.12598).
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from generator.vocabulary import (
    BAR,
    DENSITY_CLASSES,
    INSTRUMENT,
    KEY_CLASSES,
    MOOD_CLASSES,
    PITCH,
    REMAINING_CLASSES,
    SIZES,
    TEMPO_CLASSES,
)
from music.grid import MAX_BAR_POSITIONS

#: bars are told apart modulo this number, so that phrases of 4, 8 and 16 bars can be learned
PHASES = 16
DENOMINATORS = (1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class ModelConfig:
    width: int = 256
    layers: int = 6
    heads: int = 4
    hidden: int = 704
    styles: int = 1
    seed_dimension: int = 128
    context: int = 512


SMALL = ModelConfig()
BASE = ModelConfig(width=448, layers=8, heads=7, hidden=1216)


class Conditions(NamedTuple):
    """What is asked, as classes (0 = not said): int64 [B] each; instruments float [B, 129] of 0 and 1 (all 0:
    not said); seed float [B, seed_dimension] (all 0: none)."""

    tempo: Tensor
    key: Tensor
    density: Tensor
    valence: Tensor
    arousal: Tensor
    style: Tensor
    instruments: Tensor
    seed: Tensor


class Place(NamedTuple):
    """Where the note before stands: int64 [B, S] each. bar_positions 0 to 95 (length - 1), denominator index,
    bar modulo PHASES, class of bars that remain after it."""

    bar_positions: Tensor
    denominator: Tensor
    phase: Tensor
    remaining: Tensor


Cache = list[tuple[Tensor, Tensor]]  # per layer: keys and values [B, H, context, D]


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary positions on x [B, H, S, D] with cos, sin [S, D / 2]."""
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1)


class Block(nn.Module):
    def __init__(self, c: ModelConfig) -> None:
        super().__init__()
        self.heads = c.heads
        self.norm1, self.norm2 = nn.RMSNorm(c.width, eps=1e-6), nn.RMSNorm(c.width, eps=1e-6)
        self.qkv = nn.Linear(c.width, 3 * c.width, bias=False)
        self.out = nn.Linear(c.width, c.width, bias=False)
        self.gate_up = nn.Linear(c.width, 2 * c.hidden, bias=False)
        self.down = nn.Linear(c.hidden, c.width, bias=False)

    def forward(
        self, x: Tensor, cos: Tensor, sin: Tensor, cache: tuple[Tensor, Tensor] | None, start: int
    ) -> Tensor:
        b, s, d = x.shape
        qkv = self.qkv(self.norm1(x)).view(b, s, 3, self.heads, d // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)  # [B, H, S, D] each
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if cache is not None:
            cache[0][:, :, start : start + s] = k
            cache[1][:, :, start : start + s] = v
            k, v = cache[0][:, :, : start + s], cache[1][:, :, : start + s]
        # With a cache, a chunk of several steps is only ever the first one (start = 0).
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=s > 1)
        x = x + self.out(attended.transpose(1, 2).reshape(b, s, d))
        gate, up = self.gate_up(self.norm2(x)).chunk(2, -1)
        y: Tensor = x + self.down(F.silu(gate) * up)
        return y


class Composer(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        w = config.width
        self.notes = nn.ModuleList(nn.Embedding(n, w) for n in SIZES)
        self.pitch_class = nn.Embedding(13, w)  # 12: a drum
        self.begin = nn.Embedding(2, w)  # 0: the piece begins here; 1: an excerpt from its middle
        self.bar_positions = nn.Embedding(MAX_BAR_POSITIONS, w)
        self.denominator = nn.Embedding(len(DENOMINATORS), w)
        self.phase = nn.Embedding(PHASES, w)
        self.remaining = nn.Embedding(REMAINING_CLASSES, w)
        self.tempo = nn.Embedding(TEMPO_CLASSES, w)
        self.key = nn.Embedding(KEY_CLASSES, w)
        self.density = nn.Embedding(DENSITY_CLASSES, w)
        self.valence = nn.Embedding(MOOD_CLASSES, w)
        self.arousal = nn.Embedding(MOOD_CLASSES, w)
        self.style = nn.Embedding(config.styles, w)  # 0: not said
        self.instruments = nn.Linear(SIZES[INSTRUMENT], w, bias=False)
        self.seed = nn.Linear(config.seed_dimension, w, bias=False)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = nn.RMSNorm(w, eps=1e-6)
        self.chain = nn.ModuleList(nn.Embedding(n, w) for n in SIZES[:-1])
        self.chain_hidden = nn.ModuleList(nn.Linear(w, w) for _ in SIZES)
        self.chain_out = nn.ModuleList(nn.Linear(w, n) for n in SIZES)
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, std=0.1)
            elif isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=0.4 * module.in_features**-0.5)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        for block in self.blocks:
            nn.init.zeros_(block.out.weight)  # type: ignore[union-attr, arg-type]
            nn.init.zeros_(block.down.weight)  # type: ignore[union-attr, arg-type]
        half = w // config.heads // 2
        angles = torch.outer(torch.arange(config.context + 1.0), 10_000.0 ** -(torch.arange(half) / half))
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)

    def condition(self, asked: Conditions) -> Tensor:
        """One vector for what is asked; [B, width]."""
        wanted = asked.instruments / asked.instruments.sum(-1, keepdim=True).clamp(min=1).sqrt()
        total: Tensor = (
            self.tempo(asked.tempo)
            + self.key(asked.key)
            + self.density(asked.density)
            + self.valence(asked.valence)
            + self.arousal(asked.arousal)
            + self.style(asked.style)
            + self.instruments(wanted)
            + self.seed(asked.seed)
        )
        return total

    def embed(self, notes: Tensor, place: Place, asked: Tensor, begin: Tensor | None) -> Tensor:
        """Inputs [B, S, width]: what is asked, where we are, and the note before.

        With `begin` [B] the first step has no note before and `notes` [B, S - 1, 6] feed the later ones.
        """
        pitch = notes[..., PITCH]
        before = self.pitch_class(torch.where(pitch >= 128, 12, pitch % 12))
        for field, table in enumerate(self.notes):
            before = before + table(notes[..., field])
        if begin is not None:
            before = torch.cat([self.begin(begin)[:, None], before], 1)
        x: Tensor = (
            before
            + asked[:, None]
            + self.bar_positions(place.bar_positions)
            + self.denominator(place.denominator)
            + self.phase(place.phase)
            + self.remaining(place.remaining)
        )
        return x

    def trunk(self, x: Tensor, cache: Cache | None = None, start: int = 0) -> Tensor:
        """x [B, S, width] at positions start .. start + S - 1 to states [B, S, width]."""
        stop = start + x.shape[1]
        cos, sin = self.cos[start:stop].to(x.dtype), self.sin[start:stop].to(x.dtype)  # type: ignore[index]
        for i, block in enumerate(self.blocks):
            x = block(x, cos, sin, None if cache is None else cache[i], start)
        y: Tensor = self.norm(x)
        return y

    def head(self, field: int, state: Tensor) -> Tensor:
        """Logits [..., SIZES[field]] from a state that knows the fields before."""
        logits: Tensor = self.chain_out[field](F.gelu(self.chain_hidden[field](state)))
        return logits

    def extend(self, field: int, state: Tensor, value: Tensor) -> Tensor:
        """The state once `field` is known to be `value`."""
        extended: Tensor = state + self.chain[field](value)
        return extended

    def forward(
        self, notes: Tensor, place: Place, asked: Conditions, begin: Tensor, targets: Tensor
    ) -> Tensor:
        """Negative log-likelihood in nats of every field of `targets` [B, S, 6]; [B, S, 6].

        notes [B, S - 1, 6] are the notes before. Where the bar is END the later fields mean nothing.
        """
        state = self.trunk(self.embed(notes, place, self.condition(asked), begin))
        losses = []
        for field, size in enumerate(SIZES):
            logits = self.head(field, state).float()
            truth = targets[..., field]
            loss = F.cross_entropy(logits.view(-1, size), truth.reshape(-1), reduction="none")
            losses.append(loss.view(truth.shape))
            if field + 1 < len(SIZES):
                state = self.extend(field, state, truth)
        return torch.stack(losses, -1)

    def empty_cache(self, batch: int, dtype: torch.dtype, device: str) -> Cache:
        c = self.config
        shape = (batch, c.heads, c.context + 1, c.width // c.heads)
        return [
            (torch.zeros(shape, dtype=dtype, device=device), torch.zeros(shape, dtype=dtype, device=device))
            for _ in range(c.layers)
        ]


assert BAR == 0
