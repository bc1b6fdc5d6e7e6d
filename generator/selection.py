"""Best of N: several takes of one wish decoded together, and the one that is given.

A take that does not hold what was asked is not given while there is one that does; among those that hold it
the reward decides. The attempt's number goes into the code, so that a replay makes only the winner.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from music.grid import GridNotes

#: how many takes are decoded together, and how many there may be in all while none holds what was asked
CANDIDATES = 2
ATTEMPTS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The winner's notes and number; `decoded` counts the takes that were made."""

    attempt: int
    notes: GridNotes
    decoded: int


def best_of(
    decode: Callable[[Sequence[int]], Sequence[GridNotes]],
    merit: Callable[[GridNotes], tuple[bool, float]],
    candidates: int = CANDIDATES,
    attempts: int = ATTEMPTS,
) -> Chosen:
    """Decodes `candidates` attempts at a time until one holds what was asked, or there were `attempts`.

    `merit` is whether a take holds it, and how good it is beside others of which the same is true.
    """
    best: tuple[tuple[bool, float], int, GridNotes] | None = None
    made = 0
    while made < attempts and not (best and best[0][0]):
        numbers = range(made, min(attempts, made + candidates))
        for attempt, notes in zip(numbers, decode(numbers), strict=True):
            found = merit(notes)
            if best is None or found > best[0]:
                best = (found, attempt, notes)
        made = numbers.stop
    assert best is not None
    return Chosen(best[1], best[2], made)
