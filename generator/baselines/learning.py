"""Learning by gradient within a budget of notes or minutes: goes on from its checkpoint, keeps what does
best on the valid split, and writes its curve."""

import json
import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from generator.baselines.interface import CONTEXT, Budget, Cost, Report, bits_per_note
from generator.dataset import Batch, Window, Windows, style_names
from generator.precision import Muon
from generator.vocabulary import BAR, END
from music.corpus import PackedCorpus

#: pieces of the valid split, one window each, that choose the weights
EXAM_PIECES = 48
EXAMS = 5
TOKENS = 512


def windows_of(pack: PackedCorpus, split: str, *, seed: int, augment: bool) -> Windows:
    """All baselines learn from the same stream of windows."""
    return Windows(pack, split, style_names(pack), None, CONTEXT, 1, seed=seed, augment=augment)


def exam_windows(pack: PackedCorpus, split: str, pieces: int) -> list[Window]:
    """One window each of `pieces` pieces, the same at every call."""
    windows = windows_of(pack, split, seed=7, augment=False)
    chosen = windows.rng.permutation(windows.indices)[:pieces]
    return [windows.window(int(i)) for i in chosen]


def optimizers(model: nn.Module, rate: float, muon: Sequence[str] = ()) -> list[torch.optim.Optimizer]:
    """Muon for matrices whose names contain one of `muon`, AdamW for the rest."""
    hidden = [p for n, p in model.named_parameters() if p.ndim == 2 and any(m in n for m in muon)]
    chosen = {id(p) for p in hidden}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    found: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.95), weight_decay=0.0)
    ]
    if hidden:
        found.append(Muon(hidden, rate))
    return found


def notes_in(batch: Batch) -> int:
    return int((batch.scored[..., BAR] & (batch.targets[..., BAR] != END)).sum())


def learn(
    name: str,
    model: nn.Module,
    optims: list[torch.optim.Optimizer],
    loss: Callable[[Batch, float], Tensor],
    cost: Callable[[list[Window]], list[Cost]] | None,
    save: Callable[[int], None],
    pack: PackedCorpus,
    out: Path,
    budget: Budget,
    report: Report,
    *,
    rate: float,
    also: Sequence[torch.optim.Optimizer] = (),
    tokens: int = TOKENS,
    seed: int = 1,
) -> None:
    """`loss(batch, progress)` in nats a note; `save(notes)` keeps the weights when they are the best so
    far; without `cost` (no likelihood) the last are kept. `also`: optimizers that `loss` itself moves
    on."""
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint, curve = out / f"{name}.checkpoint.pt", out / f"{name}.curve.jsonl"
    step, notes, spent, best = 0, 0, 0.0, math.inf
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        for optim, saved in zip([*optims, *also], state["optimizers"], strict=True):
            optim.load_state_dict(saved)
        step, notes, spent, best = state["step"], state["notes"], state["spent"], state["best"]
    exam = exam_windows(pack, "valid", EXAM_PIECES)
    batches = windows_of(pack, "train", seed=seed + step, augment=True).batches(tokens)
    began, saved_at, total, counted = time.monotonic(), time.monotonic(), 0.0, 0
    examined = math.floor(budget.progress(notes, spent) * EXAMS)

    def tell(row: dict[str, float | str]) -> None:
        told = {"model": name, "step": step, "notes": notes, "minutes": round(elapsed() / 60, 2), **row}
        with curve.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")
        report(told)

    def elapsed() -> float:
        return spent + time.monotonic() - began

    def keep() -> None:
        state = {"model": model.state_dict(), "optimizers": [o.state_dict() for o in (*optims, *also)],
                 "step": step, "notes": notes, "spent": elapsed(), "best": best}  # fmt: skip
        part = checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(checkpoint)

    while (progress := budget.progress(notes, elapsed())) < 1:
        scale = min(1.0, (step + 1) / 10) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        for optim in optims:
            for group in optim.param_groups:
                group["lr"] = rate * scale
            optim.zero_grad(set_to_none=True)
        batch = next(batches)
        value = loss(batch, progress)
        torch.autograd.backward(value)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optim in optims:
            optim.step()
        step += 1
        notes += notes_in(batch)
        total, counted = total + float(value.detach()), counted + 1
        if step % 25 == 0:
            tell({"split": "train", "bits_with_velocity": round(total / counted / math.log(2), 4)})
            total, counted = 0.0, 0
        now = math.floor(budget.progress(notes, elapsed()) * EXAMS)
        if now > examined:
            examined = now
            if cost is None:
                save(notes)
                continue
            model.eval()
            found = bits_per_note(cost(exam))
            model.train()
            tell({"split": "valid", **found})
            if found["bits_per_note"] < best:
                best = found["bits_per_note"]
                save(notes)
        if time.monotonic() - saved_at > 60:
            saved_at = time.monotonic()
            keep()
    keep()
