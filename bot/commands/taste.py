"""`taste`: what Cadenza has learned of somebody's taste; to see, to take along, to forget."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.arguments import (
    Commands,
    add_command,
    add_json,
    add_user,
    output_file,
    writable,
    write_file,
)
from bot.commands.one_shot import GUILD, with_assistant
from bot.commands.output import ProgressLine, answer, answer_json, give_out

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant

Shown = Any


def add_to(commands: Commands) -> None:
    parser = add_command(commands, "taste", _usage, "what Cadenza has learned of your taste")
    actions = parser.add_subparsers(title="what to do", metavar="show|map|export|reset", required=True)

    show_parser = add_command(actions, "show", show, "your taste in words")
    map_parser = add_command(actions, "map", draw, "your taste as a picture over the mood plane")
    map_parser.add_argument("-o", "--out", type=Path, default=Path("taste.png"), metavar="FILE.png")
    export_parser = add_command(actions, "export", export, "all that is known of your taste, as JSON")
    export_parser.add_argument("-o", "--out", type=Path, metavar="FILE.json", help="default: standard output")
    reset_parser = add_command(actions, "reset", reset, "forget your ratings, and your taste with them")
    for action in (show_parser, map_parser, export_parser, reset_parser):
        add_user(action)
        add_json(action)


def _usage(options: argparse.Namespace) -> None:
    raise AssertionError("argparse asks for an action")


def show(options: argparse.Namespace) -> None:
    async def look(assistant: "Assistant", progress: ProgressLine) -> Shown:
        return await assistant.taste(guild_id=GUILD, surface="cli", person=options.user)

    shown = with_assistant(look)
    if options.json:
        answer_json(shown.to_json())
        return
    answer(shown.text)
    for word, aspects in (("likes", shown.likes), ("dislikes", shown.dislikes), ("unsure", shown.unsure)):
        for aspect in aspects:
            answer(f"  {word:<9}{aspect.name}: {aspect.stars:+.1f} stars (± {aspect.sd:.1f})")


def draw(options: argparse.Namespace) -> None:
    path = output_file(options.out, (".png",))

    async def paint(assistant: "Assistant", progress: ProgressLine) -> bytes:
        title = f"The taste of {options.user}"
        return await assistant.taste_map(guild_id=GUILD, surface="cli", person=options.user, title=title)

    write_file(path, with_assistant(paint))
    if options.json:
        answer_json({"file": str(path), "user": options.user})
    else:
        answer(f"The map is in {path}.")


def export(options: argparse.Namespace) -> None:
    path = None if options.out is None else writable(options.out)

    async def look(assistant: "Assistant", progress: ProgressLine) -> Shown:
        return await assistant.taste(guild_id=GUILD, surface="cli", person=options.user)

    data = with_assistant(look).export()
    give_out(
        data, path, options.user, options.json, f"What is known of the taste of {options.user} is in {path}."
    )


def reset(options: argparse.Namespace) -> None:
    async def forget(assistant: "Assistant", progress: ProgressLine) -> int:
        return await assistant.reset_taste(guild_id=GUILD, surface="cli", person=options.user)

    forgotten = with_assistant(forget, catalogue=False)
    if options.json:
        answer_json({"forgotten": forgotten, "user": options.user})
    else:
        answer(f"Forgotten: {forgotten} rating{'s' if forgotten != 1 else ''}, and the taste with them.")
