"""From what the parts play to a Score: dynamics, swing, small deviations in time, no overlaps."""

from math import pi, sin
from random import Random

import numpy as np
from numpy.typing import NDArray

from generator.arranger.pattern import TICKS
from generator.arranger.sheet import Played, Sheet
from generator.arranger.steering import Steering
from generator.arranger.template import PartTemplate
from music.score import (
    DURATION,
    ONSET,
    PITCH,
    KeySignature,
    Metre,
    NoteArray,
    Part,
    Score,
    Tempo,
    TextEvent,
)
from music.theory import Key

_SHORTEST = 24  # ticks of a note
_BACKBEAT = frozenset((37, 38, 39, 40))
_VOLUME, _PAN, _REVERB = 7, 10, 91  # controllers


class Performer:
    """Turns the notes of parts into sounding ones, with chances of its own."""

    def __init__(self, sheet: Sheet, steering: Steering, rng: Random) -> None:
        self.sheet = sheet
        self.steering = steering
        self.rng = rng
        self._swells = _section_levels(sheet, steering)

    def part(self, part: PartTemplate, notes: list[Played]) -> Part | None:
        """None where the part never plays."""
        if not notes:
            return None
        drums = part.role == "drums"
        rows = self._rows(part, notes)
        return Part(
            program=0 if drums else self.sheet.programs[part.name],
            notes=_tidy(rows, self.sheet.ticks),
            is_drum=drums,
            name=part.name.capitalize(),
            controllers=np.array(
                [[0, _VOLUME, part.volume], [0, _PAN, 64 + part.pan], [0, _REVERB, 24 if drums else 48]],
                np.int32,
            ),
        )

    def _rows(self, part: PartTemplate, notes: list[Played]) -> NDArray[np.int64]:
        shape, feel = self.sheet.shape, self.sheet.template.feel
        sustain = part.sustain if part.role == "pad" else part.sustain * self.steering.sustain / 0.93
        level = part.level
        timing = feel.timing * (0.5 if part.role in ("bass", "drums") else 1.0)
        accent = 3.0 * feel.accent
        gauss = self.rng.gauss
        last = self.sheet.ticks - shape.bar
        lates: dict[int, float] = {}
        rows = []
        for note in notes:
            onset = note.onset
            late = lates.get(onset)
            if late is None:
                late = lates[onset] = gauss(0.0, timing) if timing else 0.0
            inside = onset % shape.bar
            stress = 2.0 if inside == 0 else 0.6 if inside % shape.beat == 0 else -0.8
            loud = self._swells[min(onset // shape.bar, len(self._swells) - 1)]
            velocity = loud * level * note.strength + accent * stress + gauss(0.0, 2.2)
            start = self._swung(onset) + late
            if part.strum and inside % shape.beat == 0:
                start += part.strum * note.voice
            elif part.strum:
                start += part.strum * 0.6 * (part.voices - 1 - note.voice)
            if part.role == "drums" and note.pitch in _BACKBEAT:
                start += feel.lag
            if onset >= last:  # the last chord stands where its bar begins
                start = max(start, onset)
            end = self._swung(onset + note.duration)
            length = (end - self._swung(onset)) * sustain
            rows.append((max(0, round(start)), max(_SHORTEST, round(length)), note.pitch, round(velocity)))
        return np.array(rows, np.int64)

    def _swung(self, tick: int) -> float:
        feel = self.sheet.template.feel
        if feel.swing == 0.5 or self.sheet.shape.compound:
            return float(tick)
        pair = TICKS * 8 // feel.swing_unit
        whole, inside = divmod(tick, pair)
        if inside and inside * 3 % pair == 0:  # triplets swing already
            return float(tick)
        half = pair / 2
        if inside < half:
            return whole * pair + inside * 2 * feel.swing
        return whole * pair + feel.swing * pair + (inside - half) * 2 * (1 - feel.swing)


def _section_levels(sheet: Sheet, steering: Steering) -> list[float]:
    """The middle velocity of each bar: energy, phrases that swell, a rise towards what is louder."""
    levels: list[float] = []
    for i, section in enumerate(sheet.sections):
        here = steering.velocity(section.energy)
        after = steering.velocity(sheet.sections[i + 1].energy) if i + 1 < len(sheet.sections) else here - 6
        for bar in range(section.bars):
            swell = 3.0 * sin(pi * ((bar % 4) + 0.5) / 4)
            left = section.bars - bar
            rise = (after - here) * {1: 0.5, 2: 0.25}.get(left, 0.0)
            levels.append(here + swell + rise)
    return levels


def _tidy(rows: NDArray[np.int64], ticks: int) -> NoteArray:
    """Sorted, inside the piece, velocities playable; a note ends where the same pitch begins again."""
    rows[:, 3] = rows[:, 3].clip(18, 122)
    rows[:, ONSET] = np.minimum(rows[:, ONSET], ticks - _SHORTEST)
    rows[:, DURATION] = np.minimum(rows[:, DURATION], ticks - rows[:, ONSET])
    rows = rows[np.lexsort((rows[:, ONSET], rows[:, PITCH]))]
    same = rows[1:, PITCH] == rows[:-1, PITCH]
    doubled = same & (rows[1:, ONSET] - rows[:-1, ONSET] < _SHORTEST)
    rows = rows[np.concatenate(([True], ~doubled))]
    same = rows[1:, PITCH] == rows[:-1, PITCH]
    room = np.where(same, rows[1:, ONSET] - rows[:-1, ONSET], ticks)
    rows[:-1, DURATION] = np.minimum(rows[:-1, DURATION], np.maximum(room, 1))
    return rows[np.lexsort((rows[:, PITCH], rows[:, ONSET]))].astype(np.int32)


def make_score(sheet: Sheet, parts: list[Part]) -> Score:
    """The Score, with its tempo, metre, key and a marker for each section."""
    shape = sheet.shape
    return Score(
        TICKS,
        tuple(parts),
        tempos=(Tempo(0, round(60e6 / sheet.tempo_bpm)),),
        metres=(Metre(0, shape.numerator, shape.denominator),),
        keys=(KeySignature(0, fifths(sheet.key), sheet.key.minor),),
        texts=tuple(TextEvent(s.start_bar * shape.bar, "marker", s.label) for s in sheet.sections),
        title=sheet.title,
    )


def fifths(key: Key) -> int:
    """Sharps of the key signature; flats are negative."""
    major = (key.tonic + 3 * key.minor) % 12
    sharps = major * 7 % 12
    return sharps - 12 if sharps > 6 else sharps
