"""Chord parts: pads that hold, comping in rhythm, arpeggios."""

from random import Random

from generator.arranger.chord import Chord
from generator.arranger.harmony_time import HarmonyTime, pattern_for, played_events
from generator.arranger.sheet import Played, Section, Sheet
from generator.arranger.steering import Steering
from generator.arranger.template import PartTemplate
from generator.arranger.voicing import voiced

STRENGTH = {"g": 0.45, "o": 0.75, "x": 0.95, "X": 1.15}


class ChordPlayer:
    """A part that plays chords; its hands remember where they were."""

    def __init__(self, part: PartTemplate, sheet: Sheet, time: HarmonyTime, steering: Steering) -> None:
        self.part = part
        self.sheet = sheet
        self.time = time
        fixed = part.voicing in ("power", "octaves", "fifths", "guitar")
        shift = 0.0 if fixed else steering.register_shift
        third = 2.6 if fixed else 2.0
        self._middle = part.lowest + (part.highest - part.lowest) / third + shift
        self._ceiling = 128.0
        heard = sorted(note.pitch for note in sheet.melody)
        if heard and part.lowest < heard[len(heard) // 2] - 12:  # what lies high on purpose stays there
            self._ceiling = heard[len(heard) // 2] - 2.0
            self._middle = min(self._middle, self._ceiling - 8)
        self._hands: tuple[int, ...] | None = None
        self._of: Chord | None = None

    def grip(self, sounding: Chord) -> tuple[int, ...]:
        """The voicing of a chord; the same as long as the chord is."""
        if self._hands is None or sounding != self._of:
            part = self.part
            self._hands = voiced(
                sounding,
                part.voicing,
                part.voices,
                (part.lowest, part.highest),
                self._hands,
                self._middle,
                self._ceiling,
            )
            self._of = sounding
        return self._hands

    def section(self, section: Section, rng: Random) -> list[Played]:
        if self.part.role == "pad" and not self.part.patterns:
            return self._held(section)
        pattern = pattern_for(self.part.patterns, section, self.sheet.shape, rng)
        out: list[Played] = []
        anticipation = self.sheet.shape.beat // 2 + 1
        for tick, event in played_events(self.part, section, self.sheet, pattern, self.sheet.bars - 1):
            for onset, duration, sounding in self.time.stretches(tick, event.length, anticipation):
                out.extend(self._event(onset, duration, sounding, event.sign))
        return out

    def ending(self, onset: int, duration: int) -> list[Played]:
        return [
            Played(onset, duration, p, 1.0, i) for i, p in enumerate(self.grip(self.time.at(onset).chord))
        ]

    def _held(self, section: Section) -> list[Played]:
        low = section.start_bar * self.sheet.shape.bar
        stop = min(low + section.bars * self.sheet.shape.bar, (self.sheet.bars - 1) * self.sheet.shape.bar)
        longest = 4 * self.sheet.shape.bar
        out: list[Played] = []
        for onset, duration, sounding in self.time.stretches(low, stop - low, 0) if stop > low else ():
            for start in range(onset, onset + duration, longest):
                held = min(longest, onset + duration - start)
                out += [Played(start, held, p, 0.9, i) for i, p in enumerate(self.grip(sounding))]
        return out

    def _event(self, onset: int, duration: int, sounding: Chord, sign: str) -> list[Played]:
        hands = self.grip(sounding)
        if sign in STRENGTH:
            return [Played(onset, duration, p, STRENGTH[sign], i) for i, p in enumerate(hands)]
        if sign in "bf":
            step = 0 if sign == "b" else sounding.fifth
            pitch = self._below((sounding.bass if sign == "b" else sounding.root + step) % 12, hands[0])
            return [Played(onset, duration, pitch, 1.0)]
        octave, voice = divmod(int(sign) - 1, len(hands))
        pitch = hands[voice] + 12 * octave
        while pitch > self.part.highest:
            pitch -= 12
        return [Played(onset, duration, pitch, 1.0 if voice == 0 else 0.88)]

    def _below(self, pitch_class: int, top: int) -> int:
        """The lowest octave of a bass note at least an octave under the hand, where the range has one."""
        found = [p for p in range(self.part.lowest, self.part.highest + 1) if p % 12 == pitch_class]
        under = [p for p in found if p <= top - 5]
        return under[-1] if under else found[0]
