"""The command line: `cadenza COMMAND`. Reads the arguments, calls one command, makes its end an exit code.

Exit codes: 0 done, 2 the request or the file was bad (one line on standard error), 1 anything else.
Nothing heavy is imported here: a command imports what it needs when it runs.
"""

import argparse
import contextlib
import logging
import os
import signal
import sys
import uuid
from collections.abc import Sequence
from importlib.metadata import version
from types import FrameType
from typing import Any, NoReturn

from bot.commands import (
    arrangement,
    backup,
    catalog,
    composition,
    conversation,
    evaluation,
    learning,
    operation,
    privacy,
    recommendation,
    reworking,
    scores,
    settings,
    style,
    taste,
)
from bot.commands.output import CommandFailed
from bot.logs import PLAIN, NotOurCancelling
from music.errors import CadenzaError

GROUPS = (
    operation,
    conversation,
    recommendation,
    taste,
    privacy,
    style,
    settings,
    backup,
    composition,
    reworking,
    arrangement,
    scores,
    catalog,
    learning,
    evaluation,
)

DONE, WENT_WRONG, BAD_REQUEST = 0, 1, 2
log = logging.getLogger("cadenza")


class Parser(argparse.ArgumentParser):
    """Arguments, with one line on standard error when they are wrong. Options have to be written out, so
    that a script still means the same when options are added."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **settings})

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_REQUEST, f"{self.prog}: {message} (see `{self.prog} --help`)\n")


def build_parser() -> Parser:
    parser = Parser(
        prog="cadenza", description="A music companion: recommends, composes, explains, remembers."
    )
    parser.add_argument("--version", action="version", version=f"cadenza {version('cadenza')}")
    parser.add_argument("-v", "--verbose", action="store_true", help="log what happens to standard error")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in GROUPS:
        group.add_to(commands)
    return parser


def _interrupt(signum: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (default: this process's arguments) and return its exit code."""
    options = build_parser().parse_args(arguments)
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if options.verbose else logging.WARNING,
        format=PLAIN,
    )
    for handler in logging.getLogger().handlers:
        handler.addFilter(NotOurCancelling())
    signal.signal(signal.SIGTERM, _interrupt)  # a stop asked by the system ends as cleanly as Ctrl-C
    try:
        # whatever a library prints belongs to the log; answers go to the true standard output (output.py)
        with contextlib.redirect_stdout(sys.stderr):
            options.command(options)
        sys.stdout.flush()
    except CadenzaError as error:
        print(f"cadenza: {error}", file=sys.stderr)
        return BAD_REQUEST
    except CommandFailed as error:
        print(f"cadenza: {error}", file=sys.stderr)
        return WENT_WRONG
    except KeyboardInterrupt:
        print("cadenza: stopped", file=sys.stderr)
        return WENT_WRONG
    except BrokenPipeError:
        # whoever read our output has had enough; keep Python from flushing into the closed pipe at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return WENT_WRONG
    except Exception:
        failure = uuid.uuid4().hex[:8]
        log.exception("failure %s", failure)
        print(
            f"cadenza: something went wrong inside Cadenza (failure {failure}, logged above)", file=sys.stderr
        )
        return WENT_WRONG
    return DONE


if __name__ == "__main__":
    sys.exit(main())
