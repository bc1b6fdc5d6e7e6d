"""`catalog`: what can be recommended. Add, install, list, block, remove, rebuild."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.arguments import Commands, add_command, add_json, writable
from bot.commands.import_report import report_import, write_report
from bot.commands.one_shot import DEFAULT_USER, GUILD, with_assistant
from bot.commands.output import ProgressLine, answer, answer_json
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.assistant.importing import ImportOptions, ImportSummary
    from music.track import Track
    from storage.repositories.blocks import Block


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("catalog", help="what can be recommended: add, install, list, block, remove")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)

    add_parser = add_command(
        actions, "add", add, "add MIDI, ABC and MusicXML files, zip archives, or folders of them"
    )
    add_parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    add_parser.add_argument("--licence", default="", metavar="TEXT", help="of all these files")
    add_parser.add_argument("--composer", default="", metavar="NAME", help="of all these files")
    _add_import_options(add_parser)

    install_parser = add_command(
        actions, "install", install, "download and add a public collection; without a name, list them"
    )
    install_parser.add_argument("name", nargs="?", metavar="NAME")
    install_parser.add_argument(
        "--from", dest="origin", default="", metavar="URL_OR_FILE", help="its archive from elsewhere"
    )
    _add_import_options(install_parser)

    add_json(add_command(actions, "list", show, "list the tracks"))

    remove_parser = add_command(actions, "remove", remove, "remove a track")
    remove_parser.add_argument("id", metavar="ID", help="as `cadenza catalog list` shows it")
    add_json(remove_parser)

    for name, run, description in (
        ("block", block, "never recommend a track in a guild, nor import it again"),
        ("unblock", unblock, "recommend a blocked track again"),
    ):
        block_parser = add_command(actions, name, run, description)
        block_parser.add_argument("id", metavar="ID", help="as `cadenza catalog list` shows it")
        _add_guild(block_parser)
        add_json(block_parser)
    blocked_parser = add_command(actions, "blocked", blocked, "list what a guild has blocked")
    _add_guild(blocked_parser)
    add_json(blocked_parser)

    takes_parser = add_command(
        actions, "takes", takes, "whether takes that members rate well join a guild's catalogue"
    )
    takes_parser.add_argument("state", nargs="?", choices=("on", "off"), help="without it: say which it is")
    _add_guild(takes_parser)
    add_json(takes_parser)

    add_json(add_command(actions, "rebuild", rebuild, "embed every track again and build the index anew"))


def _add_import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--style", default="", metavar="NAME", help="of all these files")
    parser.add_argument("--guild", metavar="ID", help="for this guild alone (without it: for everyone)")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write each skipped file there (TSV)")
    add_json(parser)


def _add_guild(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--guild", default=GUILD, metavar="ID", help="the guild (default: the one of the command line)"
    )


def _import_options(options: argparse.Namespace) -> "ImportOptions":
    from bot.assistant.importing import ImportOptions

    guilds = (GUILD,) if options.guild is None else (GUILD, options.guild)
    return ImportOptions(
        licence=getattr(options, "licence", "").strip(),
        composer=getattr(options, "composer", "").strip(),
        style=options.style.strip().casefold(),
        guild_id=options.guild,
        blocked_by=guilds,
    )


def add(options: argparse.Namespace) -> None:
    for path in options.paths:
        if not path.exists():
            raise CadenzaError(f"There is no file or folder {path}.")
    if options.report is not None:
        writable(options.report)

    async def work(assistant: "Assistant", progress: ProgressLine) -> "ImportSummary":
        return await assistant.catalogue.add_paths(
            options.paths,
            lambda done, total, text: progress.show(text, done, total),
            _import_options(options),
        )

    _finish(with_assistant(work, in_process=False), options)


def install(options: argparse.Namespace) -> None:
    from bot.assistant.collection import collections, find_collection

    if options.name is None:
        found = collections().values()
        if options.json:
            facts = ("key", "name", "licence", "credit", "address")
            answer_json({"collections": [{name: getattr(c, name) for name in facts} for c in found]})
            return
        for c in found:
            answer(f"{c.key:20} {c.name} ({c.licence or 'licence by piece'}), {c.credit}")
        return
    find_collection(options.name)
    if options.report is not None:
        writable(options.report)

    async def work(assistant: "Assistant", progress: ProgressLine) -> "ImportSummary":
        return await assistant.curation.install(
            options.name,
            _import_options(options),
            lambda done, total, text: progress.show(text, done, total),
            origin=options.origin,
        )

    _finish(with_assistant(work, in_process=False), options)


def _finish(summary: "ImportSummary", options: argparse.Namespace) -> None:
    if options.report is not None:
        write_report(summary, options.report)
    report_import(summary, options.json)


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


def block(options: argparse.Namespace) -> None:
    async def work(assistant: "Assistant", progress: ProgressLine) -> "Track":
        return await assistant.curation.block(
            options.id, guild_id=options.guild, surface=_surface(options), person=DEFAULT_USER
        )

    track = with_assistant(work, catalogue=False)
    if options.json:
        answer_json({"blocked": track.id, "title": track.title, "guild": options.guild})
    else:
        answer(f"Blocked {track.title} ({track.id}).")


def unblock(options: argparse.Namespace) -> None:
    async def work(assistant: "Assistant", progress: ProgressLine) -> None:
        await assistant.curation.unblock(
            options.id, guild_id=options.guild, surface=_surface(options), person=DEFAULT_USER
        )

    with_assistant(work, catalogue=False)
    if options.json:
        answer_json({"unblocked": options.id, "guild": options.guild})
    else:
        answer(f"{options.id} is recommended again.")


def blocked(options: argparse.Namespace) -> None:
    async def work(assistant: "Assistant", progress: ProgressLine) -> "list[Block]":
        return await assistant.curation.blocked(options.guild)

    found = with_assistant(work, catalogue=False)
    if options.json:
        answer_json({"blocked": [{"id": b.track_id, "title": b.title} for b in found]})
        return
    for b in found:
        answer(f"{b.track_id}  {b.title}")
    if not found:
        answer("Nothing is blocked.")


def takes(options: argparse.Namespace) -> None:
    async def work(assistant: "Assistant", progress: ProgressLine) -> tuple[bool, list[str]]:
        joined: list[str] = []
        if options.state is not None:
            joined = await assistant.curation.let_takes_join(
                options.state == "on", guild_id=options.guild, surface=_surface(options), person=DEFAULT_USER
            )
        return await assistant.curation.takes_join(options.guild), joined

    join, joined = with_assistant(work, catalogue=False)
    if options.json:
        answer_json({"takes_join_catalogue": join, "guild": options.guild, "joined": joined})
        return
    words = "join" if join else "do not join"
    more = f" {len(joined)} joined just now." if joined else ""
    answer(f"Takes that members rate well {words} the catalogue of {options.guild}.{more}")


def rebuild(options: argparse.Namespace) -> None:
    async def work(assistant: "Assistant", progress: ProgressLine) -> int:
        await assistant.catalogue.rebuild(lambda done, total, text: progress.show(text, done, total))
        return len(await assistant.catalogue.tracks())

    count = with_assistant(work)
    if options.json:
        answer_json({"tracks": count})
    else:
        answer(f"The index holds {count} tracks.")


def _surface(options: argparse.Namespace) -> str:
    """A server's number is a guild of Discord; the operator speaks for it."""
    return "discord" if options.guild.isdecimal() else "cli"


def _track_json(track: "Track") -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(track)
