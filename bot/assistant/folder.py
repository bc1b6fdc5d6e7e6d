"""The data folder: what lies where, and that one program alone uses it.

cadenza.db       the database, unless CADENZA_DATABASE_URL names another
cadenza.lock     held by the running program
folder.id        names this folder as the owner of jobs
files/           MIDI, audio and pictures by content hash
derived/         which file is which form of which MIDI; may be deleted
index/           the FAISS index, rebuilt when it is missing
"""

import uuid
from pathlib import Path

from music.errors import StorageUnavailable
from storage.faults import file_fault
from storage.lock import DataFolderLock


class DataFolder:
    """Entered for as long as the program uses it. Raises StorageUnavailable when it cannot be written, or
    another program holds it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = path / "files"
        self._lock = DataFolderLock(path)
        self.id = ""

    def __enter__(self) -> "DataFolder":
        self._lock.acquire()
        try:
            self.id = self._read_or_make_id()
        except StorageUnavailable:
            self._lock.release()
            raise
        return self

    def __exit__(self, *_exception: object) -> None:
        self._lock.release()

    def _read_or_make_id(self) -> str:
        path = self.path / "folder.id"
        try:
            if path.exists() and (found := path.read_text().strip()).isalnum():
                return found
            made = uuid.uuid4().hex[:12]
            path.write_text(made + "\n")
            return made
        except OSError as error:
            raise file_fault(error, path) from error
