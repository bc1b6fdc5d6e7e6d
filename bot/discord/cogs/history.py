"""/history: what a person had made here."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord import cards
from bot.discord.address import guild_name
from bot.discord.privately import give

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

SHOWN = 10


class History(commands.Cog):
    """Private: what somebody asks for is their own affair."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(description="Your newest takes here, with links to them")
    async def history(self, interaction: discord.Interaction["CadenzaBot"]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        person = interaction.user.id
        made = await self.bot.assistant.takes_of(
            guild_id=guild_name(interaction.guild_id, person),
            surface="discord",
            person=str(person),
            limit=SHOWN,
        )
        await give(interaction, cards.history_card(made))
