"""How people play, measured in the sources that were played: small tables of velocity and timing.

Timing comes from drummers (Groove MIDI Dataset) and from those parts of the game music that were not put on
a grid; velocities from the same and from scores whose typesetters wrote dynamics. Every piece counts alike.
Deviations are in milliseconds, velocities relative to the middle of their part.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.finishing.metre import kit_piece, sixteenth_of, strength_of
from music.corpus import read_manifest
from music.errors import CadenzaError
from music.grid import ABC_ACCENTS
from music.midi import read_midi
from music.score import ONSET, PITCH, VELOCITY, Part, Score

#: collections with velocities of their own
PLAYED = ("groove", "freedoom", "simutrans", "mutopia")
#: those where the onsets too are played
TIMED = ("groove", "freedoom", "simutrans")
#: fewer observations than this make no entry of the table
FEWEST = 30
_FEWEST_NOTES = 24
_PHRASE = 4  # bars

Floats = NDArray[np.float64]


@dataclass
class _Means:
    """Weighted sums of observations by key; every piece has the same weight in all."""

    sums: dict[str, Floats] = field(default_factory=lambda: defaultdict(lambda: np.zeros(4)))

    def add(self, keys: NDArray[np.str_], values: Floats) -> None:
        weight = 1 / len(values)
        for key in np.unique(keys):
            mine = values[keys == key]
            self.sums[str(key)] += (
                weight * len(mine),
                weight * mine.sum(),
                weight * (mine**2).sum(),
                len(mine),
            )

    def table(self) -> dict[str, list[float]]:
        """Key to [mean, standard deviation]."""
        found = {}
        for key, (weight, total, squares, count) in sorted(self.sums.items()):
            if count >= FEWEST:
                mean = total / weight
                found[key] = [round(mean, 2), round(float(np.sqrt(max(squares / weight - mean**2, 0))), 2)]
        return found


def learn_performance(corpus: Path) -> dict[str, Any]:
    """The tables that `generator.finishing.performance` reads, from the train split of a corpus folder.

    Raises MissingPart without a manifest, CadenzaError where no piece has dynamics of its own.
    """
    drum_time, drum_loud, time, loud, phrase, top = (_Means() for _ in range(6))
    slopes: list[float] = []
    pieces = 0
    digest = hashlib.sha256()
    for dataset, data in _played(corpus):
        digest.update(data)
        score = read_midi(data)
        pieces += 1
        for part in score.parts:
            notes = part.notes
            if len(notes) < _FEWEST_NOTES:
                continue
            bar, inside, bar_ticks = _places(score, part)
            own = notes[:, VELOCITY].astype(float)
            levels = np.unique(notes[:, VELOCITY])
            dynamic = len(levels) > 3 and not set(levels.tolist()) <= ABC_ACCENTS
            relative = own - np.median(own)
            quarter = score.ticks_per_quarter
            late, straight = _lateness(score, part)
            if part.is_drum:
                keys = np.array([f"{kit_piece(p)}" for p in notes[:, PITCH].tolist()])
                slots = sixteenth_of(inside, quarter)
                keys = np.char.add(np.char.add(keys, " "), slots.astype(str))
                if dynamic:
                    drum_loud.add(keys, relative)
                if dataset == "groove" and straight.any():
                    drum_time.add(keys[straight], late[straight] - np.median(late[straight]))
                continue
            keys = strength_of(inside, bar_ticks, quarter)
            played = np.abs(late[straight]) > 1.0
            if dataset in TIMED and straight.sum() >= _FEWEST_NOTES and played.mean() > 0.5:
                time.add(keys[straight], late[straight] - np.median(late[straight]))
            if not dynamic:
                continue
            loud.add(keys, relative)
            phrase.add((bar % _PHRASE).astype(str), relative)
            highest = _highest(notes)
            if 0.1 < highest.mean() < 0.9:
                top.add(np.where(highest, "top", "below"), relative)
            spread = notes[:, PITCH] - np.median(notes[:, PITCH])
            if spread.std() > 2:
                slopes.append(float((spread * relative).mean() / (spread**2).mean()))
    if not pieces or not slopes:
        raise CadenzaError(
            f"No piece of {corpus} has dynamics of its own; a corpus with {', '.join(PLAYED)} works."
        )
    tops = top.table()
    return {
        "made_by": "cadenza train performance --corpus CORPUS --out DIR",
        "corpus": digest.hexdigest()[:16],
        "pieces": pieces,
        "velocity": {"strength": loud.table(), "phrase": phrase.table(),
                     "top_of_chord": round(tops["top"][0] - tops["below"][0], 2),
                     "per_octave": round(12 * float(np.median(slopes)), 2)},
        "timing_ms": {"strength": time.table()},
        "drums": {"velocity": drum_loud.table(), "timing_ms": drum_time.table()},
    }  # fmt: skip


def _played(corpus: Path) -> Iterator[tuple[str, bytes]]:
    for row in read_manifest(corpus):
        if row["split"] == "train" and row["dataset"] in PLAYED:
            yield row["dataset"], (corpus / row["path"]).read_bytes()


def _places(score: Score, part: Part) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Of each note: its bar, the ticks since the bar line, the length of its bar in ticks."""
    starts = np.array(score.bar_starts())
    bar = np.searchsorted(starts, part.notes[:, ONSET] + score.ticks_per_quarter // 16, side="right") - 1
    lengths = np.diff(starts, append=starts[-1] + score.ticks_per_quarter * 4)
    return bar, part.notes[:, ONSET] - starts[bar], lengths[bar]


def _lateness(score: Score, part: Part) -> tuple[Floats, NDArray[np.bool_]]:
    """How late each onset is against the nearest sixteenth, in ms, and which are sixteenths at all
    (the others are triplets, or between)."""
    sixteenth = score.ticks_per_quarter / 4
    onset = part.notes[:, ONSET].astype(float)
    off = onset - np.rint(onset / sixteenth) * sixteenth
    ticks = np.array([t.tick for t in score.tempos])
    per_tick = np.array([t.microseconds for t in score.tempos]) / 1000 / score.ticks_per_quarter
    which = np.searchsorted(ticks, onset, side="right") - 1
    return off * per_tick[which], np.abs(off) < sixteenth / 4


def _highest(notes: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which notes are the highest of their onset (notes are sorted by onset and pitch)."""
    return np.append(np.diff(notes[:, ONSET]) != 0, True)


def write_performance(corpus: Path, out: Path) -> dict[str, Any]:
    """`learn_performance` into the file `out`, one entry a line."""
    found = learn_performance(corpus)
    out.parent.mkdir(parents=True, exist_ok=True)
    text = re.sub(r"\[\s+([-\d.]+),\s+([-\d.]+)\s+\]", r"[\1, \2]", json.dumps(found, indent=1))
    out.write_text(text + "\n", "utf-8")
    return found
