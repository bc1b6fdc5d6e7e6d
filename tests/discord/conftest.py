"""A loopback Discord, the real client and the real assistant (small catalogue), in one event loop."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from discord import http as discord_http
from discord.gateway import DiscordWebSocket

from bot.assistant.assistant import Assistant
from bot.discord import running
from bot.discord.client import CadenzaBot
from bot.settings import Settings, load_settings
from tests.assistant.talk import MUSIC
from tests.discord_server import Channel, Guild, LoopbackDiscord, Member

#: an orderly end, with posts on their way, takes a few seconds on a busy machine
STOP_SECONDS = 120


@dataclass
class Room:
    """A server with the bot in it, and the bot itself."""

    discord: LoopbackDiscord
    bot: CadenzaBot
    guild: Guild
    _count: int = 0

    def channel(self) -> Channel:
        """A channel of its own for a test, so that tests do not see each other's messages."""
        self._count += 1
        return self.guild.add_channel(f"test-{self._count}")

    def member(self, name: str = "", **more: object) -> Member:
        """A member of its own for a test, so that nobody's limits are another's."""
        self._count += 1
        return self.discord.add_member(name or f"Member {self._count}", self.guild, **more)  # type: ignore[arg-type]


def settings_for(folder: Path, discord: LoopbackDiscord) -> Settings:
    return load_settings(
        data_dir=folder,
        device="cpu",
        discord_token=discord.token,
        discord_api_base=discord.api_base,
        discord_gateway_url=discord.gateway_url,
    )


@asynccontextmanager
async def bot_on(
    discord: LoopbackDiscord, assistant: Assistant, settings: Settings
) -> AsyncIterator[CadenzaBot]:
    """The bot, ready; stopped in order at the end, when discord.py's addresses are those of before again."""
    before = discord_http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    ready: asyncio.Future[CadenzaBot] = asyncio.get_running_loop().create_future()
    program = asyncio.create_task(running.run(assistant, settings, on_ready=ready.set_result))
    try:
        await asyncio.wait((ready, program), timeout=30, return_when=asyncio.FIRST_COMPLETED)
        if program.done():
            await program
        yield ready.result()
    finally:
        program.cancel()
        await asyncio.wait((program,), timeout=STOP_SECONDS)
        if not program.done():
            program.print_stack()
            pytest.fail(f"The bot did not stop within {STOP_SECONDS} seconds.")
        discord_http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a small catalogue; to be copied, not used."""
    folder = tmp_path_factory.mktemp("library")
    music = folder / "music"
    music.mkdir()
    for name, data in MUSIC.items():
        (music / name).write_bytes(data)
    settings = load_settings(data_dir=folder / "data", device="cpu")
    async with Assistant.open(settings, background=False, starter=False) as assistant:
        await assistant.catalogue.add_paths([music])
    return folder / "data"


@pytest.fixture
def data(library: Path, tmp_path: Path) -> Path:
    """A data folder with the small catalogue, for this test alone."""
    shutil.copytree(library, tmp_path / "data")
    return tmp_path / "data"


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def room(library: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Room]:
    """One server, bot and assistant for the tests that leave them whole."""
    folder = tmp_path_factory.mktemp("room") / "data"
    shutil.copytree(library, folder)
    async with LoopbackDiscord() as discord:
        settings = settings_for(folder, discord)
        guild = discord.add_guild("Music Room")
        async with (
            Assistant.open(settings, starter=False) as assistant,
            bot_on(discord, assistant, settings) as bot,
        ):
            yield Room(discord, bot, guild)
