"""Outgoing JSON for messages, their files and the interactions they answer."""

from __future__ import annotations

from typing import Any

from tests.discord_server import payloads
from tests.discord_server.commands import MESSAGE_MENU
from tests.discord_server.interactions import Interaction
from tests.discord_server.messages import Attachment, Message, picture_size


def attachment(item: Attachment) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": str(item.id),
        "filename": item.filename,
        "size": item.size,
        "url": item.url,
        "proxy_url": item.url,
    }
    if item.content_type:
        data["content_type"] = item.content_type
    if item.description:
        data["description"] = item.description
    if item.ephemeral:
        data["ephemeral"] = True
    if item.seconds is not None and item.waveform is not None:
        data |= {"duration_secs": item.seconds, "waveform": item.waveform}
    if size := picture_size(item.data):
        data["width"], data["height"] = size
    return data


def message(item: Message, *, content: bool = True, nested: bool = False) -> dict[str, Any]:
    """The message object. `content` False: as an application without the message content intent sees it."""
    data: dict[str, Any] = {
        "id": str(item.id),
        "channel_id": str(item.channel.id),
        "author": payloads.user(item.author),
        "content": item.content if content else "",
        "timestamp": payloads.timestamp(item.created),
        "edited_timestamp": None if item.edited is None else payloads.timestamp(item.edited),
        "tts": item.tts,
        "mention_everyone": item.mention_everyone,
        "mentions": [payloads.user(u) for u in item.mentions],
        "mention_roles": [str(r) for r in item.mention_roles],
        "attachments": [attachment(a) for a in item.attachments] if content else [],
        "embeds": item.embeds if content else [],
        "components": item.components if content else [],
        "pinned": False,
        "type": item.type,
        "flags": item.flags,
    }
    if item.nonce is not None:
        data["nonce"] = item.nonce
    if item.reactions:
        data["reactions"] = [reaction(item, emoji) for emoji in item.reactions]
    if item.reference_id is not None:
        data["message_reference"] = {
            "type": 0,
            "channel_id": str(item.channel.id),
            "message_id": str(item.reference_id),
            **({"guild_id": str(item.channel.guild.id)} if item.channel.guild else {}),
        }
        if not nested:
            shown = item.reference if item.reference and not item.reference.deleted else None
            data["referenced_message"] = (
                message(shown, content=content or sees_content(shown), nested=True) if shown else None
            )
    if item.interaction is not None:
        app = str(item.channel.discord.application_id)
        data["webhook_id"] = data["application_id"] = app
        data["interaction_metadata"] = metadata(item.interaction)
        if item.interaction.command is not None:
            data["interaction"] = {
                "id": str(item.interaction.id),
                "type": item.interaction.type,
                "name": item.interaction.command["name"],
                "user": payloads.user(item.interaction.user),
            }
    return data


def reaction(item: Message, emoji: str) -> dict[str, Any]:
    users = item.reactions[emoji]
    return {
        "emoji": {"id": None, "name": emoji},
        "count": len(users),
        "count_details": {"burst": 0, "normal": len(users)},
        "me": item.channel.discord.bot_user in users,
        "me_burst": False,
        "burst_colors": [],
    }


def sees_content(item: Message) -> bool:
    """Whether a bot without the intent reads this message: its own, a direct one, one that mentions it."""
    bot = item.channel.discord.bot_user
    return item.author is bot or item.channel.guild is None or bot in item.mentions


def event(item: Message, *, content: bool) -> dict[str, Any]:
    """The message as MESSAGE_CREATE and MESSAGE_UPDATE carry it, with guild and partial member."""
    data = message(item, content=content or sees_content(item))
    data["channel_type"] = item.channel.type
    guild = item.channel.guild
    if guild is None:
        return data
    data["guild_id"] = str(guild.id)
    author = guild.members.get(item.author.id)
    if author is not None:
        data["member"] = payloads.member(author, with_user=False)
    for mentioned, shown in zip(item.mentions, data["mentions"], strict=True):
        membership = guild.members.get(mentioned.id)
        if membership is not None:
            shown["member"] = payloads.member(membership, with_user=False)
    return data


def metadata(use: Interaction) -> dict[str, Any]:
    """The message interaction metadata object."""
    data: dict[str, Any] = {
        "id": str(use.id),
        "type": use.type,
        "user": payloads.user(use.user),
        "authorizing_integration_owners": use.owners,
    }
    if use.command is not None:
        data["name"] = use.command["name"]
        data["command_type"] = use.command["type"]
        if use.command["type"] == MESSAGE_MENU:
            data["target_message_id"] = use.data["target_id"]
    if use.message is not None and use.type == 3:
        data["interacted_message_id"] = str(use.message.id)
    if use.origin is not None:
        data["triggering_interaction_metadata"] = metadata(use.origin)
    return data
