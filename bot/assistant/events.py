"""What goes in and out of the assistant: one Turn in, a stream of ReplyEvents out, on any surface.

Events are stored in the conversation, so each survives `to_json` and `event_from_json`.
"""

from dataclasses import asdict, dataclass, field, fields, is_dataclass
from typing import Any, ClassVar, Literal

from music.controls import Controls
from music.job import Stage, Take
from music.operation import Operation
from recommender.ranking_filters import Filters

Surface = Literal["web", "cli", "discord"]
Intent = Literal[
    "recommend", "generate", "continue", "restyle", "blend", "vary", "analyze",
    "play", "stop", "rate", "explain", "help", "chat",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; not yet looked at."""

    filename: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, button press or command of one person.

    `guild_id` is the Discord server; the web page ("web") and the command line ("cli") are guilds of their
    own. `conversation_id` is chosen by the surface (any text up to 64 characters; a new one opens a
    conversation). `text` may be empty when something else says what is wanted.

    A button or a command fixes what words would otherwise say: `intent`; `target`, the id of the Take or
    Track it is about; `stars` 1 to 5 for "rate"; `controls`, which win over the text; `seed_tracks`, ids of
    Tracks to start from (of a blend: what the target is blended with); `operation`, what is done to the
    target or the attachments; `random_seed` in [0, 2**32); `model`. `limit` is how many Tracks to recommend;
    `filters` what they must be to be shown at all.
    `id` makes a repeated delivery of the same turn harmless. `address` (JSON) is where the surface posts the
    reply; it is kept with the turn and with its job for a program that has to go on after a restart.
    `language` (ISO 639-1) is that of the person's surface, for an answer where neither these words nor the
    conversation tell one.
    """

    guild_id: str
    surface: Surface
    person: str
    conversation_id: str
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    intent: Intent | None = None
    target: str = ""
    stars: int | None = None
    controls: Controls | None = None
    operation: Operation | None = None
    seed_tracks: tuple[str, ...] = ()
    random_seed: int | None = None
    model: str = "transformer"
    limit: int = 5
    filters: Filters = field(default_factory=Filters)
    id: str = ""
    address: dict[str, Any] = field(default_factory=dict, repr=False)
    language: str = ""


class _Event:
    """Base of the events: JSON both ways under the class's name in lower case."""

    __slots__ = ()
    type: ClassVar[str]
    turn_id: str

    def __init_subclass__(cls) -> None:
        cls.type = cls.__name__.lower()

    def to_json(self) -> dict[str, Any]:
        """JSON values: "type" and one entry for each field."""
        assert is_dataclass(self)
        data: dict[str, Any] = {"type": self.type}
        for f in fields(self):
            value = getattr(self, f.name)
            if f.name == "address" and not value:
                continue  # only surfaces that post by themselves have one
            if isinstance(value, Controls | Take):
                data[f.name] = value.to_json()
            elif isinstance(value, tuple):
                data[f.name] = [asdict(v) if is_dataclass(v) else v for v in value]
            else:
                data[f.name] = value
        return data


@dataclass(frozen=True, slots=True)
class Asked(_Event):
    """The person's turn as the conversation keeps it; not part of a reply, but replayed with it."""

    turn_id: str
    text: str
    attachments: tuple[str, ...] = ()
    address: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Understood(_Event):
    """What was understood. `summary` in words ("tempo 96, G minor, 3/4, 16 bars"); `notes` are sentences
    on contradictions and what was made of them. `change` says what a refinement changed ("tempo 120 -> 96;
    everything else as before"). `alternatives` are messages that would mean the other reading."""

    turn_id: str
    intent: Intent
    language: str
    controls: Controls
    confidence: float = 1.0
    summary: str = ""
    notes: tuple[str, ...] = ()
    change: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecommendedTrack:
    """A Track as a card shows it. `score` in [0, 1]; `reasons` in words; `mood` {valence, arousal};
    `midi` its content hash, from which audio can be asked of the engine."""

    id: str
    title: str
    composer: str
    style: str
    mood: dict[str, float]
    tempo_bpm: float
    key: str
    metre: str
    seconds: float
    instruments: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]
    licence: str = ""
    source: str = ""
    midi: str = ""


@dataclass(frozen=True, slots=True)
class Recommended(_Event):
    """Ranked Tracks, best first. `text` opens them; `relaxed` says which filters were given up, "" for none.
    `elapsed_ms` is the search and ranking, after the text was encoded."""

    turn_id: str
    tracks: tuple[RecommendedTrack, ...]
    text: str = ""
    elapsed_ms: float = 0.0
    relaxed: str = ""


@dataclass(frozen=True, slots=True)
class Working(_Event):
    """A Job on its way: `done` of `total` in the stage's unit; `text` says it in words."""

    turn_id: str
    job_id: str
    stage: Stage
    done: int = 0
    total: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class TakeReady(_Event):
    """A finished Take. `text` describes it with what was adjusted; `title`, `adjustments` and `originality`
    are what it is called and those sentences apart, as `text` in the language of the turn (the Take itself
    has them in English)."""

    turn_id: str
    take: Take
    text: str = ""
    adjustments: tuple[str, ...] = ()
    originality: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Said(_Event):
    """Words. `about` names what they are ("analysis", "rating", "help", "chat", "explanation", "progress");
    `details` are JSON values for surfaces that draw more than words (an analysis, for instance)."""

    turn_id: str
    text: str
    about: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed(_Event):
    """It did not work. `text` is one clear sentence. `error_id` is empty when the request was bad
    (exit code 2 on the command line), else the id under which the log has the failure (exit code 1)."""

    turn_id: str
    text: str
    error_id: str = ""


@dataclass(frozen=True, slots=True)
class Finished(_Event):
    """Nothing more comes for this turn."""

    turn_id: str


ReplyEvent = Understood | Recommended | Working | TakeReady | Said | Failed | Finished
Event = Asked | ReplyEvent

_TYPES: dict[str, Any] = {
    c.type: c for c in (Asked, Understood, Recommended, Working, TakeReady, Said, Failed, Finished)
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An event at its place in a conversation; `sequence` counts from 1 without gaps."""

    sequence: int
    event: Event

    def to_json(self) -> dict[str, Any]:
        return {"sequence": self.sequence, **self.event.to_json()}


def event_from_json(data: dict[str, Any]) -> Event:
    """The inverse of `to_json`. Raises KeyError for a type of event that does not exist."""
    values = {k: v for k, v in data.items() if k != "type"}
    if "controls" in values:
        values["controls"] = Controls.from_json(values["controls"])
    if "take" in values:
        values["take"] = Take.from_json(values["take"])
    if "tracks" in values:
        values["tracks"] = tuple(RecommendedTrack(**_tuples(t)) for t in values["tracks"])
    event: Event = _TYPES[data["type"]](**_tuples(values))
    return event


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
