"""A command line in this process, as far as a command can tell like in a process of its own."""

import contextvars
import io
import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TextIO
from unittest.mock import patch

from bot import cli

#: what a thread may take to end on a busy machine
STOP_SECONDS = 60


def run_here(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], stdin: str = ""
) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `cadenza ARGUMENTS`, started in `folder` with exactly
    that environment. Saves what takes a process seconds: to import torch and to read weights."""
    before = set(threading.enumerate())
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, environment, clear=True))
        stack.enter_context(chdir(folder))
        stack.enter_context(_nothing_logged_elsewhere())
        out, err = stack.enter_context(_into_a_file("stdout")), stack.enter_context(_into_a_file("stderr"))
        stack.enter_context(patch.object(sys, "stdin", io.StringIO(stdin)))
        stack.enter_context(_warnings_said())
        stack.callback(signal.signal, signal.SIGTERM, signal.getsignal(signal.SIGTERM))
        code = contextvars.Context().run(_exit_code, arguments)  # in no language yet, as a process begins
        written = tuple(_read(file) for file in (out, err))
    for thread in set(threading.enumerate()) - before:
        if not thread.daemon:  # what a process waits for at its end
            thread.join(STOP_SECONDS)
            assert not thread.is_alive(), f"{thread.name} would keep the program from ending"
    return code, *written


def _exit_code(arguments: Sequence[str]) -> int:
    """What Python would exit with."""
    try:
        return cli.main(arguments)
    except SystemExit as ended:  # argparse
        return int(ended.code or 0)


@contextmanager
def _into_a_file(name: str) -> Iterator[TextIO]:
    """Standard output or standard error, also of what is not written by Python."""
    with TemporaryFile("w+", encoding="utf-8", buffering=1) as file, ExitStack() as stack:
        number = {"stdout": 1, "stderr": 2}[name]
        kept = os.dup(number)
        stack.callback(os.close, kept)
        getattr(sys, f"__{name}__").flush()
        os.dup2(file.fileno(), number)
        stack.callback(os.dup2, kept, number)
        for stream in (name, f"__{name}__"):
            stack.enter_context(patch.object(sys, stream, file))
        yield file


def _read(file: TextIO) -> str:
    file.flush()
    file.seek(0)
    return file.read()


@contextmanager
def _nothing_logged_elsewhere() -> Iterator[None]:
    """The log is set up as the program does it, not as the tests do."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []
    root.setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@contextmanager
def _warnings_said() -> Iterator[None]:
    """Warnings go to standard error, each for the first time, and not to pytest."""

    def say(message: Any, category: Any, filename: str, lineno: int, *_: Any) -> None:
        sys.stderr.write(warnings.formatwarning(message, category, filename, lineno))

    with warnings.catch_warnings(), patch.object(warnings, "showwarning", say):
        warnings.resetwarnings()
        for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
            warnings.simplefilter("ignore", category)  # as Python begins
        yield
