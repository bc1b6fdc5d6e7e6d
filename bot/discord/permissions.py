"""What the bot asks of a server: as little as its work needs (docs/permissions.md says why)."""

import discord

#: guilds: channels and their permissions; messages: only those that mention the bot carry their content;
#: voice states: who is in which voice channel
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, voice_states=True)

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    send_voice_messages=True,
    connect=True,
    speak=True,
)

SCOPES = ("bot", "applications.commands")


def invite_link(application_id: int) -> str:
    """Where a moderator lets the bot in, with these permissions and no more."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=SCOPES)
