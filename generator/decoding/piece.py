"""One piece while it is made: its notes so far, what it asks the network, what it does with the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from generator.dataset import place_of
from generator.decoding.sampling import Sampling, choose
from generator.decoding.stepping import Chunk, PieceCache, Stepper
from generator.form import returning_bars
from generator.model import Conditions
from generator.pace import USUAL
from generator.plan import NOTES_PER_SECOND, Plan
from generator.rules import Bias, Mask, Rules, State
from generator.seeding import dequantise
from generator.style_bias import StyleBias
from generator.style_ngrams import Leanings
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

Note = tuple[int, ...]  # a token for each field


#: how much longer than a unit the seed's vector is made, a guidance for the seed alone; of 1, 2, 3, 4, 6 and
#: 9 this one brings takes closest to their seeds (benchmarks/seeding.py)
SEED_STRENGTH = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Prefix:
    """The notes that a piece goes on from, in its first `bars` bars; the last of them has a note."""

    notes: GridNotes
    bars: int


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is decoded; the same Task gives the same notes, whatever else is being decoded. by_style: whether
    what is counted of the style joins in; it does not in a theme for a lead alone."""

    plan: Plan
    random_seed: tuple[int, ...]
    sampling: Sampling
    prefix: Prefix | None = None
    by_style: bool = True


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
        seed[0] = SEED_STRENGTH * torch.from_numpy(dequantise(np.array(plan.seed, np.uint8)))
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


