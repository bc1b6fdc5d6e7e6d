"""Shows takes that members rate well in the channel that the moderators chose."""

import logging
from typing import TYPE_CHECKING

import discord

from bot.assistant.posting import Outcome
from bot.discord.cards import Card
from bot.discord.cards_take import TakeFiles, take_card
from bot.discord.tongue import speak_in
from music.errors import CadenzaError
from music.job import Take

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

log = logging.getLogger("cadenza.discord")


async def files_of(bot: "CadenzaBot", take: Take) -> TakeFiles:
    """The files of a take's message, made again where they were dropped."""
    return TakeFiles(
        audio=await bot.assistant.media(take.midi, "ogg"),
        midi=await bot.assistant.media(take.midi, "mid"),
        picture=await bot.assistant.media(take.midi, "png-dark"),
    )


async def card_of(bot: "CadenzaBot", take: Take, size_limit: int) -> Card:
    """A take as a message, out of any turn."""
    outcome = Outcome(take.job_id, "", "", "", "", {}, "done", take)
    return take_card(outcome, await files_of(bot, take), size_limit=size_limit)


async def show_loved(bot: "CadenzaBot", guild: discord.Guild | None) -> None:
    """After a rating: what has become loved by it. Never raises for what Discord refuses."""
    if guild is None:
        return
    await speak_in(bot, guild)  # the channel is for all, whoever gave the last star
    try:
        channel, takes = await bot.assistant.gallery.due(str(guild.id))
        for take in takes:
            place = bot.get_partial_messageable(int(channel), guild_id=guild.id)
            card = await card_of(bot, take, guild.filesize_limit)
            await place.send(**card.for_send())
    except (discord.HTTPException, CadenzaError, OSError) as error:
        log.warning("the gallery of a server could not be filled (%s)", type(error).__name__)
