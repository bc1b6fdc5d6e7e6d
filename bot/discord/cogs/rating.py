"""/rate: stars for a take or a track."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.address import guild_name
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
    async def rate(
        self,
        interaction: discord.Interaction["CadenzaBot"],
        stars: app_commands.Range[int, 1, 5],
        item: str | None = None,
    ) -> None:
        await answer(interaction, intent="rate", stars=stars, target=(item or "").strip(), private=True)
        await show_loved(self.bot, interaction.guild)

    @rate.autocomplete("item")
    async def items(
        self, interaction: discord.Interaction["CadenzaBot"], current: str
    ) -> list[app_commands.Choice[str]]:
        """The person's own takes here, newest first."""
        person = interaction.user.id
        made = await self.bot.assistant.takes_of(
            guild_id=guild_name(interaction.guild_id, person),
            surface="discord",
            person=str(person),
            limit=25,
        )
        typed = current.strip().casefold()
        return [
            app_commands.Choice(name=m.take.title[:100] or m.take.id, value=m.take.id)
            for m in made
            if typed in m.take.title.casefold() or m.take.id.startswith(typed)
        ]
