"""What must hold while decoding, as masks and biases on the fields of the next note.

Instruments, metre, number of bars and range are guaranteed: what would break them has no probability.
The key is favoured, not forced, so that chromatic colour stays possible.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from generator.pace import Pace
from generator.plan import MAX_NOTES_PER_BAR, Plan, voices_of
from generator.striking import Striking
from generator.style_ngrams import Rate
from generator.vocabulary import END, SIZES
from music.instruments import DRUMS, pitch_range
from music.theory import key_correlations, key_profiles

#: an empty bar may pass, two in a row are too many
MAX_STEP = 2
#: General MIDI drum sounds that belong to a kit (kick to ride and crash, toms, claps, shaker, tambourine)
KIT = (35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 59, 69, 70)

#: lead of the key asked for over its rival (difference of correlations) below which the piece is steered
_SAFE_MARGIN = 0.12
_MOST_PULL = 8.0
#: bars that an instrument may be silent, the least part of an even share of the notes, the strongest push
_A_REST, _LEAST, _MOST_PUSH = 0.75, 0.3, 25.0

Mask = NDArray[np.bool_]
Bias = NDArray[np.float64]


@dataclass(slots=True)
class State:
    """The note before and what sounds at its onset; pitch is the MIDI pitch (drum sound for drums)."""

    bar: int = 0
    position: int = 0
    instrument: int = -1
    pitch: int = -1
    struck: dict[int, int] = field(default_factory=dict)  # instrument -> notes at this onset
    in_bar: int = 0
    last_heard: dict[int, float] = field(default_factory=dict)  # instrument -> time of its last note, in bars
    notes: int = 0
    notes_of: dict[int, int] = field(default_factory=dict)  # instrument -> its notes


class Rules:
    """Masks (True = allowed) and biases (added to logits) for one Plan."""

    def __init__(
        self,
        plan: Plan,
        key_strength: float,
        registers: Mapping[int, tuple[float, float]],
        usual: Rate | None = None,
    ) -> None:
        self.plan, self.pace = plan, Pace.of(plan, usual)
        self.pitches: dict[int, Mask] = {}
        self.registers = {p: _register_bias(p, registers.get(p)) for p in plan.programs if p != DRUMS}
        for program in plan.programs:
            mask = np.zeros(SIZES[3], bool)
            if program == DRUMS:
                mask[[128 + p for p in KIT]] = True
            else:
                low, high = pitch_range(program)
                mask[low : high + 1] = True
            self.pitches[program] = mask
        self.limits = {p: voices_of(p) for p in plan.programs}
        self.key_bias = self._key_bias(key_strength)
        self.closing_bias = self._closing_bias()
        self.striking = Striking(plan.programs)
        self.weights = np.zeros(12)  # positions that each pitch class has sounded so far

    def _key_bias(self, strength: float) -> Bias:
        """Out-of-scale pitches are rarer by e^strength; tonic and fifth are a little likelier."""
        key = self.plan.key
        weight = np.array([0.0 if pc in key.scale else -1.0 for pc in range(12)])
        weight[key.tonic] += 0.2
        weight[(key.tonic + 7) % 12] += 0.1
        if key.minor:
            weight[(key.tonic + 3) % 12] += 0.15
            weight[(key.tonic + 11) % 12] -= 0.25  # the leading note is colour, the seventh degree its home
        bias = np.zeros(SIZES[3])
        bias[:128] = strength * np.tile(weight, 11)[:128]
        return bias

    def _closing_bias(self) -> Bias:
        """For the last bar: the tonic triad is likelier."""
        key = self.plan.key
        triad = {key.tonic, (key.tonic + (3 if key.minor else 4)) % 12, (key.tonic + 7) % 12}
        bias = np.zeros(SIZES[3])
        bias[:128] = [1.5 if p % 12 in triad else -0.5 for p in range(128)]
        return bias

    def _entering(self, s: State) -> list[int]:
        """Instruments that have yet to enter. All enter together on the first beat: what the model has not
        heard in a piece it hardly ever brings in later."""
        if s.bar or s.position:
            return []
        return sorted(p for p in self.plan.programs if p not in s.last_heard)

    def _can_stay(self, s: State) -> bool:
        """May another note be struck at the very onset of the note before?"""
        return any(self._allowed_at_onset(s, p).any() for p in self.plan.programs)

    def _allowed_at_onset(self, s: State, program: int) -> Mask:
        """Pitches `program` may still strike at the onset of the note before (the Grid's order rises)."""
        mask = self.pitches[program]
        if program < s.instrument or s.struck.get(program, 0) >= self.limits[program]:
            return np.zeros_like(mask)
        if program == s.instrument:
            above = s.pitch + (128 if program == DRUMS else 0)
            mask = mask & (np.arange(len(mask)) > above)
        return mask

    def bar(self, s: State, *, leave: bool = False) -> Mask:
        """Steps to the bar of the next note; with `leave` the present bar is complete."""
        mask = np.zeros(SIZES[0], bool)
        left = self.plan.bars - 1 - s.bar
        if self._entering(s):
            mask[0] = True
            return mask
        nearest, farthest = self._spacing(s)
        stuck = s.position + nearest > self.plan.bar_positions - 1
        mask[0] = s.in_bar < MAX_NOTES_PER_BAR and not stuck and not leave
        if mask[0] and farthest is not None and s.position + farthest < self.plan.bar_positions:
            return mask  # too few notes so far to leave the rest of the bar empty
        mask[1 : 1 + min(MAX_STEP if farthest is None else 1, left)] = True
        if left == 0:
            mask[END] = True
        return mask

    def position(self, s: State, step: int) -> Mask:
        mask = np.zeros(SIZES[1], bool)
        if self._entering(s):
            mask[0] = True
            return mask
        nearest, farthest = self._spacing(s)
        first = s.position + nearest if step == 0 else 0
        last = self.plan.bar_positions - 1
        if farthest is not None:
            last = min(last, s.position * (step == 0) + max(nearest, farthest))
        mask[first : last + 1] = True
        return mask

    def _spacing(self, s: State) -> tuple[int, int | None]:
        """The fewest and the most positions to the next onset (None: any), for the pace and for what can
        still be struck at this one."""
        stay = self._can_stay(s)
        if not s.notes:
            return int(not stay), None
        nearest, farthest, together = self.pace.spacing(s.notes, s.bar * self.plan.bar_positions + s.position)
        if stay and sum(s.struck.values()) < together:
            farthest = 0
        return max(nearest, int(not stay)), farthest

    def instrument(self, s: State, bar: int, position: int, same_onset: bool) -> tuple[Mask, Bias]:
        """Allowed programmes, and a push for those that have been silent for long."""
        mask = np.zeros(SIZES[2], bool)
        bias = np.zeros(SIZES[2])
        if entering := self._entering(s):
            mask[entering[0]] = True
            return mask, bias
        now = bar + position / self.plan.bar_positions
        able = [p for p in self.plan.programs if not same_onset or self._allowed_at_onset(s, p).any()]
        # the Grid's order rises, so that there is no way back to those before: enough have to be left
        wanted = self._together(s) - (sum(s.struck.values()) if same_onset else 0)
        mask[[p for p in able if self._room(s, p, same_onset) >= wanted] or able] = True
        for program in self.plan.programs:
            bias[program] = self._push(s, program, now)
        return mask, bias

    def _push(self, s: State, program: int, now: float) -> float:
        """For an instrument that has been silent for long, or hardly plays at all."""
        silent = max(0.0, now - s.last_heard.get(program, 0.0) - _A_REST)
        lacking = max(0.0, _LEAST / len(self.plan.programs) * s.notes - s.notes_of.get(program, 0))
        return min(_MOST_PUSH, 4 * silent + 2 * silent**2 + lacking)

    def _together(self, s: State) -> int:
        """How many notes the pace wants at an onset now; 0: any."""
        if not s.notes:
            return 0
        place = s.bar * self.plan.bar_positions + s.position
        return self.pace.spacing(s.notes, place).together

    def _room(self, s: State, program: int, same_onset: bool) -> int:
        """How many notes `program` and those behind it may still strike."""
        struck = s.struck if same_onset else {}
        return sum(self.limits[p] - struck.get(p, 0) for p in self.plan.programs if p >= program)

    def pitch(self, s: State, program: int, same_onset: bool, bar: int) -> tuple[Mask, Bias]:
        mask = self._allowed_at_onset(s, program) if same_onset else self.pitches[program]
        if program == DRUMS:
            return mask, np.zeros(SIZES[3])
        bias = self.key_bias + self.registers[program] + self._steering()
        bias += self.striking.pitch(program, at_once=same_onset and program in s.struck)
        return mask, bias + self.closing_bias if bar == self.plan.bars - 1 else bias

    def _steering(self) -> Bias:
        """Towards the pitch classes that tell the key asked for from the one the piece leans to instead, the
        stronger the closer that rival is."""
        bias = np.zeros(SIZES[3])
        fit = key_correlations(self.weights)
        own = self.plan.key.index
        rival = int(np.where(np.arange(24) == own, -np.inf, fit).argmax())
        lack = _SAFE_MARGIN - float(fit[own] - fit[rival])
        if lack > 0 and self.weights.any():
            profiles = key_profiles()
            pull = min(_MOST_PULL, lack / _SAFE_MARGIN * _MOST_PULL / 2) * (profiles[own] - profiles[rival])
            bias[:128] = np.tile(pull, 11)[:128]
        return bias

    def place(
        self, s: State, step: int, position: int, instrument: int, pitch_token: int, duration: int
    ) -> None:
        """Moves the state on to the note just chosen; `duration` in positions."""
        if step or position != s.position or not s.notes:
            s.struck = {}
        s.in_bar = 1 if step else s.in_bar + 1
        s.bar += step
        s.position, s.instrument = position, instrument
        s.pitch = pitch_token - 128 * (instrument == DRUMS)
        s.struck[instrument] = s.struck.get(instrument, 0) + 1
        s.last_heard[instrument] = s.bar + position / self.plan.bar_positions
        s.notes += 1
        s.notes_of[instrument] = s.notes_of.get(instrument, 0) + 1
        self.striking.place(instrument, s.bar, position, s.pitch)
        if instrument != DRUMS:
            self.weights[s.pitch % 12] += duration


def _register_bias(program: int, usual: tuple[float, float] | None) -> Bias:
    """Pitches get rarer beyond one standard deviation from where the instrument usually plays."""
    low, high = pitch_range(program)
    mean, deviation = usual or ((low + high) / 2, (high - low) / 5)
    bias = np.zeros(SIZES[3])
    beyond = np.maximum(0.0, np.abs(np.arange(128) - mean) / max(deviation, 3.0) - 1)
    bias[:128] = -1.2 * beyond**2
    return bias
