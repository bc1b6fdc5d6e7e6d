"""Embeds of a message.

https://docs.discord.com/developers/resources/message#embed-object-embed-limits
"""

from datetime import datetime
from typing import Any

from tests.discord_server.forms_fields import Fields, Path

MOST_EMBEDS = 10
TITLE, DESCRIPTION, FIELDS, FIELD_NAME, FIELD_VALUE, FOOTER, AUTHOR = 256, 4096, 25, 256, 1024, 2048, 256
#: title, description, field names and values, footer and author of all embeds of a message together
TOGETHER = 6000
MEDIA_SCHEMES = ("http", "https", "attachment")

KNOWN = (
    "title",
    "type",
    "description",
    "url",
    "timestamp",
    "color",
    "footer",
    "image",
    "thumbnail",
    "video",
    "provider",
    "author",
    "fields",
    "flags",
)


def embeds_fields(fields: Fields, path: Path, value: Any) -> list[str]:
    """Checks the embeds; returns the file names that they show by `attachment://`."""
    items = fields.items(path, value, most=MOST_EMBEDS)
    shown: list[str] = []
    length = 0
    for number, item in enumerate(items):
        embed = fields.mapping((*path, number), item)
        if embed is not None:
            length += _embed(fields, (*path, number), embed, shown)
    if length > TOGETHER:
        fields.wrong(path, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {TOGETHER}")
    return shown


def _embed(fields: Fields, path: Path, embed: dict[str, Any], shown: list[str]) -> int:
    """Checks one embed; returns how many of the 6,000 characters it takes."""
    fields.only(path, embed, KNOWN)
    texts = [
        fields.text((*path, "title"), embed.get("title"), most=TITLE),
        fields.text((*path, "description"), embed.get("description"), most=DESCRIPTION),
    ]
    fields.url((*path, "url"), embed.get("url"))
    fields.whole((*path, "color"), embed.get("color"), least=0, most=0xFFFFFF)
    _moment(fields, (*path, "timestamp"), embed.get("timestamp"))
    for name, key, most in (("footer", "text", FOOTER), ("author", "name", AUTHOR)):
        if embed.get(name) is None:
            continue
        part = fields.mapping((*path, name), embed[name])
        if part is not None:
            texts.append(fields.text((*path, name, key), part.get(key), most=most, required=True, least=1))
            _media(fields, (*path, name, "icon_url"), part.get("icon_url"), shown)
            fields.url((*path, name, "url"), part.get("url"))
    for name in ("image", "thumbnail"):
        if embed.get(name) is None:
            continue
        part = fields.mapping((*path, name), embed[name])
        if part is not None:
            _media(fields, (*path, name, "url"), part.get("url"), shown, required=True)
    for number, item in enumerate(fields.items((*path, "fields"), embed.get("fields"), most=FIELDS)):
        place: Path = (*path, "fields", number)
        field = fields.mapping(place, item)
        if field is None:
            continue
        fields.only(place, field, ("name", "value", "inline"))
        texts.append(
            fields.text((*place, "name"), field.get("name"), least=1, most=FIELD_NAME, required=True)
        )
        texts.append(
            fields.text((*place, "value"), field.get("value"), least=1, most=FIELD_VALUE, required=True)
        )
        fields.yes_or_no((*place, "inline"), field.get("inline"))
    if not any(texts) and not any(embed.get(name) for name in ("image", "thumbnail", "fields", "url")):
        fields.required((*path, "description"))
    return sum(len(t.strip()) for t in texts if t)


def _media(fields: Fields, path: Path, value: Any, shown: list[str], *, required: bool = False) -> None:
    fields.url(path, value, schemes=MEDIA_SCHEMES, required=required)
    if isinstance(value, str) and value.startswith("attachment://"):
        shown.append(value.removeprefix("attachment://"))


def _moment(fields: Fields, path: Path, value: Any) -> None:
    if value is None:
        return
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        fields.wrong(path, "DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")
