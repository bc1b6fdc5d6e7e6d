"""Messages come into being, change and go: what the routes and the members share."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tests.discord_server import errors, mentions, message_payloads
from tests.discord_server.commands import CHAT_INPUT
from tests.discord_server.guilds import Channel
from tests.discord_server.intents import Intent
from tests.discord_server.interactions import Interaction
from tests.discord_server.messages import (
    COMMAND_TYPE,
    COMPONENTS_V2,
    LOADING,
    MENU_TYPE,
    REPLY_TYPE,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    VOICE_MESSAGE,
    Attachment,
    Message,
    Revision,
    Upload,
)
from tests.discord_server.multipart import SentFile
from tests.discord_server.people import User

if TYPE_CHECKING:
    from tests.discord_server.server import LoopbackDiscord

SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | VOICE_MESSAGE | COMPONENTS_V2


def check_sizes(channel: Channel, files: Iterable[SentFile]) -> None:
    """413 with code 40005 where a file is over what this place allows."""
    if any(len(file.data) > channel.upload_limit for file in files):
        raise errors.too_large()


def check_voice(channel: Channel, payload: dict[str, Any], files: list[SentFile]) -> None:
    """What Discord asks of a voice message: the right to send one, one audio file that says how long it is
    and how it looks, and nothing beside it."""
    if not int(payload.get("flags") or 0) & VOICE_MESSAGE:
        return
    if channel.guild is not None and not channel.may(channel.discord.bot_user, "send_voice_messages"):
        raise errors.ApiError(403, 50173, "Cannot send voice messages in this channel")
    if any(payload.get(name) for name in ("content", "embeds", "components", "sticker_ids", "poll")):
        raise errors.ApiError(400, 50159, "Voice messages do not support additional content")
    described = payload.get("attachments") or []
    if len(files) != 1 or len(described) != 1 or not str(files[0].content_type).startswith("audio/"):
        raise errors.ApiError(400, 50160, "Voice messages must have a single audio attachment")
    if not described[0].get("duration_secs") or described[0].get("waveform") is None:
        raise errors.ApiError(400, 50161, "Voice messages must have supporting metadata")


def create(
    channel: Channel,
    author: User,
    payload: dict[str, Any],
    files: list[SentFile],
    *,
    interaction: Interaction | None = None,
    flags: int = 0,
    reference: Message | None = None,
) -> Message:
    """Posts a message of the bot; private ones (EPHEMERAL in `flags`) are no part of the channel."""
    discord = channel.discord
    check_sizes(channel, files)
    check_voice(channel, payload, files)
    message = Message(discord.clock.snowflake(), channel, author, discord.clock.now())
    message.interaction = interaction
    message.flags = flags | int(payload.get("flags") or 0) & SETTABLE
    message.tts = bool(payload.get("tts"))
    message.nonce = None if payload.get("nonce") is None else str(payload["nonce"])
    if reference is not None:
        message.type, message.reference, message.reference_id = REPLY_TYPE, reference, reference.id
    elif interaction is not None and interaction.command is not None:
        message.type = COMMAND_TYPE if interaction.command["type"] == CHAT_INPUT else MENU_TYPE
    if not message.loading:
        fill(message, payload, files)
    publish(message)
    return message


def fill(message: Message, payload: dict[str, Any], files: list[SentFile]) -> None:
    """Puts content, embeds, files and components into a message that is new or loading."""
    described = {str(a.get("id")): a for a in payload.get("attachments") or []}
    stored = [store(message, file, described.get(str(file.number), {})) for file in files]
    content = str(payload.get("content") or "").strip()
    embeds, components = payload.get("embeds") or [], payload.get("components") or []
    if not (content or embeds or components or stored or payload.get("sticker_ids") or payload.get("poll")):
        raise errors.empty_message()
    message.content = content
    message.components = numbered(components)
    set_embeds(message, embeds, stored)
    mentions.read(message, payload.get("allowed_mentions"))


def edit(message: Message, payload: dict[str, Any], files: list[SentFile]) -> None:
    """Changes what the payload names and leaves the rest; attachments it lists by id are kept."""
    check_sizes(message.channel, files)
    if message.flags & VOICE_MESSAGE:
        raise errors.ApiError(400, 50162, "Voice messages cannot be edited")
    before = Revision(
        message.channel.discord.clock.now(),
        message.content,
        message.embeds,
        message.attachments,
        message.components,
    )
    everything, hidden = [*message.attachments, *message.embedded], message.embedded
    listed = payload.get("attachments")
    if listed is not None:
        wanted = {str(a.get("id")) for a in listed}
        everything = [a for a in everything if str(a.id) in wanted]
    described = {str(a.get("id")): a for a in listed or []}
    content = str(payload["content"] or "").strip() if "content" in payload else message.content
    embeds = (payload["embeds"] or []) if "embeds" in payload else message.embeds
    components = (payload["components"] or []) if "components" in payload else message.components
    if not (content or embeds or components or everything or files):
        raise errors.empty_message()
    everything += [store(message, file, described.get(str(file.number), {})) for file in files]
    message.content = content
    if "components" in payload:
        message.components = numbered(components)
    set_embeds(message, embeds, everything, hidden)
    if "flags" in payload:
        kept = message.flags & ~SUPPRESS_EMBEDS
        message.flags = kept | int(payload["flags"] or 0) & (SUPPRESS_EMBEDS | COMPONENTS_V2)
    if "content" in payload or "allowed_mentions" in payload:
        pinged = message.pinged
        mentions.read(message, payload.get("allowed_mentions"))
        message.pinged = pinged  # an edit pings nobody
    if message.loading:
        message.flags &= ~LOADING
        mentions.read(message, payload.get("allowed_mentions"))
    else:
        message.edits.append(before)
        message.edited = before.at
    announce(message, "MESSAGE_UPDATE")


def store(message: Message, file: SentFile, described: dict[str, Any]) -> Attachment:
    upload = Upload(
        described.get("filename") or file.filename,
        file.data,
        seconds=described.get("duration_secs"),
        waveform=described.get("waveform"),
    )
    return message.channel.discord.cdn.store(
        upload, message.channel.id, temporary=message.private, description=described.get("description")
    )


def set_embeds(
    message: Message, embeds: list[dict[str, Any]], files: list[Attachment], hidden: Iterable[Attachment] = ()
) -> None:
    """`attachment://name` in an embed becomes the file's address, and the file is no longer listed.

    `hidden` files, which earlier embeds showed, stay as long as an embed shows them.
    """
    known = [*files, *(f for f in hidden if f not in files)]
    shown = copy.deepcopy(embeds)
    used: list[Attachment] = []
    for embed in shown:
        embed.setdefault("type", "rich")
        for part in ("image", "thumbnail", "author", "footer"):
            for key in ("url", "icon_url"):
                holder = embed.get(part) or {}
                address = str(holder.get(key) or "")
                if not address.startswith("attachment://"):
                    used += [f for f in known if f.url == address]
                    continue
                found = next((f for f in files if f.filename == address.removeprefix("attachment://")), None)
                if found is not None:
                    holder[key] = found.url
                    used.append(found)
    message.embeds = shown
    message.embedded = [f for f in known if f in used]
    message.attachments = [f for f in files if f not in used]


def numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy in which each component has the number that Discord gives it."""
    shown = copy.deepcopy(components)
    for number, item in enumerate(walk(shown), start=1):
        item.setdefault("id", number)
    return shown


