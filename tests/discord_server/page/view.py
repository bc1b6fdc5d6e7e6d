"""What the page draws: the server, its commands and messages, as one member sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.discord_server import Channel, LoopbackDiscord, Member, Message, User, message_payloads
from tests.discord_server.options import GROUP, SUBCOMMAND


def person(user: User) -> dict[str, Any]:
    return {"id": str(user.id), "name": user.name, "bot": user.bot}


def house(discord: LoopbackDiscord, member: Member, members: Iterable[Member]) -> dict[str, Any]:
    """Everything around the conversations."""
    guilds = [g for g in discord.guilds.values() if member.id in g.members]
    everyone = {u.id: u for g in guilds for u in (m.user for m in g.members.values())}
    return {
        "me": person(member.user),
        "bot": person(discord.bot_user),
        "online": any(s.connected and s.is_ready for s in discord.sessions.values()),
        "players": [person(m.user) for m in members],
        "people": [person(u) for u in everyone.values()],
        "guilds": [{"name": g.name, "channels": [place(c) for c in g.channels.values()]} for g in guilds],
        "direct": place(member.direct_channel),
    }


def place(channel: Channel) -> dict[str, Any]:
    """A channel with the commands that are offered there."""
    return {
        "id": str(channel.id),
        "name": channel.name or channel.discord.bot_user.name,
        "topic": channel.topic or "",
        "direct": channel.guild is None,
        "commands": commands(channel),
    }


def commands(channel: Channel) -> list[dict[str, Any]]:
    """The commands of this place as people type them; a subcommand is one of its own."""
    discord, found = channel.discord, {}
    for scope in [None, channel.guild.id] if channel.guild else [None]:
        for command in discord.commands.all(scope):
            contexts = command["contexts"]
            if command["type"] != 1 or (contexts is not None and (0 if channel.guild else 1) not in contexts):
                continue
            for name, inner in unfolded(command):
                found[name] = {
                    "name": name,
                    "description": inner["description"],
                    "options": inner.get("options") or [],
                }
    return [found[name] for name in sorted(found)]


def unfolded(command: dict[str, Any], before: str = "") -> Iterable[tuple[str, dict[str, Any]]]:
    name = f"{before} {command['name']}".strip()
    inner = [o for o in command.get("options") or [] if o["type"] in (SUBCOMMAND, GROUP)]
    if not inner:
        yield name, command
    for option in inner:
        yield from unfolded(option, name)


def message(item: Message) -> dict[str, Any]:
    """A message, with what only the page needs beside what Discord's API says of it."""
    data = message_payloads.message(item)
    use = item.interaction
    return {
        **data,
        "private": item.private,
        "loading": item.loading,
        "author": person(item.author),
        "used": f"/{use.command['name']}" if use and use.command and use.message is None else "",
        "by": person(use.user) if use else None,
    }


def conversation(channel: Channel, member: Member) -> list[dict[str, Any]]:
    return [message(m) for m in channel.visible_to(member.user)]
