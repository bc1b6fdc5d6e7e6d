"""What follows the first answer: the original answer, follow-up messages."""

from __future__ import annotations

from typing import Any

from tests.discord_server import errors, hooks, message_payloads, posting
from tests.discord_server.api import Call, Route
from tests.discord_server.interactions import Interaction
from tests.discord_server.messages import EPHEMERAL, Message
from tests.discord_server.multipart import read_body

ORIGINAL = "@original"


def use_of(call: Call) -> Interaction:
    return call.discord.desk.by_token(call.id("application"), call.text("token"))


def message_of(call: Call, use: Interaction) -> Message:
    """The message of the path, which must belong to this interaction."""
    name = call.text("message")
    if name == ORIGINAL:
        found = use.response
    else:
        own = [m for m in (use.response, *use.followups) if m is not None]
        number = call.id("message")
        found = next((m for m in own if m.id == number), None)
    if found is None or found.deleted:
        raise errors.unknown("message")
    return found


async def follow_up(call: Call) -> Any:
    """Create Followup Message. The first one fills a deferred answer that is still loading."""
    use = use_of(call)
    payload, files = await read_body(call)
    if use.channel.deleted:
        raise errors.unknown("channel")
    posting.check_sizes(use.channel, files)
    hooks.check_message(payload, files)
    if use.response is not None and use.response.loading and not use.response.deleted:
        posting.edit(use.response, payload, files)
        return message_payloads.message(use.response)
    flags = int(payload.get("flags") or 0) & EPHEMERAL
    message = posting.create(use.channel, call.discord.bot_user, payload, files, interaction=use, flags=flags)
    use.followups.append(message)
    call.discord.changed()
    return message_payloads.message(message)


async def one(call: Call) -> Any:
    return message_payloads.message(message_of(call, use_of(call)))


async def edit(call: Call) -> Any:
    use = use_of(call)
    payload, files = await read_body(call)
    message = message_of(call, use)
    posting.check_sizes(use.channel, files)
    hooks.check_message(payload, files, edit=True)
    posting.edit(message, payload, files)
    use.updated = True
    call.discord.changed()
    return message_payloads.message(message)


async def remove(call: Call) -> Any:
    message = message_of(call, use_of(call))
    posting.delete(message)


ONE = "/webhooks/{application}/{token}/messages/{message}"

ROUTES: list[Route] = [
    ("POST", "/webhooks/{application}/{token}", follow_up, False),
    ("GET", ONE, one, False),
    ("PATCH", ONE, edit, False),
    ("DELETE", ONE, remove, False),
]
