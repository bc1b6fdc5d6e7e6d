"""Answers to interactions."""

from __future__ import annotations

import time
from typing import Any

from tests.discord_server import errors, hooks, message_payloads, posting
from tests.discord_server.api import Call, Route
from tests.discord_server.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interaction, Modal
from tests.discord_server.messages import EPHEMERAL, LOADING
from tests.discord_server.multipart import SentFile, read_body

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9

ALLOWED = {
    COMMAND: {MESSAGE, DEFERRED_MESSAGE, MODAL},
    COMPONENT: {MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    SUBMIT: {MESSAGE, DEFERRED_MESSAGE},
}


async def callback(call: Call) -> Any:
    """Create Interaction Response."""
    arrived = time.monotonic()
    use = call.discord.interactions.get(call.text("token"))
    if use is None or use.id != call.id("interaction"):
        raise errors.unknown("interaction")
    body, files = await read_body(call)
    hooks.check_callback(body, files)
    kind, data = body.get("type"), body.get("data") or {}
    if kind not in allowed(use):
        raise errors.invalid_form(
            ("type",),
            "INTERACTION_APPLICATION_COMMAND_INVALID_TYPE",
            "This response type is not allowed here.",
        )
    if kind in (MESSAGE, UPDATE):
        posting.check_sizes(use.channel, files)
    call.discord.desk.acknowledge(use, kind, arrived)
    try:
        answer(use, kind, data, files)
    except errors.ApiError:
        use.callback = use.acknowledged_ms = None  # nothing was done, so the member still waits
        raise
    use.settled.set()
    call.discord.changed()
    return result(use, kind) if call.flag("with_response") else None


def allowed(use: Interaction) -> set[int]:
    if use.type == SUBMIT and use.message is not None:
        return ALLOWED[SUBMIT] | {DEFERRED_UPDATE, UPDATE}
    return ALLOWED.get(use.type, set())


def answer(use: Interaction, kind: int, data: dict[str, Any], files: list[SentFile]) -> None:
    """Carries an answer out."""
    discord = use.channel.discord
    private = int(data.get("flags") or 0) & EPHEMERAL
    if kind in (MESSAGE, DEFERRED_MESSAGE):
        if use.channel.deleted:
            raise errors.unknown("channel")
        loading = LOADING if kind == DEFERRED_MESSAGE else 0
        use.response = posting.create(
            use.channel,
            discord.bot_user,
            data,
            files,
            interaction=use,
            flags=private | loading,
            reference=use.message if use.message and not use.message.deleted else None,
        )
    elif kind == UPDATE:
        assert use.message is not None
        if use.message.deleted:
            raise errors.unknown("message")
        posting.edit(use.message, data, files)
        use.response = use.message
    elif kind == DEFERRED_UPDATE:
        use.response = use.message
    elif kind == CHOICES:
        use.choices = data.get("choices") or []
    else:
        use.modal = Modal(data["custom_id"], data.get("title", ""), data.get("components") or [], use)


def result(use: Interaction, kind: int) -> dict[str, Any]:
    """The interaction callback response object; it holds a message only for the kinds that Discord names."""
    interaction: dict[str, Any] = {"id": str(use.id), "type": use.type}
    if use.response is None:
        return {"interaction": interaction}
    interaction["response_message_id"] = str(use.response.id)
    interaction["response_message_loading"] = use.response.loading
    interaction["response_message_ephemeral"] = use.response.private
    if kind not in (MESSAGE, UPDATE):
        return {"interaction": interaction}
    resource = {"type": kind, "message": message_payloads.message(use.response)}
    return {"interaction": interaction, "resource": resource}


ROUTES: list[Route] = [("POST", "/interactions/{interaction}/{token}/callback", callback, False)]
