"""`run` and `doctor`: for whoever operates Cadenza."""

import argparse
import asyncio
import contextlib
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.commands.arguments import Commands, add_command, add_json
from bot.commands.output import CommandFailed, answer, answer_json
from music.errors import MissingPart

if TYPE_CHECKING:
    from bot.settings import Settings

MARKS = {"ok": "✓", "note": "·", "bad": "✗"}


def add_to(commands: Commands) -> None:
    run_parser = add_command(commands, "run", run, "serve the local page")
    run_parser.add_argument("--host", help="address to listen on (default: CADENZA_WEB_HOST or 127.0.0.1)")
    run_parser.add_argument("--port", type=int, help="port to listen on (default: CADENZA_WEB_PORT or 8765)")

    add_json(add_command(commands, "doctor", doctor, "check that everything Cadenza needs is there"))


def run(options: argparse.Namespace) -> None:
    from bot.settings import load_settings

    chosen = {"web_host": options.host, "web_port": options.port}
    settings = load_settings(**{name: value for name, value in chosen.items() if value is not None})
    if settings.discord_token.get_secret_value():
        raise MissingPart(
            "This version does not speak to Discord yet; "
            "unset DISCORD_TOKEN and `cadenza run` serves the local page."
        )
    try:
        asyncio.run(_serve_page(settings))
    except KeyboardInterrupt:
        answer("Stopped.")  # asked for by Ctrl-C or SIGTERM, so this is a good end


async def _serve_page(settings: "Settings") -> None:
    from bot.assistant.assistant import Assistant
    from bot.web.server import address_of, listen, serve

    listener = listen(settings)  # a port that is taken is said before anything is loaded
    with contextlib.closing(listener):
        async with Assistant.open(settings) as assistant:
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
