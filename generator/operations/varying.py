"""Vary: some bars of a piece composed anew, its form kept; bars that were alike stay alike."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.operations.editing import Bar, bars_of, cut, grid_of, paste, program_of
from generator.operations.model import Model
from generator.operations.rewriting import rewrite
from music.analysis import analyze
from music.controls import Controls
from music.errors import ImpossibleControls
from music.grid import BAR, GRID_DURATION, INSTRUMENT
from music.instruments import DRUMS, NAMES
from music.score import ONSET, PITCH, Score

#: bars that are composed at one go
_AT_ONCE = 2
#: more distinct bars than this are not composed anew, however long the piece
_MOST_NEW = 32


@dataclass(frozen=True, slots=True, eq=False)
class Varied:
    """similarity: share of notes in common, see `same_notes`; new_bars: how many changed, repeats too."""

    score: Score
    similarity: float
    new_bars: int
    holds: bool
    merit: float
    notes: int

    @property
    def said(self) -> str:
        total = len(self.score.bar_starts())
        return (
            f"{self.new_bars} of {total} bars are new; {self.similarity:.0%} of the notes are as they were."
        )


def similarity_range(degree: float) -> tuple[float, float]:
    """Where the similarity of a variation of that degree lies."""
    return max(0.0, 1 - degree - 0.25), 1 - 0.15 * degree


def vary(score: Score, degree: float, wishes: Controls, seed: tuple[int, ...], model: Model) -> Varied:
    """About `degree` (0 to 1) of the bars of `score` composed anew, the first and the last ones last.

    Key, metre, tempo, instruments, length and what repeats what stay; where several instruments play, the
    melody or what accompanies it changes in turn. Raises ImpossibleControls for a degree of 0.
    """
    if not 0 < degree <= 1:
        raise ImpossibleControls(f"A degree of {degree:g} changes nothing; above 0 and up to 1 works.")
    bars = bars_of(score)
    groups = _alike(score, bars)
    known = analyze(score)
    rng = np.random.Generator(np.random.PCG64(seed))
    chosen = _chosen([group[0] for group in groups], degree, len(bars), rng)
    made, holds, merit, notes = score, True, 0.0, 0
    sides = _sides(score)
    turn = int(rng.integers(len(sides)))
    for k, (low, high) in enumerate(_stretches(chosen)):
        names = sides[(turn + k) % len(sides)]
        sounding = {NAMES[p] for p in grid_of(score, bars[low:high])[:, INSTRUMENT].tolist()}
        here = names if degree < 1 and set(names) & sounding else ()
        done = rewrite(made, low + 1, high, wishes, (*seed, k), model, sorted(set(here) & sounding), known)
        made, holds = done.score, holds and done.holds
        merit, notes = merit + done.merit, notes + done.notes
    changed = 0
    for group in groups:
        if group[0] in chosen:
            changed += len(group)
            made = _repeated(made, [bars[i] for i in group], last=group[-1] == len(bars) - 1)
    similarity = same_notes(score, made)
    low_end, high_end = similarity_range(degree)
    in_key = analyze(made).key in (known.key, wishes.key)
    holds = holds and in_key and low_end <= similarity <= high_end
    return Varied(made, similarity, changed, holds, merit / max(1, len(chosen)), notes)


def same_notes(a: Score, b: Score) -> float:
    """Twice the notes that both have (instrument, bar, position and pitch), over the notes of both."""
    sets = [{tuple(row) for row in grid_of(s, bars_of(s))[:, :GRID_DURATION].tolist()} for s in (a, b)]
    return 2 * len(sets[0] & sets[1]) / max(1, len(sets[0]) + len(sets[1]))


def _alike(score: Score, bars: Sequence[Bar]) -> list[list[int]]:
    """Indices of bars in groups with the same notes."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    notes = grid_of(score, bars)
    cuts = np.searchsorted(notes[:, BAR], np.arange(len(bars) + 1))
    for i, bar in enumerate(bars):
        own = notes[cuts[i] : cuts[i + 1], 1:5]
        found[(bar.positions, bar.stop - bar.start, own.tobytes())].append(i)
    return list(found.values())


def _chosen(firsts: list[int], degree: float, bars: int, rng: np.random.Generator) -> list[int]:
    """Which of the distinct bars are composed anew, in stretches; the opening and the close go last."""
    count = min(_MOST_NEW, max(1, round(degree * len(firsts))))
    blocks = [firsts[k : k + _AT_ONCE] for k in range(0, len(firsts), _AT_ONCE)]
    order = [blocks[i] for i in rng.permutation(len(blocks))]
    ends = [b for b in order if 0 in b or bars - 1 in b]
    inner = [b for b in order if 0 not in b and bars - 1 not in b]
    flat = [i for block in (*inner, *ends) for i in block]
    return sorted(flat[:count])


def _stretches(chosen: list[int]) -> list[tuple[int, int]]:
    """Neighbours together: [low, high) each."""
    out: list[tuple[int, int]] = []
    for i in chosen:
        if out and out[-1][1] == i and out[-1][1] - out[-1][0] < 2 * _AT_ONCE:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return out


def _sides(score: Score) -> list[tuple[str, ...]]:
    """The instrument of the melody, and those of all else; one empty side where they cannot be told apart."""
    pitched = [p for p in score.parts if len(p.notes) and not p.is_drum]
    programs = {program_of(p) for p in score.parts if len(p.notes)}
    if len(programs) < 2 or not pitched:
        return [()]
    lead = max(pitched, key=lambda p: (float(p.notes[:, PITCH].mean()), len(p.notes)))
    others = sorted(programs - {lead.program} - {DRUMS}) or [DRUMS]
    return [(NAMES[lead.program],), tuple(NAMES[p] for p in others)]


def _repeated(score: Score, bars: Sequence[Bar], *, last: bool) -> Score:
    """What stands in the first of `bars` also in the others; `last`: the last of them ends the piece."""
    source = bars[0]
    parts = []
    for part in score.parts:
        inside = (part.notes[:, ONSET] >= source.start) & (part.notes[:, ONSET] < source.stop)
        rows = part.notes[inside]
        for bar in bars[1:]:
            shifted = rows.copy()
            shifted[:, ONSET] += bar.start - source.start
            ends = last and bar is bars[-1]
            part = paste(cut(part, bar.start, bar.stop), shifted, None if ends else bar.stop)
        parts.append(part)
    return replace(score, parts=tuple(parts))
