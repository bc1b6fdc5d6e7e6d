"""What the buttons of consent and of deletion do. Both are about whoever presses, nobody else."""

from typing import Any

import discord

from bot.assistant.consent import CHOICES, TAKEN_DOWN, Choice
from bot.discord.address import guild_name
from bot.language import retold, say
from music.errors import CadenzaError


def whose(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """The person, as the assistant's privacy knows them."""
    return {"surface": "discord", "person": str(interaction.user.id)}


def where(interaction: discord.Interaction[Any]) -> str:
    """The guild, as storage knows it."""
    return guild_name(interaction.guild_id, interaction.user.id)


async def learn(interaction: discord.Interaction[Any], choice: str, argument: str) -> None:
    """The person's word on what may be learned from their ratings here."""
    await interaction.response.defer()
    chosen: Choice = next((c for c in CHOICES if c == choice), "none")
    await interaction.client.assistant.privacy.choose(
        chosen, guild_id=where(interaction), **whose(interaction)
    )
    await interaction.edit_original_response(content=retold(TAKEN_DOWN[chosen]), view=None)


async def forget(interaction: discord.Interaction[Any], person: str, argument: str) -> None:
    """Deletes everything about who presses; the id says whom the question was put to."""
    await interaction.response.defer()
    if argument == "keep" or person != str(interaction.user.id):
        await interaction.edit_original_response(content=say("Everything stays as it is."), view=None)
        return
    try:
        deleted = await interaction.client.assistant.privacy.delete(**whose(interaction))
    except CadenzaError as refusal:
        await interaction.edit_original_response(content=retold(str(refusal)), view=None)
        return
    await interaction.edit_original_response(content=retold(deleted.text), view=None)
