"""What the bot sends, checked by Discord's documented forms.

https://docs.discord.com/developers/resources/message (create, edit), /components/reference,
/interactions/application-commands, /interactions/receiving-and-responding.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from tests.discord_server.forms_callbacks import callback_fields, modal_fields
from tests.discord_server.forms_commands import commands_fields
from tests.discord_server.forms_fields import Fields, FormError
from tests.discord_server.forms_messages import message_fields

__all__ = [
    "FormError",
    "check_callback",
    "check_commands",
    "check_message",
    "check_modal",
    "error_body",
]


def check_message(payload: dict[str, Any], files: Sequence[Any] = (), edit: bool = False) -> list[FormError]:
    """A message to create, or with `edit` to change. `files`: uploads with their `number` n."""
    fields = Fields()
    message_fields(fields, (), payload, files, edit=edit)
    return fields.errors


def check_commands(payload: Any) -> list[FormError]:
    """The list of commands that a bulk overwrite carries."""
    fields = Fields()
    commands_fields(fields, payload)
    return fields.errors


def check_callback(payload: dict[str, Any], files: Sequence[Any] = ()) -> list[FormError]:
    """The answer to an interaction, with the message, choices or form in it."""
    fields = Fields()
    callback_fields(fields, payload, files)
    return fields.errors


def check_modal(payload: dict[str, Any]) -> list[FormError]:
    """The `data` of an answer that opens a form."""
    fields = Fields()
    modal_fields(fields, (), payload)
    return fields.errors


def error_body(errors: Iterable[FormError]) -> dict[str, Any]:
    """The body of 400 with code 50035: `errors` nested as the form is, `_errors` at each place."""
    nested: dict[str, Any] = {}
    for error in errors:
        place = nested
        for key in error.path:
            place = place.setdefault(str(key), {})
        place.setdefault("_errors", []).append({"code": error.code, "message": error.message})
    return {"message": "Invalid Form Body", "code": 50035, "errors": nested}
