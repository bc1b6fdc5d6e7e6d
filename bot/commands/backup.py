"""`backup` and `restore`: the whole of what is kept, in one file."""

import argparse
import asyncio
from dataclasses import asdict
from pathlib import Path

from bot.commands.arguments import Commands, add_command, add_json, output_file
from bot.commands.output import answer, answer_json


def add_to(commands: Commands) -> None:
    backup_parser = add_command(
        commands, "backup", backup, "copy database, files and index into one file, also while it runs"
    )
    backup_parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE.zip",
        help="default: backups/ in the data folder, from which deleted people are removed as well",
    )
    backup_parser.add_argument(
        "--keep", type=int, default=7, metavar="N", help="so many stay in backups/ (default: %(default)s)"
    )
    restore_parser = add_command(commands, "restore", restore, "put a backup in place; stop Cadenza first")
    restore_parser.add_argument("file", type=Path, metavar="FILE.zip")
    restore_parser.add_argument(
        "--replace", action="store_true", help="also where there is a database, which is lost then"
    )
    for parser in (backup_parser, restore_parser):
        add_json(parser)


def backup(options: argparse.Namespace) -> None:
    from bot.assistant.backups import back_up
    from bot.settings import load_settings

    target = None if options.file is None else output_file(options.file, (".zip",))
    path, manifest = asyncio.run(back_up(load_settings(), target, options.keep))
    if options.json:
        answer_json({"file": str(path), **asdict(manifest)})
    else:
        answer(f"Backed up: the database and {manifest.files} files are in {path}.")


def restore(options: argparse.Namespace) -> None:
    from bot.assistant.backups import restore as put_back
    from bot.settings import load_settings

    manifest = asyncio.run(put_back(load_settings(), options.file, replace=options.replace))
    if options.json:
        answer_json({"file": str(options.file), **asdict(manifest)})
    else:
        answer(f"Restored what was backed up on {manifest.time:%Y-%m-%d %H:%M} UTC: {manifest.files} files.")
