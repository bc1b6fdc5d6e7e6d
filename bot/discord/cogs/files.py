"""/continue and /analyze: commands with a file of music."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.turns import answer
from music.controls import Controls

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot


class Files(commands.Cog):
    """Uploads are read in the engine child, never here."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(name="continue", description="Go on from your own piece, from its own notes")
    @app_commands.describe(file="MIDI, ABC or MusicXML", bars="How many new bars (8)")
    async def continue_(
        self,
        interaction: discord.Interaction["CadenzaBot"],
        file: discord.Attachment,
        bars: app_commands.Range[int, 1, 64] = 8,
    ) -> None:
        await answer(interaction, intent="continue", controls=Controls(bars=bars), files=[file])

    @app_commands.command(description="What a piece is: key, metre, tempo, mood, instruments, form")
    @app_commands.describe(file="MIDI, ABC or MusicXML")
    async def analyze(self, interaction: discord.Interaction["CadenzaBot"], file: discord.Attachment) -> None:
        await answer(interaction, intent="analyze", files=[file])
