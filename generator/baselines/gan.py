"""Generative adversarial network over notes: a recurrent generator as in C-RNN-GAN (O. Mogren, arXiv
1611.09904), discrete notes by the straight-through Gumbel-softmax (M. Kusner and J. Hernandez-Lobato, arXiv
1611.04051), begun as a language model as in SeqGAN (L. Yu et al., arXiv 1609.05473), and a convolutional
critic with hinge loss.

The generator turns noise into notes one by one; the critic tells its 32 notes from 32 of the corpus.
What it does has no probability that could be written down: it has no likelihood.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from generator.baselines.interface import Ask, Budget, Cost, Likelihood, Report
from generator.baselines.learning import learn, optimizers
from generator.baselines.network import NetworkBaseline
from generator.baselines.note_network import Heads, NoteReading, NoteTables
from generator.baselines.sampling import draw
from generator.dataset import Batch, Window
from generator.vocabulary import BAR, END, PITCH, SIZES
from music.corpus import PackedCorpus
from music.errors import CadenzaError
from music.grid import GridNotes

WIDTH, NOISE, STEPS = 96, 16, 32
CRITIC_RATE = 4e-4
#: of a batch: the critic needs several windows beside each other
TOKENS = 2048
#: share of the budget in which the generator learns as a language model
PRETRAINING = 0.6
ADVERSARIAL = 1.0  # weight of the critic's word afterwards


class NoLikelihood(CadenzaError):
    """The model gives no probabilities."""


class Generator(nn.Module):
    """Noise and what is asked to notes. `conditions`: how many classes each condition has (empty: none)."""

    def __init__(self, conditions: Sequence[int]) -> None:
        super().__init__()
        self.tables = NoteTables(WIDTH)
        self.noise = nn.Linear(2 * NOISE, WIDTH)
        self.asked = nn.ModuleList(nn.Embedding(n, WIDTH) for n in conditions)
        self.cell = nn.GRU(WIDTH, WIDTH, batch_first=True)
        self.norm = nn.RMSNorm(WIDTH, eps=1e-6)
        self.heads = Heads(WIDTH)

    def wanted(self, conditions: Tensor, metre: Tensor, noise: Tensor) -> Tensor:
        """What holds for the whole piece: conditions [B, k], metre [B, 2], noise [B, NOISE]; [B, width]."""
        x: Tensor = self.noise(torch.cat([noise, noise.roll(1, -1)], -1))
        x = x + self.tables.places[0](metre[:, 0]) + self.tables.places[1](metre[:, 1])
        for k, table in enumerate(self.asked):
            x = x + table(conditions[:, k])
        return x

    def states(self, x: Tensor, carry: Tensor | None) -> tuple[Tensor, Tensor]:
        noise = torch.randn(*x.shape[:2], NOISE)
        x = x + 0.3 * self.noise(torch.cat([torch.zeros_like(noise), noise], -1))
        y, carry = self.cell(x, carry)
        return self.norm(x + y), carry

    def play(self, wanted: Tensor, temperature: float) -> list[Tensor]:
        """STEPS notes as one-hot fields that let gradients through: for each field [B, STEPS, size]."""
        before = self.tables.begin.weight[:1].expand(len(wanted), -1)
        carry: Tensor | None = None
        fields: list[list[Tensor]] = [[] for _ in SIZES]
        for _ in range(STEPS):
            state, carry = self.states((before + wanted)[:, None], carry)
            state = state[:, 0]
            before = torch.zeros_like(before)
            for field in range(len(SIZES)):
                logits = self.heads.head(field, state)
                if field == BAR:
                    logits = logits[:, :END]
                one = F.gumbel_softmax(logits, temperature, hard=True)
                if field == BAR:
                    one = F.pad(one, (0, 1))
                fields[field].append(one)
                before = before + one @ self.tables.notes[field].weight  # type: ignore[operator]
                if field == PITCH:
                    before = before + one @ _pitch_classes() @ self.tables.pitch_class.weight
                if field + 1 < len(SIZES):
                    state = state + one @ self.heads.chain[field].weight  # type: ignore[operator]
        return [torch.stack(f, 1) for f in fields]


def _pitch_classes() -> Tensor:
    classes = torch.tensor([12 if p >= 128 else p % 12 for p in range(SIZES[PITCH])])
    return F.one_hot(classes, 13).float()


class Critic(nn.Module):
    """How much notes [B, STEPS, size] a field look like the corpus's; [B]. With conditions, a projection
    as by T. Miyato and M. Koyama (arXiv 1802.05637)."""

    def __init__(self, conditions: Sequence[int]) -> None:
        super().__init__()
        self.fields = nn.ModuleList(nn.Linear(n, WIDTH, bias=False) for n in SIZES)
        self.pitch_class = nn.Linear(13, WIDTH, bias=False)
        self.layers = nn.ModuleList(
            spectral_norm(nn.Conv1d(WIDTH, WIDTH, 5, stride=2, padding=2)) for _ in range(3)
        )
        self.score = spectral_norm(nn.Linear(WIDTH, 1))
        self.asked = nn.ModuleList(nn.Embedding(n, WIDTH) for n in conditions)

    def forward(self, notes: list[Tensor], conditions: Tensor) -> Tensor:
        x: Tensor = self.pitch_class(notes[PITCH] @ _pitch_classes())
        for field, table in enumerate(self.fields):
            if field + 1 < len(SIZES):  # most sources have no velocities: they would give the corpus away
                x = x + table(notes[field])
        x = x.transpose(1, 2)
        for layer in self.layers:
            x = F.leaky_relu(layer(x), 0.2)
        pooled = x.mean(-1)
        found: Tensor = self.score(pooled)[:, 0]
        for k, table in enumerate(self.asked):
            found = found + (pooled * table(conditions[:, k])).mean(-1)
        return found


class Adversaries(nn.Module):
    def __init__(self, conditions: Sequence[int]) -> None:
        super().__init__()
        self.generator, self.critic = Generator(conditions), Critic(conditions)


class GanBaseline(NetworkBaseline):
    """See `cgan` for the one that is told style and mood."""

    name: ClassVar[str] = "gan"
    likelihood: ClassVar[Likelihood] = "none"
    rate: ClassVar[float] = 3e-3
    network: Generator

    def __init__(self, styles: Sequence[str] = ()) -> None:
        self.styles = list(styles)
        super().__init__(Generator(self.conditions))

    @property
    def conditions(self) -> tuple[int, ...]:
        """Classes of each condition."""
        return ()

    def asked_of(self, batch: Batch) -> Tensor:
        """Conditions [B, k] of the windows of a batch."""
        return torch.zeros(len(batch.targets), 0, dtype=torch.long)

    def asked(self, ask: Ask) -> Tensor:
        return torch.zeros(1, 0, dtype=torch.long)

    def train(self, pack: PackedCorpus, out: Path, budget: Budget, report: Report) -> None:
        both = Adversaries(self.conditions)
        self.network = both.generator
        critic_optimizer = torch.optim.Adam(both.critic.parameters(), CRITIC_RATE, betas=(0.5, 0.9))

        def loss(batch: Batch, progress: float) -> Tensor:
            asked = self.asked_of(batch)
            metre = metre_of(batch)
            language = self._language(batch, asked, metre)
            if progress < PRETRAINING:
                return language
            whole = batch.scored[:, :STEPS, BAR].all(1) & (batch.targets[:, :STEPS, BAR] != END).all(1)
            if batch.targets.shape[1] < STEPS or whole.sum() < 2:
                return language
            real = [F.one_hot(batch.targets[whole, :STEPS, f], n).float() for f, n in enumerate(SIZES)]
            asked, metre = asked[whole], metre[whole]
            made = self.network.play(self.network.wanted(asked, metre, torch.randn(len(asked), NOISE)), 0.8)
            critic_optimizer.zero_grad(set_to_none=True)
            told = both.critic(real, asked), both.critic([m.detach() for m in made], asked)
            torch.autograd.backward(F.relu(1 - told[0]).mean() + F.relu(1 + told[1]).mean())
            critic_optimizer.step()
            for p in both.critic.parameters():
                p.requires_grad_(False)
            value: Tensor = -both.critic(made, asked).mean() * ADVERSARIAL
            for p in both.critic.parameters():
                p.requires_grad_(True)
            # the language model's loss keeps the generator from collapsing into what the critic likes
            return value + language

        def save(notes: int) -> None:
            self.notes_seen = notes
            self.save(out)

        optims = optimizers(both.generator, self.rate)
        learn(self.name, both, optims, loss, None, save, pack, out, budget, report, rate=self.rate,
              also=[critic_optimizer], tokens=TOKENS)  # fmt: skip
        self.network.eval()

    def _language(self, batch: Batch, asked: Tensor, metre: Tensor) -> Tensor:
        wanted = self.network.wanted(asked, metre, torch.randn(len(asked), NOISE))
        tables = self.network.tables
        begin = tables.begin.weight[:1].expand(len(asked), -1)[:, None]
        x = torch.cat([begin, tables.note(batch.notes)], 1) + wanted[:, None]
        states, _ = self.network.states(x, None)
        nats = self.network.heads(states, batch.targets) * batch.scored
        loss: Tensor = nats.sum() / batch.scored[..., BAR].sum()
        return loss

    def cost(self, windows: Sequence[Window]) -> list[Cost]:
        raise NoLikelihood(f"The model {self.name} gives no probabilities, so it has no bits per note.")

    @torch.inference_mode()
    def sample(self, ask: Ask, rng: np.random.Generator) -> GridNotes:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(rng.integers(2**63)))
            return draw(_Reading(self.network, self.asked(ask)), ask, rng, temperature=0.9)

    def facts(self) -> dict[str, Any]:
        return {"styles": self.styles}

    @classmethod
    def shaped(cls, facts: dict[str, Any]) -> Self:
        return cls(facts["styles"])


def metre_of(batch: Batch) -> Tensor:
    """Bar length and denominator [B, 2] where the windows begin."""
    return torch.stack([batch.place.bar_positions[:, 0], batch.place.denominator[:, 0]], 1)


class _Reading(NoteReading):
    def __init__(self, generator: Generator, asked: Tensor) -> None:
        super().__init__(generator.heads)
        self.generator, self.asked = generator, asked
        self.noise = torch.randn(1, NOISE)
        self.carry: Any = None

    def step(self, before: tuple[int, ...] | None, place: NDArray[np.int64]) -> None:
        tables = self.generator.tables
        wanted = self.generator.wanted(self.asked, torch.from_numpy(place)[None, :2], self.noise)
        note = tables.begin.weight[:1] if before is None else tables.note(torch.tensor([before]))
        states, self.carry = self.generator.states((note + wanted)[:, None], self.carry)
        self.state = states[0]
