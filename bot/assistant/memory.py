"""What a conversation remembers: its requests, the takes made, the newest recommendations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.assistant.events import Entry, Recommended, RecommendedTrack, TakeReady, Understood
from bot.understanding import Request
from music.controls import Controls
from music.job import Take

#: requests that the understanding of a new message may lean on
EARLIER_REQUESTS = 40


@dataclass(frozen=True, slots=True)
class Memory:
    """`requests`: what was asked, oldest first, with what the take decided where one answered; `answers`:
    those takes, in the same places. `takes`: oldest first. `tracks`: the newest recommendations;
    `take_is_newest`: whether the last take came later.
    """

    requests: tuple[Request, ...] = ()
    answers: tuple[Take | None, ...] = ()
    takes: tuple[Take, ...] = ()
    tracks: tuple[RecommendedTrack, ...] = ()
    take_is_newest: bool = False

    @property
    def take(self) -> Take | None:
        return self.takes[-1] if self.takes else None


def recall(entries: Sequence[Entry], before_sequence: int) -> Memory:
    """The memory at the turn whose Asked has the number `before_sequence`."""
    requests: dict[str, Request] = {}
    answers: dict[str, Take] = {}
    takes: list[Take] = []
    tracks: tuple[RecommendedTrack, ...] = ()
    take_is_newest = False
    for event in (entry.event for entry in entries if entry.sequence < before_sequence):
        match event:
            case Understood():
                requests[event.turn_id] = Request(
                    event.intent, event.language, event.controls, confidence=event.confidence
                )
            case TakeReady():
                takes.append(event.take)
                answers[event.turn_id] = event.take
                take_is_newest = True
                if (asked := requests.get(event.turn_id)) is not None:
                    state = state_after(asked.controls, event.take.controls)
                    requests[event.turn_id] = replace(asked, controls=state)
            case Recommended() if event.tracks:
                tracks = event.tracks
                take_is_newest = False
    kept = list(requests)[-EARLIER_REQUESTS:]
    return Memory(
        tuple(requests[turn] for turn in kept),
        tuple(answers.get(turn) for turn in kept),
        tuple(takes),
        tracks,
        take_is_newest,
    )


def state_after(asked: Controls, made: Controls) -> Controls:
    """What holds after a take: what was asked, and what was decided where nothing was.

    So "slower" and "add a flute" mean the music that was heard. One length only: in bars, unless seconds
    were asked.
    """
    in_seconds = asked.seconds is not None and asked.bars is None
    state = asked.merged_over(made)
    return replace(state, bars=None) if in_seconds else replace(state, seconds=None)
