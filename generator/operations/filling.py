"""Filling in: the notes of some instruments are chosen, those of the others are given.

At every step the model proposes when the next note begins and who plays it, no later than the next given
note. If it proposes a free instrument before that note, its note is chosen; otherwise the given note is set.
Since the given notes say at every step how well the piece does without the free instruments, these are pushed
in proportion to what they lack of their usual number of notes.
One step of the plain model a note, given ones included (the fast decoder knows no given notes).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from generator.dataset import place_of
from generator.decoding import Cancelled, Sampling, choose, conditions
from generator.model import Cache, Conditions, Place
from generator.operations.likelihood import tokens
from generator.plan import MAX_NOTES_PER_BAR, Plan
from generator.rules import MAX_STEP, Rules, State
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
)
from generator.weights import Weights
from music.grid import DURATIONS, GridNotes, velocity_of_class
from music.instruments import DRUMS

#: a free instrument that is one note behind becomes likelier by e^_PUSH, its onsets by e^(_PUSH * _EARLY)
_PUSH, _MOST_PUSH, _EARLY = 1.5, 4.0, 0.5
_FORGETTING = 0.1
_EIGHTH = 6
_KNOWN_VELOCITY = np.arange(SIZES[VELOCITY]) > 2


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """given: notes of all bars that are known, in the Grid's order. free: programme numbers whose notes are
    chosen in bars `first` up to `stop` (their own given notes may stand before and behind). usual: how many
    notes a bar they play about, together."""

    given: GridNotes
    free: frozenset[int]
    first: int
    stop: int
    usual: float = 4.0


def fill(
    weights: Weights,
    plan: Plan,
    gap: Gap,
    seed: tuple[int, ...],
    sampling: Sampling,
    on_bar: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> GridNotes:
    """The chosen notes alone, in the Grid's order. Raises Cancelled when asked to stop."""
    filler = _Filler(weights, plan, gap, seed, sampling)
    bar = -1
    with torch.inference_mode():
        while filler.step():
            if filler.state.bar != bar:
                bar = filler.state.bar
                if on_bar:
                    on_bar(bar - gap.first, gap.stop - gap.first)
                if cancelled and cancelled():
                    raise Cancelled
    return filler.chosen()


