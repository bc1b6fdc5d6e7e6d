"""Options of a command, typed and checked as the client does before it sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.discord_server import message_payloads, payloads
from tests.discord_server.commands import CHAT_INPUT
from tests.discord_server.desk import partial_channel
from tests.discord_server.guilds import Channel
from tests.discord_server.people import User

if TYPE_CHECKING:
    from tests.discord_server.server import LoopbackDiscord

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(
    1, 12
)
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8


def find(
    discord: LoopbackDiscord, channel: Channel, user: User, name: str, kind: int = CHAT_INPUT
) -> dict[str, Any]:
    """The command a member sees here, typed or (`kind`) in a menu; LookupError tells which there are."""
    root = name.split()[0] if kind == CHAT_INPUT else name
    if channel.guild is not None and not channel.guild.has_bot:
        raise LookupError(f"There is no command /{root} here; the bot is not in {channel.guild.name}.")
    command = discord.commands.named(root, channel.guild, kind)
    if command is None:
        scopes = [None, channel.guild.id] if channel.guild else [None]
        there = ", ".join(f"/{c['name']}" for scope in scopes for c in discord.commands.all(scope))
        raise LookupError(f"There is no command /{root} here; there is {there or 'none'}.")
    contexts = command["contexts"]
    here = 0 if channel.guild else 1
    if (contexts is not None and here not in contexts) or (
        channel.guild is None and contexts is None and command["dm_permission"] is False
    ):
        raise LookupError(
            f"/{root} is not offered {'in servers' if channel.guild else 'in direct messages'}."
        )
    needed = command["default_member_permissions"]
    if channel.guild is not None and needed is not None:
        own = channel.permissions_of(user)
        if own & int(needed) != int(needed) or (int(needed) == 0 and user is not channel.guild.owner):
            raise LookupError(f"/{root} is not offered to {user.name}.")
    return command


def fill(
    discord: LoopbackDiscord,
    channel: Channel,
    command: dict[str, Any],
    name: str,
    given: dict[str, Any],
    focused: str | None = None,
) -> dict[str, Any]:
    """The data of an application command interaction. `focused`: the option being typed into."""
    resolved: dict[str, dict[str, Any]] = {}
    declared = command.get("options") or []
    path = []
    for part in name.split()[1:]:
        inner = next((o for o in declared if o["name"] == part and o["type"] in (SUBCOMMAND, GROUP)), None)
        if inner is None:
            raise LookupError(f"/{command['name']} has no subcommand {part!r}.")
        path.append(inner)
        declared = inner.get("options") or []
    if any(o["type"] in (SUBCOMMAND, GROUP) for o in declared):
        raise LookupError(f"/{name} needs a subcommand: {', '.join(o['name'] for o in declared)}.")
    known = {o["name"]: o for o in declared}
    for wanted in given:
        if wanted not in known:
            raise LookupError(f"/{name} has no option {wanted!r}; it has {', '.join(known) or 'none'}.")
    filled = []
    for option in declared:
        value = given.get(option["name"])
        if value is None:
            if option.get("required") and focused is None:
                raise ValueError(f"/{name} needs {option['name']}.")
            continue
        if option["name"] == focused:
            filled.append({"name": focused, "type": option["type"], "value": str(value), "focused": True})
        else:
            typed = type_value(discord, channel, option, value, resolved)
            filled.append({"name": option["name"], "type": option["type"], "value": typed})
    for inner in reversed(path):
        filled = [{"name": inner["name"], "type": inner["type"], "options": filled}]
    data: dict[str, Any] = {"id": command["id"], "name": command["name"], "type": 1}
    if filled:
        data["options"] = filled
    if resolved:
        data["resolved"] = resolved
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data


def type_value(
    discord: LoopbackDiscord,
    channel: Channel,
    option: dict[str, Any],
    value: Any,
    resolved: dict[str, dict[str, Any]],
) -> Any:
    """A value as the option's type wants it; what it refers to goes into `resolved`."""
    kind, name = option["type"], option["name"]
    if kind == STRING:
        text = str(value)
        if not option.get("min_length", 0) <= len(text) <= option.get("max_length", 6000):
            raise ValueError(
                f"{name} takes {option.get('min_length', 0)} to {option.get('max_length', 6000)} letters."
            )
        return from_choices(option, text)
    if kind in (INTEGER, NUMBER):
        number = int(value) if kind == INTEGER else float(value)
        if kind == INTEGER and number != value:
            raise ValueError(f"{name} takes a whole number, not {value!r}.")
        least, most = option.get("min_value"), option.get("max_value")
        if (least is not None and number < least) or (most is not None and number > most):
            raise ValueError(f"{name} takes {least} to {most}, not {number}.")
        return from_choices(option, number)
    if kind == BOOLEAN:
        return bool(value)
    if kind == ATTACHMENT:
        from tests.discord_server.member import as_upload

        upload = as_upload(value)
        stored = discord.cdn.store(upload, channel.id, temporary=True)
        resolved.setdefault("attachments", {})[str(stored.id)] = message_payloads.attachment(stored)
        return str(stored.id)
    select = {USER: USER_SELECT, ROLE: ROLE_SELECT, CHANNEL: CHANNEL_SELECT, MENTIONABLE: MENTIONABLE_SELECT}[
        kind
    ]
    for key, items in resolved_of(channel, select, [str(value.id)]).items():
        resolved.setdefault(key, {}).update(items)
    return str(value.id)


def from_choices(option: dict[str, Any], value: Any) -> Any:
    """With fixed choices, only those: given by value or by the name that people see."""
    choices = option.get("choices")
    if not choices:
        return value
    for choice in choices:
        if value in (choice["value"], choice["name"]):
            return choice["value"]
    raise ValueError(f"{option['name']} takes {', '.join(str(c['name']) for c in choices)}, not {value!r}.")


def resolved_of(channel: Channel, select: int, ids: list[str]) -> dict[str, dict[str, Any]]:
    """The objects behind chosen ids."""
    resolved: dict[str, dict[str, Any]] = {}
    guild = channel.guild
    for number in ids:
        user = channel.discord.users.get(int(number))
        if user is not None and select in (USER_SELECT, MENTIONABLE_SELECT):
            resolved.setdefault("users", {})[number] = payloads.user(user)
            if guild is not None and user.id in guild.members:
                partial = payloads.member(guild.members[user.id], with_user=False)
                partial["permissions"] = str(channel.permissions_of(user))
                resolved.setdefault("members", {})[number] = partial
        elif guild is not None and int(number) in guild.roles and select in (ROLE_SELECT, MENTIONABLE_SELECT):
            resolved.setdefault("roles", {})[number] = payloads.role(guild.roles[int(number)])
        elif guild is not None and int(number) in guild.channels and select == CHANNEL_SELECT:
            target = guild.channels[int(number)]
            resolved.setdefault("channels", {})[number] = partial_channel(target, 0)
        else:
            raise LookupError(f"There is nothing with the id {number} to choose here.")
    return resolved
