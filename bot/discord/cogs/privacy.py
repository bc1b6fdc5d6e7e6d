"""/privacy: what is known of a member; only they see it."""

import json
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.assistant.consent import TAKEN_DOWN
from bot.discord.cards import Card, CardFile
from bot.discord.privacy import where, whose
from bot.discord.rows import consent_row, forget_row
from bot.language import retold, say

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

ASK_DELETE = (
    "Delete everything about you: takes with their files, ratings, conversations, all that is stored under "
    "your name, in every server? It cannot be had back. Messages that I posted stay in their channels."
)


class Privacy(commands.GroupCog, group_name="privacy", group_description="What I know of you"):
    """Counted against nobody's limits: these may be used at any time."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(description="What I keep of you, and what I may learn from your ratings here")
    async def show(self, interaction: discord.Interaction["CadenzaBot"]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        shown = await self.bot.assistant.privacy.show(guild_id=where(interaction), **whose(interaction))
        question = say("What may I learn from your ratings here?")
        card = Card(f"{retold(shown.text)}\n{question}", view=consent_row())
        await interaction.edit_original_response(**card.for_edit())

    @app_commands.command(description="Everything that I keep of you, as a JSON file")
    async def export(self, interaction: discord.Interaction["CadenzaBot"]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await self.bot.assistant.privacy.export(**whose(interaction))
        text = json.dumps(data, ensure_ascii=False, indent=1).encode()
        if len(text) > interaction.filesize_limit:
            sentence = say(
                "It has {size} MB, which is more than I may send here; ask the operator for `{command}`.",
                size=round(len(text) / 1e6),
                command=f"cadenza privacy export {interaction.user.id} --surface discord",
            )
            card = Card(sentence)
        else:
            card = Card(
                say("Everything that I keep of you."), files=(CardFile("cadenza-privacy.json", text),)
            )
        await interaction.edit_original_response(**card.for_edit())

    @app_commands.command(description="Delete everything that I keep of you, in every server")
    async def delete(self, interaction: discord.Interaction["CadenzaBot"]) -> None:
        await interaction.response.send_message(
            say(ASK_DELETE), view=forget_row(interaction.user.id), ephemeral=True
        )

    @app_commands.command(name="opt-out", description="Learn nothing from my ratings here, from now on")
    async def opt_out(self, interaction: discord.Interaction["CadenzaBot"]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self.bot.assistant.privacy.opt_out(guild_id=where(interaction), **whose(interaction))
        await interaction.edit_original_response(content=retold(TAKEN_DOWN["none"]))
