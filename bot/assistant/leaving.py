"""Persons about whom everything is being deleted just now."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.language import later, say
from music.errors import CadenzaError

#: what somebody is told who acts on while everything about them goes
LEAVING = later("Everything about you is being deleted just now; ask again in a moment.")


class Leaving:
    """While somebody's deletion runs, they are not met anew: a button that was pressed a moment earlier would
    bring them back between the deletion and the search that proves it."""

    def __init__(self) -> None:
        self._leaving: set[tuple[str, str]] = set()

    @contextmanager
    def of(self, surface: str, person: str) -> Iterator[None]:
        """Around a deletion. Raises CadenzaError where one runs already."""
        self.refuse(surface, person)
        self._leaving.add((surface, person))
        try:
            yield
        finally:
            self._leaving.remove((surface, person))

    def refuse(self, surface: str, person: str) -> None:
        """Raises CadenzaError while that person's deletion runs."""
        if (surface, person) in self._leaving:
            raise CadenzaError(say(LEAVING))
