"""`cadenza-loopback`: a Discord on this machine, and a page on which a person plays its members."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import sys
from pathlib import Path

from tests.discord_server import LoopbackDiscord
from tests.discord_server.page import Page
from tests.discord_server.page.routes import furnish

PORT = 8766


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("cadenza-loopback", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help=f"where to listen on 127.0.0.1 ({PORT})")
    parser.add_argument("--run", action="store_true", help="also start the bot (`cadenza run`)")
    parser.add_argument("--data", type=Path, help="the bot's data folder, with --run")
    return parser


def settings_of(discord: LoopbackDiscord) -> dict[str, str]:
    """The settings that lead the bot here."""
    return {
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_BASE": discord.api_base,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
    }


async def start_bot(discord: LoopbackDiscord, data: Path | None = None) -> asyncio.subprocess.Process:
    """`cadenza run` as a child. Raises FileNotFoundError where it is not installed."""
    beside = Path(sys.executable).with_name("cadenza")
    program = str(beside) if beside.exists() else shutil.which("cadenza")
    if program is None:
        raise FileNotFoundError("There is no `cadenza` beside this Python; `make run` installs it.")
    environment = {**os.environ, **settings_of(discord)}
    if data is not None:
        environment["CADENZA_DATA_DIR"] = str(data)
    return await asyncio.create_subprocess_exec(program, "run", env=environment)


async def serve(port: int, *, run: bool, data: Path | None) -> int:
    """Until it is stopped, or the bot it started ends; the exit code."""
    discord = LoopbackDiscord(port=port)
    _, members = furnish(discord)
    Page(discord, members)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with discord:
        print(f"Discord on this machine: {discord.origin}/")
        if not run:
            words = " ".join(f"{name}={value}" for name, value in settings_of(discord).items())
            print(f"Start the bot with:\n\n{words} cadenza run\n", flush=True)
            await stopped.wait()
            return 0
        sys.stdout.flush()
        process = await start_bot(discord, data)
        ended = asyncio.ensure_future(process.wait())
        waiting = asyncio.ensure_future(stopped.wait())
        await asyncio.wait((ended, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if process.returncode is None:
            process.terminate()
        return await ended


def main() -> int:
    chosen = arguments().parse_args()
    if chosen.data is not None and not chosen.run:
        print("--data is for the bot that --run starts; give both, or neither.", file=sys.stderr)
        return 2
    try:
        return asyncio.run(serve(chosen.port, run=chosen.run, data=chosen.data))
    except OSError as error:
        reason = (
            str(error) if isinstance(error, FileNotFoundError) else f"Port {chosen.port} is taken ({error})."
        )
        print(reason, file=sys.stderr)
        return 2
