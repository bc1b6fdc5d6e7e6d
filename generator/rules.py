"""What must hold while decoding, as masks and biases on the fields of the next note.

Instruments, metre, number of bars and range are guaranteed: what would break them has no probability.
The key is favoured, not forced, so that chromatic colour stays possible.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from generator.plan import MAX_NOTES_PER_BAR, Plan, voices_of
from generator.vocabulary import END, SIZES
from music.instruments import DRUMS, pitch_range

#: an empty bar may pass, two in a row are too many
MAX_STEP = 2
#: General MIDI drum sounds that belong to a kit (kick to ride and crash, toms, claps, shaker, tambourine)
KIT = (35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 59, 69, 70)

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
    heard: set[int] = field(default_factory=set)
    notes: int = 0


class Rules:
    """Masks (True = allowed) and biases (added to logits) for one Plan."""

    def __init__(self, plan: Plan, key_strength: float) -> None:
        self.plan = plan
        self.pitches: dict[int, Mask] = {}
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
        if s.notes == 0:
            mask[0] = True
            return mask
        last_onset = s.position >= self.plan.bar_positions - 1
        stuck = last_onset and not self._can_stay(s)
        mask[0] = s.in_bar < MAX_NOTES_PER_BAR and not stuck and not leave
        mask[1 : 1 + min(MAX_STEP, left)] = True
        if left == 0:
            mask[END] = True
        return mask

    def position(self, s: State, step: int) -> Mask:
        mask = np.zeros(SIZES[1], bool)
        first = 0
        if step == 0 and s.notes:
            first = s.position + (not self._can_stay(s))
        mask[first : self.plan.bar_positions] = True
        return mask

    def instrument(self, s: State, same_onset: bool) -> tuple[Mask, Bias]:
        """Allowed programmes, and a push for those that were asked and have not been heard yet."""
        mask = np.zeros(SIZES[2], bool)
        bias = np.zeros(SIZES[2])
        for program in self.plan.programs:
            mask[program] = not same_onset or bool(self._allowed_at_onset(s, program).any())
            if program not in s.heard:
                bias[program] = min(8.0, 1.0 + 8.0 * s.bar / max(1, self.plan.bars - 1))
        return mask, bias

    def pitch(self, s: State, program: int, same_onset: bool, bar: int) -> tuple[Mask, Bias]:
        mask = self._allowed_at_onset(s, program) if same_onset else self.pitches[program]
        if program == DRUMS:
            return mask, np.zeros(SIZES[3])
        closing = bar == self.plan.bars - 1
        return mask, self.key_bias + self.closing_bias if closing else self.key_bias

    def place(self, s: State, step: int, position: int, instrument: int, pitch_token: int) -> None:
        """Moves the state on to the note just chosen."""
        if step or position != s.position or not s.notes:
            s.struck = {}
        s.in_bar = 1 if step else s.in_bar + 1
        s.bar += step
        s.position, s.instrument = position, instrument
        s.pitch = pitch_token - 128 * (instrument == DRUMS)
        s.struck[instrument] = s.struck.get(instrument, 0) + 1
        s.heard.add(instrument)
        s.notes += 1
