"""Small pieces of music as files."""

import numpy as np

from music.midi import write_midi
from music.score import KeySignature, Metre, Part, Score, Tempo

C_MAJOR = (60, 62, 64, 65, 67, 69, 71, 72)
G_MINOR = (67, 69, 70, 72, 74, 75, 78, 79)


def tune(
    scale: tuple[int, ...] = C_MAJOR,
    *,
    bpm: int = 100,
    program: int = 0,
    bars: int = 4,
    title: str = "A scale",
) -> bytes:
    """A scale in quarters, up and down, as a MIDI file of 4/4 bars."""
    pitches = (scale + scale[::-1]) * bars
    notes = [(i * 480, 480, pitches[i], 80) for i in range(bars * 4)]
    part = Part(program, np.array(notes, np.int32))
    tempos = (Tempo(0, round(60e6 / bpm)),)
    score = Score(480, (part,), tempos, (Metre(0, 4, 4),), (KeySignature(0, 0, False),), title=title)
    return write_midi(score)
