"""Human pieces of a packed corpus as `Piece`s, cut to the length that is composed."""

from collections.abc import Iterator, Sequence

import numpy as np

from generator.evaluation.measures import Piece
from music.controls import Controls
from music.corpus import PackedCorpus
from music.grid import BAR, DURATIONS, GRID_DURATION, GRID_VELOCITY, INSTRUMENT, velocity_of_class
from music.instruments import DRUMS, NAMES

#: what a piece without a stated tempo is taken to have
USUAL_TEMPO = 108.0
SHORTEST, LONGEST = 8, 16  # bars
MOST_INSTRUMENTS = 6


def human_piece(pack: PackedCorpus, index: int, longest: int = LONGEST) -> tuple[Piece, int] | None:
    """The first bars of a piece in one metre, and its denominator; None for a piece too short, in
    several metres or in one that the composer does not play."""
    notes, bars = pack.piece(index)
    count = min(longest, len(bars), int(notes[-1, BAR]) + 1)
    lengths, denominators = bars[:count, 0], bars[:count, 1]
    # an upbeat or a cut bar does not make a second metre
    common = int(np.bincount(lengths).argmax())
    if count < SHORTEST or (lengths != common).sum() > 1 or len(set(denominators.tolist())) > 1:
        return None
    denominator = int(denominators[0])
    if denominator not in (2, 4, 8) or common * denominator % 48 or not 2 <= common * denominator // 48 <= 12:
        return None
    rows = notes[(notes[:, BAR] < count) & (notes[:, 1] < common)]
    if len(rows) < 8 or not (rows[:, BAR] == count - 1).any():
        return None
    table = rows.astype(np.int32)
    table[:, GRID_DURATION] = DURATIONS[rows[:, GRID_DURATION]]
    table[:, GRID_VELOCITY] = [velocity_of_class(int(v)) for v in rows[:, GRID_VELOCITY]]
    end = count * common - (table[:, BAR] * common + table[:, 1])
    table[:, GRID_DURATION] = np.minimum(table[:, GRID_DURATION], end)
    if len(np.unique(table[:, INSTRUMENT])) > MOST_INSTRUMENTS:
        return None
    return Piece(table, count, common, pack.pieces[index].tempo_bpm or USUAL_TEMPO), denominator


def human_pieces(pack: PackedCorpus, indices: Sequence[int]) -> Iterator[tuple[int, Piece, Controls]]:
    """(index, piece, what to ask for to get one of its kind: bars, metre, tempo and instruments)."""
    for index in indices:
        found = human_piece(pack, index)
        if found is None:
            continue
        piece, denominator = found
        programs = [int(p) for p in np.unique(piece.notes[:, INSTRUMENT])]
        if programs == [DRUMS]:
            continue
        asked = Controls(
            bars=piece.bars,
            metre=f"{piece.bar_positions * denominator // 48}/{denominator}",
            tempo_bpm=float(np.clip(piece.tempo_bpm, 40, 240)),
            instruments=tuple(NAMES[p] for p in programs),
        )
        yield index, piece, asked