class _Filler:
    def __init__(
        self, weights: Weights, plan: Plan, gap: Gap, seed: tuple[int, ...], sampling: Sampling
    ) -> None:
        self.model, self.plan, self.gap, self.sampling = weights.model, plan, gap, sampling
        self.rules = Rules(plan, sampling.key_strength, weights.registers)
        self.rng = np.random.Generator(np.random.PCG64(seed))
        self.device = next(self.model.parameters()).device
        asked = conditions(plan, self.model.config.styles, self.model.config.seed_dimension)
        with torch.inference_mode():
            self.asked = self.model.condition(Conditions(*(t.to(self.device) for t in asked)))
        self.cache: Cache = self.model.empty_cache(2, torch.float32, str(self.device))
        lengths = np.full(plan.bars, plan.bar_positions, np.int32)
        denominators = np.full(plan.bars, plan.metre[1], np.int32)
        self.places = place_of(np.arange(plan.bars), lengths, denominators, plan.bars)
        self.state = State()
        self.rows: list[tuple[int, ...]] = []
        self.bars: list[int] = []
        self.mine: list[int] = []  # indices of rows that were chosen
        self.filled = 0
        self.lead: float | None = None
        given = gap.given
        self.given = [
            (int(bar), tuple(int(x) for x in row[1:]))
            for bar, row in zip(given[:, BAR], tokens(given), strict=True)
        ]
        self.slots = np.zeros(SIZES[POSITION], bool)  # positions that the piece's rhythm uses, and eighths
        self.slots[gap.given[:, POSITION]] = True
        self.slots[: plan.bar_positions : _EIGHTH] = True
        self.slots[plan.bar_positions :] = False
        self.at = 0
        while self.at < len(self.given) and self.given[self.at][0] < gap.first:
            self._take()

    def _take(self) -> None:
        """Sets the next given note."""
        bar, (position, instrument, token, length, loudness) = self.given[self.at]
        self.at += 1
        self._set((bar - self.state.bar, position, instrument, token, length, loudness))

    def _set(self, note: tuple[int, ...]) -> None:
        step, position, instrument, token, length, _ = note
        self.rules.place(self.state, step, position, instrument, token, int(DURATIONS[length]))
        self.rows.append((min(step, MAX_BAR_STEP), *note[1:]))
        self.bars.append(self.state.bar)

    def _state(self) -> Tensor:
        """The state [2, width] from which the next note is predicted."""
        context = self.model.config.context
        if not self.filled or self.filled >= context:
            # at first, and where the window slides: its later half is read again
            kept = min(len(self.rows) + 1, context // 2 + 1)
            return self._read(self.rows[len(self.rows) - kept + 1 :], ([0, *self.bars])[-kept:])
        table = torch.tensor(self.rows[-1], device=self.device).view(1, 1, len(FIELDS))
        state = self.model.trunk(
            self.model.embed(table, self._place(self.bars[-1:]), self.asked, None), self.cache, self.filled
        )
        self.filled += 1
        return state[:, -1]

    def _read(self, rows: list[tuple[int, ...]], bars: list[int]) -> Tensor:
        table = torch.tensor(rows, dtype=torch.long, device=self.device).view(1, len(rows), len(FIELDS))
        began = torch.tensor([int(len(rows) < len(self.rows))], device=self.device)
        x = self.model.embed(table, self._place(bars), self.asked, began)
        state = self.model.trunk(x, self.cache, 0)
        self.filled = len(bars)
        return state[:, -1]

    def _place(self, bars: list[int]) -> Place:
        return Place(*torch.from_numpy(self.places[bars]).to(self.device)[None].unbind(-1))

    def step(self) -> bool:
        """Sets one note, given or chosen; False when the gap is full."""
        bar, position = self.given[self.at][0:2] if self.at < len(self.given) else (self.gap.stop, None)
        if bar >= self.gap.stop:
            bar, position = self.gap.stop, None
        uniform = self.rng.random(len(FIELDS))
        note = self._proposal(self._state(), uniform, bar, None if position is None else position[0])
        if note is not None:
            self._set(note)
            self.mine.append(len(self.rows) - 1)
            return True
        if position is None:
            return False
        self._take()
        return True

    def _proposal(
        self, state: Tensor, uniform: NDArray[np.float64], next_bar: int, next_position: int | None
    ) -> tuple[int, ...] | None:
        """A note of a free instrument before the given one (whose bar and position these are; no position:
        there is none), or None when the model would rather set that."""
        s, rules = self.state, self.rules

        def guided(field: int) -> NDArray[np.float64]:
            both = self.model.head(field, state).cpu().numpy()
            logits: NDArray[np.float64] = both[1] + self.sampling.guidance * (
                both[0].astype(np.float64) - both[1]
            )
            return logits

        def pick(
            field: int, allowed: NDArray[np.bool_] | None, bias: NDArray[np.float64] | None = None
        ) -> int:
            nonlocal state
            logits = guided(field)
            value = choose(
                logits if bias is None else logits + bias,
                allowed,
                self.sampling.temperature[field],
                self.sampling.nucleus[field],
                uniform[field],
            )
            if field < VELOCITY:
                state = self.model.extend(field, state, torch.tensor(value, device=self.device))
            return value

        steps = np.zeros(SIZES[BAR], bool)
        least = max(0, self.gap.first - s.bar)
        most = min(next_bar - s.bar, MAX_BAR_STEP, max(least, MAX_STEP))
        steps[least : most + 1] = True
        if s.in_bar >= MAX_NOTES_PER_BAR:
            steps[0] = False
        if next_position is None:
            steps[END] = self.plan.bars <= next_bar
        if not steps.any():
            return None
        step = pick(BAR, steps)
        bar = s.bar + step
        if step == END or bar >= self.gap.stop:
            return None
        push = self._push()
        allowed = self._positions(step, bar, next_bar, next_position)
        mine = self._mine(step, bar, next_bar, next_position)
        if next_position is not None and bar == next_bar:
            allowed &= mine | (np.arange(len(mine)) == next_position)
        if not allowed.any():
            return None
        position = pick(POSITION, allowed, np.where(mine, push * _EARLY, 0.0))
        same_onset = s.notes > 0 and step == 0 and position == s.position
        players, bias = rules.instrument(s, bar, position, same_onset)
        if not players.any():
            return None
        bias[list(self.gap.free)] += push - self._usual_lead(guided(INSTRUMENT) + bias, players)
        instrument = pick(INSTRUMENT, players, bias)
        if instrument not in self.gap.free:
            return None
        if (
            next_position is not None
            and (bar, position) == (next_bar, next_position)
            and instrument >= self.given[self.at][1][1]
        ):
            return None  # the given note comes first in the Grid's order
        pitches, bias = rules.pitch(s, instrument, same_onset, bar)
        if not pitches.any():
            return None
        pitch = pick(PITCH, pitches, bias)
        return step, position, instrument, pitch, pick(DURATION, None), pick(VELOCITY, _KNOWN_VELOCITY)

    def _usual_lead(self, logits: NDArray[np.float64], players: NDArray[np.bool_]) -> float:
        """By how much the free instruments have been likelier than the others of late: taken away, so that
        the model says where they play and not whether."""
        mine = np.zeros(len(players), bool)
        mine[list(self.gap.free)] = True
        if not (players & mine).any() or not (players & ~mine).any():
            return 0.0
        lead = float(logits[players & mine].max() - logits[players & ~mine].max())
        self.lead = lead if self.lead is None else self.lead + _FORGETTING * (lead - self.lead)
        return self.lead

    def _push(self) -> float:
        """Added to the logits of the free instruments, by how far they are behind (or ahead)."""
        now = self.state.bar + self.state.position / self.plan.bar_positions - self.gap.first
        behind = self.gap.usual * max(0.0, now + 0.25) - len(self.mine)
        return min(_MOST_PUSH, max(-_MOST_PUSH, _PUSH * behind))

    def _positions(self, step: int, bar: int, next_bar: int, next_position: int | None) -> NDArray[np.bool_]:
        """Where a note may begin: in the rhythm of the piece, and no later than the given note."""
        first = self.state.position if step == 0 else 0
        allowed = self.slots.copy()
        allowed[:first] = False
        if next_position is not None and bar == next_bar:
            allowed[next_position + 1 :] = False
            allowed[next_position] = True
        return allowed

    def _mine(self, step: int, bar: int, next_bar: int, next_position: int | None) -> NDArray[np.bool_]:
        """Where the Grid's order lets a free instrument begin a note."""
        s = self.state
        mine = np.ones(SIZES[POSITION], bool)
        if step == 0 and s.notes:
            at_once, _ = self.rules.instrument(s, bar, s.position, same_onset=True)
            mine[s.position] = at_once[list(self.gap.free)].any()
        if next_position is not None and bar == next_bar:
            mine[next_position] = min(self.gap.free) < self.given[self.at][1][1]
        return mine

    def chosen(self) -> GridNotes:
        if not self.mine:
            return np.zeros((0, 6), np.int32)
        table = np.array([self.rows[i] for i in self.mine], np.int32)
        table[:, BAR] = [self.bars[i] for i in self.mine]
        table[:, PITCH] -= 128 * (table[:, INSTRUMENT] == DRUMS)
        table[:, DURATION] = DURATIONS[table[:, DURATION]]
        table[:, VELOCITY] = [velocity_of_class(v) for v in table[:, VELOCITY]]
        return table
