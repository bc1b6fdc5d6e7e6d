"""One program a data folder: a lock that the kernel releases however the program ends."""

import fcntl
import os
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Self

from music.errors import StorageUnavailable
from storage.faults import file_fault

_NAME = "cadenza.lock"
_held: "weakref.WeakSet[DataFolderLock]" = weakref.WeakSet()


class DataFolderLock:
    """Holds a data folder for this process while it is entered, or between `acquire` and `release`.

    flock(2) on a file in the folder: SIGKILL releases it, and the file that stays behind means nothing. A
    forked or spawned child does not keep it. Raises StorageUnavailable when another program holds the
    folder or it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._file: int | None = None

    def acquire(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # not O_TRUNC: the holder's process id is what the other program wants to read
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise file_fault(error, self._path) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(file, 0)
            os.pwrite(file, str(os.getpid()).encode(), 0)
        except BlockingIOError:
            holder = os.pread(file, 20, 0).decode("ascii", "replace").strip()
            os.close(file)
            raise StorageUnavailable(
                f"Another Cadenza{f' (process {holder})' if holder else ''} is using {self._path.parent}; "
                "stop it first, or set CADENZA_DATA_DIR to another folder."
            ) from None
        except OSError as error:
            os.close(file)
            raise file_fault(error, self._path) from error
        self._file = file
        _held.add(self)
        return self

    def release(self) -> None:
        """Frees the folder; harmless when it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
            _held.discard(self)

    def __enter__(self) -> Self:
        return self.acquire()

    def __exit__(self, *_exception: object) -> None:
        self.release()


def _let_go_in_child() -> None:
    # a forked child shares the lock until it closes its copy; an orphan would keep the folder locked
    for lock in list(_held):
        with suppress(OSError):
            lock.release()


os.register_at_fork(after_in_child=_let_go_in_child)
