"""Variational auto-encoder over segments of two bars (D. Kingma and M. Welling, arXiv 1312.6114; in music
A. Roberts et al., MusicVAE, arXiv 1803.05428).

A GRU reads the notes of a segment into a Gaussian over 48 numbers; a GRU that sees those numbers at
every note writes them again. Its likelihood is a bound: what the notes cost plus what the numbers cost.
Segments know nothing of each other, only their place in the piece. Blending walks a line between the
numbers of two pieces.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from generator.baselines.interface import Ask, Cost, Likelihood, notes_of
from generator.baselines.network import NetworkBaseline
from generator.baselines.note_network import Heads, NoteReading, NoteTables
from generator.baselines.sampling import draw
from generator.dataset import Batch, Window, place_of
from generator.model import Place
from generator.vocabulary import BAR, DURATION, END, FIELDS, PITCH, VELOCITY
from music.grid import GRID_DURATION, GRID_VELOCITY, GridNotes, duration_class, velocity_class
from music.instruments import DRUMS

SEGMENT_BARS = 2
MAX_NOTES = 96  # of a segment; what follows belongs to the next
LATENT, WIDTH = 48, 128
#: weight of what the latent numbers cost while learning, after a start without it; the figure reported has 1
BETA, WARM_UP = 0.25, 0.2
#: notes hidden from the decoder while learning, so that it listens to the latent numbers
HIDDEN_NOTES = 0.35

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Segments side by side: tokens int64 [n, s, 6], each closed by an END row; place [n, s, 4]; scored bool
    [n, s, 6]; rows int64 [n] with the END; owner [n]: of which window."""

    tokens: Tensor
    place: Tensor
    scored: Tensor
    rows: Tensor
    owner: NDArray[np.int64]


def segments_of(tables: Sequence[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]]) -> Segments:
    """Cuts (targets [s, 6], place [s, 4], scored [s, 6]) of windows at every second bar line."""
    cut: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], int]] = []
    for owner, (targets, place, scored) in enumerate(tables):
        notes = targets[:, BAR] != END
        targets, place_of_notes, scored = targets[notes], place[notes], scored[notes]
        bar = np.cumsum(targets[:, BAR])
        chunk = bar // SEGMENT_BARS
        edges = [0, *(np.flatnonzero(np.diff(chunk)) + 1).tolist(), len(bar)]
        for start, stop in pairwise(edges):
            for at in range(start, stop, MAX_NOTES):
                end = min(stop, at + MAX_NOTES)
                rows = targets[at:end].copy()
                local = bar[at:end] - chunk[at] * SEGMENT_BARS
                rows[:, BAR] = np.diff(local, prepend=0)
                cut.append((rows, place_of_notes[at:end], scored[at:end], owner))
    longest = max((len(c[0]) for c in cut), default=0) + 1
    tokens = np.zeros((len(cut), longest, len(FIELDS)), np.int64)
    places = np.zeros((len(cut), longest, 4), np.int64)
    scored_all = np.zeros((len(cut), longest, len(FIELDS)), bool)
    for i, (rows, where, scored, _) in enumerate(cut):
        n = len(rows)
        tokens[i, :n], places[i, :n], scored_all[i, :n] = rows, where, scored
        tokens[i, n, BAR] = END
        places[i, n:] = where[-1]
        scored_all[i, n, BAR] = True
    lengths = np.array([len(c[0]) + 1 for c in cut], np.int64)
    owners = np.array([c[3] for c in cut], np.int64)
    return Segments(
        torch.from_numpy(tokens),
        torch.from_numpy(places),
        torch.from_numpy(scored_all),
        torch.from_numpy(lengths),
        owners,
    )


