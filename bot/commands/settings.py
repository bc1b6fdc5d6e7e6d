"""`settings`: what moderators set for a server, and the log of what they changed."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.commands.arguments import Commands, add_command, add_json, add_user
from bot.commands.one_shot import GUILD, with_assistant
from bot.commands.output import ProgressLine, answer, answer_json

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.assistant.oversight import Change, Moderator


def add_to(commands: Commands) -> None:
    parser = add_command(commands, "settings", _usage, "what holds in a server, and who changed it")
    actions = parser.add_subparsers(title="what to do", metavar="show|set|log|undo", required=True)
    show_parser = add_command(actions, "show", show, "what holds")
    set_parser = add_command(actions, "set", set_, "change one of them")
    set_parser.add_argument("name", metavar="NAME")
    set_parser.add_argument("value", metavar="VALUE")
    log_parser = add_command(actions, "log", log, "the newest changes, with their numbers")
    undo_parser = add_command(actions, "undo", undo, "take a change back")
    undo_parser.add_argument("number", type=int, metavar="NUMBER")
    for action in (show_parser, set_parser, log_parser, undo_parser):
        action.add_argument("--guild", default=GUILD, help="in which server (default: %(default)s)")
        add_json(action)
    for action in (set_parser, undo_parser):
        add_user(action)


def _usage(options: argparse.Namespace) -> None:
    raise AssertionError("argparse asks for an action")


def _who(options: argparse.Namespace) -> "Moderator":
    from bot.assistant.oversight import Moderator

    return Moderator(options.guild, "cli", options.user)


def show(options: argparse.Namespace) -> None:
    async def look(assistant: "Assistant", progress: ProgressLine) -> dict[str, Any]:
        return asdict(await assistant.rules.of(options.guild))

    _say(options, with_assistant(look, catalogue=False))


def set_(options: argparse.Namespace) -> None:
    async def change(assistant: "Assistant", progress: ProgressLine) -> dict[str, Any]:
        return asdict(await assistant.rules.set(_who(options), options.name, options.value))

    _say(options, with_assistant(change, catalogue=False))


def log(options: argparse.Namespace) -> None:
    async def look(assistant: "Assistant", progress: ProgressLine) -> "list[Change]":
        return await assistant.oversight.log(options.guild, 20)

    changes = with_assistant(look, catalogue=False)
    if options.json:
        answer_json({"changes": [{**asdict(c), "done": c.done.isoformat()} for c in changes]})
        return
    for change in changes:
        answer(f"{change.id}  {change.done:%Y-%m-%d %H:%M}  {change.person or 'somebody'}: {change.text}")
    if not changes:
        answer("Nothing was changed yet.")


def undo(options: argparse.Namespace) -> None:
    async def take_back(assistant: "Assistant", progress: ProgressLine) -> str:
        return await assistant.oversight.undo(_who(options), options.number)

    done = with_assistant(take_back, catalogue=False)
    if options.json:
        answer_json({"undone": options.number})
    else:
        answer(done)


def _say(options: argparse.Namespace, rules: dict[str, Any]) -> None:
    if options.json:
        answer_json(rules)
        return
    for name, value in rules.items():
        shown = ", ".join(value) if isinstance(value, tuple) else value
        answer(f"{name}: {shown if shown not in ('', None) else '-'}")
