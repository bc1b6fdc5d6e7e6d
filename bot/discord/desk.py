"""Writing to one message, wherever it is: through the interaction's token, or as the bot itself."""

import asyncio
from typing import TYPE_CHECKING, Any

import discord

from bot.discord.address import Address
from bot.discord.failures import code_of

if TYPE_CHECKING:
    from bot.discord.cards import Card
    from bot.discord.client import CadenzaBot

#: a reply needs Read Message History
NO_HISTORY = 160002
NONCE_LENGTH = 25
#: one request may take this long, discord.py's own repetitions included
REQUEST_SECONDS = 60.0
#: the message, channel, guild or webhook is gone, or was never ours to change
GONE = frozenset({10003, 10004, 10008, 10015, 50001, 50005, 50013, 50027})


async def edit(bot: "CadenzaBot", address: Address, card: "Card") -> bool:
    """Makes `card` of the turn's one message. False if the message cannot be reached any more.

    Raises discord.HTTPException, OSError or TimeoutError for what may work later.
    """
    if not address.progress:
        return False
    if address.has_token and await _tried(_through_token(bot, address, card)):
        return True
    if address.is_private:
        return False  # a private answer is reached through its token alone
    return await _tried(_as_message(bot, address, card))


async def _through_token(bot: "CadenzaBot", address: Address, card: "Card") -> None:
    webhook = discord.Webhook.partial(address.application, address.token, client=bot)
    await webhook.edit_message(address.progress, **card.for_edit())


async def _as_message(bot: "CadenzaBot", address: Address, card: "Card") -> None:
    await channel_of(bot, address).get_partial_message(address.progress).edit(**card.for_edit())


async def _tried(writing: Any) -> bool:
    try:
        async with asyncio.timeout(REQUEST_SECONDS):
            await writing
    except discord.HTTPException as error:
        if code_of(error) in GONE or error.status in (401, 403, 404):
            return False
        raise
    return True


def channel_of(bot: "CadenzaBot", address: Address) -> discord.PartialMessageable:
    """The turn's channel, known or not."""
    return bot.get_partial_messageable(address.channel, guild_id=address.guild or None)


async def send(
    channel: discord.abc.Messageable, address: Address, card: "Card", nonce: str
) -> discord.Message:
    """Posts an ordinary message below what it answers; once, however often it is tried within minutes.

    Raises discord.HTTPException, OSError or TimeoutError.
    """
    async with asyncio.timeout(REQUEST_SECONDS):
        try:
            return await channel.send(**card.for_send(), nonce=nonce[:NONCE_LENGTH], **below(address))
        except discord.HTTPException as error:
            if code_of(error) != NO_HISTORY:
                raise
            return await channel.send(**card.for_send(), nonce=nonce[:NONCE_LENGTH])


def below(address: Address) -> dict[str, Any]:
    """The argument of `send` that puts a new message under the person's own message, else under the turn's
    one message. It is no error if that is deleted meanwhile."""
    target = address.reply_to or (0 if address.is_private else address.progress)
    if not target:
        return {}
    reference = discord.MessageReference(
        message_id=target,
        channel_id=address.channel,
        guild_id=address.guild or None,
        fail_if_not_exists=False,
    )
    return {"reference": reference}
