"""What operators watch: counters since the start, and how things stand now, in Prometheus' text format."""

import resource
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.assistant.catalogue import CatalogueStatus
from bot.engine.protocol import Health

Labels = tuple[tuple[str, str], ...]
#: of the exposition format, https://prometheus.io/docs/instrumenting/exposition_formats/
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(slots=True)
class Measures:
    """Counted while the program runs; never by person."""

    started: float = field(default_factory=time.time)
    turns: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: float = 0.0

    def answered(self, surface: str, outcome: str, seconds: float) -> None:
        """A turn was answered: `outcome` is its intent, "refused" or "failed"."""
        self.turns[surface, outcome] += 1
        self.seconds += seconds


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: the engine, the catalogue, the jobs in each state."""

    ready: bool
    engine: Health
    catalogue: CatalogueStatus
    jobs: dict[str, int]


def exposition(measures: Measures, now: Standing) -> str:
    """All of it, one sample a line."""
    rows: list[str] = []

    def family(name: str, kind: str, about: str, samples: Iterable[tuple[Labels, float]]) -> None:
        rows.extend((f"# HELP cadenza_{name} {about}", f"# TYPE cadenza_{name} {kind}"))
        for labels, value in samples:
            inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels)
            rows.append(f"cadenza_{name}{{{inside}}} {value:g}" if inside else f"cadenza_{name} {value:.10g}")

    turns = [
        ((("surface", surface), ("outcome", outcome)), float(count))
        for (surface, outcome), count in sorted(measures.turns.items())
    ]
    states = ("queued", "running", "done", "failed", "cancelled")
    family("up_since_seconds", "gauge", "When the program started.", [((), measures.started)])
    family("ready", "gauge", "Whether turns are answered without waiting.", [((), now.ready)])
    family("turns_total", "counter", "Turns answered, by intent or how they ended.", turns)
    family("turn_seconds_total", "counter", "Time until turns were answered.", [((), measures.seconds)])
    family(
        "jobs",
        "gauge",
        "Jobs in the database by state.",
        [((("state", state),), now.jobs.get(state, 0)) for state in states],
    )
    family("tracks", "gauge", "Tracks in the catalogue.", [((), now.catalogue.tracks)])
    family("engine_up", "gauge", "Whether the engine answers.", [((), now.engine.alive)])
    family("engine_restarts_total", "counter", "Engines that ended early.", [((), now.engine.restarts)])
    family(
        "engine_resident_bytes", "gauge", "Memory of the engine.", [((), now.engine.memory_mb * 1_000_000)]
    )
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    family("resident_bytes_max", "gauge", "Most memory this process ever had.", [((), most)])
    return "\n".join(rows) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
