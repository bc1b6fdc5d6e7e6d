"""/rate: stars for a take or a track."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord import completion
from bot.discord.gallery import show_loved
from bot.discord.turns import answer

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot


class Rating(commands.Cog):
    """The stars under a take do the same."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(description="Rate a take or a track with 1 to 5 stars; only you see it")
    @app_commands.describe(stars="1 to 5", item="Which one (the newest, if you leave it out)")
    @app_commands.autocomplete(item=completion.takes)
    async def rate(
        self,
        interaction: discord.Interaction["CadenzaBot"],
        stars: app_commands.Range[int, 1, 5],
        item: str | None = None,
    ) -> None:
        pieces = [item] if item and item.strip() else []
        await answer(interaction, intent="rate", stars=stars, pieces=pieces, private=True)
        await show_loved(self.bot, interaction.guild)
