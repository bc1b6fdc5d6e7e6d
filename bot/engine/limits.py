"""What the engine child may use, and the end of work that takes too long."""

import contextlib
import ctypes
import os
import resource
import signal
import sys
import threading
from collections.abc import Iterator

from music.errors import UnreadableScore
from music.wording import quoted

_PR_SET_PDEATHSIG = 1  # linux/prctl.h

#: private memory of the child (models, a few compositions, two renders) before an allocation fails
MEMORY_BYTES = 6 << 30
#: the longest file it may write; uncompressed audio of ten minutes is 115 MB
FILE_BYTES = 1 << 30
#: a book of tunes may take this much longer to read for each of them
SECONDS_A_TUNE = 0.25


def limit_resources(memory_bytes: int = MEMORY_BYTES) -> None:
    """Bounds memory and file size of this process and of what it starts, and forbids core dumps.

    RLIMIT_DATA rather than RLIMIT_AS: torch reserves far more address space than it ever touches.
    """
    for kind, value in (
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, hard))


def die_with_parent(parent_pid: int) -> None:
    """Has the kernel end this process with its parent (Linux), even while native code holds it.

    Elsewhere the closed connection does it. Exits at once if the parent is already gone.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        os._exit(0)


class TookTooLong(Exception):
    """Raised inside work that ran past its time."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TookTooLong inside the block after `seconds`, in any thread.

    It takes effect at the next Python instruction, so it ends Python code (music21) and not native code;
    for that the supervisor ends the whole child a little later (`ChildEngine`).
    """
    thread_id = threading.get_ident()
    lock = threading.Lock()
    state = "running"

    def interrupt() -> None:
        nonlocal state
        with lock:
            if state == "running":
                state = "interrupted"
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(thread_id), ctypes.py_object(TookTooLong)
                )

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            if state == "interrupted":  # whatever has not been raised yet must not strike later work
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread_id), None)
            state = "over"


def takes_too_long(filename: str, seconds: float) -> UnreadableScore:
    """To be raised, or told, in place of TookTooLong."""
    return UnreadableScore(
        f"{quoted(filename)} takes more than {seconds:g} s to read; a file with fewer notes or parts works."
    )


def allowance(data: bytes, filename: str, seconds: float) -> float:
    """How long the reading of a file may take: `seconds`, and more for a book of tunes."""
    is_book = filename.casefold().endswith(".abc")
    return seconds + (SECONDS_A_TUNE * data.count(b"X:") if is_book else 0.0)
