"""/help: what can be asked, and what to expect."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.assistant.talking import HELP
from bot.discord import cards
from bot.language import retold

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot


class Help(commands.Cog):
    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(description="What you can ask, with examples; only you see it")
    async def help(self, interaction: discord.Interaction["CadenzaBot"]) -> None:
        card = cards.help_card(retold(HELP))
        await interaction.response.send_message(**card.for_send(), ephemeral=True)
