"""Drawing a piece from any model of notes: field by field, with masks for what is promised.

Promised are the number of bars, the metre, the programmes asked for (each plays) and the Grid's order;
everything else is left to the model.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from generator.baselines.interface import Ask
from generator.dataset import place_of
from generator.vocabulary import BAR, DURATION, END, FIELDS, INSTRUMENT, PITCH, POSITION, SIZES, VELOCITY
from music.grid import DURATIONS, GridNotes, velocity_of_class
from music.instruments import DRUMS, pitch_range

#: an empty bar may pass, two in a row are too many
MAX_STEP = 2
MAX_NOTES_PER_BAR = 64
TEMPERATURE, NUCLEUS = 0.95, 0.97

Mask = NDArray[np.bool_]


class Reading(Protocol):
    """A model in the middle of a piece."""

    def step(self, before: tuple[int, ...] | None, place: NDArray[np.int64]) -> None:
        """Takes in the note before (six tokens; None at the beginning) and the place int64 [4] of the
        next."""

    def logits(self, field: int) -> NDArray[np.float64]:
        """Of `field`, given what was taken of this note; [SIZES[field]]."""

    def take(self, field: int, value: int) -> None:
        """`field` of this note is `value`."""


def choose(logits: NDArray[np.float64], mask: Mask, u: float, temperature: float, nucleus: float) -> int:
    """One allowed class by temperature and nucleus (A. Holtzman et al., arXiv 1904.09751)."""
    z = np.where(mask, logits / max(temperature, 1e-6), -np.inf)
    p = np.exp(z - z.max())
    p /= p.sum()
    order = np.argsort(-p, kind="stable")
    total = np.cumsum(p[order])
    kept = int(np.searchsorted(total, nucleus)) + 1
    place = min(int(np.searchsorted(total[:kept], u * total[min(kept, len(total)) - 1])), kept - 1)
    return int(order[min(place, len(order) - 1)])


class Masks:
    """What the next note may be. The Grid's order rises by (bar, position, instrument, pitch)."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.programs = tuple(sorted(ask.programs)) or tuple(range(DRUMS + 1))
        self.to_enter = sorted(ask.programs)
        self.bar, self.position, self.instrument, self.pitch = 0, 0, -1, -1
        self.notes = self.in_bar = 0
        self.ranges = {p: _pitches(p) for p in self.programs}

    def above(self, program: int) -> Mask:
        """Pitches that `program` may still strike at the onset of the note before."""
        mask = self.ranges[program]
        if program < self.instrument:
            return np.zeros_like(mask)
        if program == self.instrument:
            return mask & (np.arange(len(mask)) > self.pitch)
        return mask

    def can_stay(self) -> bool:
        return any(self.above(p).any() for p in self.programs)

    def of_bar(self) -> Mask:
        mask = np.zeros(SIZES[BAR], bool)
        left = self.ask.bars - 1 - self.bar
        full = self.in_bar >= MAX_NOTES_PER_BAR
        stuck = self.position == self.ask.bar_positions - 1 and not self.can_stay()
        mask[0] = not self.notes or bool(self.to_enter) or not (full or stuck)
        if self.notes and not self.to_enter:
            mask[1 : 1 + min(MAX_STEP, left)] = True
            mask[END] = left == 0
        return mask

    def of_position(self, step: int) -> Mask:
        mask = np.zeros(SIZES[POSITION], bool)
        if self.to_enter:
            mask[0] = True
            return mask
        first = self.position + (not self.can_stay()) if step == 0 else 0
        mask[first : self.ask.bar_positions] = True
        return mask

    def of_instrument(self, step: int, position: int) -> Mask:
        mask = np.zeros(SIZES[INSTRUMENT], bool)
        if self.to_enter:
            mask[self.to_enter[0]] = True
            return mask
        same = self.notes > 0 and step == 0 and position == self.position
        for program in self.programs:
            mask[program] = not same or bool(self.above(program).any())
        return mask

    def of_pitch(self, step: int, position: int, program: int) -> Mask:
        same = self.notes > 0 and step == 0 and position == self.position
        return self.above(program) if same else self.ranges[program]

    def set(self, note: tuple[int, ...]) -> None:
        step, position, program, pitch = note[:4]
        self.in_bar = self.in_bar + 1 if step == 0 else 1
        self.bar += step
        self.position, self.instrument, self.pitch = position, program, pitch
        self.notes += 1
        if self.to_enter and self.to_enter[0] == program:
            self.to_enter.pop(0)


def _pitches(program: int) -> Mask:
    mask = np.zeros(SIZES[PITCH], bool)
    if program == DRUMS:
        mask[128 + 35 : 128 + 82] = True  # the sounds of General MIDI percussion
    else:
        low, high = pitch_range(program)
        mask[low : high + 1] = True
    return mask


def draw(
    reading: Reading,
    ask: Ask,
    rng: np.random.Generator,
    *,
    temperature: float = TEMPERATURE,
    nucleus: float = NUCLEUS,
) -> GridNotes:
    """Grid notes of a piece of exactly ask.bars bars."""
    masks = Masks(ask)
    lengths = np.full(ask.bars, ask.bar_positions, np.int32)
    denominators = np.full(ask.bars, ask.metre[1], np.int32)
    places = place_of(np.arange(ask.bars), lengths, denominators, ask.bars)
    rows: list[tuple[int, ...]] = []
    bars: list[int] = []
    everything = [np.ones(n, bool) for n in SIZES]
    known_velocity = np.arange(SIZES[VELOCITY]) > 2  # class 0 is "unknown", 1 and 2 are all but silent
    while True:
        reading.step(rows[-1] if rows else None, places[masks.bar])
        uniform = rng.random(len(FIELDS))
        note: list[int] = []
        for field in range(len(FIELDS)):
            mask = everything[field]
            if field == BAR:
                mask = masks.of_bar()
            elif field == POSITION:
                mask = masks.of_position(note[BAR])
            elif field == INSTRUMENT:
                mask = masks.of_instrument(note[BAR], note[POSITION])
            elif field == PITCH:
                mask = masks.of_pitch(note[BAR], note[POSITION], note[INSTRUMENT])
            elif field == VELOCITY:
                mask = known_velocity
            value = choose(reading.logits(field), mask, uniform[field], temperature, nucleus)
            note.append(value)
            if field == BAR and value == END:
                return to_grid_notes(rows, bars)
            if field < VELOCITY:
                reading.take(field, value)
        masks.set(tuple(note))
        rows.append(tuple(note))
        bars.append(masks.bar)


def to_grid_notes(rows: Sequence[tuple[int, ...]], bars: Sequence[int]) -> GridNotes:
    """Tokens with their absolute bars as Grid notes."""
    if not rows:
        return np.zeros((0, 6), np.int32)
    table = np.array(rows, np.int32)
    table[:, BAR] = bars
    table[:, PITCH] -= 128 * (table[:, INSTRUMENT] == DRUMS)
    table[:, DURATION] = DURATIONS[table[:, DURATION]]
    table[:, VELOCITY] = [velocity_of_class(int(v)) for v in table[:, VELOCITY]]
    return table
