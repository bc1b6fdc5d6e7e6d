"""/style: a server's own styles, for its moderators."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.address import guild_name
from bot.discord.attachments import fetch
from bot.discord.cards import Card, CardFile
from bot.discord.completion import Choices, built_in_styles, instruments, matching, metres
from bot.discord.moderation import moderator
from bot.discord.style_forms import name_of, style_card, style_form
from bot.discord.text import escaped, slug
from bot.language import say

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

Press = discord.Interaction["CadenzaBot"]
Name = app_commands.Range[str, 2, 40]
_FIELDS = (
    "tempo", "metre", "instruments", "mode", "valence", "arousal", "density", "swing", "looseness", "lag",
    "accent", "chords", "pace",
)  # fmt: skip


def _changes(given: dict[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in _FIELDS if given.get(name) is not None}


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class StyleCommands(commands.GroupCog, group_name="style", group_description="Styles of this server"):
    """Rights are checked when a command is used, whatever the server's settings show to whom."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(description="A new style, as another is but for what you say")
    @app_commands.describe(
        name="2 to 40 letters, such as “night drive”",
        base="The style that it begins with",
        tempo="One or two numbers, such as 80-95",
        metre="Such as 3/4",
        instruments="With commas between: “Flute, Harp”",
        mode="Major or minor",
        density="How many notes at a time",
        valence="Dark (-1) to bright (1)",
        arousal="Calm (-1) to lively (1)",
        swing="0.5 is straight",
        looseness="0 is strict",
        lag="How late the backbeat comes, in ticks",
        accent="How strongly the metre shows",
        chords="Which chords it is played in",
        pace="How long chords are held, 1 is usual",
    )
    @app_commands.autocomplete(base=built_in_styles, metre=metres, instruments=instruments)
    @app_commands.choices(
        mode=[app_commands.Choice(name=n, value=n) for n in ("major", "minor", "either")],
        density=[app_commands.Choice(name=n, value=n) for n in ("sparse", "medium", "dense")],
        chords=[
            app_commands.Choice(name=n, value=n)
            for n in ("triads", "sevenths", "ninths", "added", "sixths", "power")
        ],
    )
    async def add(
        self,
        interaction: Press,
        name: Name,
        base: str | None = None,
        tempo: str | None = None,
        metre: str | None = None,
        instruments: str | None = None,
        mode: str | None = None,
        valence: app_commands.Range[float, -1.0, 1.0] | None = None,
        arousal: app_commands.Range[float, -1.0, 1.0] | None = None,
        density: str | None = None,
        swing: app_commands.Range[float, 0.5, 0.75] | None = None,
        looseness: app_commands.Range[float, 0.0, 20.0] | None = None,
        lag: app_commands.Range[int, -20, 30] | None = None,
        accent: app_commands.Range[float, 0.0, 2.0] | None = None,
        chords: str | None = None,
        pace: app_commands.Range[float, 0.5, 4.0] | None = None,
    ) -> None:
        given = dict(locals())
        who = moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        style = await self.bot.assistant.styles.add(who, name, base or "", _changes(given))
        card = style_card(style, say("Added; it can be asked for by its name"))
        await interaction.edit_original_response(**card.for_edit())

    @app_commands.command(description="Change a style; a form shows it as it is")
    @app_commands.describe(name="Which style")
    async def edit(self, interaction: Press, name: Name) -> None:
        who = moderator(interaction)
        style = await self.bot.assistant.styles.get(who.guild_id, name)
        await interaction.response.send_modal(style_form(style))

    @app_commands.command(description="Hide a style; pieces that were made with it stay")
    @app_commands.describe(name="Which style")
    async def remove(self, interaction: Press, name: Name) -> None:
        who = moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        style = await self.bot.assistant.styles.remove(who, name)
        await interaction.edit_original_response(
            content=say("Removed: {name}. `/settings log` can take that back.", name=escaped(style.name, 60))
        )

    @app_commands.command(name="list", description="The styles of this server")
    async def list_(self, interaction: Press) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        styles = await self.bot.assistant.styles.all(guild_name(interaction.guild_id, interaction.user.id))
        lines = [
            say(
                "{name} (version {version}), base: {base}",
                name=name_of(s),
                version=s.version,
                base=s.base or "-",
            )
            for s in styles
        ]
        text = "\n".join(lines[:40]) or say(
            "This server has no styles of its own yet; `/style add` makes one."
        )
        await interaction.edit_original_response(content=text[:1900])

    @app_commands.command(description="Hear eight bars of a style; only you see it")
    @app_commands.describe(name="Which style")
    async def preview(self, interaction: Press, name: Name) -> None:
        who = moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        midi = await self.bot.assistant.styles.preview(who.guild_id, name, interaction.id % 1000)
        audio = await self.bot.assistant.styles.sound(midi)
        files = (CardFile(f"{slug(name)}.ogg", audio), CardFile(f"{slug(name)}.mid", midi))
        card = Card(say("Eight bars of {name}.", name=escaped(name, 60)), files=files)
        await interaction.edit_original_response(**card.for_edit())

    @app_commands.command(description="A style, or all of them, as a file")
    @app_commands.describe(name="Which style (all)")
    async def export(self, interaction: Press, name: Name | None = None) -> None:
        who = moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await self.bot.assistant.styles.export(who.guild_id, (name,) if name else ())
        words = say("`/style import` reads it, here or elsewhere.")
        card = Card(words, files=(CardFile("styles.json", data),))
        await interaction.edit_original_response(**card.for_edit())

    @app_commands.command(name="import", description="The styles of a file that /style export wrote")
    @app_commands.describe(file="The file, styles.json")
    async def import_(self, interaction: Press, file: discord.Attachment) -> None:
        who = moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        loopback, kinds = self.bot.is_loopback, "styles as JSON"
        upload = await fetch(file, self.bot.downloads, loopback=loopback, suffixes=(".json",), kinds=kinds)
        styles = await self.bot.assistant.styles.import_(who, upload.data)
        names = ", ".join(
            say("{name} (version {version})", name=escaped(s.name, 60), version=s.version) for s in styles
        )
        text = say("Imported: {names}.", names=names or say("nothing"))
        await interaction.edit_original_response(content=text[:1900])

    @edit.autocomplete("name")
    @remove.autocomplete("name")
    @preview.autocomplete("name")
    @export.autocomplete("name")
    async def names(self, interaction: Press, current: str) -> Choices:
        styles = await self.bot.assistant.styles.all(guild_name(interaction.guild_id, interaction.user.id))
        return matching([style.name for style in styles], current)
