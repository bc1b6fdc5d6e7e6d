"""The model's vocabulary, as arithmetic: six fields to a note, and classes for what it is conditioned on.

A note is (bar step, position, instrument, pitch, duration class, velocity class), predicted in this order.
"""

import math

from music.grid import DURATIONS, MAX_BAR_POSITIONS, POSITIONS_PER_QUARTER, VELOCITY_CLASSES
from music.instruments import DRUMS

FIELDS = ("bar", "position", "instrument", "pitch", "duration", "velocity")
BAR, POSITION, INSTRUMENT, PITCH, DURATION, VELOCITY = range(6)

MAX_BAR_STEP = 15
END = MAX_BAR_STEP + 1  # a class of the bar field: the piece is over
SIZES = (END + 1, MAX_BAR_POSITIONS, DRUMS + 1, 256, len(DURATIONS), VELOCITY_CLASSES)
assert SIZES == (17, 96, 129, 256, 29, 17)


def pitch_token(pitch: int, is_drum: bool) -> int:
    """0-127 for pitches, 128-255 for the sounds of the drum kit."""
    return pitch + 128 * is_drum


# Controls as classes; class 0 is "not said" everywhere, so that any subset may be given.
TEMPO_CLASSES = 26  # 1-25: steps of 1/6 octave from 20 bpm
DENSITY_CLASSES = 13  # 1-12: steps of half an octave from 1/4 note a quarter
MOOD_CLASSES = 10  # 1-9: from -1 to 1 in steps of 1/4
KEY_CLASSES = 25  # 1-24: Key.index + 1
REMAINING_CLASSES = 48  # bars left after this one: 0-31 exactly, then 8 an octave


def tempo_class(bpm: float | None) -> int:
    return 0 if bpm is None else 1 + min(24, max(0, round(6 * math.log2(bpm / 20))))


def density_class(notes_per_quarter: float | None) -> int:
    return (
        0 if notes_per_quarter is None else 1 + min(11, max(0, round(2 * math.log2(notes_per_quarter * 4))))
    )


def mood_class(value: float | None) -> int:
    return 0 if value is None else 1 + round(4 * (min(1.0, max(-1.0, value)) + 1))


def key_class(index: int | None) -> int:
    return 0 if index is None else index + 1


def remaining_class(bars: int) -> int:
    return bars if bars < 32 else min(REMAINING_CLASSES - 1, 32 + int(8 * math.log2(bars / 32)))


assert remaining_class(31) == 31
assert remaining_class(32) == 32
assert remaining_class(10_000) == REMAINING_CLASSES - 1
assert tempo_class(20) == 1
assert mood_class(1.0) == MOOD_CLASSES - 1
assert POSITIONS_PER_QUARTER == 12
