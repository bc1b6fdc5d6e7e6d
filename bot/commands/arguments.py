"""Kinds of arguments that several commands take; each says in one sentence what is wrong and what works."""

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from music.errors import CadenzaError, UnreadableScore

#: argparse keeps the type of its own subparsers action private
Commands = Any

AUDIO_FORMATS: dict[str, Literal["ogg", "mp3", "flac", "wav"]] = {
    ".ogg": "ogg",
    ".opus": "ogg",
    ".mp3": "mp3",
    ".flac": "flac",
    ".wav": "wav",
}
MAX_FILE_BYTES = 20 * 1024 * 1024


def add_command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], None], description: str
) -> argparse.ArgumentParser:
    """A command `name` that calls `run`; `description` is its line in `cadenza --help`."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=description, description=description)
    parser.set_defaults(command=run)
    return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_user(parser: argparse.ArgumentParser) -> None:
    from bot.commands.one_shot import DEFAULT_USER

    parser.add_argument("--user", default=DEFAULT_USER, metavar="U", help="who asks (default: %(default)s)")


def said(text: str) -> str:
    """`text`, if it says anything. Raises CadenzaError otherwise."""
    if not text.strip():
        raise CadenzaError(
            'The text is empty; say what you would like to hear, for instance "a calm piano piece".'
        )
    return text


def output_file(path: Path, suffixes: Sequence[str]) -> Path:
    """`path`, if its ending is one of `suffixes` and a file can be written there. Raises CadenzaError."""
    if path.suffix.lower() not in suffixes:
        raise CadenzaError(f"I cannot write {path.name!r}; the file has to end in {', '.join(suffixes)}.")
    return writable(path)


def writable(path: Path) -> Path:
    """`path`, if a file can be written there. Raises CadenzaError."""
    if path.is_dir():
        raise CadenzaError(f"{path} is a folder; name a file to write to.")
    if not path.parent.is_dir():
        raise CadenzaError(f"There is no folder {path.parent}; make it first or write somewhere else.")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise CadenzaError(f"{path} cannot be written; choose a place where you may write.")
    return path


def write_file(path: Path, data: bytes) -> None:
    """Writes `data`. Raises CadenzaError with the system's reason (disk full, for instance)."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise CadenzaError(f"{path} could not be written: {error.strerror}.") from error


def read_file(path: Path) -> bytes:
    """The content of a file of music. Raises UnreadableScore when there is none or it is too large."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableScore(f"{path} is a folder, not a file of music.")
        if size > MAX_FILE_BYTES:
            raise UnreadableScore(
                f"{path.name} has {size / 2**20:.0f} MB; "
                f"files of music of up to {MAX_FILE_BYTES // 2**20} MB work."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableScore(f"There is no file {path}.") from None
    except OSError as error:
        raise UnreadableScore(f"{path} cannot be read: {error.strerror}.") from error


def score_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files as given; of folders, the files of music in them and below, in order of name."""
    from music.formats import SUFFIXES

    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
        else:
            yield path
