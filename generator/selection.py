"""Best of N: several takes of one wish decoded together, and the one that is given.

A take that does not hold what was asked is not given while there is one that does; among those that hold it
the reward decides. The attempt's number goes into the code, so that a replay makes only the winner. Where the
reward has a goal, as with seeds, more are made until one reaches it, as far as the work allows; the work is
counted in notes and not in seconds, so that the same request becomes the same piece on any machine.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from music.grid import GridNotes

#: how many takes are decoded together, and how many there may be in all while none holds what was asked
CANDIDATES = 2
ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Goal:
    """What a reward is to reach: beyond `merit` no more attempts are made, nor beyond `attempts` in all, nor
    where the next ones would bring the notes of all of them beyond `notes`."""

    merit: float
    attempts: int
    notes: int


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
    goal: Goal | None = None,
    first: int = 0,
) -> Chosen:
    """Decodes `candidates` attempts at a time until one holds what was asked, or there were `attempts`; with
    a `goal` also until one reaches it. They are numbered from `first` on.

    `merit` is whether a take holds it, and how good it is beside others of which the same is true.
    """
    best: tuple[tuple[bool, float], int, GridNotes] | None = None
    made = notes_made = 0

    def go_on() -> bool:
        if best is None or (not best[0][0] and made < attempts):
            return True
        if goal is None or (best[0][0] and best[0][1] >= goal.merit):
            return False
        return made < goal.attempts and notes_made * (made + candidates) <= goal.notes * made

    while go_on():
        most = attempts if goal is None else max(attempts, goal.attempts)
        numbers = range(first + made, first + min(most, made + candidates))
        for attempt, notes in zip(numbers, decode(numbers), strict=True):
            found = merit(notes)
            if best is None or found > best[0]:
                best = (found, attempt, notes)
            notes_made += len(notes)
        made = numbers.stop - first
    assert best is not None
    return Chosen(best[1], best[2], made)
