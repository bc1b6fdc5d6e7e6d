"""The music encoder: 16-bar segments of grid tuples to unit vectors that lie close when music sounds alike.

A small bidirectional transformer over note tuples, pooled by attention, trained contrastively
(InfoNCE: A. van den Oord et al., arXiv 1807.03748) by `recommender.training`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from music.corpus import DURATION, INSTRUMENT, PITCH, POSITION, STEP, VELOCITY, windows_of_bars
from music.errors import MissingPart
from music.grid import (
    DURATIONS,
    MAX_BAR_POSITIONS,
    VELOCITY_CLASSES,
    duration_class,
    known_velocity_classes,
    to_grid,
)
from music.instruments import DRUMS
from music.score import Score
from recommender.space import DIMENSION, EMBEDDING_VERSION

SEGMENT_BARS = 16
SEGMENT_NOTES = 256
WEIGHTS = Path(__file__).parent / "weights" / "encoder.safetensors"
#: positions that a bar takes in the rotation; real bars are shorter or longer, which only shifts what follows
_BAR_OF_ROTATION = 48
#: tempo classes: 0 unknown, then 1 to 23 in steps of 1/6 octave from 20 bpm
TEMPO_CLASSES = 26


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    width: int = 160
    layers: int = 3
    heads: int = 5
    dimension: int = DIMENSION


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """pooled float32 [DIMENSION] and segments float32 [k, DIMENSION], unit length; start_bars int [k]."""

    pooled: NDArray[np.float32]
    segments: NDArray[np.float32]
    start_bars: tuple[int, ...]


def tempo_class(bpm: float | None) -> int:
    if bpm is None:
        return 0
    return int(np.clip(round(6 * float(np.log2(max(bpm, 1) / 20))), 0, TEMPO_CLASSES - 2)) + 1


def _rotation(notes: Tensor, half: int) -> tuple[Tensor, Tensor]:
    """cos and sin [B, 1, S, half] of each note's place: part of the angles turn with time, part with pitch.

    Attention then knows how far two notes are apart in time and pitch, not where they stand: an excerpt that
    begins elsewhere or in another key looks the same (rotary embedding: J. Su et al., arXiv 2104.09864).
    """
    n = notes.float()
    drum = n[..., INSTRUMENT] == DRUMS
    time = n[..., STEP] * _BAR_OF_ROTATION + n[..., POSITION]
    pitch = torch.where(drum, 64.0, n[..., PITCH])
    of_time = half * 5 // 8
    # periods from a sixteenth's double to some 32 bars; from a tone to the whole keyboard
    fast = 2 * torch.pi / (6.0 * 512 ** (torch.arange(of_time) / (of_time - 1)))
    tall = 2 * torch.pi / (3.0 * 48 ** (torch.arange(half - of_time) / (half - of_time - 1)))
    angles = torch.cat([time[..., None] * fast.to(n.device), pitch[..., None] * tall.to(n.device)], -1)
    return angles.cos()[:, None], angles.sin()[:, None]


def _turned(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1).to(x.dtype)


class _Block(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.RMSNorm(width), nn.RMSNorm(width)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(4 * width, width, bias=False)

    def forward(self, x: Tensor, mask: Tensor, place: tuple[Tensor, Tensor]) -> Tensor:
        b, s, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, s, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        q, k = _turned(q, *place), _turned(k, *place)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)  # [B, H, S, D]
        x = x + self.out(attended.transpose(1, 2).reshape(b, s, d))
        y: Tensor = x + self.down(F.gelu(self.up(self.norm2(x))))
        return y


class EncoderNetwork(nn.Module):
    """Tuples [B, S, 6] (columns of music.corpus, STEP = bar within the segment) to vectors [B, dimension]."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        w = config.width
        self.register = nn.Embedding(32, w)  # 4 semitones each
        self.drum = nn.Embedding(129, w)  # drum sounds, the last for everything else
        self.instrument = nn.Embedding(129, w)
        self.position = nn.Embedding(MAX_BAR_POSITIONS, w)
        self.duration = nn.Embedding(len(DURATIONS), w)
        self.velocity = nn.Embedding(VELOCITY_CLASSES, w)
        self.tempo = nn.Embedding(TEMPO_CLASSES, w)
        for table in (m for m in self.modules() if isinstance(m, nn.Embedding)):
            nn.init.normal_(table.weight, std=0.3)
        self.blocks = nn.ModuleList(_Block(w, config.heads) for _ in range(config.layers))
        self.norm = nn.RMSNorm(w)
        self.attention = nn.Linear(w, 4)  # four pooling heads
        self.project = nn.Sequential(nn.Linear(5 * w, 2 * w), nn.GELU(), nn.Linear(2 * w, config.dimension))

    def forward(self, notes: Tensor, tempo: Tensor, valid: Tensor) -> Tensor:
        """tempo int64 [B]; valid bool [B, S]: False where padded. Returns unit vectors [B, dimension]."""
        n = notes.long()
        drum = n[..., INSTRUMENT] == DRUMS
        x = (
            self.register(n[..., PITCH] // 4)
            + self.drum(torch.where(drum, n[..., PITCH], 128))
            + self.instrument(n[..., INSTRUMENT])
            + self.position(n[..., POSITION])
            + self.duration(n[..., DURATION])
            + self.velocity(n[..., VELOCITY])
            + self.tempo(tempo)[:, None]
        )
        mask = valid[:, None, None, :]
        place = _rotation(notes, self.config.width // self.config.heads // 2)
        for block in self.blocks:
            x = block(x, mask, place)
        x = self.norm(x)
        weights = self.attention(x).masked_fill(~valid[..., None], -torch.inf).softmax(1)  # [B, S, 4]
        share = valid[..., None].to(x.dtype)
        pools = torch.cat(
            [torch.einsum("bsh,bsd->bhd", weights, x).flatten(1), (x * share).sum(1) / share.sum(1)], 1
        )
        return F.normalize(self.project(pools).float(), dim=-1)


def segment_tuples(score: Score) -> list[tuple[NDArray[np.uint8], int]]:
    """The segments of a Score as (tuples uint8 [n, 6], start bar); n is at most SEGMENT_NOTES."""
    grid = to_grid(score).notes
    if not len(grid):
        return []
    tuples = grid.copy()
    tuples[:, DURATION] = duration_class(grid[:, DURATION])
    tuples[:, VELOCITY] = known_velocity_classes(grid[:, VELOCITY])
    result = []
    for start, stop, bar in windows_of_bars(tuples, SEGMENT_BARS, SEGMENT_NOTES):
        piece = tuples[start:stop].copy()
        piece[:, STEP] -= bar
        result.append((piece.astype(np.uint8), bar))
    return result


#: half the time where the processor multiplies bfloat16 itself; cosines to float32 stay over 0.9999
MULTIPLIES_BFLOAT16 = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


class MusicEncoder:
    """Embeds Scores. Loading checks the weights' embedding version; blocking, one thread is enough."""

    def __init__(self, network: EncoderNetwork) -> None:
        self.network = network.eval()

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "MusicEncoder":
        """Raises MissingPart when the weights are missing, damaged or of another version."""
        return cls(load_network(path))

    @torch.inference_mode()
    def embed_segments(
        self, segments: Sequence[NDArray[np.uint8]], tempos: Sequence[float | None], batch: int = 16
    ) -> NDArray[np.float32]:
        """Vectors [n, DIMENSION] of tuples with the tempo of each (None = unknown)."""
        out = np.zeros((len(segments), self.network.config.dimension), np.float32)
        by_length = sorted(range(len(segments)), key=lambda i: len(segments[i]))
        with torch.autocast("cpu", torch.bfloat16, enabled=MULTIPLIES_BFLOAT16):
            for chunk in (by_length[i : i + batch] for i in range(0, len(by_length), batch)):
                notes, valid = pad([segments[i] for i in chunk])
                tempo = torch.tensor([tempo_class(tempos[i]) for i in chunk])
                out[chunk] = self.network(notes, tempo, valid).numpy()
        return out

    def embed(
        self,
        scores: Sequence[Score],
        tempo_known: Sequence[bool] | None = None,
        known: Mapping[bytes, NDArray[np.float32]] | None = None,
    ) -> list[Embedding]:
        """One Embedding a Score; a Score without notes gets a zero pooled vector and no segments.

        Segments whose vector is `known` (by `segment_key`) are not computed.
        """
        known = known or {}
        parts = [segments_of(score, tempo_known is None or tempo_known[i]) for i, score in enumerate(scores)]
        keys = [[segment_key(tuples, tempo) for tuples, _, tempo in part] for part in parts]
        todo = [
            (tuples, tempo)
            for part, own in zip(parts, keys, strict=True)
            for (tuples, _, tempo), key in zip(part, own, strict=True)
            if key not in known
        ]
        computed = iter(self.embed_segments([t for t, _ in todo], [bpm for _, bpm in todo]))
        result = []
        for part, own in zip(parts, keys, strict=True):
            rows = np.zeros((len(part), self.network.config.dimension), np.float32)
            for row, key in enumerate(own):
                rows[row] = known[key] if key in known else next(computed)
            lengths = np.array([len(tuples) for tuples, _, _ in part], np.float32)[:, None]
            pooled = (rows * lengths).sum(0)
            norm = float(np.linalg.norm(pooled))
            pooled = (pooled / norm if norm else pooled).astype(np.float32)
            result.append(Embedding(pooled, rows, tuple(bar for _, bar, _ in part)))
        return result


def segments_of(score: Score, tempo_known: bool = True) -> list[tuple[NDArray[np.uint8], int, float | None]]:
    """What is embedded of a Score: tuples, start bar and tempo (None = unknown) of each segment."""
    tempo = score.tempos[0].bpm if tempo_known else None
    return [(tuples, bar, tempo) for tuples, bar in segment_tuples(score)]


def segment_key(tuples: NDArray[np.uint8], tempo: float | None) -> bytes:
    """Eight bytes that name what the encoder sees of a segment."""
    return hashlib.blake2b(tuples.tobytes() + bytes([tempo_class(tempo)]), digest_size=8).digest()


def pad(segments: Sequence[NDArray[np.uint8]]) -> tuple[Tensor, Tensor]:
    """Tuples of several lengths as notes uint8 [B, S, 6] and valid bool [B, S]."""
    longest = max(map(len, segments))
    notes = np.zeros((len(segments), longest, 6), np.uint8)
    valid = np.zeros((len(segments), longest), bool)
    for i, segment in enumerate(segments):
        notes[i, : len(segment)] = segment
        valid[i, : len(segment)] = True
    return torch.from_numpy(notes), torch.from_numpy(valid)


def save_network(network: EncoderNetwork, path: Path, facts: dict[str, str]) -> None:
    """Float16 safetensors with config, embedding version and `facts` (what it was trained on, how long)."""
    config = {f"config.{k}": str(v) for k, v in asdict(network.config).items()}
    tensors = {k: v.half().contiguous() for k, v in network.state_dict().items()}
    save_file(tensors, path, {**facts, **config, "embedding_version": str(EMBEDDING_VERSION)})


@cache
def load_network(path: Path = WEIGHTS) -> EncoderNetwork:
    if not path.is_file():
        raise MissingPart(f"The encoder's weights are missing ({path.name}); install Cadenza again.")
    try:
        with safe_open(path, "pt") as file:
            facts = file.metadata()
            tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise MissingPart(
            f"The encoder's weights are damaged ({path.name}); install Cadenza again."
        ) from error
    if facts.get("embedding_version") != str(EMBEDDING_VERSION):
        raise MissingPart(
            f"The encoder's weights are of version {facts.get('embedding_version')}, "
            f"this program needs {EMBEDDING_VERSION}; install Cadenza again."
        )
    config = EncoderConfig(**{k: int(facts[f"config.{k}"]) for k in EncoderConfig.__slots__})
    network = EncoderNetwork(config)
    network.load_state_dict(tensors)
    return network.eval()
