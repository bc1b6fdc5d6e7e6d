"""Who may change what belongs to a server: whoever may manage it, at the moment of asking."""

from typing import TYPE_CHECKING, Any

import discord

from bot.assistant.oversight import Moderator
from bot.language import retold, say
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

REFUSED = "Only members who may manage this server can do that."


class NoModerator(CadenzaError):
    """Asked by somebody who may not manage the server, or outside of one."""


def moderator(interaction: discord.Interaction[Any]) -> Moderator:
    """Who asks, as a moderator of the guild. Raises NoModerator.

    Discord hides the commands from others by default, but a server can be set up otherwise, and a form or a
    button may be used after the right was taken away.
    """
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise NoModerator(say(REFUSED))
    return Moderator(str(interaction.guild_id), "discord", str(interaction.user.id))


async def refusal(bot: "CadenzaBot", guild: int | None, channel: Any, user: Any) -> str:
    """Why the settings of a server keep the bot from answering there; "" if they do not."""
    if guild is None or channel is None:
        return ""
    rules = await bot.assistant.rules.of(str(guild))
    places = [str(place) for place in (channel.id, getattr(channel, "parent_id", None)) if place]
    return retold(rules.refusal(places, [str(role) for role in getattr(user, "_roles", ())]))
