"""Who is mentioned, and whom it pings: `allowed_mentions` as documented under "Allowed Mentions Object"."""

from __future__ import annotations

import re
from typing import Any

from tests.discord_server import errors
from tests.discord_server.guilds import Channel
from tests.discord_server.messages import Message
from tests.discord_server.people import User

USER = re.compile(r"<@!?(\d{15,21})>")
ROLE = re.compile(r"<@&(\d{15,21})>")
EVERYONE = re.compile(r"@(everyone|here)\b")


def read(message: Message, allowed: dict[str, Any] | None) -> None:
    """Fills in what a message mentions and pings, from its content, its reference and `allowed`."""
    message.allowed_mentions = allowed
    users, roles, everyone, replied = permitted(allowed)
    channel = message.channel
    mentioned: dict[int, User] = {}
    for number in map(int, USER.findall(message.content)):
        person = person_here(channel, number)
        if person is not None and (users is None or number in users):
            mentioned[number] = person
    if message.reference is not None and replied and message.interaction is None:
        author = message.reference.author
        mentioned.setdefault(author.id, author)
    message.mentions = list(mentioned.values())
    pinged: list[User | str] = [u for u in message.mentions if u is not message.author]
    message.mention_roles = []
    guild = channel.guild
    may_all = channel.may(message.author, "mention_everyone")
    if guild is not None:
        for number in map(int, ROLE.findall(message.content)):
            role = guild.roles.get(number)
            if role and (roles is None or number in roles) and (role.mentionable or may_all):
                message.mention_roles.append(number)
                pinged.append(f"<@&{number}>")
        found = EVERYONE.search(message.content)
        message.mention_everyone = bool(found and everyone and may_all)
        if message.mention_everyone:
            pinged.append(found.group())  # type: ignore[union-attr]
    message.pinged = pinged


def permitted(allowed: dict[str, Any] | None) -> tuple[set[int] | None, set[int] | None, bool, bool]:
    """(users, roles, everyone, the replied author) that may be mentioned; None means all."""
    if allowed is None:
        return None, None, True, True
    parse = allowed.get("parse", [])
    users, roles = allowed.get("users", []), allowed.get("roles", [])
    for kind, listed in (("users", users), ("roles", roles)):
        if kind in parse and listed:
            raise errors.invalid_form(
                ("allowed_mentions",),
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )
    return (
        None if "users" in parse else {int(u) for u in users},
        None if "roles" in parse else {int(r) for r in roles},
        "everyone" in parse,
        bool(allowed.get("replied_user", False)),
    )


def person_here(channel: Channel, number: int) -> User | None:
    if channel.guild is not None:
        member = channel.guild.members.get(number)
        return None if member is None else member.user
    return next((u for u in (channel.recipient, channel.discord.bot_user) if u and u.id == number), None)
