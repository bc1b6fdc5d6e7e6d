"""Whether composed pieces hold what was asked: what masks promise, and what is learned, each with its
judge."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.evaluation.intervals import share_interval
from generator.evaluation.judges import StyleJudge, temperley_key
from generator.evaluation.measures import Piece
from music.analysis import mood_of
from music.analysis.facts import DENSITY_BOUNDS
from music.controls import DENSITIES, Controls, parse_metre
from music.grid import BAR, to_grid
from music.instruments import DRUMS, NAMES
from music.score import Score
from music.theory import Key

LENGTHS = (4, 8, 16, 32, 64, 128)
METRES = ("2/4", "3/4", "4/4", "6/8")
ENSEMBLES = (
    ("Acoustic Grand Piano",),
    ("Violin", "Viola", "Cello"),
    ("Flute", "Acoustic Guitar (nylon)"),
    ("Trumpet", "Acoustic Grand Piano", "Acoustic Bass", "Drums"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A piece that was asked for."""

    asked: Controls
    score: Score
    piece: Piece


def piece_of(score: Score) -> Piece:
    """A composed Score on the Grid (one metre, one tempo)."""
    grid = to_grid(score)
    return Piece(grid.notes, grid.bars, int(grid.bar_positions[0]), score.tempos[0].bpm)


def wishes(count: int, seed: int = 3) -> list[Controls]:
    """Controls drawn evenly: bars (from 4 to 128 in turn), metre and instruments in all; in one round of
    lengths key, density and tempo, in the next the mood.

    They are not asked together, since they would contradict each other: a bright piece in D minor at 60 bpm.
    Seeds 1 and 2 are spent: the steering of density was made while looking at them.
    """
    rng = np.random.default_rng(seed)
    found = []
    for i in range(count):
        one = Controls(
            metre=METRES[rng.integers(len(METRES))],
            instruments=ENSEMBLES[rng.integers(len(ENSEMBLES))],
            bars=LENGTHS[i % len(LENGTHS)],
        )
        if i // len(LENGTHS) % 2:
            one = replace(
                one,
                valence=float(rng.choice([-0.6, 0.6])),
                arousal=float(rng.choice([-0.6, 0.6])),
            )
        else:
            one = replace(
                one,
                tempo_bpm=float(rng.integers(60, 181)),
                key=str(Key.from_index(int(rng.integers(24)))),
                density=DENSITIES[rng.integers(len(DENSITIES))],
            )
        found.append(one)
    return found


def masked_controls(made: Sequence[Made]) -> dict[str, Any]:
    """Shares of pieces that hold what masks promise. exact_bars: a note begins in the last bar and none
    after."""
    return {
        "bars": share_interval([_exact_bars(m) for m in made]),
        "metre": share_interval([_metre(m) for m in made]),
        "tempo": share_interval([_tempo(m) for m in made if m.asked.tempo_bpm]),
        "instruments": share_interval([_instruments(m) for m in made]),
    }


def _exact_bars(m: Made) -> bool:
    return len(m.piece.notes) > 0 and int(m.piece.notes[:, BAR].max()) + 1 == m.asked.bars == m.piece.bars


def _metre(m: Made) -> bool:
    metre = parse_metre(m.asked.metre or "4/4")
    return all((found.numerator, found.denominator) == metre for found in m.score.metres)


def _tempo(m: Made) -> bool:
    return all(abs(t.bpm - (m.asked.tempo_bpm or 0)) < 0.01 for t in m.score.tempos)


def _instruments(m: Made) -> bool:
    heard = {NAMES[DRUMS if p.is_drum else p.program] for p in m.score.parts if len(p.notes)}
    return heard == set(m.asked.instruments)


def density_of(m: Piece) -> str:
    rate = len(m.notes) / max(m.seconds, 0.1)
    return DENSITIES[int(np.searchsorted(DENSITY_BOUNDS, rate, side="right"))]


def learned_controls(made: Sequence[Made], seed: int = 1) -> dict[str, Any]:
    """Shares of pieces whose judge finds the key, density and side of mood asked for, each beside the share
    with the requests shuffled among the pieces.

    Mood is judged by `music.analysis`, from whose features the Controls of training come too: it says
    whether the generator follows its Controls, not whether people would hear that mood. Each is judged in the
    pieces that were asked for it.
    """
    keyed = [m for m in made if m.asked.key]
    dense = [m for m in made if m.asked.density]
    moody = [m for m in made if m.asked.valence is not None and m.asked.arousal is not None]
    moods = [mood_of(m.score) for m in moody]
    found: dict[str, tuple[Sequence[object], Sequence[object]]] = {
        "key": ([m.asked.key for m in keyed], [str(temperley_key(m.piece)) for m in keyed]),
        "density": ([m.asked.density for m in dense], [density_of(m.piece) for m in dense]),
        "valence": ([(m.asked.valence or 0) > 0 for m in moody], [x.valence > 0 for x in moods]),
        "arousal": ([(m.asked.arousal or 0) > 0 for m in moody], [x.arousal > 0 for x in moods]),
    }
    return {name: beside_shuffled(asked, heard, seed) for name, (asked, heard) in found.items() if asked}


def beside_shuffled(asked: Sequence[object], heard: Sequence[object], seed: int = 1) -> dict[str, Any]:
    """The share that agrees, and its mean over 200 shuffles of what was asked."""
    rng = np.random.default_rng(seed)
    agree = [a == h for a, h in zip(asked, heard, strict=True)]
    shuffled = [
        np.mean([asked[j] == h for j, h in zip(rng.permutation(len(asked)), heard, strict=True)])
        for _ in range(200)
    ]
    return {**share_interval(agree), "shuffled": round(float(np.mean(shuffled)), 4)}


def styles_heard(made: Sequence[Made], judge: StyleJudge) -> dict[str, Any]:
    """How often the judge hears the style that was asked for."""
    return beside_shuffled([m.asked.style for m in made], [judge.style_of(m.piece) for m in made])
