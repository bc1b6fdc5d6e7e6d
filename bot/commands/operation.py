"""`run` and `doctor`: for whoever operates Cadenza."""

import argparse
import asyncio
import contextlib
import signal
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.commands.arguments import Commands, add_command, add_json
from bot.commands.output import CommandFailed, answer, answer_json

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot
    from bot.settings import Settings

MARKS = {"ok": "✓", "note": "·", "bad": "✗"}


def add_to(commands: Commands) -> None:
    run_parser = add_command(commands, "run", run, "Discord if DISCORD_TOKEN is set, else the local page")
    run_parser.add_argument("--host", help="address to listen on (default: CADENZA_WEB_HOST or 127.0.0.1)")
    run_parser.add_argument("--port", type=int, help="port to listen on (default: CADENZA_WEB_PORT or 8765)")

    add_json(add_command(commands, "doctor", doctor, "check that everything Cadenza needs is there"))


def run(options: argparse.Namespace) -> None:
    from bot.allocation import hold_few_heaps
    from bot.settings import load_settings

    hold_few_heaps()
    chosen = {"web_host": options.host, "web_port": options.port}
    settings = load_settings(**{name: value for name, value in chosen.items() if value is not None})
    serve = _serve_discord if settings.discord_token.get_secret_value() else _serve_page
    try:
        asyncio.run(serve(settings))
    except (KeyboardInterrupt, asyncio.CancelledError):
        answer("Stopped.")  # asked for by Ctrl-C or SIGTERM, so this is a good end


def _cancel_when_asked() -> None:
    """SIGINT and SIGTERM cancel the running task, once; whatever it was doing then ends in order. An
    exception from a signal handler instead would come up inside whichever callback runs just then."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    usual = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)}
    heeded = [s for s, handler in usual.items() if handler is not signal.SIG_IGN]

    def stop() -> None:
        for heard in heeded:
            loop.remove_signal_handler(heard)
        task.cancel()

    for heard in heeded:
        loop.add_signal_handler(heard, stop)


async def _serve_discord(settings: "Settings") -> None:
    from bot.assistant.assistant import Assistant
    from bot.discord import running
    from bot.discord.permissions import invite_link
    from bot.logs import log_to_standard_error
    from bot.watching import watched

    log_to_standard_error()
    _cancel_when_asked()

    def ready(bot: "CadenzaBot") -> None:
        answer(f"Cadenza is on Discord as {bot.user}, in {len(bot.guilds)} servers; Ctrl-C stops it.")
        if not bot.guilds:
            answer(f"Invite it to a server: {invite_link(bot.application_id or 0)}")

    async with Assistant.open(settings) as assistant, watched(assistant, settings.metrics_port):
        await running.run(assistant, settings, on_ready=ready)


async def _serve_page(settings: "Settings") -> None:
    from bot.assistant.assistant import Assistant
    from bot.watching import watched
    from bot.web.server import address_of, listen, serve

    listener = listen(settings)  # a port that is taken is said before anything is loaded
    with contextlib.closing(listener):
        async with Assistant.open(settings) as assistant, watched(assistant, settings.metrics_port):
            token = " (asks for your CADENZA_WEB_TOKEN)" if settings.web_token.get_secret_value() else ""
            answer(f"Cadenza is at {address_of(listener)}{token}; Ctrl-C stops it.")
            await serve(assistant, settings, listener)


def doctor(options: argparse.Namespace) -> None:
    from bot.doctor import examine

    findings = []
    width = 18
    for finding in examine():
        findings.append(finding)
        if not options.json:
            answer(f"{MARKS[finding.state]} {finding.part:<{width}}{finding.text}")
    bad = [finding.part for finding in findings if finding.state == "bad"]
    if options.json:
        answer_json({"ok": not bad, "findings": [asdict(finding) for finding in findings]})
    if bad:
        raise CommandFailed(f"{', '.join(bad)}: needs attention, see above.")
