"""/settings: what holds in a server, for its moderators."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.assistant.guild_settings import LANGUAGES, HouseRules
from bot.discord import completion
from bot.discord.moderation import moderator
from bot.discord.text import escaped
from bot.language import retold, say
from bot.language.names import style_name

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

Press = discord.Interaction["CadenzaBot"]
ALLOWED = "No: no longer (yes)"


def rules_text(rules: HouseRules) -> str:
    """The rules in lines."""
    gallery = say("none")
    if rules.gallery:
        gallery = say(
            "{channel}, from {stars} stars", channel=f"<#{rules.gallery}>", stars=f"{rules.gallery_stars:g}"
        )
    lines = [
        say("Channels: {channels}", channels=" ".join(f"<#{c}>" for c in rules.channels) or say("all")),
        say("Roles: {roles}", roles=" ".join(f"<@&{r}>" for r in rules.roles) or say("everybody")),
        say("Usual style: {style}", style=escaped(style_name(rules.style), 60) or say("none")),
        say("Language: {language}", language=retold(LANGUAGES[rules.language])),
        say(
            "Pieces of a member: {at_once} at once, then one every {seconds} s, {a_day} a day",
            at_once=rules.pieces_at_once,
            seconds=rules.piece_seconds,
            a_day=rules.pieces_a_day or say("any number"),
        ),
        say(
            "Takes that members rate well join the catalogue: {answer}",
            answer=say("yes") if rules.takes_join else say("no"),
        ),
        say("Gallery: {gallery}", gallery=gallery),
    ]
    return "\n".join(lines)


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class SettingsCommands(
    commands.GroupCog, group_name="settings", group_description="What holds in this server"
):
    """Rights are checked when a command is used, whatever the server's settings show to whom."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    async def _set(self, interaction: Press, **values: Any) -> None:
        who = moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        for name, value in values.items():
            await self.bot.assistant.rules.set(who, name, value)
        text = rules_text(await self.bot.assistant.rules.of(who.guild_id))
        await interaction.edit_original_response(content=text)

    @app_commands.command(description="What holds now")
    async def show(self, interaction: Press) -> None:
        await self._set(interaction)

    @app_commands.command(description="Answer in this channel, or no longer; with none named, everywhere")
    @app_commands.describe(channel="Which channel", allowed=ALLOWED)
    async def channel(self, interaction: Press, channel: discord.TextChannel, allowed: bool = True) -> None:
        await self._toggle(interaction, "channels", channel.id, allowed)

    @app_commands.command(description="Let this role ask, or no longer; with none named, everybody")
    @app_commands.describe(role="Which role", allowed=ALLOWED)
    async def role(self, interaction: Press, role: discord.Role, allowed: bool = True) -> None:
        await self._toggle(interaction, "roles", role.id, allowed)

    async def _toggle(self, interaction: Press, name: str, id_: int, allowed: bool) -> None:
        who = moderator(interaction)
        rules = asdict(await self.bot.assistant.rules.of(who.guild_id))
        rest = [one for one in rules[name] if one != str(id_)]
        await self._set(interaction, **{name: [*rest, str(id_)] if allowed else rest})

    @app_commands.command(description="What a piece is in when nobody says; leave it out for none")
    @app_commands.describe(style="A style, such as waltz or lo-fi")
    @app_commands.autocomplete(style=completion.own_styles)
    async def style(self, interaction: Press, style: str = "") -> None:
        await self._set(interaction, style=style)

    @app_commands.command(description="In which language to answer")
    @app_commands.describe(language="Which language")
    @app_commands.choices(
        language=[app_commands.Choice(name=n, value=k or "asked") for k, n in LANGUAGES.items()]
    )
    async def language(self, interaction: Press, language: str) -> None:
        await self._set(interaction, language="" if language == "asked" else language)

    @app_commands.command(description="How many pieces a member may ask for")
    @app_commands.describe(
        seconds="Between two pieces", at_once="Before that begins to count", a_day="0 for any number"
    )
    async def limits(
        self,
        interaction: Press,
        seconds: app_commands.Range[int, 1, 3600] | None = None,
        at_once: app_commands.Range[int, 1, 20] | None = None,
        a_day: app_commands.Range[int, 0, 1000] | None = None,
    ) -> None:
        given = {"piece_seconds": seconds, "pieces_at_once": at_once, "pieces_a_day": a_day}
        await self._set(interaction, **{name: value for name, value in given.items() if value is not None})

    @app_commands.command(description="Whether takes that members rate well join this server's catalogue")
    @app_commands.describe(join="Whether they join")
    async def takes(self, interaction: Press, join: bool) -> None:
        await self._set(interaction, takes_join=join)

    @app_commands.command(description="Where the best rated takes are shown; leave it out for nowhere")
    @app_commands.describe(channel="Which channel", stars="From how many stars on average (4)")
    async def gallery(
        self,
        interaction: Press,
        channel: discord.TextChannel | None = None,
        stars: app_commands.Range[float, 1.0, 5.0] = 4.0,
    ) -> None:
        await self._set(interaction, gallery=str(channel.id) if channel else "", gallery_stars=stars)

    @app_commands.command(description="Never recommend a track here, or do again")
    @app_commands.describe(track="The id of the track", blocked="No: recommend it again (yes)")
    async def block(self, interaction: Press, track: str, blocked: bool = True) -> None:
        who = moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        curation, person = self.bot.assistant.curation, {"surface": "discord", "person": who.person}
        if blocked:
            found = await curation.block(track, guild_id=who.guild_id, **person)
            text = say("{title} is not recommended here any more.", title=escaped(found.title, 100))
        else:
            await curation.unblock(track, guild_id=who.guild_id, **person)
            text = say("It may be recommended here again.")
        listed = [f"-# `{b.track_id}` {escaped(b.title, 80)}" for b in await curation.blocked(who.guild_id)]
        await interaction.edit_original_response(content="\n".join([text, *listed])[:1900])

    @app_commands.command(description="Who changed what, newest first, and its number for /settings undo")
    async def log(self, interaction: Press) -> None:
        who = moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        changes = await self.bot.assistant.oversight.log(who.guild_id, 12)
        lines = [
            f"`{c.id}` {discord.utils.format_dt(c.done, 'R')} "
            f"{f'<@{c.person}>' if c.person else say('somebody')}: {escaped(retold(c.text), 200)}"
            for c in changes
        ]
        await interaction.edit_original_response(
            content="\n".join(lines)[:1900] or say("Nothing was changed yet.")
        )

    @app_commands.command(description="Take a change back, by its number in /settings log")
    @app_commands.describe(change="Its number")
    async def undo(self, interaction: Press, change: app_commands.Range[int, 1]) -> None:
        who = moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        done = await self.bot.assistant.oversight.undo(who, change)
        await interaction.edit_original_response(content=escaped(retold(done), 600))
