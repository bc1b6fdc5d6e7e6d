"""What can be done with a message that has music on it, by its context menu."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.address import guild_name
from bot.discord.attachments import fetch, is_music
from bot.discord.cards import Card, CardFile
from bot.discord.privately import begun, give
from bot.discord.rows import style_rows, take_in
from bot.discord.text import slug
from bot.discord.turns import answer
from bot.language import say
from bot.language.names import style_name
from music.controls import Controls
from music.errors import CadenzaError
from music.operation import Operation
from music.styles import BUILT_IN_STYLES

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

Use = discord.Interaction["CadenzaBot"]
NO_MUSIC = (
    "There is no music on that message that I read: one of my takes, or a MIDI, ABC or MusicXML file (.mid, "
    ".abc, .musicxml)."
)
#: new bars of “Continue this”
BARS = 8
#: the subject of a style menu whose piece is the file on the same message
FILE = "file"


class Menus(commands.Cog):
    """Each works on a take of ours, or on the first file of music."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot
        kinds: dict[str, Callable[[Use, discord.Message], Awaitable[None]]] = {
            "Analyze this": self.analyze_this,
            "Restyle this": self.restyle_this,
            "Vary this": self.vary_this,
            "Continue this": self.continue_this,
        }
        self._menus = [
            app_commands.ContextMenu(name=name, callback=callback)  # type: ignore[arg-type]
            for name, callback in kinds.items()
        ]

    async def cog_load(self) -> None:
        for menu in self._menus:
            self.bot.tree.add_command(menu)

    async def cog_unload(self) -> None:
        for menu in self._menus:
            self.bot.tree.remove_command(menu.name, type=menu.type)

    async def analyze_this(self, interaction: Use, message: discord.Message) -> None:
        """For the one who asks alone."""
        await answer(interaction, intent="analyze", private=True, **_on(message))

    async def vary_this(self, interaction: Use, message: discord.Message) -> None:
        on, asked = _on(message), say("Vary")
        await answer(interaction, intent="vary", operation=Operation("vary"), asked=asked, **on)

    async def continue_this(self, interaction: Use, message: discord.Message) -> None:
        await answer(interaction, intent="continue", controls=Controls(bars=BARS), **_on(message))

    async def restyle_this(self, interaction: Use, message: discord.Message) -> None:
        """Asks privately for the style. A file is put on the question: its message cannot be read later."""
        on = _on(message)
        if not await begun(interaction, rules=True):
            return
        files = []
        for attachment in on["files"]:
            upload = await fetch(attachment, self.bot.downloads, loopback=self.bot.is_loopback)
            stem, _, suffix = upload.filename.rpartition(".")
            files.append(CardFile(f"{slug(stem)}.{suffix.lower()}", upload.data))
        own = await self.bot.assistant.styles.all(guild_name(interaction.guild_id, interaction.user.id))
        names = sorted({*(style.name for style in own), *BUILT_IN_STYLES})
        view = style_rows(on["target"] or FILE, names)
        await give(interaction, Card(say("In which style?"), files=tuple(files), view=view))


def _on(message: discord.Message) -> dict[str, Any]:
    """What of a message is meant, as arguments of `answer`. Raises CadenzaError where there is no music."""
    take = take_in(message)
    if take:
        return {"target": take, "files": ()}
    music = [attachment for attachment in message.attachments if is_music(attachment.filename)]
    if not music:
        raise CadenzaError(say(NO_MUSIC))
    return {"target": "", "files": music[:1]}


async def chosen_style(interaction: discord.Interaction[Any], subject: str, style: str) -> None:
    """A style was chosen in a menu of styles, for a take or for the file on the menu's message."""
    message = interaction.message
    files = message.attachments[:1] if subject == FILE and message is not None else ()
    await answer(
        interaction,
        intent="restyle",
        operation=Operation("restyle"),
        controls=Controls(style=style),
        target="" if subject == FILE else subject,
        files=files,
        asked=say("Restyle as {style}", style=style_name(style)),
    )
