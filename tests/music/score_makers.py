"""Small pieces for the tests of sound and pictures, made in code."""

from itertools import chain

import numpy as np

from music.score import KeySignature, Metre, Part, Score, Tempo

TPQ = 480
C_MINOR = (0, 2, 3, 5, 7, 8, 10)


def part(
    program: int, rows: list[tuple[int, int, int, int]], *, is_drum: bool = False, **more: object
) -> Part:
    """A Part from (onset, duration, pitch, velocity) rows in ticks of 480 a quarter."""
    notes = np.array(sorted(rows, key=lambda r: (r[0], r[2])), np.int32).reshape(-1, 4)
    return Part(program, notes, is_drum=is_drum, **more)  # type: ignore[arg-type]


def melody(program: int, bars: int, lowest: int = 60, beats: int = 4, velocity: int = 80) -> Part:
    """Quarters up and down a minor scale."""
    steps = [C_MINOR[i % 7] + 12 * (i // 7) for i in chain(range(10), range(10, 0, -1))]
    rows = [(i * TPQ, TPQ, lowest + steps[i % len(steps)], velocity) for i in range(bars * beats)]
    return part(program, rows)


def drum_beat(bars: int) -> Part:
    rows = []
    for bar in range(bars):
        for eighth in range(8):
            at = bar * 4 * TPQ + eighth * TPQ // 2
            rows.append((at, 60, 42, 60))
            if eighth % 4 == 0:
                rows.append((at, 60, 36, 100))
            if eighth % 4 == 2:
                rows.append((at, 60, 38, 95))
    return part(0, rows, is_drum=True)


def band(bars: int = 4) -> Score:
    """Piano, bass, strings, flute and drums in C minor at 120 bpm."""
    parts = (
        melody(0, bars),
        melody(33, bars, 36),
        melody(48, bars, 48),
        melody(73, bars, 72),
        drum_beat(bars),
    )
    return Score(TPQ, parts, (Tempo(0, 500_000),), (Metre(0, 4, 4),), (KeySignature(0, -3, True),))


def solo(program: int = 0, bars: int = 2) -> Score:
    return Score(TPQ, (melody(program, bars),))


def one_note(program: int = 0, pitch: int = 60, quarters: float = 2.0, onset: int = 0) -> Score:
    return Score(TPQ, (part(program, [(onset, int(quarters * TPQ), pitch, 90)]),))
