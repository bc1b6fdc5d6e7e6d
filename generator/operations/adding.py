"""Adding an instrument: the model composes its part to the others, which stay as they are, to the tick."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from generator.operations.context import context_of
from generator.operations.editing import Bar, bars_of, grid_of, in_order, program_of
from generator.operations.filling import Gap
from generator.operations.model import Model
from generator.operations.rewriting import Rewritten, runs, shaped
from generator.operations.voices import put_in
from music.controls import Controls
from music.errors import ImpossibleControls
from music.grid import GRID_VELOCITY, INSTRUMENT, GridNotes
from music.instruments import DRUMS, NAMES, family_of, program_number
from music.score import Score

#: every given note is a step of the model; more would take minutes
MOST_NOTES = 6000


def add_instrument(
    score: Score, name: str, wishes: Controls, seed: tuple[int, ...], model: Model
) -> Rewritten:
    """`score` with a part for the General MIDI instrument `name`, from its first bar to its last.

    `merit` is how likely the model finds all notes together. Raises ImpossibleControls when the instrument
    plays already, or the piece has too many notes.
    """
    program = program_number(name)
    playing = {program_of(part) for part in score.parts if len(part.notes)}
    if program in playing:
        raise ImpossibleControls(f"{NAMES[program]} plays in this piece already; name another instrument.")
    bars = bars_of(score)
    if score.note_count > MOST_NOTES:
        raise ImpossibleControls(
            f"The piece has {score.note_count} notes; up to {MOST_NOTES} work for adding an instrument."
        )
    done, notes, merits = score, 0, []
    for low, high in runs(bars, 0, len(bars)):
        done, count, merit = _added(score, done, bars, low, high, program, wishes, (*seed, low), model)
        notes += count
        merits.append(merit)
    return Rewritten(done, notes > 0, float(np.mean(merits)), notes)


def _added(
    score: Score,
    so_far: Score,
    bars: Sequence[Bar],
    low: int,
    high: int,
    program: int,
    wishes: Controls,
    seed: tuple[int, ...],
    model: Model,
) -> tuple[Score, int, float]:
    """Bars [low, high), all of one metre: the piece, how many notes are new, how likely all are."""
    given = grid_of(score, bars[low:high])
    programs = sorted({program, *given[:, INSTRUMENT].tolist()})
    context = replace(context_of(score, bars, low, high, programs, wishes), prefix=None)
    context = replace(context, plan=replace(context.plan, bars=high - low))
    gap = Gap(
        given, frozenset({program}), 0, high - low, _usual(given, high - low, program, len(score.parts))
    )
    new = model.fill(context.plan, gap, seed)
    everything = in_order(given, new)
    composed = shaped(context, everything, (program,))
    median = float(np.median(given[:, GRID_VELOCITY])) if len(given) else 80.0
    if len(composed):
        shift = round(median - 6 - float(np.median(composed[:, GRID_VELOCITY])))
        composed[:, GRID_VELOCITY] = np.clip(composed[:, GRID_VELOCITY] + shift, 16, 127)
    stop = bars[high - 1].stop if high < len(bars) else None
    done = put_in(so_far, bars[low:high], composed, stop)
    return done, len(composed), model.likelihood(context.plan, everything, 0)


def _usual(given: GridNotes, bars: int, program: int, lines: int) -> float:
    """Notes a bar: what drums and basses play about, else as many as the others on average."""
    if program == DRUMS:
        return 8.0
    if family_of(program) == "bass":
        return 3.0
    return min(8.0, max(1.5, len(given) / lines / bars))
