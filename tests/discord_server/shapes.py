"""Checks each event and each answer of this server against Discord's documented shapes, in every test."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.discord_server import shapes_objects, shapes_use
from tests.discord_server.shapes_objects import Fields

#: everything that `shapes_objects` and `shapes_use` describe, by its name in small letters
OBJECTS: dict[str, Fields] = {
    name.lower(): fields
    for module in (shapes_objects, shapes_use)
    for name, fields in vars(module).items()
    if name.isupper() and not name.startswith("_") and name not in ("COMPONENTS", "INTERACTION_DATA")
}
OBJECTS["member_add"] = {**shapes_objects.MEMBER, **shapes_use.MEMBER_ADD}

#: the shape of each event and answer; "none" is an answer without a body
SHAPES = {
    "READY": "ready",
    "RESUMED": "resumed",
    "GUILD_CREATE": "guild_create",
    "GUILD_DELETE": "unavailable_guild",
    "GUILD_ROLE_CREATE": "guild_role",
    "GUILD_MEMBER_ADD": "member_add",
    "GUILD_MEMBER_REMOVE": "member_remove",
    "GUILD_MEMBERS_CHUNK": "members_chunk",
    "CHANNEL_CREATE": "channel",
    "CHANNEL_UPDATE": "channel",
    "CHANNEL_DELETE": "channel",
    "MESSAGE_CREATE": "message_event",
    "MESSAGE_UPDATE": "message_event",
    "MESSAGE_DELETE": "message_delete",
    "VOICE_STATE_UPDATE": "voice_state",
    "VOICE_SERVER_UPDATE": "voice_server",
    "INTERACTION_CREATE": "interaction",
    "GET /gateway": "gateway",
    "GET /gateway/bot": "bot_gateway",
    "GET /users/@me": "user",
    "GET /users/{user}": "user",
    "GET /users/@me/guilds": "[own_guild]",
    "DELETE /users/@me/guilds/{guild}": "none",
    "POST /users/@me/channels": "channel",
    "GET /applications/@me": "application",
    "GET /oauth2/applications/@me": "application",
    "GET /guilds/{guild}": "guild",
    "GET /guilds/{guild}/channels": "[channel]",
    "GET /guilds/{guild}/roles": "[role]",
    "GET /guilds/{guild}/members/{user}": "member",
    "GET /channels/{channel}": "channel",
    "POST /channels/{channel}/messages": "message",
    "GET /channels/{channel}/messages": "[message]",
    "PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me": "none",
    "DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/@me": "none",
    "POST /channels/{channel}/typing": "none",
    "POST /interactions/{interaction}/{token}/callback": "callback_response|none",
    "POST /webhooks/{application}/{token}": "message",
}
for _one in ("/channels/{channel}/messages/{message}", "/webhooks/{application}/{token}/messages/{message}"):
    SHAPES |= {f"GET {_one}": "message", f"PATCH {_one}": "message", f"DELETE {_one}": "none"}
for _scope in ("/applications/{application}/commands", "/applications/{application}/guilds/{guild}/commands"):
    SHAPES |= {f"GET {_scope}": "[command]", f"PUT {_scope}": "[command]", f"POST {_scope}": "command"}
    SHAPES |= {f"GET {_scope}/{{command}}": "command", f"PATCH {_scope}/{{command}}": "command"}
    SHAPES[f"DELETE {_scope}/{{command}}"] = "none"

_DIGITS = re.compile(r"[0-9]{1,20}")


def check(name: str, payload: Any) -> list[str]:
    """What is wrong with an event (by its name) or an answer (by "METHOD template"), each with its place.

    Empty when it has the documented shape.
    """
    kind = SHAPES.get(name)
    if kind is None:
        return [f"{name}: this has no documented shape here; add it to `shapes`"]
    return [f"{name} {place or '(itself)'}: {wrong}" for place, wrong in _wrong(kind, payload, "")]


def _wrong(kind: str, value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Places and faults of one value against one kind."""
    if "|" in kind:
        tried = [list(_wrong(k, value, place)) for k in kind.split("|")]
        if all(tried):
            # the fullest attempt is told: of "message|null", what is wrong with the message
            yield from tried[0] if isinstance(value, dict) else [(place, f"{value!r:.60} is no {kind}")]
    elif kind.startswith("["):
        if not isinstance(value, list):
            yield place, f"{value!r:.60} is no list"
            return
        for number, item in enumerate(value):
            yield from _wrong(kind[1:-1], item, f"{place}[{number}]")
    elif kind.startswith("{"):
        if not isinstance(value, dict) or not all(_DIGITS.fullmatch(key) for key in value):
            yield place, f"{value!r:.60} has other keys than ids"
            return
        for key, item in value.items():
            yield from _wrong(kind[1:-1], item, f"{place}.{key}")
    elif kind == "component":
        yield from _component(value, place)
    elif kind in OBJECTS:
        yield from _fields(kind, OBJECTS[kind], value, place)
    elif not _is_plain(kind, value):
        yield place, f"{value!r:.60} is no {kind}"


def _fields(kind: str, fields: Fields, value: Any, place: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        yield place, f"{value!r:.60} is no {kind}"
        return
    known = {key.removesuffix("?") for key in fields}
    if kind == "interaction":
        known.add("data")
        yield from _wrong(shapes_use.INTERACTION_DATA[value["type"]], value["data"], f"{place}.data")
        if ("member" in value) == ("user" in value):
            yield place, "exactly one of member and user stands in an interaction"
    for key in value.keys() - known:
        yield f"{place}.{key}", f"{kind} has no such field"
    for key, inner in fields.items():
        name = key.removesuffix("?")
        if name in value:
            yield from _wrong(inner, value[name], f"{place}.{name}")
        elif name == key:
            yield f"{place}.{name}", "missing"


def _component(value: Any, place: str) -> Iterator[tuple[str, str]]:
    number = value.get("type") if isinstance(value, dict) else None
    fields = shapes_use.COMPONENTS.get(number) if isinstance(number, int) else None
    if fields is None:
        yield place, f"{value!r:.60} is no component that is known here"
        return
    yield from _fields("component", {"type": "int", "id?": "int", **fields}, value, place)


def _is_plain(kind: str, value: Any) -> bool:
    is_int = isinstance(value, int) and not isinstance(value, bool)
    if kind in ("null", "none"):
        return value is None
    if kind == "any":
        return value is not None
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "int":
        return is_int
    if kind == "number":
        return is_int or isinstance(value, float)
    if not isinstance(value, str):
        return False
    if kind in ("snowflake", "bits"):
        return _DIGITS.fullmatch(value) is not None
    if kind == "time":
        return _is_time(value)
    if kind == "string":
        return True
    raise LookupError(f"No kind of value is called {kind!r}.")


def _is_time(text: str) -> bool:
    """ISO 8601 with an offset."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
