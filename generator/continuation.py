"""Going on from a piece: its last bars are read by the model, new bars follow, and what was there stays.

The piece itself is never touched: the new notes are added behind its last bar, in its own ticks, on its own
parts, in the tempo and metre that hold there.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from generator.decoding import Prefix
from generator.finishing import finish
from generator.plan import Plan
from music.analysis import analyze
from music.controls import BARS_RANGE, Controls, parse_metre
from music.errors import CadenzaError, ImpossibleControls
from music.grid import BAR, GRID_VELOCITY, INSTRUMENT, POSITION, GridNotes, from_grid, to_grid
from music.score import DURATION, ONSET, PITCH, Part, Score
from music.theory import Key

DEFAULT_BARS = 8
#: as much of the piece as leaves half of the model's window to what is new
MOST_NOTES = 240
SUSTAIN_PEDAL, PEDAL_DOWN = 64, 64


@dataclass(frozen=True, slots=True, eq=False)
class Continuation:
    """What the model is asked: `prefix` and, behind it, plan.bars - prefix.bars new bars."""

    source: Score
    prefix: Prefix
    plan: Plan
    #: where the new bars begin, in ticks of the source
    start: int

    @property
    def bars(self) -> int:
        """How many bars are new."""
        return self.plan.bars - self.prefix.bars


def plan_continuation(source: Score, wishes: Controls) -> tuple[Continuation, tuple[str, ...]]:
    """What is composed behind `source`, and sentences on what could not be granted.

    `wishes`: bars (8 when nothing is said), key, valence, arousal and density hold for the new part; tempo,
    metre and instruments are the piece's own. Raises CadenzaError for a piece that cannot be gone on from.
    """
    wishes.checked()
    if not source.note_count:
        raise CadenzaError("There are no notes to go on from; a file with some works.")
    bars = wishes.bars or DEFAULT_BARS
    last_onset = max(int(p.notes[:, ONSET].max()) for p in source.parts if len(p.notes))
    metre = source.metre_at(last_onset)
    try:
        numerator, denominator = parse_metre(str(metre))
    except ImpossibleControls as error:
        raise CadenzaError(f"The piece ends in {metre}, which I cannot write; {error}") from error
    prefix, programs = _last_bars(source, 48 * numerator // denominator)
    if prefix.bars + bars > BARS_RANGE[1]:
        raise ImpossibleControls(f"{bars} new bars are too many; up to {BARS_RANGE[1] // 2} work.")
    known = analyze(source)
    tempo = max((t for t in source.tempos if t.tick <= last_onset), key=lambda t: t.tick)
    plan = Plan(
        tempo_microseconds=min(max(tempo.microseconds, 187_500), 3_000_000),
        key=Key.parse(wishes.key or known.key or "C major"),
        metre=(numerator, denominator),
        bars=prefix.bars + bars,
        programs=programs,
        valence=known.mood.valence if wishes.valence is None else wishes.valence,
        arousal=known.mood.arousal if wishes.arousal is None else wishes.arousal,
        density=wishes.density or known.density,
        style=0,
        seed=(),
    )
    said = []
    if wishes.tempo_bpm or wishes.metre or wishes.instruments or wishes.exclude_instruments or wishes.style:
        said.append("It goes on in the tempo, the metre and the instruments of the piece.")
    return Continuation(source, prefix, _coarse(plan), _end_of_last_bar(source)), tuple(said)


def _coarse(plan: Plan) -> Plan:
    """The mood as a take code holds it, so that the code makes the very same Plan."""

    def axis(value: float | None) -> float | None:
        return None if value is None else round(value, 2)

    return replace(plan, valence=axis(plan.valence), arousal=axis(plan.arousal))


def _last_bars(source: Score, bar_positions: int) -> tuple[Prefix, tuple[int, ...]]:
    """The last whole bars of the piece that have the length of its last one, and the instruments in them."""
    grid = to_grid(source)
    notes = grid.notes
    last = int(notes[:, BAR].max())
    first = last
    while (
        first > 0
        and grid.bar_positions[first - 1] == bar_positions
        and int((notes[:, BAR] >= first - 1).sum()) <= MOST_NOTES
    ):
        first -= 1
    mine = notes[notes[:, BAR] >= first][-MOST_NOTES:].copy()
    first = int(mine[0, BAR])  # a piece that begins with rests, or a last bar too full to be read whole
    mine[:, BAR] -= first
    mine[:, POSITION] = np.minimum(mine[:, POSITION], bar_positions - 1)
    programs = tuple(sorted({int(p) for p in mine[:, INSTRUMENT]}))
    return Prefix(mine, last - first + 1), programs


def _end_of_last_bar(source: Score) -> int:
    """The bar line behind everything that sounds."""
    start = source.bar_starts()[-1]
    metre = source.metre_at(start)
    length = max(1, source.ticks_per_quarter * 4 * metre.numerator // metre.denominator)
    return start + length * max(1, -(-(source.end_tick - start) // length))


def join(asked: Continuation, notes: GridNotes) -> Score:
    """The source with the new bars of `notes` (the prefix's own notes are in it too) behind it."""
    new = notes[notes[:, BAR] >= asked.prefix.bars].copy()
    new[:, BAR] -= asked.prefix.bars
    own_plan = replace(asked.plan, bars=asked.bars)
    done = finish(new, own_plan)
    done[:, GRID_VELOCITY] = _as_loud_as(asked.prefix.notes, done)
    written = from_grid(
        done, tempo_bpm=own_plan.tempo_bpm, metre=own_plan.metre, instruments=own_plan.programs
    )
    scale = asked.source.ticks_per_quarter / written.ticks_per_quarter
    parts = list(asked.source.parts)
    for part in written.parts:
        table = part.notes.copy()
        table[:, ONSET] = asked.start + np.rint(table[:, ONSET] * scale)
        table[:, DURATION] = np.maximum(1, np.rint(table[:, DURATION] * scale))
        place = next((k for k, old in enumerate(parts) if _plays(old, part)), None)
        if place is None:
            parts.append(replace(part, notes=table))
        else:
            parts[place] = _longer(parts[place], table, asked.start)
    title = asked.source.title or "Untitled"
    return replace(asked.source, parts=tuple(parts), title=f"{title}, continued")


def _plays(old: Part, new: Part) -> bool:
    """Whether `old` is the part of that instrument; a part without notes only carries texts."""
    return old.is_drum == new.is_drum and (old.is_drum or old.program == new.program) and len(old.notes) > 0


def _longer(part: Part, table: NDArray[np.int32], start: int) -> Part:
    """`part` with more notes, its pedal up and its pitch straight where they begin."""
    notes = np.concatenate([part.notes, table])
    notes = notes[np.lexsort((notes[:, PITCH], notes[:, ONSET]))]
    controllers, bends = part.controllers, part.pitch_bends
    pedal = controllers[controllers[:, 1] == SUSTAIN_PEDAL]
    if len(pedal) and pedal[-1, 2] >= PEDAL_DOWN:
        controllers = np.concatenate([controllers, np.array([[start, SUSTAIN_PEDAL, 0]], np.int32)])
    if len(bends) and bends[-1, 1] != 0:
        bends = np.concatenate([bends, np.array([[start, 0]], np.int32)])
    return replace(part, notes=notes, controllers=controllers, pitch_bends=bends)


def _as_loud_as(old: GridNotes, new: GridNotes) -> NDArray[np.int32]:
    """The velocities of `new`, moved so that they sit where those of `old` sit."""
    shift = round(float(np.median(old[:, GRID_VELOCITY]) - np.median(new[:, GRID_VELOCITY])))
    moved: NDArray[np.int32] = np.clip(new[:, GRID_VELOCITY] + shift, 16, 127).astype(np.int32)
    return moved
