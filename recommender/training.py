"""Trains the music encoder: two disguised excerpts of one piece belong together, other pieces do not.

Needs torch, numpy and safetensors alone. Resumes from its checkpoint; stops after the minutes given.
"""

import json
import math
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from music.corpus import DURATION, INSTRUMENT, PITCH, POSITION, STEP, VELOCITY, PackedCorpus
from music.grid import DURATIONS
from music.instruments import DRUMS
from music.theory import key_correlations
from recommender.encoder import (
    MULTIPLIES_BFLOAT16,
    EncoderConfig,
    EncoderNetwork,
    pad,
    save_network,
    tempo_class,
)
from recommender.excerpts import Pairs

#: Regressed from the vector, so that it keeps what listeners name: [mode, register, density, polyphony,
#: articulation, loudness, tempo] and the share of each of 17 instrument families.
NAMED = 7
FAMILIES = 17


class Excerpts:
    """Batches of disguised excerpts with what is known of them."""

    def __init__(self, pack: PackedCorpus, split: str, seed: int, max_notes: int) -> None:
        self.pairs = Pairs(pack, split, seed, max_notes)
        styles = sorted({p.style for p in pack.pieces if p.style not in ("", "none")})
        self.styles = {s: i for i, s in enumerate(styles)}

    def batch(self, size: int) -> dict[str, Tensor]:
        """notes [2 * size, S, 6], valid, tempo, named, families, style: row i and i + size are a pair."""
        chosen = self.pairs.choose(size)
        drawn = [self.pairs.pair(i) for i in chosen]
        views = [a for a, _ in drawn] + [b for _, b in drawn]
        tempos = [self.pairs.tempo(i) for _ in range(2) for i in chosen]
        notes, valid = pad(views)
        style = [self.styles.get(self.pairs.pack.pieces[i].style, -1) for i in chosen] * 2
        return {
            "notes": notes,
            "valid": valid,
            "tempo": torch.tensor([tempo_class(t) for t in tempos]),
            "named": torch.tensor(
                np.stack([named_features(v, t) for v, t in zip(views, tempos, strict=True)])
            ),
            "families": torch.tensor(np.stack([family_shares(v) for v in views])),
            "style": torch.tensor(style),
        }


def named_features(tuples: NDArray[np.uint8], bpm: float | None) -> NDArray[np.float32]:
    """float32 [NAMED], each about in [-1, 1]; NaN where the source does not say."""
    n = tuples.astype(np.int64)
    pitched = n[n[:, INSTRUMENT] != DRUMS]
    length = DURATIONS[n[:, DURATION]]
    quarters = max(1.0, float(n[-1, STEP] - n[0, STEP] + 1) * 4)
    onsets = len(np.unique(n[:, STEP] * 1000 + n[:, POSITION]))
    mode = register = math.nan
    if len(pitched):
        lengths = DURATIONS[pitched[:, DURATION]].astype(np.float64)
        weights = np.bincount(pitched[:, PITCH] % 12, lengths, 12).astype(np.float64)
        fit = key_correlations(weights)
        mode = float(fit[:12].max() - fit[12:].max()) * 2
        register = (float(pitched[:, PITCH].mean()) - 64) / 16
    known = n[:, VELOCITY] > 0
    return np.array(
        [
            mode,
            register,
            math.log2(onsets / quarters + 0.1) / 2,
            math.log2(len(n) / onsets) - 1,
            math.log2(float(length.mean()) / 8) / 2,
            (float(n[known, VELOCITY].mean()) - 10) / 4 if known.any() else math.nan,
            math.log2(bpm / 110) if bpm else math.nan,
        ],
        np.float32,
    ).clip(-2, 2)


