"""What a person does on the page, done as the member they play."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import BodyPartReader, web

from tests.discord_server import Channel, Interaction, LoopbackDiscord, Member, Message, Upload
from tests.discord_server.interactions import Modal
from tests.discord_server.page.view import commands

Form = dict[str, Any]
Deed = Callable[[Member, Form], Awaitable[dict[str, Any]]]

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)


async def read(request: web.Request) -> Form:
    """A form with `data` (JSON) and files: each `file:<name>` becomes an Upload, more of a name a list."""
    form: Form = {}
    files: dict[str, list[Upload]] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise ValueError("Every part of the form needs a name.")
        if part.name == "data":
            form.update(json.loads(await part.text()))
        else:
            files.setdefault(part.name, []).append(Upload(part.filename or "file", bytes(await part.read())))
    return {**form, "files": files}


class Play:
    """The deeds by name; each takes the member and the form, and returns what only the doer is told.

    Raises LookupError or ValueError with a sentence for what Discord's client would not let one do.
    """

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self._modals: dict[str, Modal] = {}
        self.deeds: dict[str, Deed] = {
            "say": self._say,
            "command": self._command,
            "autocomplete": self._autocomplete,
            "press": self._press,
            "choose": self._choose,
            "submit": self._submit,
            "delete": self._delete,
        }

    def _channel(self, form: Form) -> Channel:
        found = self._discord.channels.get(int(form["channel"]))
        if found is None:
            raise LookupError("That channel is gone.")
        return found

    def _message(self, number: Any) -> Message:
        found = self._discord.messages.get(int(number))
        if found is None:
            raise LookupError("That message is gone.")
        return found

    async def _say(self, member: Member, form: Form) -> dict[str, Any]:
        reply = self._message(form["reply_to"]) if form.get("reply_to") else None
        await member.say(
            self._channel(form),
            str(form.get("content", "")),
            attachments=form["files"].get("file", ()),
            reply_to=reply,
        )
        return {}

    async def _command(self, member: Member, form: Form) -> dict[str, Any]:
        channel = self._channel(form)
        return self._told(await member.slash(channel, form["name"], **self._options(channel, form)))

    async def _autocomplete(self, member: Member, form: Form) -> dict[str, Any]:
        channel, option = self._channel(form), form["option"]
        given = {k: v for k, v in self._options(channel, form).items() if k != option}
        choices = await member.autocomplete(
            channel, form["name"], option=option, value=str(form.get("value", "")), **given
        )
        return {"choices": choices}

    def _options(self, channel: Channel, form: Form) -> dict[str, Any]:
        """What was typed, as the options' types want it."""
        declared = {
            o["name"]: o for c in commands(channel) if c["name"] == form["name"] for o in c["options"]
        }
        given: dict[str, Any] = {}
        for name, value in form.get("options", {}).items():
            if value not in ("", None):
                given[name] = self._typed(name, declared.get(name, {}).get("type", STRING), value)
        for key, uploads in form["files"].items():
            given[key.removeprefix("file:")] = uploads[0]
        return given

    def _typed(self, name: str, kind: int, value: Any) -> Any:
        if kind in (INTEGER, NUMBER):
            try:
                return int(value) if kind == INTEGER else float(value)
            except ValueError:
                raise ValueError(f"{name} takes a number, not {value!r}.") from None
        if kind == BOOLEAN:
            return value in (True, "true")
        if kind == USER:
            return self._discord.users[int(value)]
        if kind == CHANNEL:
            return self._discord.channels[int(value)]
        return value

    async def _press(self, member: Member, form: Form) -> dict[str, Any]:
        return self._told(
            await member.press(self._message(form["message"]), custom_id=str(form["custom_id"]))
        )

    async def _choose(self, member: Member, form: Form) -> dict[str, Any]:
        message = self._message(form["message"])
        return self._told(
            await member.choose(message, custom_id=str(form["custom_id"]), values=list(form["values"]))
        )

    async def _submit(self, member: Member, form: Form) -> dict[str, Any]:
        modal = self._modals.get(str(form["modal"]))
        if modal is None or modal.interaction.user is not member.user:
            raise LookupError("That form is no longer open.")
        return self._told(await member.submit(modal, **form["fields"]))

    async def _delete(self, member: Member, form: Form) -> dict[str, Any]:
        await member.delete(self._message(form["message"]))
        return {}

    def _told(self, use: Interaction) -> dict[str, Any]:
        """What the member sees beside messages: a form, or that nobody answered."""
        if use.error is not None:
            return {"error": use.error}
        if use.modal is None:
            return {}
        key = str(use.id)
        self._modals[key] = use.modal
        fields = [
            {
                "label": label,
                "description": around.get("description", ""),
                **{k: item.get(k) for k in FIELD_KEYS if item.get(k) is not None},
            }
            for label, item, around in use.modal.fields()
        ]
        return {"modal": {"id": key, "title": use.modal.title, "fields": fields}}


FIELD_KEYS = (
    "type",
    "custom_id",
    "style",
    "placeholder",
    "value",
    "required",
    "min_length",
    "max_length",
    "options",
)
