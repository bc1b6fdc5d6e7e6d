"""The record of one interaction: what a member did and how the bot answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.discord_server.people import User

if TYPE_CHECKING:
    from tests.discord_server.guilds import Channel
    from tests.discord_server.messages import Message

COMMAND = 2
COMPONENT = 3
AUTOCOMPLETE = 4
SUBMIT = 5

#: seconds until the first answer, and until the token ends
ANSWER_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0

#: what Discord tells a member whom nobody answered
NO_ANSWER = "The application did not respond"
NO_ANSWER_TO_PRESS = "This interaction failed"
NO_ANSWER_TO_FORM = "Something went wrong. Try again."


@dataclass(slots=True, eq=False)
class Modal:
    """A form that the bot opened for a member; fill it in with `member.submit`."""

    custom_id: str
    title: str
    components: list[dict[str, Any]]
    interaction: Interaction

    def fields(self) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
        """(label, the input, the row or label around it) for each input."""
        found = []
        for row in self.components:
            if row["type"] == 1:
                found += [(item.get("label", ""), item, row) for item in row["components"]]
            elif row["type"] == 18:
                found.append((row.get("label", ""), row["component"], row))
        return found


@dataclass(slots=True, eq=False)
class Interaction:
    """One use of a command, button, select or form.

    `acknowledged_ms`: real milliseconds from the gateway's send to the callback's arrival, None without one.
    `error`: what the member is told by Discord itself where the bot failed to answer, else None.
    """

    id: int
    type: int
    token: str
    user: User
    channel: Channel
    data: dict[str, Any]
    created: float
    owners: dict[str, str]
    #: the registered command, for a command and its autocompletion
    command: dict[str, Any] | None = None
    #: the message whose component was used
    message: Message | None = None
    #: for a submitted form, the interaction that opened it
    origin: Interaction | None = None

    sent: float | None = None  # monotonic
    acknowledged_ms: float | None = None
    #: type of the callback that acknowledged it
    callback: int | None = None
    error: str | None = None
    #: the message that answers it; it follows edits. For an update of a message, that message
    response: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Modal | None = None
    choices: list[dict[str, Any]] = field(default_factory=list)
    #: set when acknowledged, or when Discord gave up waiting
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    updated: bool = False

    @property
    def deferred(self) -> bool:
        """Acknowledged first, answered later."""
        return self.callback in (5, 6)

    @property
    def private(self) -> bool:
        """The answer is seen by this member alone."""
        own = [m for m in (self.response, *self.followups) if m is not None and m.interaction is self]
        return bool(own) and all(m.private for m in own)

    @property
    def answered(self) -> bool:
        """More than a deferral has arrived: a message, an update, a form or choices."""
        if self.callback in (4, 7, 8, 9) or self.followups or self.updated:
            return True
        return self.callback == 5 and self.response is not None and not self.response.loading

    def __repr__(self) -> str:
        return f"<Interaction {self.id} type {self.type} of {self.user.name}, callback {self.callback}>"
