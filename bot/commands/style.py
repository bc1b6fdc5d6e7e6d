"""`style`: the command line's own styles, as moderators of a server shape theirs."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.arguments import Commands, add_command, add_json, add_user, output_file, write_file
from bot.commands.one_shot import GUILD, with_assistant
from bot.commands.output import ProgressLine, answer, answer_json
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.assistant.oversight import Moderator
    from music.style import Style

#: as bot.assistant.style_fields has them, which is too heavy for reading arguments
OPTIONS = {
    "tempo": "80-95", "metre": "3/4", "instruments": "Flute, Harp", "mode": "major, minor or either",
    "valence": "-1 to 1", "arousal": "-1 to 1", "density": "sparse, medium or dense", "swing": "0.5 to 0.75",
    "looseness": "0 to 20", "lag": "-20 to 30", "accent": "0 to 2", "chords": "such as ninths",
    "pace": "0.5 to 4", "aliases": "other names",
}  # fmt: skip


def add_to(commands: Commands) -> None:
    parser = add_command(commands, "style", _usage, "styles of one's own, usable by name in requests")
    actions = parser.add_subparsers(
        title="what to do", metavar="list|show|add|edit|remove|preview|export|import", required=True
    )
    list_parser = add_command(actions, "list", list_, "the styles there are")
    show_parser = add_command(actions, "show", show, "the fields of one")
    add_parser = add_command(actions, "add", add, "a new one, as another is but for what you say")
    edit_parser = add_command(actions, "edit", edit, "its next version; - for what shall be as usual")
    remove_parser = add_command(actions, "remove", remove, "hide one; take codes of its pieces go on working")
    preview_parser = add_command(actions, "preview", preview, "eight bars of it")
    export_parser = add_command(actions, "export", export, "some or all, as a file")
    import_parser = add_command(actions, "import", import_, "those of a file, all or none")
    for action in (show_parser, add_parser, edit_parser, remove_parser, preview_parser):
        action.add_argument("name", metavar="NAME")
    add_parser.add_argument("--base", default="", metavar="STYLE", help="a style that everybody has")
    edit_parser.add_argument("--base", metavar="STYLE", help="a style that everybody has")
    for action in (add_parser, edit_parser):
        for name, example in OPTIONS.items():
            action.add_argument(f"--{name}", metavar="VALUE", help=example)
    edit_parser.add_argument(
        "--version", type=int, metavar="N", help="only if this is still the newest version"
    )
    preview_parser.add_argument("-o", "--out", type=Path, default=Path("preview.mid"), metavar="FILE")
    preview_parser.add_argument("--seed", type=int, default=0, metavar="N")
    export_parser.add_argument("names", nargs="*", metavar="NAME")
    export_parser.add_argument("-o", "--out", type=Path, default=Path("styles.json"), metavar="FILE.json")
    import_parser.add_argument("file", type=Path, metavar="FILE.json")
    for action in (add_parser, edit_parser, remove_parser, import_parser):
        add_user(action)
    for action in (
        list_parser, show_parser, add_parser, edit_parser, remove_parser, preview_parser, export_parser,
        import_parser,
    ):  # fmt: skip
        add_json(action)


def _usage(options: argparse.Namespace) -> None:
    raise AssertionError("argparse asks for an action")


def _who(options: argparse.Namespace) -> "Moderator":
    from bot.assistant.oversight import Moderator

    return Moderator(GUILD, "cli", options.user)


def _changes(options: argparse.Namespace) -> dict[str, Any]:
    return {name: value for name in OPTIONS if (value := getattr(options, name)) is not None}


def list_(options: argparse.Namespace) -> None:
    async def look(assistant: "Assistant", progress: ProgressLine) -> "list[Style]":
        return await assistant.styles.all(GUILD)

    styles = with_assistant(look, catalogue=False)
    if options.json:
        answer_json({"styles": [style.to_json() for style in styles]})
        return
    for style in styles:
        answer(f"{style.name} (version {style.version}): {_summary(style)}")
    if not styles:
        answer('There is none yet; `cadenza style add "night drive" --base synthwave` makes one.')


def show(options: argparse.Namespace) -> None:
    async def look(assistant: "Assistant", progress: ProgressLine) -> "Style":
        return await assistant.styles.get(GUILD, options.name)

    _say(options, with_assistant(look, catalogue=False), "")


def add(options: argparse.Namespace) -> None:
    async def make(assistant: "Assistant", progress: ProgressLine) -> "Style":
        return await assistant.styles.add(_who(options), options.name, options.base, _changes(options))

    _say(options, with_assistant(make, catalogue=False), "Added: ")


def edit(options: argparse.Namespace) -> None:
    changes = _changes(options) | ({} if options.base is None else {"base": options.base})

    async def change(assistant: "Assistant", progress: ProgressLine) -> "Style":
        return await assistant.styles.edit(_who(options), options.name, changes, version=options.version)

    _say(options, with_assistant(change, catalogue=False), "Saved: ")


def remove(options: argparse.Namespace) -> None:
    async def hide(assistant: "Assistant", progress: ProgressLine) -> "Style":
        return await assistant.styles.remove(_who(options), options.name)

    _say(options, with_assistant(hide, catalogue=False), "Removed: ")


def preview(options: argparse.Namespace) -> None:
    path = output_file(options.out, (".mid", ".midi"))

    async def play(assistant: "Assistant", progress: ProgressLine) -> bytes:
        return await assistant.styles.preview(GUILD, options.name, options.seed)

    write_file(path, with_assistant(play, catalogue=False))
    if options.json:
        answer_json({"file": str(path)})
    else:
        answer(f"Eight bars are in {path}; `cadenza render {path} -o preview.ogg` makes them sound.")


def export(options: argparse.Namespace) -> None:
    path = output_file(options.out, (".json",))

    async def read(assistant: "Assistant", progress: ProgressLine) -> bytes:
        return await assistant.styles.export(GUILD, options.names)

    write_file(path, with_assistant(read, catalogue=False))
    if options.json:
        answer_json({"file": str(path)})
    else:
        answer(f"The styles are in {path}.")


def import_(options: argparse.Namespace) -> None:
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise CadenzaError(f"{options.file} cannot be read: {error.strerror}.") from error

    async def save(assistant: "Assistant", progress: ProgressLine) -> "list[Style]":
        return await assistant.styles.import_(_who(options), data)

    styles = with_assistant(save, catalogue=False)
    if options.json:
        answer_json({"styles": [style.to_json() for style in styles]})
        return
    for style in styles:
        answer(f"{style.name} (version {style.version}): {_summary(style)}")


def _summary(style: "Style") -> str:
    from bot.assistant.style_fields import described

    return "; ".join(f"{name} {value}" for name, value in described(style).items())


def _say(options: argparse.Namespace, style: "Style", done: str) -> None:
    if options.json:
        answer_json(style.to_json())
    else:
        answer(f"{done}{style.name} (version {style.version}): {_summary(style)}")
