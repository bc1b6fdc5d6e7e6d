"""Files addressed by what is in them: MIDI, audio, pictures. The name of a file is its SHA-256 in hex."""

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from music.errors import StorageUnavailable
from storage.faults import file_fault

#: what can be rendered again and may therefore be dropped
AUDIO_SUFFIXES = frozenset({".ogg", ".opus", ".vorbis", ".mp3", ".flac", ".wav"})

_HASH = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,12}")
_INCOMING = "incoming"
#: a temporary file older than this was left behind by a program that was killed, in seconds
_ABANDONED = 3600.0


class FileMissing(StorageUnavailable):
    """No file of that content is stored (audio may have been dropped: render it again)."""


class FileDamaged(StorageUnavailable):
    """A stored file no longer has the content that its name says. Putting it again heals it."""


class FileStore(Protocol):
    """Where files lie. Every method blocks, so an event loop calls it in a thread.

    A hash is the SHA-256 of the content, 64 hex digits. Every method raises StorageUnavailable when the
    store cannot be used, with what would work.
    """

    def put(self, data: bytes, suffix: str) -> str:
        """Stores `data` durably and returns its hash; a second time changes nothing. `suffix`: ".mid" ..."""

    def get(self, file_hash: str) -> bytes:
        """The content. Raises FileMissing, or FileDamaged when it is not what was put."""

    def path(self, file_hash: str) -> Path:
        """Where the file lies, for programs that read files; unverified. Raises FileMissing."""

    def exists(self, file_hash: str) -> bool: ...

    def size(self, file_hash: str) -> int:
        """Bytes. Raises FileMissing."""

    def remove(self, file_hash: str) -> bool:
        """Removes a file. False if there was none."""

    def usage(self) -> int:
        """Bytes of all files together."""

    def drop_audio(self, quota_bytes: int) -> list[str]:
        """Removes audio, the longest unused first, until `usage()` is at most the quota or none is left.

        Returns the hashes of what was removed. MIDI and pictures are never dropped.
        """


class LocalFileStore:
    """A FileStore in a folder: root/ab/cd/abcd....mid. Several programs may use one at a time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / _INCOMING
        with self._faults(self._incoming):
            self._incoming.mkdir(parents=True, exist_ok=True)
            for left in self._incoming.iterdir():
                if left.stat().st_mtime < time.time() - _ABANDONED:
                    left.unlink(missing_ok=True)

    def put(self, data: bytes, suffix: str) -> str:
        if not _SUFFIX.fullmatch(suffix):
            raise ValueError(f"a suffix is like '.mid', not {suffix!r}")
        file_hash = hashlib.sha256(data).hexdigest()
        with self._faults(self._root):
            existing = self._find(file_hash)
            if existing is not None and existing.read_bytes() == data:
                os.utime(existing)  # in use again: last to be dropped
                return file_hash
            self._write(existing or self._folder(file_hash) / f"{file_hash}{suffix}", data)
        return file_hash

    def get(self, file_hash: str) -> bytes:
        path = self.path(file_hash)
        with self._faults(path):
            data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != file_hash:
            raise FileDamaged(
                f"The file {path} is damaged: its content is not what was stored; "
                "restore it from a backup, or remove it so that it is made again."
            )
        return data

    def path(self, file_hash: str) -> Path:
        with self._faults(self._root):
            found = self._find(file_hash)
        if found is None:
            raise FileMissing(
                f"The file {file_hash[:12]}… is not in {self._root} (any more); "
                "audio and pictures can be made again from their take."
            )
        return found

    def exists(self, file_hash: str) -> bool:
        with self._faults(self._root):
            return self._find(file_hash) is not None

    def size(self, file_hash: str) -> int:
        path = self.path(file_hash)
        with self._faults(path):
            return path.stat().st_size

    def remove(self, file_hash: str) -> bool:
        with self._faults(self._root):
            found = self._find(file_hash)
            if found is not None:
                found.unlink(missing_ok=True)
            return found is not None

    def usage(self) -> int:
        with self._faults(self._root):
            return sum(status.st_size for _, status in self._files())

    def drop_audio(self, quota_bytes: int) -> list[str]:
        dropped: list[str] = []
        with self._faults(self._root):
            files = list(self._files())
            used = sum(status.st_size for _, status in files)
            audio = [(s.st_mtime_ns, p, s.st_size) for p, s in files if p.suffix in AUDIO_SUFFIXES]
            for _, path, size in sorted(audio):
                if used <= quota_bytes:
                    break
                path.unlink(missing_ok=True)
                used -= size
                dropped.append(path.stem)
        return dropped

    def _folder(self, file_hash: str) -> Path:
        return self._root / file_hash[:2] / file_hash[2:4]

    def _find(self, file_hash: str) -> Path | None:
        if not _HASH.fullmatch(file_hash):
            return None
        try:
            return next((p for p in self._folder(file_hash).iterdir() if p.stem == file_hash), None)
        except FileNotFoundError:
            return None

    def _write(self, path: Path, data: bytes) -> None:
        """All of it or nothing, even when the power fails: temporary file, fsync, rename, fsync."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._incoming, delete=False) as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Every stored file; one that another program removes meanwhile is left out."""
        for path in self._root.glob("??/??/*"):
            try:
                yield path, path.stat()
            except FileNotFoundError:
                continue

    @contextmanager
    def _faults(self, path: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise file_fault(
                error, Path(error.filename) if isinstance(error.filename, str) else path
            ) from error
