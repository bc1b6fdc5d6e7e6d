"""What the leanings of a style add to the logits of one piece while it is made."""

from collections.abc import Mapping

import numpy as np

from generator.style_ngrams import MOST_INSTRUMENTS, Leanings
from generator.style_parts import (
    MOST_TOGETHER,
    NO_INTERVAL,
    WIDEST,
    Floats,
    Part,
    interval_class,
    wait_class,
)
from generator.vocabulary import INSTRUMENT, PITCH, POSITION, SIZES
from music.instruments import DRUMS


class StyleBias:
    """Of a piece for the instruments `programs`; times are positions from its beginning."""

    def __init__(self, leanings: Leanings, programs: tuple[int, ...]) -> None:
        self.leanings, self.programs = leanings, programs
        self.together = leanings.together[min(len(programs), MOST_INSTRUMENTS) - 1]
        self.parts: dict[int, Part] = {p: leanings.parts[p] for p in programs if p in leanings.parts}
        self.bar_positions = leanings.onset.shape[1]
        #: instrument -> its last pitch, the interval that led there; when it struck last
        self.heard: dict[int, tuple[int, int]] = {}
        self.struck_at: dict[int, int] = {}

    def position(self, position: int | None, struck: Mapping[int, int], last: int) -> Floats:
        """Of the next onset, where the last one is at `position` of the same bar (None: in an earlier one),
        with so many notes of each instrument `struck` so far and `last` the last of them."""
        bias = np.zeros(SIZES[POSITION])
        row = 0 if position is None else position + 1
        bias[: self.bar_positions] = self.leanings.onset[row]
        if position is not None:
            bias[position] = 0.0
            if struck:
                on, more = self._staying(struck, last)
                bias[position + 1 : self.bar_positions] += on
                bias[position] = more
        return bias

    def _staying(self, struck: Mapping[int, int], last: int) -> Floats:
        if last in self.parts:
            own: Floats = self.parts[last].stay[min(struck[last], MOST_TOGETHER) - 1]
            return own
        usual: Floats = self.together[min(sum(struck.values()), MOST_TOGETHER) - 1]
        return usual

    def instrument(self, now: int, struck: Mapping[int, int], last: int) -> Floats:
        """Of who strikes at `now`, after those who have `struck` there, `last` the last of them."""
        bias = np.zeros(SIZES[INSTRUMENT])
        for program, part in self.parts.items():
            if program not in struck and program in self.struck_at:
                bias[program] = part.strike[wait_class(now - self.struck_at[program])][1]
        if last in struck and last in self.parts:
            own, others = self.parts[last].same[min(struck[last], MOST_TOGETHER) - 1]
            bias[list(self.programs)] += others
            bias[last] += own - others
        return bias

    def pitch(self, instrument: int, *, at_once: bool) -> Floats | None:
        """Of the next pitch of `instrument`; None where it is its first, or a drum."""
        if instrument not in self.heard:
            return None
        part = self.parts.get(instrument)
        intervals = self.leanings.interval if part is None else part.interval
        last, before = self.heard[instrument]
        steps = np.clip(np.arange(128) - last, -WIDEST, WIDEST) + WIDEST
        bias = np.zeros(SIZES[PITCH])
        bias[:128] = intervals[int(at_once), NO_INTERVAL if at_once else before][steps]
        if part is not None:
            bias[:128] += part.register
        return bias

    def duration(self, position: int) -> Floats:
        bias: Floats = self.leanings.duration[position]
        return bias

    def place(self, instrument: int, pitch: int, now: int, *, at_once: bool) -> None:
        """Goes on from a note that was set."""
        self.struck_at[instrument] = now
        if instrument != DRUMS:
            before = self.heard.get(instrument)
            self.heard[instrument] = pitch, interval_class(before, pitch, at_once=at_once)
