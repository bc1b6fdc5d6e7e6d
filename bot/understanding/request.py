"""Request: what one message asks for."""

from dataclasses import dataclass, field
from typing import Any, Literal

from music.controls import Controls

Intent = Literal[
    "recommend", "generate", "continue", "restyle", "blend", "vary", "analyze", "play", "stop", "rate",
    "explain",
    "help", "chat",
]  # fmt: skip
#: intents of which Controls say how the music shall be
MUSICAL: frozenset[Intent] = frozenset(
    {"recommend", "generate", "continue", "restyle", "blend", "vary", "play"}
)

ReferenceKind = Literal["number", "last", "first", "this", "described"]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a message points at: "#2" (kind number, number 2), "the last one", "the first one", "that one",
    or a description of something earlier ("that sad one": kind described). `text` is how it was said."""

    kind: ReferenceKind
    text: str
    number: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "number": self.number, "text": self.text}


@dataclass(frozen=True, slots=True)
class Request:
    """What one message asks for.

    `language` is ISO 639-1. `controls` hold the whole state after the message: for a refinement the earlier
    Controls with its changes. `confidence` in [0, 1]. `notes` are sentences for the person about how an
    unclear wish was read. `stars` is 1 to 5 for the intent rate, where it was said. `alternatives` are
    messages that would mean the other reading of an unclear wish. `back_to`: the place, among the earlier
    requests, of the one whose state is wanted again as it was. `unread`: how many words nothing has read.
    """

    intent: Intent
    language: str = "en"
    controls: Controls = field(default_factory=Controls)
    references: tuple[Reference, ...] = ()
    confidence: float = 1.0
    notes: tuple[str, ...] = ()
    stars: int | None = None
    alternatives: tuple[str, ...] = field(default=(), compare=False)
    back_to: int | None = field(default=None, compare=False)
    unread: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """The object of `cadenza understand --json`."""
        return {
            "intent": self.intent,
            "language": self.language,
            "controls": self.controls.to_json(),
            "references": [reference.to_json() for reference in self.references],
            "confidence": self.confidence,
            "notes": list(self.notes),
            "stars": self.stars,
            "alternatives": list(self.alternatives),
        }
