"""The bot is asked to stop at an unlucky moment."""

import asyncio
from pathlib import Path

import pytest
from discord import http
from discord.gateway import DiscordWebSocket

from bot.assistant.assistant import Assistant
from bot.discord import running
from tests.discord.conftest import STOP_SECONDS, settings_for
from tests.discord_server import LoopbackDiscord

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_stop_at_the_moment_it_is_connected_is_heard(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identify = DiscordWebSocket.identify

    async def identified(gateway: DiscordWebSocket) -> None:
        await identify(gateway)
        program.cancel()

    async with LoopbackDiscord() as discord:
        settings = settings_for(data, discord)
        async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
            monkeypatch.setattr(DiscordWebSocket, "identify", identified)
            for place, name in ((http.Route, "BASE"), (DiscordWebSocket, "DEFAULT_GATEWAY")):
                monkeypatch.setattr(place, name, getattr(place, name))  # as before at the end
            program = asyncio.create_task(running.run(assistant, settings))
            await asyncio.wait((program,), timeout=STOP_SECONDS / 4)
            assert program.cancelled()
