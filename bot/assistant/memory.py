"""What a conversation remembers: its messages, the newest take and the newest recommendations."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.assistant.events import Asked, Entry, Recommended, RecommendedTrack, TakeReady, Understood
from music.controls import Controls
from music.job import Take

#: messages that the understanding of a new one may lean on
EARLIER_MESSAGES = 8


@dataclass(frozen=True, slots=True)
class Memory:
    """`earlier`: the person's messages, oldest first. `controls`: those of the newest request about music."""

    earlier: tuple[str, ...] = ()
    take: Take | None = None
    tracks: tuple[RecommendedTrack, ...] = ()
    controls: Controls | None = None


def recall(entries: Sequence[Entry], before_sequence: int) -> Memory:
    """The memory at the turn whose Asked has the number `before_sequence`."""
    earlier: list[str] = []
    take: Take | None = None
    tracks: tuple[RecommendedTrack, ...] = ()
    controls: Controls | None = None
    for entry in entries:
        if entry.sequence >= before_sequence:
            break
        match entry.event:
            case Asked() if entry.event.text:
                earlier.append(entry.event.text)
            case TakeReady():
                take = entry.event.take
            case Recommended() if entry.event.tracks:
                tracks = entry.event.tracks
            case Understood() if entry.event.intent in ("generate", "vary", "restyle", "recommend"):
                controls = entry.event.controls
    return Memory(tuple(earlier[-EARLIER_MESSAGES:]), take, tracks, controls)
