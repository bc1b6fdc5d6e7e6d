"""/continue and /analyze: a file of music, or a take."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord import completion
from bot.discord.cogs.reworking import PRIVATE, TAKE, Words, one_of
from bot.discord.turns import answer
from music.controls import Controls

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

Use = discord.Interaction["CadenzaBot"]


class Files(commands.Cog):
    """Uploads are read in the engine child, never here."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(name="continue", description="Go on from your own piece, from its own notes")
    @app_commands.describe(
        file="MIDI, ABC or MusicXML", bars="How many new bars (8)", take=TAKE, private=PRIVATE
    )
    @app_commands.autocomplete(take=completion.takes)
    async def continue_(
        self,
        interaction: Use,
        file: discord.Attachment | None = None,
        bars: app_commands.Range[int, 1, 64] = 8,
        take: Words | None = None,
        private: bool = False,
    ) -> None:
        one_of(take, file)
        await answer(
            interaction,
            intent="continue",
            controls=Controls(bars=bars),
            pieces=[take] if take else (),
            files=[file] if file else (),
            private=private,
        )

    @app_commands.command(description="What a piece is: key, metre, tempo, mood, instruments, form")
    @app_commands.describe(file="MIDI, ABC or MusicXML", take=TAKE, private=PRIVATE)
    @app_commands.autocomplete(take=completion.takes)
    async def analyze(
        self,
        interaction: Use,
        file: discord.Attachment | None = None,
        take: Words | None = None,
        private: bool = False,
    ) -> None:
        one_of(take, file)
        await answer(
            interaction,
            intent="analyze",
            pieces=[take] if take else (),
            files=[file] if file else (),
            private=private,
        )
