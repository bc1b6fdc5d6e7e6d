"""Where in the bar a note falls, and what of the kit it is: the keys of the tables of performance."""

import numpy as np
from numpy.typing import NDArray

#: from the strongest place in a bar to the weakest
STRENGTHS = ("bar", "beat", "half", "quarter", "other")
_KIT = {
    "kick": (35, 36), "snare": (37, 38, 39, 40), "hat": (42, 44), "open hat": (46,),
    "tom": (41, 43, 45, 47, 48, 50), "cymbal": (49, 51, 52, 53, 55, 57, 59),
}  # fmt: skip
_PIECE_OF = {pitch: name for name, pitches in _KIT.items() for pitch in pitches}

Ints = NDArray[np.int64]


def kit_piece(pitch: int) -> str:
    """kick, snare, hat, open hat, tom, cymbal or, for everything else, hand."""
    return _PIECE_OF.get(pitch, "hand")


def strength_of(inside: Ints, bar_ticks: Ints, ticks_per_quarter: int) -> NDArray[np.str_]:
    """For ticks since the bar line: "bar" (its first beat), "beat", "half" of a beat, "quarter", "other".

    Onsets off the sixteenths by more than an eighth of a quarter are "other" (triplets).
    """
    sixteenth = ticks_per_quarter / 4
    slot = np.rint(inside / sixteenth).astype(np.int64)
    off = np.abs(inside - slot * sixteenth) > ticks_per_quarter / 14
    slot = np.where(slot * sixteenth >= bar_ticks, 0, slot)
    names = np.select(
        [off, slot == 0, slot % 4 == 0, slot % 2 == 0], ["other", "bar", "beat", "half"], "quarter"
    )
    return names


def sixteenth_of(inside: Ints, ticks_per_quarter: int) -> Ints:
    """The nearest of the 16 sixteenths of a bar of four, for ticks since the bar line; later bars repeat."""
    slots: Ints = np.rint(inside * 4 / ticks_per_quarter).astype(np.int64) % 16
    return slots
