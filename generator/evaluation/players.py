"""Every model of the table by one call, with the settings that a user gets."""

import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

from generator.baselines.composing import compose_with
from generator.baselines.interface import Baseline
from generator.baselines.registry import NAMES, load, weights_file
from generator.compose import Composer, Composition
from music.controls import Controls
from music.errors import MissingPart
from music.styles import find_style

#: the composer that is shipped, and the baselines
TRANSFORMER = "transformer"
MODELS = (TRANSFORMER, *NAMES)

Play = Callable[[Controls, int], Composition]


def player(name: str, weights: Path | None = None) -> Play:
    """How `name` composes. Raises MissingPart where its weights are not there."""
    if name == TRANSFORMER:
        composer = Composer(weights)

        def compose(controls: Controls, seed: int) -> Composition:
            style = find_style(controls.style) if controls.style else None
            return composer.compose(controls, seed, style=style)

        return compose
    load(name)

    def play(controls: Controls, seed: int) -> Composition:
        return compose_with(name, controls, seed, find_style(controls.style) if controls.style else None)

    return play


def installed(name: str) -> bool:
    """Whether weights are there."""
    try:
        return name == TRANSFORMER or weights_file(name).is_file()
    except MissingPart:
        return False


def parameters(name: str) -> int | None:
    """Of a network; None for a table of counts."""
    model: Baseline = load(name)
    network = getattr(model, "network", None)
    return None if network is None else sum(p.numel() for p in network.parameters())


def peak_megabytes(name: str, weights: Path | None = None) -> float:
    """The most memory that a process of its own held which loaded the model and composed 8 bars."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (name, weights))


def _peak(name: str, weights: Path | None) -> float:
    import resource

    # on Linux the kernel's own figure: that of getrusage still holds the parent's memory after a fork
    status = Path("/proc/self/status")
    player(name, weights)(Controls(bars=8, metre="4/4", tempo_bpm=120.0, instruments=("Violin", "Cello")), 1)
    if status.exists():
        kilobytes = next(x.split()[1] for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return round(int(kilobytes) / 1024, 1)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(used / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)
