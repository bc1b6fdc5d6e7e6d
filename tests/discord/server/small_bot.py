"""A little bot on the unmodified discord.py, with one command of every kind, to try the server with."""

import asyncio
import io
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.ext import commands

from tests.discord_server import LoopbackDiscord

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Form(discord.ui.Modal, title="Change it"):
    """A form with one field."""

    change: discord.ui.TextInput[Any] = discord.ui.TextInput(label="What to change", max_length=50)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"changed: {self.change.value}")


class Buttons(discord.ui.View):
    """Buttons and a menu that outlive the process."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Vary", custom_id="vary")
    async def vary(self, interaction: discord.Interaction, button: Any) -> None:
        await interaction.response.edit_message(content="varied")

    @discord.ui.button(label="Quiet", custom_id="quiet")
    async def quiet(self, interaction: discord.Interaction, button: Any) -> None:
        await interaction.response.defer()
        await interaction.followup.send("only for you", ephemeral=True)

    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction: discord.Interaction, button: Any) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Off", custom_id="off", disabled=True)
    async def off(self, interaction: discord.Interaction, button: Any) -> None: ...

    @discord.ui.select(
        custom_id="menu",
        options=[
            discord.SelectOption(label="Waltz", value="waltz"),
            discord.SelectOption(label="Jig", value="jig"),
        ],
    )
    async def menu(self, interaction: discord.Interaction, select: Any) -> None:
        await interaction.response.send_message(f"chosen: {select.values[0]}", ephemeral=True)


class SmallBot(commands.Bot):
    """`heard` keeps the messages it got, `events` the names of gateway events."""

    def __init__(self, intents: discord.Intents = INTENTS) -> None:
        super().__init__(
            "!",
            intents=intents,
            help_command=None,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.05,
        )
        self.heard: list[discord.Message] = []
        self.events: list[str] = []
        self.failures: list[BaseException] = []
        #: called after everything it heard, so that a test can wait for it
        self.changed: Callable[[], None] = lambda: None
        for command in (ping, later, private, silent, slow, buttons, named, weigh, style):
            self.tree.add_command(command)
        self.tree.on_error = self._note_failure  # type: ignore[method-assign]

    async def setup_hook(self) -> None:
        self.add_view(Buttons())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Without the five seconds that the client otherwise waits before it identifies again."""

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)
        self.changed()

    async def on_socket_event_type(self, name: str) -> None:
        self.events.append(name)
        asyncio.get_running_loop().call_soon(self.changed)

    async def _note_failure(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError
    ) -> None:
        self.failures.append(getattr(error, "original", error))


@app_commands.command(description="Answers at once")
async def ping(interaction: discord.Interaction, text: str = "pong") -> None:
    await interaction.response.send_message(text)


@app_commands.command(description="Answers later, in two edits and a follow-up")
async def later(interaction: discord.Interaction) -> None:
    told = await interaction.response.defer()
    assert told is not None
    assert told.message_id is not None
    await interaction.edit_original_response(content="half")
    await interaction.edit_original_response(
        content="whole", attachments=[discord.File(io.BytesIO(b"MThd"), "a.mid")]
    )
    await interaction.followup.send("and more")


@app_commands.command(description="Answers for one person")
async def private(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.followup.send("psst")


@app_commands.command(description="Never answers")
async def silent(interaction: discord.Interaction) -> None: ...


@app_commands.command(description="Waits until it is told")
async def slow(interaction: discord.Interaction) -> None:
    bot: Any = interaction.client
    await bot.wait_for("go")
    await interaction.response.send_message("too late?")


@app_commands.command(description="Shows the buttons", name="buttons")
async def buttons(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("press", view=Buttons())


@app_commands.command(description="Offers names", name="named")
async def named(interaction: discord.Interaction, style: str) -> None:
    await interaction.response.send_message(style)


@named.autocomplete("style")
async def names(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=n, value=n) for n in ("waltz", "walk", "jig") if n.startswith(typed)]


@app_commands.command(description="Reads a file")
async def weigh(
    interaction: discord.Interaction, file: discord.Attachment, times: app_commands.Range[int, 1, 5] = 1
) -> None:
    await interaction.response.defer()
    data = await file.read()
    await interaction.followup.send(f"{file.filename} {len(data)} {times}")


style = app_commands.Group(name="style", description="Styles")


@style.command(description="Adds one")
async def add(interaction: discord.Interaction, name: str) -> None:
    await interaction.response.send_message(f"added {name}")


@asynccontextmanager
async def running(server: LoopbackDiscord, bot: SmallBot, monkeypatch: Any) -> AsyncIterator[SmallBot]:
    """The bot, logged in and ready."""
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_base)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))
    bot.changed = server.changed
    task = asyncio.create_task(bot.start(server.token))
    try:
        waiting = asyncio.create_task(server.bot_ready())
        await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            waiting.cancel()
            task.result()
        await bot.wait_until_ready()
        yield bot
    finally:
        await bot.close()
        await asyncio.gather(task, return_exceptions=True)


if __name__ == "__main__":  # as a program of its own: API address, gateway address, token
    discord.http.Route.BASE, gateway, token = sys.argv[1:]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    SmallBot().run(token, log_handler=None)
