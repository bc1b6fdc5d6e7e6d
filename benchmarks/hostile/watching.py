"""A program under fire, watched from outside: its memory, its engine, its log."""

import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_SECONDS_A_SAMPLE = 2.0
_PLAIN = re.compile(r"[\d-]{10} [\d:,]+ (?P<level>[A-Z]+) (?P<logger>[\w.]+): (?P<message>.*)")
#: what the program says on standard error when all is well
_OURS = ("Cadenza is ", "Stopped.", "cadenza: stopped")


def resident_mb(pid: int) -> float:
    """Memory of a process that is in RAM, in MB; 0 for one that is gone."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1000
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0.0


def children_of(pid: int) -> list[int]:
    """Its child processes; the engine is the first."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


@dataclass
class Memory:
    """Samples of one process over the run: (seconds, pid, MB)."""

    samples: list[tuple[float, int, float]] = field(default_factory=list)
    _next: float = 0.0

    def look(self, seconds: float, pid: int | None) -> None:
        if pid is not None and seconds >= self._next and (mb := resident_mb(pid)):
            self.samples.append((seconds, pid, mb))
            self._next = seconds + _SECONDS_A_SAMPLE

    def median(self, begin: float, end: float) -> float:
        inside = [mb for at, _, mb in self.samples if begin <= at < end]
        return statistics.median(inside) if inside else 0.0

    @property
    def most(self) -> float:
        return max((mb for _, _, mb in self.samples), default=0.0)


@dataclass
class Log:
    """What a program wrote to standard error."""

    tracebacks: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    engine_ends: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path) -> "Log":
        """Of JSON lines, as the bot writes them, or of plain ones, as the page does."""
        log = cls()
        for line in path.read_text(errors="replace").splitlines():
            if plain := _PLAIN.match(line):
                log._note(plain["level"].lower(), plain["logger"], plain["message"], "")
                continue
            try:
                entry = json.loads(line)
                log._note(entry["level"], entry["logger"], entry["message"], entry.get("error", ""))
            except (ValueError, KeyError, TypeError):
                if line.startswith(("Traceback", " ")) and log.tracebacks:
                    log.tracebacks[-1] += f"\n{line}"
                elif line.startswith("Traceback"):
                    log.tracebacks.append(line)
                elif line.strip() and not line.startswith(_OURS):
                    log.other.append(line)
        return log

    def _note(self, level: str, logger: str, message: str, error: str) -> None:
        if error:
            self.tracebacks.append(f"{logger}: {message}\n{error}")
        elif message.startswith("the engine ended"):
            self.engine_ends.append(message)
        elif level == "error":
            self.errors[f"{logger}: {message}"[:140]] += 1
        elif level == "warning":
            self.warnings[f"{logger}: {message.partition('(')[2] or message}"[:100]] += 1


class Clock:
    """Seconds of attack."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._stopped_at: float | None = None

    @property
    def now(self) -> float:
        return (time.monotonic() if self._stopped_at is None else self._stopped_at) - self._began

    @contextmanager
    def stopped(self) -> Iterator[None]:
        self._stopped_at = time.monotonic()
        try:
            yield
        finally:
            self._began += time.monotonic() - self._stopped_at
            self._stopped_at = None
