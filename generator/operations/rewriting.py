"""Rewrite: some bars of a piece composed anew between those that stay."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.finishing import finish
from generator.operations.context import Context, as_loud_as, context_of
from generator.operations.editing import Bar, bars_of, cut, grid_of, in_order, program_of, stretch_of
from generator.operations.filling import Gap
from generator.operations.model import Model
from generator.operations.voices import put_in
from music.analysis import Analysis, analyze
from music.controls import Controls
from music.errors import ImpossibleControls
from music.grid import BAR, INSTRUMENT, GridNotes
from music.instruments import program_names, program_number
from music.score import Score


@dataclass(frozen=True, slots=True, eq=False)
class Rewritten:
    """`holds`: every bar that sounded sounds again, with the same instruments. merit: how likely the model
    finds the bars that follow (nats a note; 0 where none follow). notes: how many were composed."""

    score: Score
    holds: bool
    merit: float
    notes: int


def rewrite(
    score: Score,
    first: int,
    last: int,
    wishes: Controls,
    seed: tuple[int, ...],
    model: Model,
    names: Collection[str] = (),
    known: Analysis | None = None,
) -> Rewritten:
    """Bars `first` to `last` (from 1, both included) of `score` composed anew, by all who play in them or by
    the General MIDI instruments `names` alone.

    `known`: what the piece is, where somebody has analyzed it already.
    Everything that begins before or after them is identical to the tick, also where it sounds into them; new
    notes end with the last of the bars. Raises ImpossibleControls for bars that are not there, or an
    instrument that does not play.
    """
    bars = bars_of(score)
    low, high = stretch_of(bars, first, last)
    only = _named(score, names)
    known = known or analyze(score)
    made = Rewritten(score, True, 0.0, 0)
    for a, b in runs(bars, low, high):
        done = _rewrite(made.score, bars, a, b, wishes, (*seed, a), model, only, known)
        made = replace(done, holds=made.holds and done.holds, notes=made.notes + done.notes)
    return made


def runs(bars: Sequence[Bar], low: int, high: int) -> list[tuple[int, int]]:
    """[low, high) in stretches of one metre."""
    cuts = [i for i in range(low + 1, high) if bars[i].metre[1:] != bars[i - 1].metre[1:]]
    return list(zip([low, *cuts], [*cuts, high], strict=True))


def _named(score: Score, names: Collection[str]) -> tuple[int, ...]:
    playing = sorted({program_of(p) for p in score.parts if len(p.notes)})
    for name in names:
        if program_number(name) not in playing:
            heard = ", ".join(program_names(playing))
            raise ImpossibleControls(f"There is no {name} in this piece; its instruments are {heard}.")
    return tuple(sorted({program_number(name) for name in names}))


def _rewrite(
    score: Score,
    bars: Sequence[Bar],
    low: int,
    high: int,
    wishes: Controls,
    seed: tuple[int, ...],
    model: Model,
    only: tuple[int, ...],
    known: Analysis,
) -> Rewritten:
    """Bars [low, high), all of one metre."""
    old = grid_of(score, bars[low:high])
    playing = sorted({program_of(p) for p in score.parts if len(p.notes)})
    here = sorted(set(old[:, INSTRUMENT].tolist()))
    changed = only or tuple(here) or tuple(playing)
    heard = tuple(sorted({*here, *changed})) if only else changed
    context = context_of(score, bars, low, high, heard, wishes, known)
    first, stop = context.first, context.first + context.bars
    read = context.prefix.notes if context.prefix else old[:0]
    staying = old[~np.isin(old[:, INSTRUMENT], changed)].copy()
    staying[:, BAR] += first
    if len(staying):  # the others play on, and what is new is fitted to them
        gap = Gap(in_order(read, staying), frozenset(changed), first, stop, _usual(old, changed, high - low))
        new = in_order(staying, model.fill(context.plan, gap, seed))
    else:
        notes = model.decode(context.plan, seed, context.prefix)
        new = notes[(notes[:, BAR] >= first) & (notes[:, BAR] < stop)]
    composed = shaped(context, in_order(read, new), changed)
    done = _put(score, bars, low, high, composed, changed)
    merit = 0.0
    if len(context.after):
        after = context.after.copy()
        after[:, BAR] += stop
        merit = model.likelihood(context.plan, in_order(read, new, after), stop)
    sounds = set(composed[:, BAR].tolist()) | {int(b) - first for b in staying[:, BAR]}
    holds = set(old[:, BAR].tolist()) <= sounds and set(composed[:, INSTRUMENT].tolist()) == set(changed)
    return Rewritten(done, holds, merit, len(composed))


def _usual(notes: GridNotes, programs: Collection[int], bars: int) -> float:
    """Notes a bar of `programs`, at least one."""
    return max(1.0, float(np.isin(notes[:, INSTRUMENT], list(programs)).sum()) / bars)


def _put(
    score: Score, bars: Sequence[Bar], low: int, high: int, notes: GridNotes, programs: Collection[int]
) -> Score:
    """`score` with `notes` of `programs` in the bars in place of what these played there."""
    start, stop = bars[low].start, bars[high - 1].stop
    parts = tuple(cut(p, start, stop) if program_of(p) in programs else p for p in score.parts)
    return put_in(replace(score, parts=parts), bars[low:high], notes, stop if high < len(bars) else None)


def shaped(context: Context, notes: GridNotes, programs: Collection[int]) -> GridNotes:
    """Of decoded `notes` those of the stretch (its first bar 0) and of `programs`, as players would have them
    and as loud as the music around."""
    done = finish(notes, context.plan)
    first, stop = context.first, context.first + context.bars
    inside = (done[:, BAR] >= first) & (done[:, BAR] < stop) & np.isin(done[:, INSTRUMENT], list(programs))
    new = done[inside].copy()
    new[:, BAR] -= first
    return as_loud_as(context.prefix.notes, new) if context.prefix is not None else new
