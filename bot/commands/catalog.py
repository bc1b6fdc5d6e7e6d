"""`catalog`: what can be recommended. Add, list, remove, rebuild."""

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.arguments import Commands, add_command, add_json
from bot.commands.one_shot import with_assistant
from bot.commands.output import ProgressLine, answer, answer_json
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from music.track import Track


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("catalog", help="what can be recommended: add, list, remove, rebuild")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)

    add_parser = add_command(actions, "add", add, "add MIDI, ABC and MusicXML files, or folders of them")
    add_parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    add_json(add_parser)

    add_json(add_command(actions, "list", show, "list the tracks"))

    remove_parser = add_command(actions, "remove", remove, "remove a track")
    remove_parser.add_argument("id", metavar="ID", help="as `cadenza catalog list` shows it")
    add_json(remove_parser)

    add_json(add_command(actions, "rebuild", rebuild, "embed every track again and build the index anew"))


def add(options: argparse.Namespace) -> None:
    for path in options.paths:
        if not path.exists():
            raise CadenzaError(f"There is no file or folder {path}.")

    async def work(assistant: "Assistant", progress: ProgressLine) -> Any:
        return await assistant.catalogue.add_paths(
            options.paths, lambda done, total, text: progress.show(text, done, total)
        )

    _report_import(with_assistant(work), options.json)


def show(options: argparse.Namespace) -> None:
    async def work(assistant: "Assistant", progress: ProgressLine) -> "list[Track]":
        return await assistant.catalogue.tracks()

    tracks = with_assistant(work)
    if options.json:
        answer_json({"tracks": [_track_json(t) for t in tracks]})
        return
    for track in tracks:
        by = f" by {track.composer}" if track.composer else ""
        answer(
            f"{track.id}  {track.title}{by}  ({track.style}, {track.key}, {track.tempo_bpm:.0f} bpm, "
            f"{track.licence})"
        )


def remove(options: argparse.Namespace) -> None:
    async def work(assistant: "Assistant", progress: ProgressLine) -> None:
        await assistant.catalogue.remove(options.id)

    with_assistant(work, catalogue=False)
    if options.json:
        answer_json({"removed": options.id})
    else:
        answer(f"Removed {options.id}.")


def rebuild(options: argparse.Namespace) -> None:
    async def work(assistant: "Assistant", progress: ProgressLine) -> int:
        await assistant.catalogue.rebuild(lambda done, total, text: progress.show(text, done, total))
        return len(await assistant.catalogue.tracks())

    count = with_assistant(work)
    if options.json:
        answer_json({"tracks": count})
    else:
        answer(f"The index holds {count} tracks.")


def _report_import(summary: Any, as_json: bool) -> None:
    reasons = Counter(reason for _, reason in summary.skipped)
    if as_json:
        answer_json({"added": summary.added, "known": summary.known, "skipped": summary.skipped})
        return
    answer(f"{summary.added} added, {summary.known} already there, {len(summary.skipped)} skipped")
    for reason, count in reasons.most_common():
        answer(f"  {count} × {reason}")


def _track_json(track: "Track") -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(track)
