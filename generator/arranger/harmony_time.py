"""Asking the harmony at a moment, and playing a pattern's events over its changes."""

from bisect import bisect_right
from collections.abc import Iterator
from random import Random

from generator.arranger.chord import Chord
from generator.arranger.pattern import Event, MetreShape, events
from generator.arranger.sheet import ChordSpan, Section, Sheet
from generator.arranger.template import PartTemplate, StepPattern

_SHORTEST = 60  # ticks; what a cut leaves shorter than this is not played


class HarmonyTime:
    """The chord spans of a sheet, found by tick."""

    def __init__(self, sheet: Sheet) -> None:
        self.spans = sheet.spans
        self._starts = [span.start for span in sheet.spans]

    def index(self, tick: int) -> int:
        return min(max(bisect_right(self._starts, tick) - 1, 0), len(self.spans) - 1)

    def at(self, tick: int) -> ChordSpan:
        return self.spans[self.index(tick)]

    def next_chord(self, tick: int) -> Chord:
        """The chord of the first span that begins after `tick`, or the one that sounds at the end."""
        return self.spans[min(bisect_right(self._starts, tick), len(self.spans) - 1)].chord

    def stretches(self, start: int, length: int, anticipation: int) -> Iterator[tuple[int, int, Chord]]:
        """(onset, duration, chord) of an event that may cross a change: what begins less than `anticipation`
        ticks before a change and holds over it belongs to the new chord, other notes are struck anew."""
        index = self.index(start)
        span = self.spans[index]
        stop = start + length
        if stop > span.stop and span.stop - start < anticipation and index + 1 < len(self.spans):
            index += 1
            span = self.spans[index]
        while True:
            while index + 1 < len(self.spans) and self.spans[index + 1].chord == span.chord:
                index += 1
                span = ChordSpan(span.start, self.spans[index].stop, span.chord)
            end = min(stop, span.stop)
            if end - start >= min(_SHORTEST, length):
                yield start, end - start, span.chord
            if end >= stop or index + 1 >= len(self.spans):
                return
            start = end
            index += 1
            span = self.spans[index]


def pattern_for(
    patterns: tuple[StepPattern, ...], section: Section, shape: MetreShape, rng: Random
) -> StepPattern:
    """One of those meant for the section's energy and metre, or else the nearest."""
    same = [p for p in patterns if p.metre.bar == shape.bar and p.metre.compound == shape.compound]
    pool = same or list(patterns)
    fitting = [p for p in pool if p.energy[0] <= section.energy <= p.energy[1]]
    if fitting:
        return rng.choice(fitting)
    return min(pool, key=lambda p: min(abs(section.energy - p.energy[0]), abs(section.energy - p.energy[1])))


def played_events(
    part: PartTemplate, section: Section, sheet: Sheet, pattern: StepPattern, last_bar: int
) -> Iterator[tuple[int, Event]]:
    """(tick of the piece, event) of the section's bars but the piece's last, which is the ending's."""
    bars = events(pattern.steps, pattern.metre, sheet.shape)
    for bar in range(section.bars):
        if section.start_bar + bar == last_bar:
            return
        low = (section.start_bar + bar) * sheet.shape.bar
        for event in bars[bar % len(bars)]:
            yield low + event.start, event
