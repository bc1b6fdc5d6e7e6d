"""Decoding with a static key-value cache, classifier-free guidance and masks, one note a step.

The conditional and the unconditional reading are two rows of one batch (J. Ho and T. Salimans,
"Classifier-free diffusion guidance", arXiv 2207.12598); chance comes from a counter of its own,
so that a random seed names one piece.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from generator.dataset import place_of
from generator.form import returning_bars
from generator.model import Cache, Composer, Conditions, Place
from generator.plan import NOTES_PER_SECOND, Plan
from generator.rules import Rules, State
from generator.seeding import dequantise
from generator.stepping import Stepper
from generator.vocabulary import (
    BAR,
    DURATION,
    END,
    FIELDS,
    INSTRUMENT,
    MAX_BAR_STEP,
    PITCH,
    POSITION,
    SIZES,
    VELOCITY,
    density_class,
    key_class,
    mood_class,
    tempo_class,
)
from music.grid import DURATIONS, GridNotes, duration_class, velocity_class, velocity_of_class
from music.instruments import DRUMS


@dataclass(frozen=True, slots=True, eq=False)
class Prefix:
    """The notes that a piece goes on from, in its first `bars` bars; the last of them has a note."""

    notes: GridNotes
    bars: int


class Cancelled(Exception):
    """The person no longer wants the piece."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """Temperature and nucleus (A. Holtzman et al., arXiv 1904.09751) by field; guidance 1 = none."""

    temperature: tuple[float, ...] = (0.9, 0.9, 1.0, 0.95, 0.9, 0.9)
    nucleus: tuple[float, ...] = (0.98, 0.95, 0.98, 0.94, 0.95, 0.95)
    guidance: float = 1.6
    key_strength: float = 1.2


def conditions(plan: Plan, styles: int, seed_dimension: int) -> Conditions:
    """Row 0 asks for what the Plan says, row 1 for nothing."""

    def classes(value: int) -> Tensor:
        return torch.tensor([value, 0])

    density = None
    if plan.density:
        density = NOTES_PER_SECOND[plan.density] * 60 / plan.tempo_bpm
    instruments = torch.zeros(2, SIZES[INSTRUMENT])
    instruments[0, list(plan.programs)] = 1
    seed = torch.zeros(2, seed_dimension)
    if plan.seed:
        seed[0] = torch.from_numpy(dequantise(np.array(plan.seed, np.uint8)))
    return Conditions(
        tempo=classes(tempo_class(plan.tempo_bpm)),
        key=classes(key_class(plan.key.index)),
        density=classes(density_class(density)),
        valence=classes(mood_class(plan.valence)),
        arousal=classes(mood_class(plan.arousal)),
        style=classes(plan.style if plan.style < styles else 0),
        instruments=instruments,
        seed=seed,
    )


def choose(
    logits: NDArray[np.float64],
    allowed: NDArray[np.bool_] | None,
    temperature: float,
    nucleus: float,
    u: float,
) -> int:
    """One class by temperature and nucleus sampling with the uniform number `u`."""
    z = logits / temperature
    if allowed is not None:
        z = np.where(allowed, z, -np.inf)
    p = np.exp(z - z.max())
    p /= p.sum()
    order = np.argsort(-p, kind="stable")
    total = np.cumsum(p[order])
    keep = int(np.searchsorted(total, nucleus)) + 1
    return int(order[min(int(np.searchsorted(total[:keep], u * total[keep - 1])), keep - 1)])


class Decoder:
    """Decodes one piece at a time on `device`; the same Plan and seed give the same notes."""

    def __init__(
        self, model: Composer, registers: Mapping[int, tuple[float, float]], device: str = "cpu"
    ) -> None:
        self.model = model.to(device).eval()
        self.registers = registers
        self.stepper = Stepper(self.model)
        self.device = device

    @torch.inference_mode()
    def decode(
        self,
        plan: Plan,
        random_seed: tuple[int, ...],
        sampling: Sampling,
        on_bar: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        prefix: Prefix | None = None,
    ) -> GridNotes:
        """Grid notes of a piece of exactly plan.bars bars; raises Cancelled when asked to stop.

        With a `prefix` the piece begins with its notes, and only what follows them is chosen.
        """
        rules = Rules(plan, sampling.key_strength, self.registers)
        run = _Run(self.stepper, plan, rules, random_seed, sampling, self.device)
        if prefix is not None:
            run.prime(prefix)
        bar = -1
        while run.step():
            if run.state.bar != bar:
                bar = run.state.bar
                if on_bar:
                    on_bar(bar, plan.bars)
                if cancelled and cancelled():
                    raise Cancelled
        return run.notes()


class _Run:
    def __init__(
        self,
        stepper: Stepper,
        plan: Plan,
        rules: Rules,
        random_seed: tuple[int, ...],
        sampling: Sampling,
        device: str,
    ) -> None:
        model, config = stepper.model, stepper.config
        self.stepper, self.plan, self.sampling, self.device = stepper, plan, sampling, device
        self.rules = rules
        self.state = State()
        self.rng = np.random.Generator(np.random.PCG64(random_seed))
        asked = conditions(plan, config.styles, config.seed_dimension)
        self.asked = model.condition(Conditions(*(t.to(device) for t in asked)))
        self.cache: Cache = model.empty_cache(2, torch.float32, device)
        lengths = np.full(plan.bars, plan.bar_positions, np.int32)
        denominators = np.full(plan.bars, plan.metre[1], np.int32)
        self.places = place_of(np.arange(plan.bars), lengths, denominators, plan.bars)
        self.rows: list[tuple[int, ...]] = []  # tokens of the notes so far
        self.bars: list[int] = []
        self.returning = returning_bars(plan.bars)
        self.returned: deque[tuple[int, ...]] = deque()  # notes of a theme that comes back, to be set next
        self.filled = 0
        self.first_new_bar = 0
        self.last: Tensor | None = None  # a state that was read already

    def prime(self, prefix: Prefix) -> None:
        """Takes the notes of `prefix` as set, and reads them into the cache."""
        for bar, position, instrument, pitch, duration, velocity in prefix.notes.tolist():
            step = bar - self.state.bar
            token = pitch + 128 * (instrument == DRUMS)
            length = int(duration_class(np.array([duration], np.int32))[0])
            self.rules.place(self.state, step, position, instrument, token, int(DURATIONS[length]))
            loudness = int(velocity_class(np.array([velocity], np.int32))[0])
            self.rows.append((min(step, MAX_BAR_STEP), position, instrument, token, length, loudness))
            self.bars.append(bar)
        self.returning = {}  # a theme that returns belongs to a piece of one's own
        self.first_new_bar = prefix.bars
        self._read(self.rows, [0, *self.bars], begin=0)

    def _read(self, rows: list[tuple[int, ...]], bars: list[int], begin: int) -> Tensor:
        """Fills the cache with `rows` [n], whose places are those of `bars` [n + 1]; the last state."""
        table = torch.tensor(rows, dtype=torch.long, device=self.device).view(1, len(rows), len(FIELDS))
        place = torch.from_numpy(self.places[bars]).to(self.device)[None].unbind(-1)
        started = torch.tensor([begin], device=self.device)
        model = self.stepper.model
        state = model.trunk(model.embed(table, Place(*place), self.asked, started), self.cache, 0)
        self.filled = len(bars)
        self.last = state[:, -1]
        return state[:, -1]

    def _trunk(self) -> Tensor:
        """The state [2, width] from which the next note is predicted."""
        context = self.stepper.config.context
        if self.last is not None:
            state, self.last = self.last, None
            return state
        if self.rows and self.filled < context:
            place = self.places[self.bars[-1]].tolist()
            state = self.stepper.trunk(self.rows[-1], place, self.asked, self.cache, self.filled)
            self.filled += 1
            return state
        # The first step, or the window slides: the later half is read again from the start.
        kept = context // 2 if self.rows else 1
        notes, bars = self.rows[len(self.rows) - kept + 1 :], self.bars[-kept:] or [0]
        state = self._read(notes, bars, begin=int(bool(self.rows)))
        self.last = None
        return state

    def step(self) -> bool:
        """Chooses one note, or sets one of a theme that returns; False when the piece is over."""
        stepper, rules, s = self.stepper, self.rules, self.state
        uniform = self.rng.random(len(FIELDS))
        state = self._trunk()
        if self.returned:
            self._set(self.returned.popleft())
            return True

        def pick(
            field: int, allowed: NDArray[np.bool_] | None, bias: NDArray[np.float64] | None = None
        ) -> int:
            nonlocal state
            if allowed is not None and np.count_nonzero(allowed) == 1:
                value = int(allowed.argmax())
            else:
                both = stepper.head(field, state).cpu().numpy()
                logits = both[1] + self.sampling.guidance * (both[0].astype(np.float64) - both[1])
                if bias is not None:
                    logits = logits + bias
                value = choose(
                    logits,
                    allowed,
                    self.sampling.temperature[field],
                    self.sampling.nucleus[field],
                    uniform[field],
                )
            if field < VELOCITY:
                state = stepper.extend(field, state, value)
            return value

        if s.bar < self.first_new_bar:
            step = self.first_new_bar - s.bar  # the first new note: it goes on in the next bar
            state = stepper.extend(BAR, state, step)
        else:
            step = pick(BAR, rules.bar(s, leave=s.bar in self.returning))
        if step == END:
            return False
        if any(s.bar + k in self.returning for k in range(1, step + 1)):
            self.returned = self._theme()
            if self.returned:
                self._set(self.returned.popleft())
                return True
        position = pick(POSITION, rules.position(s, step))
        same_onset = s.notes > 0 and step == 0 and position == s.position
        bar = s.bar + step
        instrument = pick(INSTRUMENT, *rules.instrument(s, bar, position, same_onset))
        pitch = pick(PITCH, *rules.pitch(s, instrument, same_onset, bar))
        duration = pick(DURATION, None)
        velocity = pick(VELOCITY, _KNOWN_VELOCITY)
        self._set((step, position, instrument, pitch, duration, velocity))
        return True

    def _set(self, note: tuple[int, ...]) -> None:
        step, position, instrument, pitch, duration, _ = note
        self.rules.place(self.state, step, position, instrument, pitch, int(DURATIONS[duration]))
        self.rows.append(note)
        self.bars.append(self.state.bar)

    def _theme(self) -> deque[tuple[int, ...]]:
        """The notes of the next bars that return, with the bar steps that bring them there."""
        first = next(b for b in range(self.state.bar + 1, self.plan.bars) if b in self.returning)
        notes: deque[tuple[int, ...]] = deque()
        before = self.state.bar
        bar = first
        while bar in self.returning:
            for row, at in zip(self.rows, self.bars, strict=True):
                if at == self.returning[bar]:
                    notes.append((bar - before, *row[1:]))
                    before = bar
            bar += 1
        return notes

    def notes(self) -> GridNotes:
        if not self.rows:
            return np.zeros((0, 6), np.int32)
        table = np.array(self.rows, np.int32)
        table[:, BAR] = self.bars
        table[:, PITCH] -= 128 * (table[:, INSTRUMENT] == DRUMS)
        table[:, DURATION] = DURATIONS[table[:, DURATION]]
        table[:, VELOCITY] = [velocity_of_class(v) for v in table[:, VELOCITY]]
        return table


_KNOWN_VELOCITY = np.arange(SIZES[VELOCITY]) > 2  # class 0 is "unknown", 1 and 2 are all but silent