class VaeNetwork(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.tables = NoteTables(WIDTH)
        self.encoder = nn.GRU(WIDTH, WIDTH, batch_first=True, bidirectional=True)
        self.to_latent = nn.Linear(2 * WIDTH, 2 * LATENT)
        self.from_latent = nn.Linear(LATENT, WIDTH)
        self.decoder = nn.GRU(WIDTH, WIDTH, batch_first=True)
        self.norm = nn.RMSNorm(WIDTH, eps=1e-6)
        self.heads = Heads(WIDTH)

    def encode(self, s: Segments) -> tuple[Tensor, Tensor]:
        """Mean and log variance [n, LATENT]."""
        x = self.tables.note(s.tokens) + self.tables.place(Place(*s.place.unbind(-1)))
        lengths = (s.rows - 1).clamp(min=1)
        _, last = self.encoder(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
        mean, log_variance = self.to_latent(torch.cat([last[0], last[1]], -1)).chunk(2, -1)
        return mean, log_variance.clamp(-8, 4)

    def states(self, x: Tensor, z: Tensor, carry: Tensor | None) -> tuple[Tensor, Tensor]:
        """x [n, s, width] of the notes before, z [n, LATENT]."""
        x = x + self.from_latent(z)[:, None]
        y, carry = self.decoder(x, carry)
        return self.norm(x + y), carry

    def nats(self, s: Segments, z: Tensor, hide: float = 0.0) -> Tensor:
        """[n, s, 6] of the notes given their latent numbers."""
        before = self.tables.note(s.tokens[:, :-1])
        if hide:
            before = before * (torch.rand(before.shape[:2]) >= hide)[..., None]
        begin = self.tables.begin.weight[:1].expand(len(s.tokens), -1)[:, None]
        x = torch.cat([begin, before], 1) + self.tables.place(Place(*s.place.unbind(-1)))
        x = x + self.from_latent(z)[:, None]
        # packed: most segments are much shorter than the longest, and rows that nobody scores cost as much
        packed = pack_padded_sequence(x, s.rows, batch_first=True, enforce_sorted=False)
        read, _ = self.decoder(packed)
        real = torch.arange(s.tokens.shape[1]) < s.rows[:, None]
        y, _ = pad_packed_sequence(read, batch_first=True)
        nats = torch.zeros(s.tokens.shape)
        nats[real] = self.heads(self.norm(x[real] + y[real])[None], s.tokens[real][None])[0]
        return nats * s.scored


def latent_nats(mean: Tensor, log_variance: Tensor) -> Tensor:
    """What the latent numbers cost: the divergence from a standard normal; [n]."""
    return 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(-1)


class VaeBaseline(NetworkBaseline):
    """A `Baseline` that also encodes, decodes and blends pieces."""

    name: ClassVar[str] = "vae"
    likelihood: ClassVar[Likelihood] = "bound"
    rate: ClassVar[float] = 4e-3
    network: VaeNetwork

    def __init__(self) -> None:
        super().__init__(VaeNetwork())

    def loss(self, batch: Batch, progress: float) -> Tensor:
        s = segments_of(_tables(batch))
        mean, log_variance = self.network.encode(s)
        z = mean + torch.randn_like(mean) * (0.5 * log_variance).exp()
        notes = (s.rows - 1).sum()
        beta = BETA * min(1.0, progress / WARM_UP)
        latent = latent_nats(mean, log_variance).sum()
        return (self.network.nats(s, z, HIDDEN_NOTES).sum() + beta * latent) / notes

    @torch.inference_mode()
    def cost(self, windows: Sequence[Window]) -> list[Cost]:
        """The evidence lower bound with one draw of the latent numbers, the same at every call."""
        generator = torch.Generator().manual_seed(1)
        found = []
        for window in windows:
            s = segments_of([(window.targets, window.place, window.scored)])
            mean, log_variance = self.network.encode(s)
            noise = torch.randn(mean.shape, generator=generator)
            nats = self.network.nats(s, mean + noise * (0.5 * log_variance).exp())
            latent = float(latent_nats(mean, log_variance).sum())
            scored = s.scored.sum((0, 1)).numpy()
            found.append(Cost(nats.sum((0, 1)).double().numpy(), scored, notes_of(window), latent))
        return found

    @torch.inference_mode()
    def encode(self, notes: GridNotes, ask: Ask) -> Floats:
        """Latent numbers [segments, LATENT] of a piece of ask.bars bars in ask.metre; a segment without
        notes has those of the one before."""
        segments = -(-ask.bars // SEGMENT_BARS)
        found = np.zeros((segments, LATENT), np.float32)
        for k in range(segments):
            inside = (notes[:, BAR] >= k * SEGMENT_BARS) & (notes[:, BAR] < (k + 1) * SEGMENT_BARS)
            rows = notes[inside][:MAX_NOTES]
            if not len(rows):
                found[k] = found[k - 1] if k else 0
                continue
            s = segments_of([_tokens(rows, k * SEGMENT_BARS, ask)])
            found[k] = self.network.encode(s)[0][0].numpy()
        return found

    @torch.inference_mode()
    def decode(
        self, latent: Floats, ask: Ask, rng: np.random.Generator, *, temperature: float = 0.5
    ) -> GridNotes:
        """The piece of these latent numbers [segments, LATENT]; the lower the temperature, the closer."""
        return draw(_Reading(self.network, latent), ask, rng, temperature=temperature)

    def blend(
        self, a: GridNotes, b: GridNotes, weight: float, ask: Ask, rng: np.random.Generator
    ) -> GridNotes:
        """A piece between a (weight 0) and b (weight 1), in the metre, bars and programmes of `ask`."""
        latent = (1 - weight) * self.encode(a, ask) + weight * self.encode(b, ask)
        return self.decode(latent.astype(np.float32), ask, rng, temperature=0.3)

    def sample(self, ask: Ask, rng: np.random.Generator) -> GridNotes:
        """Segments near a point of their own for the piece, so that they belong together."""
        segments = -(-ask.bars // SEGMENT_BARS)
        centre, around = rng.normal(size=LATENT), rng.normal(size=(segments, LATENT))
        latent = (0.9 * centre + 0.436 * around).astype(np.float32)  # of variance 1 in all
        return self.decode(latent, ask, rng, temperature=0.9)


def _tables(batch: Batch) -> list[Any]:
    """The windows of a batch, without their padding."""
    place = torch.stack(list(batch.place), -1).numpy()
    targets, scored = batch.targets.numpy(), batch.scored.numpy()
    lengths = scored[..., BAR].sum(1)
    return [(targets[i, :n], place[i, :n], scored[i, :n]) for i, n in enumerate(lengths)]


def _tokens(
    notes: GridNotes, first_bar: int, ask: Ask
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Grid notes of one segment as tokens, places and what is known of them."""
    rows = notes.astype(np.int64)
    rows[:, BAR] = np.diff(notes[:, BAR], prepend=first_bar)
    rows[:, PITCH] += 128 * (notes[:, 2] == DRUMS)
    rows[:, DURATION] = duration_class(notes[:, GRID_DURATION])
    rows[:, VELOCITY] = velocity_class(notes[:, GRID_VELOCITY])
    lengths = np.full(ask.bars, ask.bar_positions, np.int32)
    bars = np.concatenate([[first_bar], notes[:-1, BAR]]).astype(np.int64)
    place = place_of(bars, lengths, np.full(ask.bars, ask.metre[1], np.int32), ask.bars)
    return rows, place, np.ones_like(rows, bool)


class _Reading(NoteReading):
    """Begins anew, with other latent numbers, at every segment; the END of a segment is a step into the
    next."""

    def __init__(self, network: VaeNetwork, latent: Floats) -> None:
        super().__init__(network.heads)
        self.network = network
        self.latent = torch.from_numpy(np.asarray(latent, np.float32))
        self.bar = self.segment = 0
        self.local = 0  # the bar step of this note, inside its segment
        self.carry: Tensor | None = None
        self.where = torch.zeros(0)

    def step(self, before: tuple[int, ...] | None, place: NDArray[np.int64]) -> None:
        tables = self.network.tables
        self.where = tables.place(Place(*torch.from_numpy(place)[:, None]))
        if before is None:
            self._read(tables.begin.weight[:1])
            return
        self._read(tables.note(torch.tensor([(self.local, *before[1:])])))

    def _read(self, x: Tensor) -> None:
        z = self.latent[min(self.segment, len(self.latent) - 1)][None]
        states, self.carry = self.network.states((x + self.where)[None], z, self.carry)
        self.state = states[0]

    def logits(self, field: int) -> NDArray[np.float64]:
        found = super().logits(field)
        if field == BAR:  # where the segment ends, the next one begins, at its first bar
            step = SEGMENT_BARS - self.bar % SEGMENT_BARS
            found[step] = np.logaddexp(found[step], found[END])
        return found

    def take(self, field: int, value: int) -> None:
        if field == BAR:
            self.local = value
        if field == BAR and 0 < value < END:
            self.bar += value
            segment = self.bar // SEGMENT_BARS
            if segment != self.segment:
                self.segment, self.carry = segment, None
                self._read(self.network.tables.begin.weight[:1])
                value = self.local = self.bar % SEGMENT_BARS
        super().take(field, value)
