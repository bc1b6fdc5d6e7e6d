"""`privacy`: what is known of somebody; to see, to take along, to delete, and what may be learned from it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.arguments import Commands, add_command, add_json, writable
from bot.commands.one_shot import GUILD, with_assistant
from bot.commands.output import CommandFailed, ProgressLine, answer, answer_json, give_out

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.assistant.consent import Choice
    from bot.assistant.privacy import Deleted, Shown

#: as bot.assistant.consent has them, which is too heavy for reading arguments
CHOICES = ("me", "server", "none")
SURFACES = ("cli", "web", "discord")


def add_to(commands: Commands) -> None:
    parser = add_command(commands, "privacy", _usage, "what is known of somebody; export it, delete it")
    actions = parser.add_subparsers(
        title="what to do", metavar="show|export|delete|opt-out|consent", required=True
    )
    show_parser = add_command(actions, "show", show, "what is known of somebody, in short")
    export_parser = add_command(actions, "export", export, "everything about somebody, as JSON")
    export_parser.add_argument("-o", "--out", type=Path, metavar="FILE.json", help="default: standard output")
    delete_parser = add_command(actions, "delete", delete, "delete everything about somebody, and prove it")
    out_parser = add_command(actions, "opt-out", opt_out, "learn nothing from somebody's ratings")
    consent_parser = add_command(actions, "consent", consent, "what may be learned from somebody's ratings")
    for action in (show_parser, export_parser, delete_parser, out_parser, consent_parser):
        action.add_argument("user", metavar="USER", help="who it is about")
        action.add_argument(
            "--surface", choices=SURFACES, default="cli", help="where they are known (default: %(default)s)"
        )
        add_json(action)
    consent_parser.add_argument(
        "choice", choices=CHOICES, help="for that person alone, also for the others, or nothing"
    )
    for action in (show_parser, out_parser, consent_parser):
        action.add_argument("--guild", default=GUILD, help="in which server (default: %(default)s)")


def _usage(options: argparse.Namespace) -> None:
    raise AssertionError("argparse asks for an action")


def _who(options: argparse.Namespace) -> dict[str, str]:
    return {"surface": options.surface, "person": options.user}


def show(options: argparse.Namespace) -> None:
    async def look(assistant: "Assistant", progress: ProgressLine) -> "Shown":
        return await assistant.privacy.show(guild_id=options.guild, **_who(options))

    shown = with_assistant(look, catalogue=False)
    if options.json:
        answer_json({"known": shown.known, "counts": shown.counts, "consent": shown.choice})
    else:
        answer(shown.text)


def export(options: argparse.Namespace) -> None:
    path = None if options.out is None else writable(options.out)

    async def look(assistant: "Assistant", progress: ProgressLine) -> dict[str, Any]:
        return await assistant.privacy.export(**_who(options))

    data = with_assistant(look, catalogue=False)
    give_out(data, path, options.user, options.json, f"Everything about {options.user} is in {path}.")


def delete(options: argparse.Namespace) -> None:
    async def forget(assistant: "Assistant", progress: ProgressLine) -> "Deleted":
        return await assistant.privacy.delete(**_who(options))

    deleted = with_assistant(forget, catalogue=False)
    if options.json:
        answer_json({"user": options.user, **deleted.to_json()})
    else:
        answer(deleted.text)
    if deleted.left:
        raise CommandFailed(f"something is left in {', '.join(deleted.left)}")


def opt_out(options: argparse.Namespace) -> None:
    _choose(options, "none")


def consent(options: argparse.Namespace) -> None:
    _choose(options, options.choice)


def _choose(options: argparse.Namespace, choice: "Choice") -> None:
    async def say(assistant: "Assistant", progress: ProgressLine) -> None:
        await assistant.privacy.choose(choice, guild_id=options.guild, **_who(options))

    with_assistant(say, catalogue=False)
    if options.json:
        answer_json({"user": options.user, "consent": choice})
    else:
        from bot.assistant.consent import TAKEN_DOWN

        answer(TAKEN_DOWN[choice])
