"""What every baseline offers, so that all are trained, measured and played alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from generator.dataset import Window
from generator.vocabulary import BAR, END, FIELDS, VELOCITY
from music.corpus import PackedCorpus
from music.grid import GridNotes

#: "exact"; "bound": the true figure is at most this; "none": the model gives no probabilities
Likelihood = Literal["exact", "bound", "none"]
Report = Callable[[dict[str, Any]], None]
#: notes of context that a window of training or examination holds
CONTEXT = 512


@dataclass(frozen=True, slots=True)
class Ask:
    """What a baseline is told: bars, metre and the programmes that may play (empty: any).

    style and mood (-1 to 1, None = not said) reach the conditional GAN alone.
    """

    bars: int
    metre: tuple[int, int] = (4, 4)
    programs: tuple[int, ...] = ()
    style: str = ""
    valence: float | None = None
    arousal: float | None = None

    @property
    def bar_positions(self) -> int:
        return 48 * self.metre[0] // self.metre[1]


@dataclass(frozen=True, slots=True)
class Budget:
    """When training ends: after so many notes or minutes, whichever is given; earlier runs are counted in."""

    notes: int | None = None
    minutes: float | None = None

    def progress(self, notes: int, seconds: float) -> float:
        """0 to 1 and beyond."""
        done = 0.0
        if self.notes:
            done = notes / self.notes
        if self.minutes:
            done = max(done, seconds / 60 / self.minutes)
        return done


@dataclass(frozen=True, slots=True, eq=False)
class Cost:
    """What a window costs a model: nats float64 [6] and how often each field was scored [6]; the notes;
    latent nats on top (of a bound)."""

    nats: NDArray[np.float64]
    scored: NDArray[np.int64]
    notes: int
    latent: float = 0.0


class Baseline(Protocol):
    """A model of notes. `train` may be called again on the same folder and goes on where it was."""

    name: ClassVar[str]
    likelihood: ClassVar[Likelihood]
    #: notes it has learned from, with repetitions
    notes_seen: int

    def train(self, pack: PackedCorpus, out: Path, budget: Budget, report: Report) -> None:
        """Learns from the train split, keeps in `out` what does best on valid."""

    def cost(self, windows: Sequence[Window]) -> list[Cost]:
        """The cost of each window; raises NoLikelihood where the model has none."""

    def sample(self, ask: Ask, rng: np.random.Generator) -> GridNotes:
        """A piece of exactly ask.bars bars in its metre for its programmes."""

    def save(self, folder: Path) -> None:
        """Writes NAME.safetensors or NAME.npz."""


def bits_per_note(costs: Sequence[Cost]) -> dict[str, float]:
    """Bits by field and in all. As in `generator.training.bits`, velocity stands apart: most sources have
    none."""
    nats = np.sum([c.nats for c in costs], axis=0)
    scored = np.sum([c.scored for c in costs], axis=0)
    notes = max(1, sum(c.notes for c in costs))
    by_field = nats / np.maximum(1, scored) / np.log(2)
    by_field[BAR] = nats[BAR] / notes / np.log(2)  # END rows are part of a note's cost
    result = {name: round(float(v), 4) for name, v in zip(FIELDS, by_field, strict=True)}
    latent = sum(c.latent for c in costs) / notes / np.log(2)
    if latent:
        result["latent"] = round(latent, 4)
    result["bits_per_note"] = round(float(by_field[:VELOCITY].sum() + latent), 4)
    return result


def notes_of(window: Window) -> int:
    """Scored notes, without the END row."""
    return int((window.targets[:, BAR] != END).sum())
