"""Messages of channels."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tests.discord_server import errors, hooks, message_payloads, posting
from tests.discord_server.api import Call, Route
from tests.discord_server.intents import Intent
from tests.discord_server.multipart import read_body
from tests.discord_server.routes_guilds import channel_of

if TYPE_CHECKING:
    from tests.discord_server.guilds import Channel
    from tests.discord_server.messages import Message


def check_may_write(call: Call, channel: Channel, payload: dict[str, Any], with_files: bool) -> None:
    """The permissions that a message of the bot needs here, as Discord names what is missing."""
    bot = call.discord.bot_user
    if channel.guild is None:
        check_reaches(channel)
        return
    needed = ["send_messages"]
    if payload.get("embeds"):
        needed.append("embed_links")
    if with_files:
        needed.append("attach_files")
    if payload.get("tts"):
        needed.append("send_tts_messages")
    if not all(channel.may(bot, name) for name in needed):
        raise errors.missing_permissions()


def check_reaches(channel: Channel) -> None:
    """Whether a direct message gets through: not closed, and a common guild or an earlier word of theirs."""
    user = channel.recipient
    assert user is not None
    if not user.accepts_direct:
        raise errors.direct_messages_closed()
    if not user.has_written and not any(
        g.has_bot and user.id in g.members for g in channel.discord.guilds.values()
    ):
        raise errors.no_mutual_guild()


def referenced(call: Call, channel: Channel, payload: dict[str, Any]) -> Message | None:
    """The message to reply to; None without one, or where it is gone and that was said not to matter."""
    reference = payload.get("message_reference")
    if not reference or reference.get("type", 0) != 0:
        return None
    if not channel.may(call.discord.bot_user, "read_message_history"):
        raise errors.no_history_for_reply()
    found = call.discord.messages.get(int(reference.get("message_id") or 0))
    if found is not None and found.channel is channel and not found.private:
        return found
    if reference.get("fail_if_not_exists", True):
        raise errors.invalid_form(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    return None


async def create(call: Call) -> Any:
    channel = channel_of(call)
    payload, files = await read_body(call)
    check_may_write(call, channel, payload, bool(files))
    posting.check_sizes(channel, files)
    hooks.check_message(payload, files)
    nonce = payload.get("nonce")
    if payload.get("enforce_nonce") and nonce is not None:
        known = call.discord.nonces.get(str(nonce))
        if known is not None and call.discord.clock.now() - known.created < call.discord.nonce_seconds:
            return message_payloads.message(known)
    reference = referenced(call, channel, payload)
    message = posting.create(channel, call.discord.bot_user, payload, files, reference=reference)
    if message.nonce is not None:
        call.discord.nonces[message.nonce] = message
    return message_payloads.message(message)


def message_of(call: Call) -> Message:
    """The message of the path, in the channel of the path."""
    channel = channel_of(call)
    found = call.discord.messages.get(call.id("message"))
    if found is None or found.channel is not channel or found.private:
        raise errors.unknown("message")
    return found


async def one(call: Call) -> Any:
    if not channel_of(call).may(call.discord.bot_user, "read_message_history"):
        raise errors.missing_access()
    message = message_of(call)
    return seen(call, message)


async def history(call: Call) -> Any:
    channel = channel_of(call)
    try:
        limit = int(call.query("limit") or 50)
        marks = {k: int(v) for k in ("before", "after", "around") if (v := call.query(k)) is not None}
    except ValueError:
        raise errors.invalid_form(("limit",), "NUMBER_TYPE_COERCE", "Value is not int.") from None
    if not 1 <= limit <= 100:
        code = "NUMBER_TYPE_MAX" if limit > 100 else "NUMBER_TYPE_MIN"
        word = "less than or equal to 100" if limit > 100 else "greater than or equal to 1"
        raise errors.invalid_form(("limit",), code, f"int value should be {word}.")
    if not channel.may(call.discord.bot_user, "read_message_history"):
        return []
    items = channel.messages
    first, last = max(0, len(items) - limit), len(items)
    if "before" in marks:
        last = bisect_left(items, marks["before"], key=attrgetter("id"))
        first = max(0, last - limit)
    elif "after" in marks:
        first = bisect_left(items, marks["after"] + 1, key=attrgetter("id"))
        last = first + limit
    elif "around" in marks:
        first = max(0, bisect_left(items, marks["around"], key=attrgetter("id")) - limit // 2)
        last = first + limit
    return [seen(call, m) for m in reversed(items[first:last])]


def seen(call: Call, message: Message) -> dict[str, Any]:
    """A message as the bot may read it over REST: the content intent counts here too."""
    allowed = bool(call.discord.allowed_intents & Intent.MESSAGE_CONTENT)
    return message_payloads.message(message, content=allowed or message_payloads.sees_content(message))


async def edit(call: Call) -> Any:
    message = message_of(call)
    payload, files = await read_body(call)
    if message.author is not call.discord.bot_user:
        raise errors.not_yours()
    if files and not message.channel.may(call.discord.bot_user, "attach_files"):
        raise errors.missing_permissions()
    posting.check_sizes(message.channel, files)
    hooks.check_message(payload, files, edit=True)
    if message.deleted:
        raise errors.unknown("message")
    posting.edit(message, payload, files)
    return message_payloads.message(message)


async def remove(call: Call) -> Any:
    message = message_of(call)
    bot = call.discord.bot_user
    if message.author is not bot:
        if message.channel.guild is None:
            raise errors.ApiError(403, 50003, "Cannot execute action on a DM channel")
        if not message.channel.may(bot, "manage_messages"):
            raise errors.missing_permissions()
    posting.delete(message)


async def typing(call: Call) -> Any:
    channel = channel_of(call)
    check_may_write(call, channel, {}, False)
    channel.typing.append(call.at)


async def react(call: Call) -> Any:
    message = message_of(call)
    bot = call.discord.bot_user
    emoji = call.text("emoji")
    if emoji not in message.reactions and not message.channel.may(bot, "add_reactions"):
        raise errors.missing_permissions()
    users = message.reactions.setdefault(emoji, [])
    if bot not in users:
        users.append(bot)


async def take_reaction_back(call: Call) -> Any:
    message = message_of(call)
    users = message.reactions.get(call.text("emoji"), [])
    if call.discord.bot_user not in users:
        raise errors.unknown("emoji")
    users.remove(call.discord.bot_user)
    if not users:
        del message.reactions[call.text("emoji")]


ONE = "/channels/{channel}/messages/{message}"

ROUTES: list[Route] = [
    ("POST", "/channels/{channel}/messages", create, True),
    ("GET", "/channels/{channel}/messages", history, True),
    ("GET", ONE, one, True),
    ("PATCH", ONE, edit, True),
    ("DELETE", ONE, remove, True),
    ("PUT", ONE + "/reactions/{emoji}/@me", react, True),
    ("DELETE", ONE + "/reactions/{emoji}/@me", take_reaction_back, True),
    ("POST", "/channels/{channel}/typing", typing, True),
]
