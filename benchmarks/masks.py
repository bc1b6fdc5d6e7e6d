"""Whether pieces of any kind hold what is promised without exception: bars, metre, tempo, instruments.

    python -m benchmarks.masks [--pieces 600] [--seed 7]

Requests are drawn at random, with or without a style: 4 to 128 bars, metres from 2/4 to 12/8, 45 to 200 bpm,
one to four instruments of General MIDI with or without drums. Each piece is written as MIDI, which somebody
else's library reads; that counts. Prints Markdown; ends with 1 where a piece does not hold something.
"""

import argparse
import io
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pretty_midi
import torch

from generator.compose import Composer
from generator.evaluation.intervals import share_interval
from music.controls import Controls, parse_metre
from music.instruments import DRUMS, NAMES, pitch_range
from music.midi import write_midi
from music.styles import BUILT_IN_STYLES

METRES = ("2/4", "3/4", "4/4", "5/4", "6/8", "7/8", "9/8", "12/8")
LENGTHS = (4, 8, 12, 16, 24, 32, 48, 64, 96, 128)
#: pitched programs before the sound effects
PLAYABLE = range(120)
#: percussion of General MIDI 2; players of some styles have its shaker
KIT_RANGE = (27, 87)
#: pieces that are composed at once
TOGETHER = 10


def requests(count: int, seed: int) -> list[Controls]:
    """Every second with one of the built-in styles, of which each can be played by whom it is asked for."""
    rng = np.random.default_rng(seed)
    styles = list(BUILT_IN_STYLES)
    found = []
    for i in range(count):
        programs = rng.choice(len(PLAYABLE), size=int(rng.integers(1, 5)), replace=False)
        names = [NAMES[int(p)] for p in programs] + [NAMES[DRUMS]] * bool(rng.random() < 0.3)
        found.append(
            Controls(
                style=styles[int(rng.integers(len(styles)))] if i % 2 else None,
                metre=METRES[int(rng.integers(len(METRES)))],
                tempo_bpm=float(rng.integers(45, 201)),
                instruments=tuple(names),
                bars=LENGTHS[i % len(LENGTHS)],
            )
        )
    return found


def _bars(midi: pretty_midi.PrettyMIDI, asked: Controls) -> bool:
    """A note begins in the last bar, and none after it."""
    numerator, denominator = parse_metre(asked.metre or "4/4")
    bar = Fraction(4 * numerator, denominator) * midi.resolution
    last = max((midi.time_to_tick(n.start) for i in midi.instruments for n in i.notes), default=-1)
    return int(last / bar) + 1 == asked.bars


def _metre(midi: pretty_midi.PrettyMIDI, asked: Controls) -> bool:
    found = {(c.numerator, c.denominator) for c in midi.time_signature_changes}
    return found == {parse_metre(asked.metre or "4/4")}


def _tempo(midi: pretty_midi.PrettyMIDI, asked: Controls) -> bool:
    _, tempi = midi.get_tempo_changes()
    return len(tempi) > 0 and bool(np.abs(tempi - (asked.tempo_bpm or 0)).max() < 0.01)


def _instruments(midi: pretty_midi.PrettyMIDI, asked: Controls) -> bool:
    heard = {NAMES[DRUMS if i.is_drum else i.program] for i in midi.instruments if i.notes}
    return heard == set(asked.instruments)


def _range(midi: pretty_midi.PrettyMIDI, _: Controls) -> bool:
    for instrument in midi.instruments:
        low, high = KIT_RANGE if instrument.is_drum else pitch_range(instrument.program)
        if any(not low <= note.pitch <= high for note in instrument.notes):
            return False
    return True


PROMISES: dict[str, Callable[[pretty_midi.PrettyMIDI, Controls], bool]] = {
    "bars": _bars,
    "metre": _metre,
    "tempo": _tempo,
    "instruments": _instruments,
    "range of each instrument": _range,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=600)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.set_num_threads(1)
    composer = Composer()
    held: dict[str, list[bool]] = {name: [] for name in PROMISES}
    kinds: Counter[str] = Counter()
    asked = requests(options.pieces, options.seed)

    def make(order: tuple[int, Controls]) -> bytes:
        number, controls = order
        style = BUILT_IN_STYLES[controls.style] if controls.style else None
        return write_midi(composer.compose(controls, number, style=style).score)

    began = time.perf_counter()
    with ThreadPoolExecutor(TOGETHER) as threads:
        for controls, data in zip(asked, threads.map(make, enumerate(asked)), strict=True):
            midi = pretty_midi.PrettyMIDI(io.BytesIO(data))
            for name, promise in PROMISES.items():
                held[name].append(promise(midi, controls))
                if not held[name][-1]:
                    print(f"{name} not held (random seed {len(held[name]) - 1}): {controls}")
            kinds["with a style" if controls.style else "without"] += 1
    print(
        f"{options.pieces} pieces of {LENGTHS[0]} to {LENGTHS[-1]} bars, {kinds['with a style']} of them with"
    )
    print(f"a style; {time.perf_counter() - began:.0f} s\n\n| promise | held | 95 % |\n| --- | --- | --- |")
    for name, all_held in held.items():
        share = share_interval(all_held)
        print(f"| {name} | {sum(all_held)} of {len(all_held)} | {share['low']:.3f} to {share['high']:.3f} |")
    raise SystemExit(any(not all(all_held) for all_held in held.values()))


if __name__ == "__main__":
    main()
