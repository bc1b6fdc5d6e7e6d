"""Who was told to wait, and until when: a flood is answered once, without asking the database again."""

import math
import time
from collections.abc import Callable

from bot.language import say

#: at most this many persons are remembered; those whose wait is over are forgotten first
REMEMBERED = 10_000


class Patience:
    """`clock` gives seconds that only go forward."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[int, float] = {}

    def wait(self, person: int, seconds: float) -> bool:
        """Notes that `person` has to wait. True if that is news: who waits already need not be told again."""
        now = self._clock()
        is_news = self._until.get(person, 0.0) <= now
        if len(self._until) >= REMEMBERED:
            self._until = {who: until for who, until in self._until.items() if until > now}
        self._until[person] = now + seconds
        return is_news

    def refusal(self, person: int) -> str | None:
        """What to say to a person who does not wait; None for everybody else."""
        left = self._until.get(person, 0.0) - self._clock()
        if left <= 0:
            self._until.pop(person, None)
            return None
        return say("A moment, please: you may ask again in {seconds} s.", seconds=math.ceil(left))
