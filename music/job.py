"""Values that cross between the conversation and the engine: Job, Progress, Take.

All are JSON-serialisable through `to_json`/`from_json`, since a Job is a row in the database before it
starts and a Take is one after it ended.
"""

import time
import uuid
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from music.controls import Controls
from music.operation import Operation
from music.originality import Originality
from music.style import Style

JobKind = Literal["compose", "operate", "replay"]
Stage = Literal["queued", "composing", "checking", "rendering", "drawing", "done"]


#: the licence of what Cadenza composes, and what is said of pieces made from others' music
OWN_LICENCE = "CC0-1.0"
AS_SOURCE = "as the piece it was made from"


@dataclass(frozen=True, slots=True)
class Seed:
    """A Track of the catalogue that conditions a piece: its id, a name for people, its share."""

    track_id: str
    title: str
    composer: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A Track near to what is asked; `midi` is the content hash of its MIDI file."""

    track_id: str
    title: str
    composer: str
    midi: str


@dataclass(frozen=True, slots=True)
class Job:
    """A self-contained order to the engine: nothing else is needed to carry it out.

    `seed_vector` is the weighted mean of the seeds' pooled embeddings (unit length), or empty.
    `random_seed` in [0, 2**32): the piece follows from it, the Controls, the seed vector and the weights.
    With the `neighbours` (and all that the model learned from) the piece is compared before it is delivered.
    `code` is set for a replay only; `operation` and `sources`, the content hashes of the MIDI files it is
    done to, for an operation only (its Controls say how the result shall be). `style`: what `controls.style`
    means where it is a guild's own; None for the styles that everybody has.
    """

    controls: Controls
    random_seed: int
    kind: JobKind = "compose"
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    seeds: tuple[Seed, ...] = ()
    seed_vector: tuple[float, ...] = ()
    model: str = "transformer"
    code: str = ""
    operation: Operation | None = None
    sources: tuple[str, ...] = ()
    title: str = ""
    neighbours: tuple[Neighbour, ...] = ()
    style: Style | None = None
    created: float = field(default_factory=time.time)

    def to_json(self) -> dict[str, Any]:
        data = asdict(self)
        data["controls"] = self.controls.to_json()
        data["operation"] = self.operation.to_json() if self.operation else None
        data["style"] = self.style.to_json() if self.style else None
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Job":
        values = dict(data)
        if source := values.pop("source", ""):  # written down before there were other operations
            values |= {"kind": "operate", "operation": {"kind": "continue"}, "sources": [source]}
        operation = values.get("operation")
        values["operation"] = Operation.from_json(operation) if operation else None
        style = values.get("style")
        values["style"] = Style.from_json(style) if style else None
        values["sources"] = tuple(values.get("sources", ()))
        values["controls"] = Controls.from_json(values["controls"])
        values["seeds"] = tuple(Seed(**s) for s in values["seeds"])
        values["seed_vector"] = tuple(values["seed_vector"])
        values["neighbours"] = tuple(Neighbour(**n) for n in values.get("neighbours", ()))
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a Job stands. `done` of `total` in the unit of the stage (queue places, bars, seconds)."""

    job_id: str
    stage: Stage
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Take:
    """One generated result. `controls` are the resolved ones (nothing left open that was decided).

    Files are content hashes (SHA-256, hex) in the FileStore: `midi`, `picture`, and `audio` by format
    name ("ogg", "mp3", ...). `seconds` is the length of the music, `audio_seconds` with its tail.
    `notes_per_second` is decoding alone, by wall clock. `originality` says what comes closest (None for a
    replay, which is not compared again); `adjustments` are sentences for people on what was changed and why.
    `operation`: its kind, of a take that one made from `seeds`. `licence`: of the music; AS_SOURCE where it
    was made from a piece that is not Cadenza's own.
    """

    id: str
    job_id: str
    code: str
    controls: Controls
    midi: str
    seeds: tuple[Seed, ...] = ()
    picture: str = ""
    audio: dict[str, str] = field(default_factory=dict)
    title: str = ""
    model: str = "transformer"
    model_digest: str = ""
    random_seed: int = 0
    notes: int = 0
    bars: int = 0
    seconds: float = 0.0
    audio_seconds: float = 0.0
    notes_per_second: float = 0.0
    soundfont: str = ""
    originality: Originality | None = None
    adjustments: tuple[str, ...] = ()
    operation: str = ""
    licence: str = OWN_LICENCE
    timings: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        data = asdict(self)
        data["controls"] = self.controls.to_json()
        data["originality"] = self.originality.to_json() if self.originality else None
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Take":
        values = dict(data)
        told = values.get("originality")
        values["originality"] = Originality.from_json(told) if told else None
        values["controls"] = Controls.from_json(values["controls"])
        values["seeds"] = tuple(Seed(**s) for s in values["seeds"])
        values["adjustments"] = tuple(values["adjustments"])
        return cls(**values)

    @property
    def files(self) -> frozenset[str]:
        """Content hashes of all its files."""
        return frozenset(name for name in (self.midi, self.picture, *self.audio.values()) if name)

    def with_files(self, **files: Any) -> "Take":
        return replace(self, **files)
