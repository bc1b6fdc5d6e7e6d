"""Answers that only one person sees and that are no turns of the conversation: files, lists, pictures."""

from typing import Any

import discord

from bot.assistant.quotas import TooMuch
from bot.discord.address import Address
from bot.discord.cards import Card
from bot.discord.turns import not_now
from bot.language import retold, say

Use = discord.Interaction[Any]


async def begun(interaction: Use, *, rules: bool = False) -> bool:
    """Acknowledges privately and counts it against the limits; False if it was refused. `rules`: others here
    notice it, so that the server's rules for this channel and this person hold."""
    sentence = await not_now(interaction, rules=rules)
    if sentence:
        await interaction.response.send_message(sentence, ephemeral=True)
        return False
    await interaction.response.defer(ephemeral=True, thinking=True)
    bot, person = interaction.client, interaction.user.id
    try:
        await bot.admit_turn(Address(interaction.channel_id or 0, person, interaction.guild_id or 0))
    except TooMuch as refusal:
        bot.patience.wait(person, refusal.retry_after)
        await interaction.edit_original_response(content=retold(str(refusal)))
        return False
    return True


async def give(interaction: Use, card: Card) -> None:
    """Makes `card` of the answer that `begun` deferred; a sentence where its files are too large."""
    size = sum(len(f.data) for f in card.files)
    if size > interaction.filesize_limit:
        sentence = say(
            "That file is too large for this server; MIDI and MusicXML are small, and so is a shorter piece."
        )
        card = Card(sentence)
    await interaction.edit_original_response(**card.for_edit())
