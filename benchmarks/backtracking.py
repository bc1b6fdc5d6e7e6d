"""Patterns of the reader that try a wall of words in every way: `python -m benchmarks.backtracking`.

Every compiled pattern of bot/understanding on walls of 160 characters that say two words over and over, for
each pair of some words of music and small talk. A pattern that needs a quarter of a second of processor time
for one of them needs longer than a life for a message of 2,000 characters. Printed: those, and how many were
tried.
"""

import importlib
import itertools
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

import bot.understanding

SECONDS = 0.25
CHARACTERS = 160
WORDS = re.findall(
    r"\S+",
    """thanks you hi all ok cool night good stop it now that's enough please no more not too many notes
    my cat is are can even turn make song the last two in 3 4 a dozen hundred study running sounds
    really so very just and but bars bpm 120 minutes long slow fast drums piano with without any , .
    ! ? 停 了 吧 一下 别放 吵 太 紧张 好 首 改成""",
)


class _TooLong(Exception):
    pass


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise _TooLong


def _patterns_in(value: Any) -> Iterator["re.Pattern[str]"]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from _patterns_in(member)


def patterns() -> dict["re.Pattern[str]", str]:
    """Every pattern of a module of the reader, also in its tables of rules, with the name it has there."""
    found: dict[re.Pattern[str], str] = {}
    for module in pkgutil.walk_packages(bot.understanding.__path__, "bot.understanding."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in _patterns_in(value):
                found.setdefault(pattern, f"{module.name.removeprefix('bot.understanding.')}.{name}")
    return found


def walls() -> Iterator[str]:
    for one, other in itertools.product(WORDS, WORDS):
        said = f"{one} {other} " if one.isascii() else one + other
        yield (said * CHARACTERS)[:CHARACTERS] + "x!"


def main() -> None:
    signal.signal(signal.SIGVTALRM, _interrupt)
    started, tried = time.monotonic(), list(walls())
    for pattern, name in patterns().items():
        for wall in tried:
            try:
                signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
                pattern.search(wall)
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            except _TooLong:
                print(f"{name}: {pattern.pattern[:60]!r} on {wall[:30]!r} …")
                break
    print(f"{len(patterns())} patterns, {len(tried)} walls each, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
