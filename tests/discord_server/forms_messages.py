"""Messages that the bot creates or edits.

https://docs.discord.com/developers/resources/message#create-message, #edit-message, #allowed-mentions-object
"""

from collections.abc import Sequence
from typing import Any

from tests.discord_server.forms_components import V2_FLAG, components_fields
from tests.discord_server.forms_embeds import embeds_fields
from tests.discord_server.forms_fields import Fields, Path

CONTENT, NONCE, FILES, DESCRIPTION, IDS = 2000, 25, 10, 1024, 100

KNOWN = (
    "content",
    "nonce",
    "tts",
    "embeds",
    "allowed_mentions",
    "message_reference",
    "components",
    "sticker_ids",
    "attachments",
    "flags",
    "enforce_nonce",
    "poll",
    "username",
    "avatar_url",
    "thread_name",
    "applied_tags",
    "shared_client_theme",
)


def message_fields(
    fields: Fields, path: Path, payload: dict[str, Any], files: Sequence[Any] = (), *, edit: bool = False
) -> None:
    """Checks the fields of a message; `edit` leaves out what is not named, and may keep earlier files."""
    fields.only(path, payload, KNOWN)
    fields.text((*path, "content"), payload.get("content"), most=CONTENT)
    flags = fields.whole((*path, "flags"), payload.get("flags"), least=0) or 0
    fields.yes_or_no((*path, "tts"), payload.get("tts"))
    fields.yes_or_no((*path, "enforce_nonce"), payload.get("enforce_nonce"))
    _nonce(fields, (*path, "nonce"), payload.get("nonce"))
    names = _attachments(fields, (*path, "attachments"), payload, files, edit=edit)
    shown = embeds_fields(fields, (*path, "embeds"), payload.get("embeds"))
    if not edit:
        for name in shown:
            if name not in names:
                fields.wrong((*path, "embeds"), "ATTACHMENT_NOT_FOUND", f"There is no file {name!r} here.")
    components_fields(fields, (*path, "components"), payload.get("components"), flags)
    if flags & V2_FLAG:
        for name in ("content", "embeds", "poll", "sticker_ids"):
            if payload.get(name):
                fields.wrong(
                    (*path, name),
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    _mentions(fields, (*path, "allowed_mentions"), payload.get("allowed_mentions"))
    _reference(fields, (*path, "message_reference"), payload.get("message_reference"))


def _nonce(fields: Fields, path: Path, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        fields.wrong(path, "NONCE_TYPE_INVALID", "A nonce is an integer or a string.")
    elif len(str(value)) > NONCE:
        fields.wrong(path, "NONCE_TYPE_TOO_LONG", f"Must be {NONCE} or fewer in length.")


def _attachments(
    fields: Fields, path: Path, payload: dict[str, Any], files: Sequence[Any], *, edit: bool
) -> set[str]:
    """Checks the list against the uploads; returns the names of the new files."""
    uploads = {str(f.number): f for f in files}
    names = {f.filename for f in files}
    if len(files) > FILES:
        fields.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {FILES} or fewer in length.")
    listed = fields.items(path, payload.get("attachments"), most=FILES)
    for number, item in enumerate(listed):
        place: Path = (*path, number)
        entry = fields.mapping(place, item)
        if entry is None:
            continue
        fields.snowflake((*place, "id"), entry.get("id"), required=True)
        fields.text((*place, "description"), entry.get("description"), most=DESCRIPTION)
        known = str(entry.get("id")) in uploads
        if known and entry.get("filename"):
            names.add(entry["filename"])
        if not known and not edit:
            fields.wrong(
                (*place, "id"), "ATTACHMENT_NOT_FOUND", f"There is no file files[{entry.get('id')}] here."
            )
    return names


def _mentions(fields: Fields, path: Path, value: Any) -> None:
    if value is None:
        return
    allowed = fields.mapping(path, value)
    if allowed is None:
        return
    fields.only(path, allowed, ("parse", "users", "roles", "replied_user"))
    parse = fields.items((*path, "parse"), allowed.get("parse"), most=3)
    for number, kind in enumerate(parse):
        fields.one_of((*path, "parse", number), kind, ("roles", "users", "everyone"))
    for kind in ("users", "roles"):
        for number, one in enumerate(fields.items((*path, kind), allowed.get(kind), most=IDS)):
            fields.snowflake((*path, kind, number), one, required=True)
        if kind in parse and allowed.get(kind):
            fields.wrong(
                path,
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )
    fields.yes_or_no((*path, "replied_user"), allowed.get("replied_user"))


def _reference(fields: Fields, path: Path, value: Any) -> None:
    if value is None:
        return
    reference = fields.mapping(path, value)
    if reference is None:
        return
    fields.one_of((*path, "type"), reference.get("type"), (0, 1))
    fields.snowflake((*path, "message_id"), reference.get("message_id"), required=True)
    fields.snowflake((*path, "channel_id"), reference.get("channel_id"))
    fields.snowflake((*path, "guild_id"), reference.get("guild_id"))
    fields.yes_or_no((*path, "fail_if_not_exists"), reference.get("fail_if_not_exists"))
