"""Runs the bot from login to an orderly end."""

import asyncio
import logging
from collections.abc import Callable

import aiohttp
import discord
import discord.http
from discord.gateway import DiscordWebSocket

from bot.assistant.assistant import Assistant
from bot.discord.client import CadenzaBot, ShardedBot
from bot.settings import BadSetting, Settings

log = logging.getLogger("cadenza.discord")

API_VERSION = "v10"


async def run(
    assistant: Assistant, settings: Settings, *, on_ready: Callable[[CadenzaBot], None] | None = None
) -> None:
    """Serves until cancelled; `on_ready` is called once, when the gateway has let the bot in.

    Raises BadSetting for a token that Discord does not know, or for intents that it does not grant.
    """
    _point_at(settings)
    bot = (ShardedBot if settings.shards == "auto" else CadenzaBot)(assistant, settings)
    if on_ready is not None:
        told = on_ready

        async def once() -> None:
            bot.remove_listener(once, "on_ready")
            told(bot)

        bot.add_listener(once, "on_ready")
    serving = asyncio.create_task(bot.start(settings.discord_token.get_secret_value()), name="discord")
    try:
        await asyncio.wait((serving,))
        serving.result()
    except discord.LoginFailure:
        raise BadSetting(
            "Discord does not know this DISCORD_TOKEN; copy the bot's token anew from the Developer Portal "
            "(Bot, Reset Token)."
        ) from None
    except discord.PrivilegedIntentsRequired:
        raise BadSetting(
            "Discord refuses the bot's intents; it asks for guilds and messages only, so look at the "
            "application's Bot page in the Developer Portal."
        ) from None
    except (aiohttp.ClientConnectionError, OSError) as error:
        raise BadSetting(
            f"Discord cannot be reached at {settings.discord_api_base} ({type(error).__name__}); "
            "look at the network, or at DISCORD_API_BASE."
        ) from None
    finally:
        await _end(serving)
        await bot.stop()


async def _end(task: asyncio.Task[None]) -> None:
    """Cancels `task` until it has heard of it: discord.py connects within `asyncio.wait_for`, which before
    Python 3.12 forgets a cancellation that comes together with what it waits for."""
    while not task.done():
        task.cancel()
        await asyncio.wait((task,), timeout=1)
    if not task.cancelled():
        task.exception()  # looked at, so that nobody reports it as forgotten


def _point_at(settings: Settings) -> None:
    """Points discord.py at the API and gateway of the settings (Discord's own, or a loopback server)."""
    discord.VoiceClient.warn_nacl = False  # who asks for voice is told what is missing
    discord.VoiceClient.warn_dave = False
    discord.http.Route.BASE = f"{settings.discord_api_base.rstrip('/')}/{API_VERSION}"
    url = type(DiscordWebSocket.DEFAULT_GATEWAY)  # the URL class of discord.py's own dependency
    DiscordWebSocket.DEFAULT_GATEWAY = url(settings.discord_gateway_url)