class Piece:
    """The notes of one Task, one after the other.

    A round is: `chunk` (read by the network), then for each field in turn `option`, and `take` with a value,
    until `take` says that the note is done.
    """

    def __init__(
        self,
        task: Task,
        stepper: Stepper,
        registers: Mapping[int, tuple[float, float]],
        cache: Callable[[], PieceCache],
        leanings: Leanings | None = None,
    ) -> None:
        plan, config = task.plan, stepper.config
        self.task, self.plan, self.sampling, self.stepper = task, plan, task.sampling, stepper
        self.rng = np.random.Generator(np.random.PCG64(task.random_seed))
        self.style, usual = None, None
        if leanings is not None:
            self.style = StyleBias(leanings, plan.programs)
            usual = leanings.rate(len(plan.programs), self.rng.uniform(*USUAL))
        self.rules = Rules(plan, task.sampling.key_strength, registers, usual)
        self.state = State()
        asked = conditions(plan, config.styles, config.seed_dimension)
        self.asked = stepper.model.condition(Conditions(*(t.to(stepper.device) for t in asked)))
        lengths = np.full(plan.bars, plan.bar_positions, np.int32)
        denominators = np.full(plan.bars, plan.metre[1], np.int32)
        self.places = place_of(np.arange(plan.bars), lengths, denominators, plan.bars).tolist()
        self.rows: list[Note] = []
        self.bars: list[int] = []
        self.returning = returning_bars(plan.bars)
        self.first_new_bar = 0
        self.read = 0  # how many of `rows` the network has read
        self.filled = 0  # steps in the cache
        self.finished = False
        self.uniform = self.rng.random(len(FIELDS))
        self.note: list[int] = []  # fields of the next note that are known
        self.same_onset = False
        if task.prefix is not None:
            self._begin_with(task.prefix)
        self.cache = cache()  # last, so that a piece that cannot begin holds none

    def _begin_with(self, prefix: Prefix) -> None:
        for bar, position, instrument, pitch, duration, velocity in prefix.notes.tolist():
            length = int(duration_class(np.array([duration], np.int32))[0])
            loudness = int(velocity_class(np.array([velocity], np.int32))[0])
            token = pitch + 128 * (instrument == DRUMS)
            self._set((bar - self.state.bar, position, instrument, token, length, loudness))
        self.returning = {}  # a theme that returns belongs to a piece of one's own
        self.first_new_bar = prefix.bars

    def chunk(self) -> Chunk:
        """What the network has not read yet: the beginning, or the notes set since the last chunk.

        Where the window is full its later half is read again from the start.
        """
        s, context = self.stepper, self.stepper.config.context
        new = len(self.rows) - self.read
        begins = not self.filled
        if self.filled + new + begins > context:
            kept = context // 2
            parts = [s.begin_parts(True, self.places[self.bars[-kept]])]
            new, self.filled = kept - 1, 0
        elif begins:
            parts = [s.begin_parts(False, self.places[0])]
        else:
            parts = []
        for note, bar in zip(
            self.rows[len(self.rows) - new :], self.bars[len(self.bars) - new :], strict=True
        ):
            token = (min(note[BAR], MAX_BAR_STEP), *note[1:])
            parts.append(s.note_parts(token, self.places[bar]))
        start, self.filled, self.read = self.filled, self.filled + len(parts), len(self.rows)
        return Chunk(parts, start, self.asked, self.cache)

    def option(self, field: int) -> int | tuple[Mask | None, Bias | None]:
        """The value of `field` where only one is possible, else the mask and the bias to choose by."""
        s, rules = self.state, self.rules
        mask: Mask | None = None
        bias: Bias | None = None
        if field == BAR:
            if s.bar < self.first_new_bar:  # the first new note: it goes on in the next bar
                return self.first_new_bar - s.bar
            mask = rules.bar(s, leave=s.bar in self.returning)
        elif field == POSITION:
            mask = rules.position(s, self.note[BAR])
        elif field == INSTRUMENT:
            step, position = self.note
            self.same_onset = s.notes > 0 and step == 0 and position == s.position
            mask, bias = rules.instrument(s, s.bar + step, position, self.same_onset)
        elif field == PITCH:
            mask, bias = rules.pitch(s, self.note[INSTRUMENT], self.same_onset, s.bar + self.note[BAR])
        elif field == VELOCITY:
            mask = _KNOWN_VELOCITY
        if mask is not None and np.count_nonzero(mask) == 1:
            return int(mask.argmax())
        by_style = self._by_style(field)
        if by_style is not None:
            bias = by_style if bias is None else bias + by_style
        return mask, bias

    def _by_style(self, field: int) -> Bias | None:
        """What the style adds, where something is counted of it."""
        if self.style is None:
            return None
        s, note = self.state, self.note
        if field == POSITION:
            here = s.notes > 0 and note[BAR] == 0
            return self.style.position(s.position if here else None, s.struck if here else {}, s.instrument)
        if field == INSTRUMENT:
            now = (s.bar + note[BAR]) * self.plan.bar_positions + note[POSITION]
            return self.style.instrument(now, s.struck if self.same_onset else {}, s.instrument)
        if field == PITCH:
            return self.style.pitch(note[INSTRUMENT], at_once=self._at_once(note[INSTRUMENT]))
        return self.style.duration(note[POSITION]) if field == DURATION else None

    def _at_once(self, instrument: int) -> bool:
        """Whether the next note of `instrument` makes a chord with one of its own."""
        return self.same_onset and self.state.struck.get(instrument, 0) > 0

    def choose(self, field: int, logits: NDArray[np.float32], option: tuple[Mask | None, Bias | None]) -> int:
        """The value of `field` by chance."""
        mask, bias = option
        z = logits if bias is None else logits + bias
        sampling = self.sampling
        return choose(z, mask, sampling.temperature[field], sampling.nucleus[field], self.uniform[field])

    def take(self, field: int, value: int) -> bool:
        """Sets `field` of the next note; False when nothing more of it is to be chosen."""
        self.note.append(value)
        if field == BAR:
            if value == END:
                self.finished = True
                return False
            if (
                any(self.state.bar + k in self.returning for k in range(1, value + 1))
                and self._return_theme()
            ):
                self._next()
                return False
        if field == VELOCITY:
            self._set(tuple(self.note))
            self._next()
            return False
        return True

    def _next(self) -> None:
        self.note = []
        self.uniform = self.rng.random(len(FIELDS))

    def _set(self, note: Note) -> None:
        step, position, instrument, pitch, duration, _ = note
        if self.style is not None:
            s = self.state
            self.same_onset = s.notes > 0 and step == 0 and position == s.position
            at_once, now = self._at_once(instrument), (s.bar + step) * self.plan.bar_positions + position
            self.style.place(instrument, pitch, now, at_once=at_once)
        self.rules.place(self.state, step, position, instrument, pitch, int(DURATIONS[duration]))
        self.rows.append(note)
        self.bars.append(self.state.bar)

    def _return_theme(self) -> bool:
        """Sets the notes of the next bars that return; False when there are none."""
        bar = next(b for b in range(self.state.bar + 1, self.plan.bars) if b in self.returning)
        count = len(self.rows)
        while bar in self.returning:
            for row, at in list(zip(self.rows, self.bars, strict=True)):
                if at == self.returning[bar]:
                    self._set((bar - self.state.bar, *row[1:]))
            bar += 1
        return len(self.rows) > count

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
