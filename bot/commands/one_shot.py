"""One command, one answer: an assistant in this process that lives as long as the command."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from bot.commands.output import CommandFailed, ProgressLine
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.assistant.events import ReplyEvent, Turn

#: The command line is a guild of its own, and whoever sits at it is this person unless --user says otherwise.
GUILD = "cli"
DEFAULT_USER = "local"

Answer = TypeVar("Answer")


def with_assistant(
    work: "Callable[[Assistant, ProgressLine], Awaitable[Answer]]",
    *,
    catalogue: bool = True,
    in_process: bool = True,
) -> Answer:
    """Run `work` with an assistant on the configured data folder; it is closed afterwards.

    `catalogue`: wait until the starter catalogue stands (it is built on the first call). `in_process`: the
    engine works in this process; otherwise in a child, which survives files that bring a library down.
    Raises the CadenzaErrors of the settings, the data folder and the work itself.
    """
    return asyncio.run(_open_and_work(work, catalogue, in_process))


async def _open_and_work(
    work: "Callable[[Assistant, ProgressLine], Awaitable[Answer]]", catalogue: bool, in_process: bool
) -> Answer:
    from bot.assistant.assistant import Assistant
    from bot.settings import load_settings

    with ProgressLine() as progress:
        async with Assistant.open(load_settings(), in_process=in_process, background=False) as assistant:
            if catalogue:
                await assistant.prepare(lambda done, total, text: progress.show(text, done, total))
            return await work(assistant, progress)


def new_conversation() -> str:
    """A conversation that nothing came before."""
    return f"cli-{uuid.uuid4().hex}"


async def events_of(assistant: "Assistant", turn: "Turn", progress: ProgressLine) -> "list[ReplyEvent]":
    """The whole reply to `turn`, progress drawn on the way and left out.

    Raises CadenzaError when the request was bad, CommandFailed when the answer failed otherwise.
    """
    from bot.assistant.events import Failed, Finished, Working

    events: list[ReplyEvent] = []
    async for event in assistant.handle(turn):
        match event:
            case Working():
                progress.show(event.text or event.stage, event.done, event.total, stage=event.stage)
            case Failed() if event.error_id:
                raise CommandFailed(f"{event.text} (failure {event.error_id})")
            case Failed():
                raise CadenzaError(event.text)
            case Finished():
                pass
            case _:
                events.append(event)
    return events
