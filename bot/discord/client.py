"""The bot itself: one gateway connection, its cogs, its buttons, board and poster."""

import asyncio
import hashlib
import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.assistant.assistant import Assistant
from bot.discord import buttons, cards, desk, modals, options, permissions
from bot.discord.address import Address
from bot.discord.cogs import COGS
from bot.discord.failures import changed, tell
from bot.discord.patience import Patience
from bot.discord.poster import Poster
from bot.discord.progress import ProgressBoard
from bot.discord.tongue import speak
from bot.discord.translator import CommandTranslator, translated
from bot.language import say, use_language
from bot.settings import Settings, is_loopback

log = logging.getLogger("cadenza.discord")

INTERRUPTED = "I was stopped before I could answer; please say it again."
#: posts on their way get this long when the program stops
GRACE_SECONDS = 5.0


class Commands(app_commands.CommandTree["CadenzaBot"]):
    """The slash commands and menus; errors end in the one handler."""

    async def interaction_check(self, interaction: discord.Interaction["CadenzaBot"], /) -> bool:
        """Before a command, a menu or a completion: whatever it says, it says in the person's language."""
        await speak(interaction)
        if options.fit(self, interaction.data or {}):
            return True
        try:
            if interaction.type is discord.InteractionType.autocomplete:
                await interaction.response.autocomplete([])
            else:
                await interaction.response.send_message(changed(), ephemeral=True)
        except (discord.HTTPException, OSError) as error:
            await tell(interaction, error, "answering a command")
        return False

    async def on_error(
        self, interaction: discord.Interaction["CadenzaBot"], error: app_commands.AppCommandError, /
    ) -> None:
        await tell(interaction, error, "answering a command")


class CadenzaBot(commands.Bot):
    """Made for one assistant; `running.run` starts and stops it."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,  # never used: messages are read by the assistant
            tree_cls=Commands,
            help_command=None,
            intents=permissions.INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.assistant = assistant
        self.is_loopback = is_loopback(urlsplit(settings.discord_api_base).hostname or "")
        self.is_stopping = False
        self.patience = Patience()
        self.board = ProgressBoard(self)
        self.poster = Poster(self)
        self._folder = settings.folder
        self._tasks: list[asyncio.Task[None]] = []
        self._downloads: aiohttp.ClientSession | None = None

    @property
    def downloads(self) -> aiohttp.ClientSession:
        """For attachments from Discord's CDN; carries no token."""
        assert self._downloads is not None, "the bot has not been set up"
        return self._downloads

    async def setup_hook(self) -> None:
        self._downloads = aiohttp.ClientSession(auto_decompress=False)
        await self.tree.set_translator(CommandTranslator())
        for cog in COGS:
            await self.add_cog(cog(self))
        self.add_dynamic_items(*buttons.ITEMS)
        await self._sync_commands()
        self._tasks = [
            asyncio.create_task(self._apologise(), name="apologies"),
            asyncio.create_task(self.board.run(), name="progress board"),
            asyncio.create_task(self.poster.run(), name="poster"),
        ]
        for task in self._tasks:
            task.add_done_callback(_report)

    async def admit_turn(self, address: Address) -> None:
        """Counts a turn against the limits of its person and guild. Raises TooMuch."""
        await self.assistant.admit(
            "turn", guild_id=address.guild_name, surface="discord", person=str(address.person)
        )

    async def on_interaction(self, interaction: discord.Interaction["CadenzaBot"]) -> None:
        """Forms, which may outlive the program that opened them, and components that are none of ours."""
        try:
            if interaction.type is discord.InteractionType.modal_submit:
                await speak(interaction)
                await modals.submitted(interaction)
            elif interaction.type is discord.InteractionType.component and not buttons.is_alive(interaction):
                await speak(interaction)
                await buttons.answer_unknown(interaction)
        except (discord.HTTPException, OSError) as error:
            await tell(interaction, error, "answering a button")

    async def on_message(self, message: discord.Message, /) -> None:
        """Messages belong to the cog that listens; commands behind a prefix do not exist."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("an event was not handled (%s)", event_method)

    async def on_ready(self) -> None:
        log.info("ready: %d guilds", len(self.guilds))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        log.info("guild %d: removed", guild.id)

    async def _sync_commands(self) -> None:
        """Tells Discord the commands if they are not those that it was told last."""
        payload = await translated(self.tree)
        text = json.dumps([self.application_id, payload], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        note = Path(self._folder) / "discord-commands.sha256"
        if note.exists() and note.read_text() == digest:
            return
        await self.tree.sync()
        note.write_text(digest)

    async def _apologise(self) -> None:
        """To those whose turns the last program left unanswered."""
        for turn in self.assistant.interrupted("discord"):
            address = Address.from_json(turn.address)
            use_language(address.language or "en")
            try:
                await desk.edit(self, address, cards.Card(content=say(INTERRUPTED)))
            except (discord.HTTPException, OSError, TimeoutError) as error:
                log.info("turn %s: no apology (%s)", turn.turn_id, type(error).__name__)

    async def stop(self) -> None:
        """Takes nothing new, lets posts on their way arrive, leaves the gateway."""
        self.is_stopping = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)  # `_report` has told of errors
        await self.poster.finish(GRACE_SECONDS)
        await self.close()
        if self._downloads is not None:
            await self._downloads.close()


class ShardedBot(CadenzaBot, commands.AutoShardedBot):
    """The same with as many connections to the gateway as Discord recommends."""


def _report(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("%s ended early", task.get_name(), exc_info=error)
