"""Music to import: a melody or a tune of its own for each number."""

import numpy as np

from music.midi import write_midi
from music.score import Metre, Part, Score, Tempo


def melody(seed: int, *, up: int = 0, bpm: int = 100, program: int = 0, title: str = "") -> bytes:
    """A MIDI file with a melody of its own for each seed."""
    random = np.random.default_rng(seed)
    pitches = random.choice([60, 62, 64, 65, 67, 69, 71, 72], 48) + up
    notes = np.array([(i * 240, 240, int(p), 80) for i, p in enumerate(pitches)], np.int32)
    parts = (Part(program, notes),)
    return write_midi(Score(480, parts, (Tempo(0, round(60e6 / bpm)),), (Metre(0, 4, 4),), title=title))


def books_tune(number: int) -> str:
    notes = "".join(np.random.default_rng(number).choice(list("CDEFGABc"), 32))
    return f"X:{number}\nT:Tune {number}\nC:Ann Onymous\nR:reel\nL:1/8\nK:C\n{notes}|\n"
