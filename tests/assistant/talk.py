"""Talking to an assistant in tests, and a small catalogue's music."""

import uuid
from typing import Any, TypeVar

from bot.assistant.assistant import Assistant
from bot.assistant.events import Failed, Finished, Recommended, ReplyEvent, Said, TakeReady, Turn, Understood
from music.job import Take
from tests.engine.pieces import C_MAJOR, G_MINOR, tune

E = TypeVar("E")

BROKEN_MAJOR = (60, 64, 62, 65, 64, 67, 65, 72)
BROKEN_MINOR = (67, 70, 69, 72, 70, 74, 72, 79)
FIFTHS = (48, 55, 50, 57, 52, 59, 53, 60)
#: file name -> content: scales that differ in shape, key, tempo and instrument
MUSIC: dict[str, bytes] = {
    "slow-piano-major.mid": tune(C_MAJOR, bpm=60, program=0, bars=8, title="slow-piano-major"),
    "slow-piano-minor.mid": tune(G_MINOR, bpm=62, program=0, bars=8, title="slow-piano-minor"),
    "fast-violin-major.mid": tune(BROKEN_MAJOR, bpm=160, program=40, bars=8, title="fast-violin-major"),
    "fast-flute-minor.mid": tune(BROKEN_MINOR, bpm=170, program=73, bars=8, title="fast-flute-minor"),
    "organ.mid": tune(FIFTHS, bpm=90, program=19, bars=8, title="organ-fifths"),
    "song.abc": b"X:1\nT:A Little Song\nM:3/4\nL:1/4\nK:D\nDFA|d2A|FGA|D3|\n",
}
#: asks for a piece that is made quickly
SMALL = "a 2 bar piece for piano in C major at 120 bpm in 4/4"


def turn(text: str = "", conversation: str = "", *, person: str = "ann", **more: Any) -> Turn:
    return Turn("cli", "cli", person, conversation or f"c-{uuid.uuid4().hex}", text, **more)


async def reply(assistant: Assistant, asked: Turn) -> list[ReplyEvent]:
    """The whole reply; the last event is always Finished, which is left out."""
    events = [event async for event in assistant.handle(asked)]
    assert [e for e in events if isinstance(e, Finished)] == events[-1:]
    return events[:-1]


def only(kind: type[E], events: list[ReplyEvent]) -> E:
    """The one event of a kind."""
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, events
    return found[0]


def take_in(events: list[ReplyEvent]) -> Take:
    return only(TakeReady, events).take


def said(events: list[ReplyEvent]) -> str:
    return only(Said, events).text


def failed(events: list[ReplyEvent]) -> Failed:
    return only(Failed, events)


def understood(events: list[ReplyEvent]) -> Understood:
    return only(Understood, events)


def recommended(events: list[ReplyEvent]) -> Recommended:
    return only(Recommended, events)
