"""/recommend and /compose."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.assistant.filtering import read_filters
from bot.discord.address import guild_name
from bot.discord.cards import sentence_card
from bot.discord.turns import answer
from music.controls import BARS_RANGE, SECONDS_RANGE, TEMPO_RANGE, Controls
from music.errors import CadenzaError
from music.styles import BUILT_IN_STYLES
from music.theory import Key

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

Choices = list[app_commands.Choice[str]]
#: Discord shows this many choices at most
MOST_CHOICES = 25
TONICS = ("C", "D", "E", "F", "G", "A", "B", "C#", "Eb", "F#", "Ab", "Bb")
KEYS = tuple(str(Key.parse(f"{tonic} {mode}")) for mode in ("major", "minor") for tonic in TONICS)


WISH = "Say what you would like to hear, for instance “a hopeful waltz for strings, 40 seconds”."


class Asking(commands.Cog):
    """What members come for."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(description="Find tracks that fit a mood, a scene or a style, and hear why")
    @app_commands.describe(
        text="What should it be like? “something rainy and calm for piano”",
        count="How many (5)",
        style="Only of this style, such as reel or waltz",
        tempo="Only in this range of beats a minute: 100-120",
        length="Only of this length: 1:00-2:30, or seconds",
        instruments="Only with all of these: Flute, guitar",
        without="Only without these instruments",
        licence="Only with this licence, such as CC0-1.0",
        own="Only this server's own music, such as its well-rated takes",
    )
    async def recommend(
        self,
        interaction: discord.Interaction["CadenzaBot"],
        text: app_commands.Range[str, 1, 2000] | None = None,
        count: app_commands.Range[int, 1, 10] = 5,
        style: app_commands.Range[str, 1, 60] | None = None,
        tempo: app_commands.Range[str, 1, 20] | None = None,
        length: app_commands.Range[str, 1, 20] | None = None,
        instruments: app_commands.Range[str, 1, 200] | None = None,
        without: app_commands.Range[str, 1, 200] | None = None,
        licence: app_commands.Range[str, 1, 60] | None = None,
        own: bool = False,
    ) -> None:
        try:
            filters = read_filters(
                style=style or "",
                tempo=tempo or "",
                length=length or "",
                instruments=instruments or "",
                without=without or "",
                licence=licence or "",
                own=own,
            )
        except CadenzaError as refusal:
            await interaction.response.send_message(sentence_card(str(refusal)).content, ephemeral=True)
            return
        if not filters and not (text or "").strip():
            await interaction.response.send_message(WISH, ephemeral=True)
            return
        await answer(interaction, text=text or "", intent="recommend", limit=count, filters=filters)

    @recommend.autocomplete("style")
    async def found_styles(self, interaction: discord.Interaction["CadenzaBot"], current: str) -> Choices:
        return matching(sorted(BUILT_IN_STYLES), current)

    @app_commands.command(
        description="Compose a new piece; say what you like, the options win over the words"
    )
    @app_commands.describe(
        text="Mood, style, instruments, length: “a hopeful waltz for strings, 40 seconds”",
        style="A style, such as waltz or lo-fi",
        key="A key, such as G minor",
        tempo="Beats a minute",
        metre="Such as 3/4",
        bars="Exactly this many bars",
        seconds="About this many seconds",
    )
    async def compose(
        self,
        interaction: discord.Interaction["CadenzaBot"],
        text: app_commands.Range[str, 1, 2000] | None = None,
        style: str | None = None,
        key: str | None = None,
        tempo: app_commands.Range[int, int(TEMPO_RANGE[0]), int(TEMPO_RANGE[1])] | None = None,
        metre: str | None = None,
        bars: app_commands.Range[int, *BARS_RANGE] | None = None,
        seconds: app_commands.Range[int, int(SECONDS_RANGE[0]), int(SECONDS_RANGE[1])] | None = None,
    ) -> None:
        controls = Controls(style=style, key=key, tempo_bpm=tempo, metre=metre, bars=bars, seconds=seconds)
        chosen = None if controls == Controls() else controls
        if chosen is None and not (text or "").strip():
            await interaction.response.send_message(WISH, ephemeral=True)
            return
        await answer(interaction, text=text or "", intent="generate", controls=chosen)

    @compose.autocomplete("style")
    async def styles(self, interaction: discord.Interaction["CadenzaBot"], current: str) -> Choices:
        own = await self.bot.assistant.styles.all(guild_name(interaction.guild_id, interaction.user.id))
        return matching([*(style.name for style in own), *sorted(BUILT_IN_STYLES)], current)

    @compose.autocomplete("key")
    async def keys(self, interaction: discord.Interaction["CadenzaBot"], current: str) -> Choices:
        return matching(KEYS, current)

    @compose.autocomplete("metre")
    async def metres(self, interaction: discord.Interaction["CadenzaBot"], current: str) -> Choices:
        return matching(("4/4", "3/4", "2/4", "6/8", "5/4", "7/8", "9/8", "12/8", "2/2"), current)


def matching(names: "tuple[str, ...] | list[str]", current: str) -> Choices:
    """The names that begin with what was typed, then those that hold it."""
    typed = current.strip().casefold()
    first = [n for n in names if n.casefold().startswith(typed)]
    then = [n for n in names if typed in n.casefold() and n not in first]
    return [app_commands.Choice(name=n, value=n) for n in (*first, *then)[:MOST_CHOICES]]