def family_shares(tuples: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Share of the notes of each General MIDI family, drums last; float32 [FAMILIES]."""
    counts = np.bincount(tuples[:, INSTRUMENT].astype(np.int64) // 8, minlength=FAMILIES)[:FAMILIES]
    shares: NDArray[np.float32] = (counts / counts.sum()).astype(np.float32)
    return shares


class Heads(nn.Module):
    """What is asked of the vectors in training beside telling pieces apart."""

    def __init__(self, dimension: int, styles: int) -> None:
        super().__init__()
        self.named = nn.Linear(dimension, NAMED)
        self.families = nn.Linear(dimension, FAMILIES)
        self.style = nn.Linear(dimension, styles)
        self.log_scale = nn.Parameter(torch.tensor(math.log(14.0)))

    def loss(self, vectors: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        half = len(vectors) // 2
        logits = vectors @ vectors.T * self.log_scale.exp().clamp(max=60)
        logits.fill_diagonal_(-torch.inf)
        other = torch.arange(2 * half, device=vectors.device).roll(half)
        scaled = 4 * vectors
        known = ~batch["named"].isnan()
        error = self.named(scaled) - batch["named"].nan_to_num()
        styled = batch["style"] >= 0
        return {
            "contrast": F.cross_entropy(logits, other),
            "named": (error.square() * known).sum() / known.sum(),
            "families": F.cross_entropy(self.families(scaled), batch["families"]),
            "style": F.cross_entropy(self.style(scaled)[styled], batch["style"][styled]),
            "top1": (logits.argmax(1) == other).float().mean().detach(),
        }


WEIGHTS_OF_LOSSES = {"contrast": 1.0, "named": 0.5, "families": 0.3, "style": 0.15}


def train_encoder(
    pack: PackedCorpus,
    out: Path,
    minutes: float,
    *,
    config: EncoderConfig | None = None,
    batch_size: int = 96,
    max_notes: int = 128,
    peak_rate: float = 2e-3,
    device: str = "cpu",
    seed: int = 1,
    steps: int | None = None,
) -> Path:
    """Trains for `minutes` in all (earlier runs in `out` counted in), or for so many `steps`, and writes
    encoder.safetensors there."""
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "encoder.checkpoint.pt"
    config = config or EncoderConfig()
    network = EncoderNetwork(config).to(device)
    train = Excerpts(pack, "train", seed, max_notes)
    valid = Excerpts(pack, "valid", 7, max_notes)
    heads = Heads(config.dimension, len(train.styles)).to(device)
    params = [*network.parameters(), *heads.parameters()]
    optimizer = torch.optim.AdamW(params, lr=peak_rate, betas=(0.9, 0.98), weight_decay=0.02)
    step, spent = 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        network.load_state_dict(state["network"])
        heads.load_state_dict(state["heads"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["spent"]
        train.pairs.rng = np.random.default_rng(seed + step)
    exam = [valid.batch(min(256, len(valid.pairs.indices))) for _ in range(2)]
    begun = saved = time.monotonic()

    def save() -> None:
        so_far = spent + time.monotonic() - begun
        torch.save(
            {
                "network": network.state_dict(),
                "heads": heads.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step,
                "spent": so_far,
            },
            checkpoint,
        )
        save_network(
            network, out / "encoder.safetensors", {"minutes": f"{so_far / 60:.1f}", "steps": str(step)}
        )

    def done() -> float:
        return step / steps if steps else (spent + time.monotonic() - begun) / (60 * minutes)

    while (progress := done()) < 1:
        rate = peak_rate * min(1.0, (step + 1) / 100, 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        batch = {k: v.to(device) for k, v in train.batch(batch_size).items()}
        with torch.autocast(device, torch.bfloat16, enabled=device != "cpu" or MULTIPLIES_BFLOAT16):
            vectors = network(batch["notes"], batch["tempo"], batch["valid"])
        losses = heads.loss(vectors, batch)
        optimizer.zero_grad(set_to_none=True)
        total = torch.stack([w * losses[k] for k, w in WEIGHTS_OF_LOSSES.items()]).sum()
        torch.autograd.backward(total)
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        optimizer.step()
        step += 1
        if step % 25 == 0:
            line = {k: round(float(v.detach()), 3) for k, v in losses.items()}
            print(
                json.dumps(
                    {"step": step, "minutes": round((spent + time.monotonic() - begun) / 60, 2), **line}
                ),
                flush=True,
            )
        if step % 200 == 0:
            print(json.dumps({"step": step, **examine(network, heads, exam, device)}), flush=True)
        if time.monotonic() - saved > 120:
            saved = time.monotonic()
            save()
    save()
    print(
        json.dumps({"step": step, "config": asdict(config), **examine(network, heads, exam, device)}),
        flush=True,
    )
    return out / "encoder.safetensors"


@torch.inference_mode()
def examine(
    network: EncoderNetwork, heads: Heads, exam: list[dict[str, Tensor]], device: str
) -> dict[str, float]:
    """Mean losses over pairs of the valid split; "top1": how often an excerpt's nearest is its partner."""
    network.eval()
    totals: dict[str, float] = {}
    for cpu in exam:
        batch = {k: v.to(device) for k, v in cpu.items()}
        losses = heads.loss(network(batch["notes"], batch["tempo"], batch["valid"]).clone(), batch)
        for name, value in losses.items():
            totals[f"valid_{name}"] = totals.get(f"valid_{name}", 0) + float(value) / len(exam)
    network.train()
    return {k: round(v, 3) for k, v in totals.items()}
