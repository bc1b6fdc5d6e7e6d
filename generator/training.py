"""Trains the composer on a packed corpus. Resumes from its checkpoint; stops after the minutes given.

Hidden matrices learn by Muon (K. Jordan et al., 2024, "Muon: an optimizer for hidden layers"), the rest by
AdamW; the rate follows a cosine over the whole budget. Needs torch, numpy and safetensors alone.
"""

import json
import math
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from generator.dataset import Batch, SeedVectors, Windows, collate, style_names
from generator.model import BASE, SMALL, Composer
from generator.precision import Muon, precision
from generator.vocabulary import BAR, END, FIELDS, INSTRUMENT, PITCH, VELOCITY
from generator.weights import save_weights
from music.corpus import PackedCorpus

MIN_REGISTER_NOTES = 2000
SIZES = {"small": SMALL, "base": BASE}


def optimizers(model: Composer, rate: float) -> list[torch.optim.Optimizer]:
    hidden = [
        p for n, p in model.named_parameters() if p.ndim == 2 and ("blocks." in n or "chain_hidden" in n)
    ]
    chosen = {id(p) for p in hidden}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    return [
        Muon(hidden, rate),
        torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.95), weight_decay=0.0),
    ]


def losses_by_field(model: nn.Module, batch: Batch) -> Tensor:
    """Summed nats of the scored fields [6] and, last, how often each was scored [6]; [2, 6]."""
    nats = model(batch.notes, batch.place, batch.asked, batch.begin, batch.targets)
    return torch.stack([(nats * batch.scored).sum((0, 1)), batch.scored.sum((0, 1)).to(nats.dtype)])


def bits(totals: Tensor, notes: int) -> dict[str, float]:
    """Bits per note by field and in all. A field that is not always known (velocity) counts by its mean."""
    by_field = totals[0] / totals[1].clamp(min=1) / math.log(2)
    by_field[BAR] = totals[0][BAR] / max(1, notes) / math.log(2)  # END rows are part of a note's cost
    result = {name: round(float(v), 4) for name, v in zip(FIELDS, by_field, strict=True)}
    result["bits_per_note"] = round(sum(v for k, v in result.items() if k != FIELDS[VELOCITY]), 4)
    result["with_velocity"] = round(result["bits_per_note"] + result[FIELDS[VELOCITY]], 4)
    return result


@torch.inference_mode()
def examine(model: Composer, exam: list[Batch], device: str) -> dict[str, float]:
    model.eval()
    totals, notes = torch.zeros(2, len(FIELDS)), 0
    for batch in exam:
        with precision(device):
            totals += losses_by_field(model, batch.to(device)).float().cpu()
        notes += int((batch.scored[..., BAR] & (batch.targets[..., BAR] != END)).sum())
    model.train()
    return bits(totals, notes)


