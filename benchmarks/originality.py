"""How original the takes are, beside people's own pieces, and what the check finds of planted copies.

python -m benchmarks.originality --corpus CORPUS [ARRANGED] [--takes 1000] [--people 300]
    [--copies 100] [--seconds 30]

Takes: each built-in style with its own mood and turned moods. People: excerpts as long (12 bars)
of the pitched pieces of the test split, against the same fingerprints of the train split. Copies: excerpts
of train pieces, disguised; of each disguise, how many are over the line and lead back to their piece.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from generator.compose import Composer
from generator.originality.check import originality_of
from generator.originality.fingerprints import Fingerprints, load_fingerprints
from generator.originality.training import ARRANGED, SHIPPED
from music.controls import Controls
from music.corpus import read_manifest
from music.errors import CadenzaError
from music.midi import read_midi
from music.originality import MOST_BARS, MOST_NOTES, Originality
from music.score import DURATION, ONSET, PITCH, Part, Score
from music.styles import BUILT_IN_STYLES

EXCERPT_BARS = 12
#: takes that are composed at once
TOGETHER = 12


class Table:
    """What was found in one kind of pieces."""

    def __init__(self) -> None:
        self.found: list[Originality] = []
        self.milliseconds: list[float] = []

    def check(self, score: Score, known: Fingerprints) -> Originality:
        began = time.process_time()  # what else the machine does is not the check
        found = originality_of(score, [known])
        self.milliseconds.append(1000 * (time.process_time() - began))
        self.found.append(found)
        return found

    def to_json(self) -> dict[str, object]:
        notes = [f.notes for f in self.found]
        over = sum(f.over_the_line for f in self.found)
        return {
            "pieces": len(self.found),
            "over_the_line": over,
            "share": round(over / max(1, len(self.found)), 4),
            "longest_run_notes": quantiles(notes),
            "similarity": quantiles([f.similarity for f in self.found]),
            "cpu_milliseconds": quantiles(self.milliseconds),
        }


def quantiles(values: list[float] | list[int]) -> dict[str, float]:
    if not values:
        return {}
    return {f"p{q}": round(float(np.percentile(values, q)), 2) for q in (50, 90, 99)}


def orders(count: int, seconds: float) -> Iterator[tuple[str, Controls, int]]:
    """Styles in turn; every second round with the mood turned."""
    names = list(BUILT_IN_STYLES)
    for k in range(count):
        style, turn = BUILT_IN_STYLES[names[k % len(names)]], k // len(names)
        sign = -1.0 if turn % 2 else 1.0
        yield (
            style.name,
            Controls(
                style=style.name,
                valence=sign * (style.valence or 0.0),
                arousal=sign * (style.arousal or 0.0),
                seconds=seconds,
            ),
            k,
        )


def excerpt(score: Score, first: int, bars: int) -> Score:
    """`bars` bars of `score` from bar `first`, at its beginning."""
    starts = [*score.bar_starts(), score.end_tick]
    begin, end = starts[first], starts[min(first + bars, len(starts) - 1)]
    parts = []
    for part in score.parts:
        notes = part.notes[(part.notes[:, ONSET] >= begin) & (part.notes[:, ONSET] < end)].copy()
        notes[:, ONSET] -= begin
        parts.append(Part(part.program, notes, part.is_drum, part.name))
    metre = score.metre_at(begin)._replace(tick=0)
    return Score(score.ticks_per_quarter, tuple(p for p in parts if len(p.notes)), metres=(metre,))


def transposed(score: Score, rng: np.random.Generator) -> Score:
    up = int(rng.choice([-5, -3, -1, 2, 4, 6]))
    return mapped(score, lambda part: moved(part, up))


def moved(part: Part, up: int) -> Part:
    notes = part.notes.copy()
    if not part.is_drum:
        notes[:, PITCH] += up
    return replace(part, notes=notes)


def scaled(score: Score, rng: np.random.Generator) -> Score:
    """All values doubled, transposed too."""

    def double(part: Part) -> Part:
        notes = part.notes.copy()
        notes[:, [ONSET, DURATION]] *= 2
        return replace(part, notes=notes)

    return mapped(transposed(score, rng), double)


def exchanged(score: Score, rng: np.random.Generator) -> Score:
    """The lowest part plays other pitches; a piece of one part gets a second beside it."""
    parts = list(transposed(score, rng).parts)
    pitched = [k for k, part in enumerate(parts) if not part.is_drum]
    if len(pitched) == 1:
        parts.append(replace(parts[pitched[0]], program=42))
        pitched = [len(parts) - 1]
    k = min(pitched, key=lambda k: float(parts[k].notes[:, PITCH].mean()))
    table = parts[k].notes.copy()
    table[:, PITCH] = rng.integers(48, 72, len(table))
    parts[k] = replace(parts[k], notes=table[np.lexsort((table[:, PITCH], table[:, ONSET]))])
    return replace(score, parts=tuple(parts))


def ornamented(score: Score, rng: np.random.Generator) -> Score:
    """Every third note of a quarter or more gets an upper neighbour before its end."""
    quarter = score.ticks_per_quarter

    def turn(part: Part) -> Part:
        long = np.flatnonzero(part.notes[:, DURATION] >= quarter)[::3]
        extra = part.notes[long].copy()
        extra[:, ONSET] += extra[:, DURATION] - quarter // 4
        extra[:, DURATION] = quarter // 4
        extra[:, PITCH] += 2
        table = np.concatenate([part.notes, extra])
        return replace(part, notes=table[np.lexsort((table[:, PITCH], table[:, ONSET]))])

    return mapped(transposed(score, rng), turn)


def mapped(score: Score, change: Callable[[Part], Part]) -> Score:
    return replace(score, parts=tuple(change(p) for p in score.parts))


DISGUISES: dict[str, Callable[[Score, np.random.Generator], Score]] = {
    "transposed": transposed,
    "values doubled": scaled,
    "one voice exchanged": exchanged,
    "ornaments added": ornamented,
}


def pieces(folders: list[Path], split: set[str], rng: np.random.Generator) -> Iterator[tuple[str, Score]]:
    """(id, Score) of pitched, not arranged pieces in a random order."""
    rows = [(f, r) for f in folders for r in read_manifest(f) if r["id"] in split]
    rows = [(f, r) for f, r in rows if r["dataset"] not in (ARRANGED, "groove")]
    for k in rng.permutation(len(rows)).tolist():
        folder, row = rows[k]
        try:
            yield row["id"], read_midi((folder / row["path"]).read_bytes())
        except CadenzaError:
            continue


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--fingerprints", type=Path, default=SHIPPED)
    parser.add_argument("--takes", type=int, default=1000)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--copies", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=30.0, help="length of a take")
    options = parser.parse_args()
    known = load_fingerprints(options.fingerprints)
    rng = np.random.default_rng(0)
    test = {r["id"] for f in options.corpus for r in read_manifest(f) if r["split"] == "test"}
    report: dict[str, object] = {"compared_with": len(known.pieces), "corpus": known.source}

    table = Table()
    for _, score in pieces(options.corpus, test, rng):
        if len(table.found) == options.people:
            break
        bars = len(score.bar_starts())
        table.check(excerpt(score, int(rng.integers(0, max(1, bars - EXCERPT_BARS))), EXCERPT_BARS), known)
    report["people, 12 bars of a test piece"] = table.to_json()

    shown = {name: [0, 0, 0] for name in DISGUISES}
    missed: list[str] = []
    planted = 0
    for ident, score in pieces(options.corpus, {p.id for p in known.pieces}, rng):
        if planted == options.copies:
            break
        bars = len(score.bar_starts())
        original = excerpt(score, int(rng.integers(0, max(1, bars - EXCERPT_BARS))), EXCERPT_BARS)
        plain = originality_of(original, [known])
        if plain.notes < 2 * MOST_NOTES or plain.bars < 2 * MOST_BARS:
            continue  # too little of a line, or nothing but patterns: no copy that anyone could hear
        planted += 1
        for name, disguise in DISGUISES.items():
            found = originality_of(disguise(original, rng), [known])
            shown[name][0] += 1
            shown[name][1] += found.over_the_line
            shown[name][2] += found.id in (ident, plain.id)
            if not found.over_the_line:
                missed.append(f"{name}: {ident} ({found.notes} notes, {found.bars} bars)")
    report["planted"] = {
        name: f"{over} of {all_} over the line, {own} lead to their piece"
        for name, (all_, over, own) in shown.items()
    }
    report["missed"] = missed[:20]
    print(json.dumps(report, indent=1, ensure_ascii=False), flush=True)

    table, composer = Table(), Composer()

    def take(order: tuple[str, Controls, int]) -> Score:
        name, controls, seed = order
        return composer.compose(controls, seed, style=BUILT_IN_STYLES[name]).score

    wanted = list(orders(options.takes, options.seconds))
    with ThreadPoolExecutor(TOGETHER) as threads:  # decoded together; the notes are those of each alone
        for (name, _, seed), score in zip(wanted, threads.map(take, wanted), strict=True):
            found = table.check(score, known)
            if found.over_the_line:
                print(f"over the line: {name}, seed {seed}: {found.sentence}", flush=True)
            if len(table.found) % 100 == 0:
                print(f"{len(table.found)} takes: {json.dumps(table.to_json())}", flush=True)
    report["takes at the first attempt"] = table.to_json()
    print(json.dumps(report, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
