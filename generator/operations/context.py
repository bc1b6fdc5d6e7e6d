"""What the model is asked for a stretch of a piece: the music around it, and a Plan of what the piece is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.decoding import Prefix
from generator.operations.editing import Bar, grid_of
from generator.plan import Plan
from music.analysis import Analysis, analyze
from music.controls import Controls, parse_metre
from music.errors import CadenzaError, ImpossibleControls
from music.grid import BAR, GRID_VELOCITY, INSTRUMENT, GridNotes
from music.score import Score
from music.theory import Key

#: notes of the music around that are read, about half of the model's window
MOST_NOTES = 240
#: bars behind the stretch that the model knows are to come, so that it does not close inside the piece
_BARS_TO_COME = 2
_LONGEST_STRETCH = 128
_BARS_READ = 64


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """`prefix` is read, then plan.bars - prefix.bars - extra bars are for the stretch; those behind them are
    not kept. `after`: the notes that follow it, their bars counted from 0 (none at the end of a piece, and
    none where they are the prefix, since nothing comes before)."""

    prefix: Prefix | None
    plan: Plan
    bars: int
    after: GridNotes

    @property
    def first(self) -> int:
        """The first bar of the stretch, as the model counts."""
        return 0 if self.prefix is None else self.prefix.bars


def metre_of(bar: Bar) -> tuple[int, int]:
    """The bar's metre, if it can be written. Raises CadenzaError."""
    try:
        return parse_metre(f"{bar.metre.numerator}/{bar.metre.denominator}")
    except ImpossibleControls as error:
        raise CadenzaError(f"Those bars are in {bar.metre}, which I cannot write; {error}") from error


def context_of(
    score: Score,
    bars: Sequence[Bar],
    low: int,
    high: int,
    programs: Sequence[int],
    wishes: Controls,
    known: Analysis | None = None,
) -> Context:
    """For bars [low, high) of `bars` (all of one metre), to be played by `programs`.

    wishes: key, valence, arousal and density hold for the new bars; the rest is the piece's own, `known` what
    it is where somebody has analyzed it already. Raises
    CadenzaError for a metre that cannot be written or a stretch that is too long.
    """
    metre = metre_of(bars[low])
    if high - low > _LONGEST_STRETCH:
        raise ImpossibleControls(f"{high - low} bars at once are too many; up to {_LONGEST_STRETCH} work.")
    before = _alike(bars, range(low - 1, max(-1, low - 1 - _BARS_READ), -1))
    behind = _alike(bars, range(high, min(len(bars), high + _BARS_READ)))
    around = _read(score, [bars[i] for i in reversed(before)], programs, from_end=True)
    after = grid_of(score, [bars[i] for i in behind[:_BARS_TO_COME]]) if behind else _NOTHING
    after = after[np.isin(after[:, INSTRUMENT], programs)]
    if around is None and behind:  # nothing comes before: what follows tells how the piece goes
        around = _read(score, [bars[i] for i in behind], programs, from_end=False)
    extra = min(_BARS_TO_COME, len(bars) - high)
    known = known or analyze(score)
    tempo = max((t for t in score.tempos if t.tick <= bars[low].start), key=lambda t: t.tick)
    plan = Plan(
        tempo_microseconds=min(max(tempo.microseconds, 187_500), 3_000_000),
        key=Key.parse(wishes.key or known.key or "C major"),
        metre=metre,
        bars=(around.bars if around else 0) + high - low + extra,
        programs=tuple(sorted(programs)),
        valence=round(known.mood.valence if wishes.valence is None else wishes.valence, 2),
        arousal=round(known.mood.arousal if wishes.arousal is None else wishes.arousal, 2),
        density=wishes.density or known.density,
        style=0,
        seed=(),
    )
    return Context(around, plan, high - low, after if before else _NOTHING)


_NOTHING = np.zeros((0, 6), np.int32)


def _alike(bars: Sequence[Bar], indices: range) -> list[int]:
    """Those of `indices`, in their order, up to the first bar of another metre than the bar next to them."""
    found: list[int] = []
    for i in indices:
        near = bars[i - indices.step]
        if (bars[i].positions, bars[i].metre.denominator) != (near.positions, near.metre.denominator):
            break
        found.append(i)
    return found


def _read(score: Score, bars: Sequence[Bar], programs: Sequence[int], *, from_end: bool) -> Prefix | None:
    """As many whole `bars` from their end (or beginning) as the model reads; None without notes."""
    if not bars:
        return None
    notes = grid_of(score, bars)
    notes = notes[np.isin(notes[:, INSTRUMENT], programs)]
    if not len(notes):
        return None
    counts = np.bincount(notes[:, BAR], minlength=len(bars))
    if from_end:
        total = np.cumsum(counts[::-1])
        kept = max(1, int(np.searchsorted(total, MOST_NOTES, side="right")))
        mine = notes[notes[:, BAR] >= len(bars) - kept][-MOST_NOTES:].copy()
        if not len(mine):
            return None
        mine[:, BAR] -= mine[0, BAR]
        return Prefix(mine, int(mine[-1, BAR]) + 1)  # rests before the stretch are not counted
    kept = max(1, int(np.searchsorted(np.cumsum(counts), MOST_NOTES, side="right")))
    mine = notes[notes[:, BAR] < kept][:MOST_NOTES].copy()
    mine[:, BAR] -= mine[0, BAR]
    return Prefix(mine, int(mine[-1, BAR]) + 1)


def as_loud_as(old: GridNotes, new: GridNotes) -> GridNotes:
    """`new` moved in loudness so that each instrument lies where it lay in `old`; drums and pitched
    instruments that `old` has not, where all of it lay."""
    moved = new.copy()
    for program in np.unique(new[:, INSTRUMENT]):
        mine = new[:, INSTRUMENT] == program
        same = old[old[:, INSTRUMENT] == program]
        model = same if len(same) else old
        if len(model):
            shift = round(float(np.median(model[:, GRID_VELOCITY]) - np.median(new[mine, GRID_VELOCITY])))
            moved[mine, GRID_VELOCITY] = np.clip(new[mine, GRID_VELOCITY] + shift, 16, 127)
    return moved
