"""How much pieces share with what was learned from: composed ones beside people's own."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from generator.evaluation.intervals import share_interval
from generator.evaluation.measures import Piece
from generator.originality.check import originality_of
from generator.originality.fingerprints import Fingerprints
from music.grid import POSITIONS_PER_QUARTER, from_grid
from music.score import Score


def borrowing(pieces: Sequence[Piece], known: Fingerprints) -> dict[str, Any]:
    """The share over the line of originality, and the longest runs shared with a piece of `known`: notes at
    the median, the 90th percentile and at most."""
    found = [originality_of(score_of(piece), [known]) for piece in pieces]
    notes = [f.notes for f in found] or [0]
    return {
        "over_the_line": share_interval([f.over_the_line for f in found]),
        "longest_run": {
            "median": float(np.median(notes)),
            "p90": float(np.percentile(notes, 90)),
            "most": max(notes),
        },
    }


def score_of(piece: Piece) -> Score:
    """A piece on the Grid as a Score; the metre is written in quarters where it can be, else in eighths."""
    quarters, rest = divmod(piece.bar_positions, POSITIONS_PER_QUARTER)
    metre = (quarters, 4) if not rest else (piece.bar_positions * 2 // POSITIONS_PER_QUARTER, 8)
    return from_grid(piece.notes, tempo_bpm=piece.tempo_bpm, metre=metre)