def exam_batches(windows: Windows, pieces: int, tokens: int) -> list[Batch]:
    """One window each of `pieces` pieces drawn evenly over the split's collections."""
    chosen = windows.rng.choice(windows.indices, min(pieces, len(windows.indices)), replace=False)
    drawn = sorted((windows.window(int(i)) for i in chosen), key=lambda w: len(w.targets))
    size = max(1, tokens // windows.context)
    return [collate(drawn[i : i + size]) for i in range(0, len(drawn), size)]


def train_generator(
    pack: PackedCorpus,
    seeds: SeedVectors | None,
    out: Path,
    minutes: float,
    *,
    size: str = "small",
    tokens: int = 4096,
    peak_rate: float = 3e-3,
    device: str = "cpu",
    seed: int = 1,
    examine_every: float = 300,
    last_step: int | None = None,
) -> None:
    """Trains for `minutes` in all (or to `last_step`), earlier runs in `out` counted in; keeps the best
    weights there."""
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    styles = style_names(pack)
    dimension = seeds.dimension if seeds else SIZES[size].seed_dimension
    shape = SIZES[size]
    config = replace(shape, styles=len(styles), seed_dimension=dimension)
    model = Composer(config).to(device)
    optims = optimizers(model, peak_rate)
    checkpoint = out / f"{size}.checkpoint.pt"
    step, spent, noted, best = 0, 0.0, 0, math.inf
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        model.load_state_dict(state["model"])
        for optim, saved in zip(optims, state["optimizers"], strict=True):
            optim.load_state_dict(saved)
        step, spent, noted, best = state["step"], state["spent"], state["notes"], state["best"]
    sizes = (config.context, dimension)
    train = Windows(pack, "train", styles, seeds, *sizes, seed=seed + step)
    valid = Windows(pack, "valid", styles, seeds, *sizes, seed=7, augment=False)
    exam = exam_batches(valid, 160, tokens)
    batches = train.batches(tokens)
    usual = registers(pack)
    curve = out / f"{size}.curve.jsonl"
    begun = saved_at = examined_at = time.monotonic()
    totals, seen = torch.zeros(2, len(FIELDS)), 0

    def report(entry: dict[str, object]) -> None:
        line = json.dumps(entry)
        print(line, flush=True)
        with curve.open("a") as file:
            file.write(line + "\n")

    def elapsed() -> float:
        return spent + time.monotonic() - begun

    def save() -> None:
        state = {
            "model": model.state_dict(),
            "optimizers": [o.state_dict() for o in optims],
            "step": step,
            "spent": elapsed(),
            "notes": noted,
            "best": best,
        }
        torch.save(state, checkpoint.with_suffix(".new"))
        checkpoint.with_suffix(".new").replace(checkpoint)

    def check() -> None:
        nonlocal best
        result = examine(model, exam, device)
        report(
            {"split": "valid", "step": step, "minutes": round(elapsed() / 60, 1), "notes": noted, **result}
        )
        if result["bits_per_note"] < best:
            best = result["bits_per_note"]
            facts = {"size": size, "steps": step, "notes_seen": noted, "minutes": round(elapsed() / 60, 1)}
            facts["registers"] = usual
            version = seeds.version if seeds else 0
            save_weights(model, out, size, styles, version, {**facts, "device": device, "valid": result})

    while (progress := elapsed() / (60 * minutes)) < 1 and step != last_step:
        rate = min(1.0, (step + 1) / 60, 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        for optim in optims:
            for group in optim.param_groups:
                group["lr"] = peak_rate * rate
        batch = next(batches).to(device)
        with precision(device):
            sums = losses_by_field(model, batch)
        loss = sums[0].sum() / sums[1][0]
        for optim in optims:
            optim.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optim in optims:
            optim.step()
        step += 1
        here = int((batch.scored[..., BAR] & (batch.targets[..., BAR] != END)).sum())
        noted, seen = noted + here, seen + here
        totals += sums.detach().float().cpu()
        if step % 25 == 0:
            speed = round(noted / max(1e-9, elapsed()))
            report({"split": "train", "step": step, "minutes": round(elapsed() / 60, 2), "notes": noted,
                    "notes_per_second": speed, **bits(totals, seen)})  # fmt: skip
            totals, seen = torch.zeros(2, len(FIELDS)), 0
        now = time.monotonic()
        if now - examined_at > examine_every:
            examined_at = now
            check()
        if now - saved_at > 120:
            saved_at = now
            save()
    check()
    save()


def registers(pack: PackedCorpus) -> dict[str, tuple[float, float]]:
    """Mean and standard deviation of the pitches of each programme in the train split, where it has enough
    notes; keys are numbers as text, since they go into JSON."""
    sums = np.zeros((128, 3))
    for i in pack.indices("train"):
        notes = pack.notes[pack.note_offsets[i] : pack.note_offsets[i + 1]]
        pitched = notes[notes[:, INSTRUMENT] < 128]
        pitch = pitched[:, PITCH].astype(np.float64)
        for k in range(3):
            sums[:, k] += np.bincount(pitched[:, INSTRUMENT], pitch**k, 128)
    count, total, squares = sums.T
    known = np.flatnonzero(count >= MIN_REGISTER_NOTES)
    mean = total[known] / count[known]
    deviation = np.sqrt(squares[known] / count[known] - mean**2)
    return {
        str(p): (round(float(m), 1), round(float(d), 1))
        for p, m, d in zip(known, mean, deviation, strict=True)
    }


def training_list(pack: PackedCorpus) -> str:
    """CSV of what a model was trained on: id, title, composer, source, licence; one row a piece."""
    rows = ["id,title,composer,source,licence"]
    for i in np.array(pack.indices("train")):
        p = pack.pieces[int(i)]
        cells = (p.id, p.title, p.composer, p.source, p.licence)
        rows.append(",".join('"' + c.replace('"', '""') + '"' if set(c) & set(',"\n') else c for c in cells))
    return "\n".join(rows) + "\n"
