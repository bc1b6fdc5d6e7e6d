"""How fast a piece becomes sound: load, synthesis, loudness, each encoder, the picture; on one core.

    OMP_NUM_THREADS=1 python -m benchmarks.rendering [--seconds 30] [--runs 5] [--json]

Prints the median, best and worst of the runs in processor seconds and how many times faster than real time
that is. Processor time is what "per core" means, and what a machine shared with others does not distort.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from music.encoding import FORMATS, encode
from music.fluidsynth_library import open_synthesiser
from music.loudness import normalise
from music.picture import piano_roll_png
from music.score import Metre, Part, Score, Tempo
from music.soundfont import SoundFont, find_soundfont
from music.synthesis import Audio, render, synthesise

TPQ = 480
ENSEMBLES = {
    "piano": ((0, 60, 4), (0, 43, 2)),
    "string quartet": ((40, 72, 4), (40, 64, 4), (41, 57, 2), (42, 43, 2)),
    "band with drums": ((0, 60, 4), (25, 52, 4), (33, 33, 2), (73, 74, 2)),
    "orchestra of ten": tuple(
        (program, 40 + 4 * i, 2) for i, program in enumerate((43, 42, 41, 40, 60, 57, 70, 71, 68, 73))
    ),
}


def piece(voices: tuple[tuple[int, int, int], ...], seconds: float, drums: bool) -> Score:
    """`voices` are (programme number, lowest pitch, notes a bar); 4/4 at 120 bpm, so a bar lasts 2 s."""
    rng = np.random.default_rng(7)
    scale = np.array([0, 2, 3, 5, 7, 8, 10, 12])
    bars = round(seconds / 2)
    parts = []
    for program, lowest, per_bar in voices:
        count = bars * per_bar
        step = 4 * TPQ // per_bar
        onsets = np.arange(count) * step
        pitches = lowest + scale[rng.integers(0, 8, count)]
        parts.append(_part(program, onsets, np.full(count, step), pitches, rng.integers(60, 100, count)))
    if drums:
        onsets = np.arange(bars * 8) * TPQ // 2
        kit = np.concatenate([np.full(len(onsets), 42), np.tile([36, 38], len(onsets) // 4)])
        onsets = np.concatenate([onsets, onsets[::2]])
        order = np.lexsort((kit, onsets))
        same = np.full(len(onsets), 80)
        parts.append(_part(0, onsets[order], same, kit[order], same, is_drum=True))
    return Score(TPQ, tuple(parts), (Tempo(0, 500_000),), (Metre(0, 4, 4),))


def _part(program: int, onsets, durations, pitches, velocities, is_drum: bool = False) -> Part:
    return Part(program, np.column_stack([onsets, durations, pitches, velocities]).astype(np.int32), is_drum)


def timed(work: Callable[[], object], runs: int) -> list[float]:
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return seconds


def load(soundfont: SoundFont, score: Score) -> None:
    with open_synthesiser(soundfont, len(score.parts), chorus=False) as synthesiser:
        for channel, part in enumerate(score.parts):
            synthesiser.select(channel, part.program, part.is_drum)


def measure(name: str, seconds: float, runs: int, soundfont: SoundFont) -> dict[str, list[float]]:
    score = piece(ENSEMBLES[name], seconds, drums="drums" in name)
    raw = synthesise(score, soundfont)
    audio = Audio(normalise(raw.samples))
    stages: dict[str, Callable[[], object]] = {
        "load (part of synthesis)": lambda: load(soundfont, score),
        "synthesis": lambda: synthesise(score, soundfont),
        "loudness": lambda: normalise(raw.samples),
        "render = both": lambda: render(score, soundfont),
        **{f"encode {format}": lambda format=format: encode(audio, format) for format in FORMATS},
        "picture": lambda: piano_roll_png(score, title=name),
    }
    return {stage: timed(work, runs) for stage, work in stages.items()}


def two_at_once(seconds: float, soundfont: SoundFont) -> float:
    """Wall-clock speed-up of two renders in two threads over one after the other."""
    score = piece(ENSEMBLES["band with drums"], seconds, drums=True)
    start = time.perf_counter()
    for _ in range(2):
        render(score, soundfont)
    alone = time.perf_counter() - start
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: render(score, soundfont), range(2)))
    return alone / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    soundfont = find_soundfont()
    tables = {name: measure(name, options.seconds, options.runs, soundfont) for name in ENSEMBLES}
    speed_up = two_at_once(options.seconds, soundfont)
    if options.json:
        found = {"soundfont": soundfont.name, "seconds": options.seconds, "two_at_once": speed_up}
        print(json.dumps({**found, "cpu_seconds": tables}))
        return
    print(f"{options.seconds:g} s pieces, {soundfont.name}, {options.runs} runs, processor seconds\n")
    for name, stages in tables.items():
        print(f"{name}\n  {'stage':<26}{'median':>8}{'best':>8}{'worst':>8}{'x real time':>13}")
        for stage, values in stages.items():
            middle = statistics.median(values)
            times = f"{middle:8.3f}{min(values):8.3f}{max(values):8.3f}"
            print(f"  {stage:<26}{times}{options.seconds / middle:13.0f}")
        print()
    print(f"two renders in two threads: {speed_up:.2f} times as fast as one after the other (wall clock)")


if __name__ == "__main__":
    main()
