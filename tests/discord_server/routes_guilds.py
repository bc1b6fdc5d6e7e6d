"""Guilds, their channels, roles and members."""

from typing import Any

from tests.discord_server import errors, payloads
from tests.discord_server.api import Call, Route
from tests.discord_server.guilds import Channel, Guild


def guild_of(call: Call) -> Guild:
    """The guild of the path; the bot must be in it."""
    found = call.discord.guilds.get(call.id("guild"))
    if found is None or not found.has_bot:
        raise errors.unknown("guild")
    return found


def channel_of(call: Call) -> Channel:
    """The channel of the path; the bot must see it."""
    found = call.discord.channels.get(call.id("channel"))
    if found is None:
        raise errors.unknown("channel")
    if not found.may(call.discord.bot_user, "view_channel"):
        raise errors.missing_access()
    return found


async def guild(call: Call) -> Any:
    return payloads.guild(guild_of(call))


async def channels(call: Call) -> Any:
    return [payloads.channel(c) for c in guild_of(call).channels.values()]


async def roles(call: Call) -> Any:
    return [payloads.role(r) for r in guild_of(call).roles.values()]


async def member(call: Call) -> Any:
    found = guild_of(call)
    name = call.text("user")
    number = call.discord.bot_user.id if name == "@me" else call.id("user")
    if number not in found.members:
        raise errors.unknown("member" if number in call.discord.users else "user")
    return payloads.member(found.members[number])


async def leave(call: Call) -> Any:
    found = call.discord.guilds.get(call.id("guild"))
    if found is None or not found.has_bot:
        raise errors.unknown("guild")
    found.remove_bot()


async def channel(call: Call) -> Any:
    return payloads.channel(channel_of(call))


ROUTES: list[Route] = [
    ("GET", "/guilds/{guild}", guild, True),
    ("GET", "/guilds/{guild}/channels", channels, True),
    ("GET", "/guilds/{guild}/roles", roles, True),
    ("GET", "/guilds/{guild}/members/{user}", member, True),
    ("DELETE", "/users/@me/guilds/{guild}", leave, True),
    ("GET", "/channels/{channel}", channel, True),
]