def walk(components: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Every component in a tree, rows and containers too."""
    for item in components:
        yield item
        yield from walk(item.get("components") or [])
        for key in ("accessory", "component"):
            if item.get(key):
                yield from walk([item[key]])


def publish(message: Message) -> None:
    """Makes a message known to everybody who may see it."""
    discord = message.channel.discord
    discord.messages[message.id] = message
    message.channel.add(message)
    announce(message, "MESSAGE_CREATE")


def announce(message: Message, event: str) -> None:
    if not message.private and message.channel.may(bot_of(message), "view_channel"):
        message.channel.discord.deliver(
            event,
            None,
            intent_of(message.channel),
            guild=message.channel.guild,
            content=lambda seen: message_payloads.event(message, content=seen),
        )
    message.channel.discord.changed()


def delete(message: Message) -> None:
    """Takes a message away."""
    channel = message.channel
    message.deleted = True
    channel.discord.messages.pop(message.id, None)
    channel.remove(message)
    if not message.private:
        data = {"id": str(message.id), "channel_id": str(channel.id)}
        if channel.guild is not None:
            data["guild_id"] = str(channel.guild.id)
        if channel.may(bot_of(message), "view_channel"):
            channel.discord.deliver("MESSAGE_DELETE", data, intent_of(channel), guild=channel.guild)
    channel.discord.changed()


def intent_of(channel: Channel) -> Intent:
    return Intent.GUILD_MESSAGES if channel.guild else Intent.DIRECT_MESSAGES


def bot_of(message: Message) -> User:
    discord: LoopbackDiscord = message.channel.discord
    return discord.bot_user
