"""/taste and /favorites: what was learned of a person's taste, and what they rated well; only they see it."""

import json
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.cards import Card, CardFile, favorites_card
from bot.discord.privacy import where, whose
from bot.discord.privately import begun, give
from bot.discord.rows import reset_row
from bot.discord.text import escaped
from bot.language import retold, say, say_many

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

Use = discord.Interaction["CadenzaBot"]


class Taste(
    commands.GroupCog, group_name="taste", group_description="What I have learned of your taste here"
):
    """The same as `cadenza taste` on the command line."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(description="Your taste in words")
    async def show(self, interaction: Use) -> None:
        if not await begun(interaction):
            return
        shown = await self.bot.assistant.taste(guild_id=where(interaction), **whose(interaction))
        lines = [escaped(retold(shown.text), 1000)]
        for name, aspects in (
            (say("You like"), shown.likes),
            (say("You like less"), shown.dislikes),
            (say("I am not sure yet"), shown.unsure),
        ):
            told = [f"{escaped(a.name, 60)} {a.stars:+.1f} ★ (± {a.sd:.1f})" for a in aspects]
            if told:
                lines.append(f"-# {name}: {say(', ').join(told)}")
        await give(interaction, Card("\n".join(lines)[:1900]))

    @app_commands.command(name="map", description="Your taste as a picture over the plane of moods")
    async def map_(self, interaction: Use) -> None:
        if not await begun(interaction):
            return
        # the letters of the picture are Latin, so that no name of a person stands on it
        picture = await self.bot.assistant.taste_map(
            guild_id=where(interaction), title="Your taste", **whose(interaction)
        )
        words = say("Orange is what you like, blue what you like less; the paler, the less I know.")
        await give(interaction, Card(words, files=(CardFile("taste.png", picture),)))

    @app_commands.command(description="All that is known of your taste here, as a JSON file")
    async def export(self, interaction: Use) -> None:
        if not await begun(interaction):
            return
        shown = await self.bot.assistant.taste(guild_id=where(interaction), **whose(interaction))
        data = json.dumps(shown.export(), ensure_ascii=False, indent=1).encode()
        file = CardFile("cadenza-taste.json", data)
        await give(interaction, Card(say("All that is known of your taste here."), files=(file,)))

    @app_commands.command(description="Forget your ratings here, and your taste with them")
    async def reset(self, interaction: Use) -> None:
        words = say("Forget what you rated here, and your taste with it? It cannot be had back.")
        await interaction.response.send_message(words, view=reset_row(interaction.user.id), ephemeral=True)


class Favorites(commands.Cog):
    """Private: what somebody likes is their own affair."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(description="Takes and tracks that you gave 4 stars or more here, best first")
    async def favorites(self, interaction: Use) -> None:
        if not await begun(interaction):
            return
        found = await self.bot.assistant.favourites(
            guild_id=where(interaction), surface="discord", person=str(interaction.user.id)
        )
        found.sort(key=lambda favourite: -favourite.stars)  # of as many stars the newest first
        await give(interaction, favorites_card(found))


async def reset(interaction: discord.Interaction[Any], person: str, argument: str) -> None:
    """The answer to /taste reset; the id says whom the question was put to."""
    await interaction.response.defer()
    if argument == "keep" or person != str(interaction.user.id):
        await interaction.edit_original_response(content=say("Everything stays as it is."), view=None)
        return
    number = await interaction.client.assistant.reset_taste(guild_id=where(interaction), **whose(interaction))
    words = say_many("Forgotten: {number} rating.", "Forgotten: {number} ratings.", number)
    await interaction.edit_original_response(content=words, view=None)
