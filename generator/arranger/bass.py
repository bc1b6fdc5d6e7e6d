"""Bass lines: degrees in rhythm with steps towards the next root, or walking in quarters."""

from random import Random

from generator.arranger.chord import Chord
from generator.arranger.harmony_time import HarmonyTime, pattern_for, played_events
from generator.arranger.sheet import Played, Section, Sheet
from generator.arranger.template import PartTemplate


class BassPlayer:
    """One line; it stays near where it is and in its range."""

    def __init__(self, part: PartTemplate, sheet: Sheet, time: HarmonyTime) -> None:
        self.part = part
        self.sheet = sheet
        self.time = time
        self._last = part.lowest + 7

    def section(self, section: Section, rng: Random) -> list[Played]:
        if self.part.walks and section.energy >= 0.3:
            return self._walk(section, rng)
        if not self.part.patterns:
            return self._two_beat(section)
        pattern = pattern_for(self.part.patterns, section, self.sheet.shape, rng)
        out: list[Played] = []
        anticipation = self.sheet.shape.beat // 2 + 1
        for tick, event in played_events(self.part, section, self.sheet, pattern, self.sheet.bars - 1):
            for k, (onset, length, sounding) in enumerate(
                self.time.stretches(tick, event.length, anticipation)
            ):
                sign = event.sign if k == 0 else "1"
                out.append(Played(onset, length, self._degree(sign, sounding, tick + event.length), 1.0))
        return out

    def ending(self, onset: int, duration: int) -> list[Played]:
        return [Played(onset, duration, self._root(self.time.at(onset).chord), 1.05)]

    def _root(self, sounding: Chord) -> int:
        """The chord's bass note in the lowest octave of the range that stays near the line."""
        low = self.part.lowest
        first = low + (sounding.bass - low) % 12
        pitches = [p for p in (first, first + 12) if p <= self.part.highest]
        middle = low + (self.part.highest - low) * 0.3
        pitch = min(pitches, key=lambda p: 0.5 * abs(p - self._last) + abs(p - middle))
        self._last = pitch
        return pitch

    def _degree(self, sign: str, sounding: Chord, end: int) -> int:
        if sign == "a":
            target = self.time.next_chord(end - 1)
            if target.bass != sounding.bass:
                return self._approach(sounding, target)
            sign = "5"
        root = self._root(sounding)
        if sign == "1":
            return root
        if sounding.bass != sounding.root:  # over a slash the line keeps to the chord's tones
            root = self._nearest(sounding.root, root)
        step = {
            "3": sounding.third, "4": sounding.fifth - 12, "5": sounding.fifth, "8": 12,
            "6": 9 if not sounding.minor and sounding.seventh is None else sounding.fifth,
            "7": sounding.seventh if sounding.seventh is not None else sounding.fifth,
        }[sign]  # fmt: skip
        return self._inside(root + step)

    def _approach(self, sounding: Chord, target: Chord) -> int:
        """A step from the next bass note: of the scale below where there is one, else a semitone."""
        goal = self._nearest(target.bass, self._last)
        scale = self.sheet.key.scale | sounding.tones
        for step in (-1, 1, -2, 2):
            if (goal + step) % 12 in scale:
                return self._inside(goal + step)
        return self._inside(goal - 1)

    def _nearest(self, pitch_class: int, pitch: int) -> int:
        up = pitch + (pitch_class - pitch) % 12
        return self._inside(up if up - pitch <= 6 else up - 12)

    def _inside(self, pitch: int) -> int:
        while pitch > self.part.highest:
            pitch -= 12
        while pitch < self.part.lowest:
            pitch += 12
        return pitch

    def _two_beat(self, section: Section) -> list[Played]:
        """Root on one, fifth in the middle of the bar: the walking bass at rest."""
        out = []
        shape = self.sheet.shape
        half = max(1, (shape.beats + 1) // 2) * shape.beat
        for bar in range(section.start_bar, min(section.start_bar + section.bars, self.sheet.bars - 1)):
            low = bar * shape.bar
            out.append(Played(low, half, self._root(self.time.at(low).chord), 1.0))
            if half < shape.bar:
                there = self.time.at(low + half)
                moved = there.chord != self.time.at(low).chord
                sign = "1" if moved else "5"
                out.append(Played(low + half, shape.bar - half, self._degree(sign, there.chord, low), 0.92))
        return out

    def _walk(self, section: Section, rng: Random) -> list[Played]:
        shape = self.sheet.shape
        out: list[Played] = []
        first, stop = section.start_bar, min(section.start_bar + section.bars, self.sheet.bars - 1)
        beats = [bar * shape.bar + k * shape.beat for bar in range(first, stop) for k in range(shape.beats)]
        for tick in beats:
            span = self.time.at(tick)
            since, left = (tick - span.start) // shape.beat, (span.stop - tick - 1) // shape.beat
            coming = self.time.next_chord(tick)
            if since == 0:
                pitch = self._walk_root(span.chord)
            elif left == 0 and coming.bass != span.chord.bass:
                pitch = self._walk_in(coming, rng)
            else:
                pitch = self._walk_on(span.chord, coming, rng)
            self._last = pitch
            out.append(Played(tick, shape.beat, pitch, 1.05 if since == 0 else 0.95))
            if (
                rng.random() < 0.08 and tick + shape.beat * 2 // 3 < span.stop
            ):  # a skipped note before the beat
                out[-1] = Played(tick, shape.beat // 2, pitch, out[-1].strength)
                out.append(Played(tick + shape.beat // 2, shape.beat // 2, pitch, 0.7))
        return out

    def _walk_root(self, sounding: Chord) -> int:
        pitch = self._nearest(sounding.bass, self._last)
        middle = (self.part.lowest + self.part.highest) / 2
        if abs(pitch - middle) > 9:
            pitch = self._inside(pitch + (12 if pitch < middle else -12))
        return pitch

    def _walk_in(self, target: Chord, rng: Random) -> int:
        goal = self._nearest(target.bass, self._last)
        return self._inside(goal + rng.choice((-1, -1, 1, 2) if goal > self._last else (1, 1, -1, -2)))

    def _walk_on(self, sounding: Chord, coming: Chord, rng: Random) -> int:
        """A chord tone a third to a fifth away, in the direction of where the line has to be."""
        goal = self._nearest(coming.bass, self._last)
        here = self._last
        tones = [
            p
            for p in range(max(self.part.lowest, here - 7), min(self.part.highest, here + 7) + 1)
            if p % 12 in sounding.tones and p != here
        ]
        ways = [p for p in tones if (p - here) * (goal - here) > 0] or tones
        return rng.choice(sorted(ways, key=lambda p: abs(p - here))[:2])
