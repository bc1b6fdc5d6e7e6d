"""Second lines beside the melody: guide tones, answers in its rests, a line in thirds below it."""

from bisect import bisect_right
from random import Random

from generator.arranger.chord import Chord
from generator.arranger.harmony_time import HarmonyTime
from generator.arranger.sheet import Played, Section, Sheet, TuneNote
from generator.arranger.template import PartTemplate


class CounterPlayer:
    """A second line of its part's kind. `melody` is what the listener hears on top."""

    def __init__(
        self, part: PartTemplate, sheet: Sheet, time: HarmonyTime, melody: tuple[TuneNote, ...]
    ) -> None:
        self.part = part
        self.sheet = sheet
        self.time = time
        self.melody = melody
        self._onsets = [note.onset for note in melody]
        self._last = (part.lowest + part.highest) // 2

    def section(self, section: Section, rng: Random) -> list[Played]:
        low = section.start_bar * self.sheet.shape.bar
        stop = min(low + section.bars * self.sheet.shape.bar, (self.sheet.bars - 1) * self.sheet.shape.bar)
        if stop <= low:
            return []
        if self.part.line == "thirds":
            return self._thirds(low, stop)
        if self.part.line == "answer":
            return self._answers(low, stop, rng)
        return self._guide(low, stop)

    def ending(self, onset: int, duration: int) -> list[Played]:
        return [Played(onset, duration, self._near(self.time.at(onset).chord.tones), 0.9)]

    def _near(self, classes: frozenset[int], avoid: int | None = None) -> int:
        middle = (self.part.lowest + self.part.highest) / 2
        found = [
            p for p in range(self.part.lowest, self.part.highest + 1) if p % 12 in classes and p != avoid
        ]
        self._last = min(found, key=lambda p: abs(p - self._last) + 0.25 * abs(p - middle))
        return self._last

    def _guide(self, low: int, stop: int) -> list[Played]:
        """The third or seventh of each chord, whichever lies nearest; long notes move once a bar."""
        out: list[Played] = []
        bar = self.sheet.shape.bar
        for onset, duration, sounding in self.time.stretches(low, stop - low, 0):
            for start in range(onset, onset + duration, 2 * bar):
                held = min(2 * bar, onset + duration - start)
                avoid = self._last if start > onset else None
                out.append(Played(start, held, self._near(_guide_tones(sounding), avoid), 0.9))
        return out

    def _thirds(self, low: int, stop: int) -> list[Played]:
        """Below each longer note of the melody the nearest chord tone at least a third away."""
        out = []
        for i in range(bisect_right(self._onsets, low - 1), bisect_right(self._onsets, stop - 1)):
            note = self.melody[i]
            if note.duration < self.sheet.shape.beat // 2:
                continue
            onset, duration, sounding = next(
                self.time.stretches(note.onset, note.duration, self.sheet.shape.beat // 2)
            )
            pitch = next(p for p in range(note.pitch - 3, note.pitch - 16, -1) if p % 12 in sounding.tones)
            while pitch > self.part.highest:
                pitch -= 12
            while pitch < self.part.lowest:
                pitch += 12
            out.append(Played(onset, duration, pitch, 0.85))
        return out

    def _answers(self, low: int, stop: int, rng: Random) -> list[Played]:
        """A short figure of chord tones where the melody rests or holds for a beat and a half."""
        beat = self.sheet.shape.beat
        out: list[Played] = []
        for begin, end in self._gaps(low, stop):
            count = min(4, (end - begin) // (beat // 2))
            if count < 2 or rng.random() < 0.25:
                continue
            rising = rng.random() < 0.5
            for k in range(count):
                tick = begin + k * (beat // 2)
                tones = self.time.at(tick).chord.tones
                way = [
                    p
                    for p in range(self.part.lowest, self.part.highest + 1)
                    if p % 12 in tones and (p > self._last if rising else p < self._last)
                ]
                if not way:
                    rising = not rising
                    self._near(tones, self._last)
                else:
                    self._last = way[0] if rising else way[-1]
                last = k == count - 1
                out.append(Played(tick, beat if last else beat // 2, self._last, 0.85))
        return [n._replace(duration=min(n.duration, stop - n.onset)) for n in out]

    def _gaps(self, low: int, stop: int) -> list[tuple[int, int]]:
        beat = self.sheet.shape.beat
        notes = [n for n in self.melody if low <= n.onset < stop]
        found = []
        for i, note in enumerate(notes):
            end = notes[i + 1].onset if i + 1 < len(notes) else stop
            begin = note.onset + min(note.duration, beat)
            begin += -begin % (beat // 2)
            if end - begin >= beat:
                found.append((begin, min(end, begin + 2 * beat)))
        return found


def _guide_tones(sounding: Chord) -> frozenset[int]:
    seventh = sounding.seventh if sounding.seventh is not None else sounding.fifth
    return frozenset(((sounding.root + sounding.third) % 12, (sounding.root + seventh) % 12))
