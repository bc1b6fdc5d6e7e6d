"""How well the same music is known again, and how much other music is taken for it, on a built catalogue.

    python -m benchmarks.same_music DATA_FOLDER [--changed 600]

Pairs: every two Tracks that count as the same music, with how many notes they share when one is moved to the
other's key. Changed: Tracks transposed, in another tempo and for other instruments; in double note values; as
MusicXML of Cadenza, whose notation knows sixteenths and triplets alone.
"""

import argparse
import random
import sqlite3
import time
from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np

from music.fingerprint import Fingerprint, fingerprint, is_same_music, likeness
from music.midi import read_midi, write_midi
from music.musicxml import read_musicxml, write_musicxml
from music.score import DURATION, ONSET, PITCH, Score, Tempo
from storage.files import LocalFileStore


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--changed", type=int, default=600)
    options = parser.parse_args()
    files = LocalFileStore(options.folder / "files")
    database = sqlite3.connect(options.folder / "cadenza.db")
    rows = database.execute("SELECT title, source, midi FROM tracks ORDER BY id").fetchall()
    scores = [read_midi(files.get(midi)) for _, _, midi in rows]
    start = time.perf_counter()
    prints = [fingerprint(score) for score in scores]
    print(f"{len(scores)} tracks, {len(scores) / (time.perf_counter() - start):.0f} fingerprints a second")

    known = {i: found for i, found in enumerate(prints) if found is not None}
    same = [pair for pair in _alike(known) if is_same_music(known[pair[0]], known[pair[1]])]
    print(f"{len(same)} of {len(known) * (len(known) - 1) // 2:,} pairs are the same music:")
    for a, b in same:
        shared = _shared_notes(scores[a], scores[b])
        print(
            f"  {likeness(known[a], known[b]):.2f}, {scores[a].note_count} and {scores[b].note_count} notes, "
            f"{shared} at the same place: {rows[a][0]} ({rows[a][1]}) | {rows[b][0]} ({rows[b][1]})"
        )

    random.seed(5)
    chosen = random.sample(sorted(known), min(options.changed, len(known)))
    for name, change, number in (
        ("transposed, other tempo and instruments", _moved, len(chosen)),
        ("double note values", _doubled, len(chosen)),
        ("as MusicXML", lambda s: read_musicxml(write_musicxml(s)), len(chosen) // 10),
    ):
        found = 0
        for i in chosen[:number]:
            other = fingerprint(change(scores[i]))
            found += other is not None and is_same_music(known[i], other)
        print(f"{found} of {number} known again: {name}")


def _alike(known: dict[int, Fingerprint]) -> list[tuple[int, int]]:
    """Pairs that share any hash at all."""
    by_hash: defaultdict[int, list[int]] = defaultdict(list)
    for i, found in known.items():
        for value in (found.whole, *found.sketch.tolist()):
            by_hash[value].append(i)
    return sorted({pair for alike in by_hash.values() for pair in combinations(alike, 2)})


def _moved(score: Score) -> Score:
    parts = []
    for part in score.parts:
        notes = part.notes.copy()
        if not part.is_drum:
            notes[:, PITCH] = np.clip(notes[:, PITCH] + 3, 0, 127)
        parts.append(replace(part, notes=notes, program=(part.program + 13) % 128))
    return read_midi(write_midi(replace(score, parts=tuple(parts), tempos=(Tempo(0, 400_000),))))


def _doubled(score: Score) -> Score:
    parts = [replace(part, notes=part.notes.copy()) for part in score.parts]
    for part in parts:
        part.notes[:, [ONSET, DURATION]] *= 2
    return replace(score, parts=tuple(parts))


def _shared_notes(a: Score, b: Score) -> int:
    one, other = [
        {(int(note[ONSET]), int(note[PITCH])) for part in score.parts for note in part.notes}
        for score in (a, b)
    ]
    return max(len({(onset, pitch + d) for onset, pitch in one} & other) for d in range(-14, 15))


if __name__ == "__main__":
    main()
