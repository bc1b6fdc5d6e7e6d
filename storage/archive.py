"""Backups: one file that holds a consistent copy of the database, the files and the index.

A zip with `manifest.json` (format, when, schema), `cadenza.db`, `files/` and whatever else of the data folder
is worth keeping. Audio is left out: it is rendered again from the MIDI when it is asked for.
"""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from music.errors import StorageUnavailable
from storage.database import known_schemas
from storage.faults import file_fault
from storage.files import AUDIO_SUFFIXES

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "cadenza.db"
#: what a backup may hold besides: nothing that could be written outside of the folder
_KEPT = re.compile(r"starter\.built|tracks\.index|index/[\w.-]{1,80}")
_FILE = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{2}/([0-9a-f]{64})(\.[a-z0-9]{1,12})")
_NOT_OURS = "is no backup of Cadenza, or a damaged one; a file that `cadenza backup` wrote works."


@dataclass(frozen=True, slots=True)
class Manifest:
    """`created` in ISO 8601, UTC; `schema`: the database's revision; `files`: how many."""

    format: int
    created: str
    schema: str
    files: int

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.created)


def write_backup(database: Path, folder: Path, target: Path) -> Manifest:
    """Writes a backup of the SQLite file and the data folder, also while a program uses them; all of it or
    nothing. Blocks. Raises StorageUnavailable."""
    if not database.exists():
        raise StorageUnavailable(f"There is no database {database} yet, so there is nothing to back up.")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            copy = Path(scratch) / DATABASE
            # the copy first: a file is there before a row names it
            with closing(sqlite3.connect(database, timeout=30)) as source:
                source.execute("VACUUM INTO ?", (str(copy),))
            return _pack(copy, _worth_keeping(folder), datetime.now(UTC), target)
    except sqlite3.Error as error:
        raise StorageUnavailable(f"The database {database} could not be copied: {error}.") from error
    except OSError as error:
        raise file_fault(error, target) from error


def _worth_keeping(folder: Path) -> dict[str, Path]:
    paths = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {
        name: path
        for name, path in sorted(paths.items())
        if _KEPT.fullmatch(name) or (_FILE.fullmatch(name) and path.suffix not in AUDIO_SUFFIXES)
    }


def _pack(database: Path, kept: dict[str, Path], created: datetime, target: Path) -> Manifest:
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".backup-", delete=False) as file:
        try:
            count = 0
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                archive.write(database, DATABASE)
                for name, path in kept.items():
                    try:
                        archive.write(path, name)
                        count += name.startswith("files/")
                    except FileNotFoundError:
                        continue  # deleted meanwhile, and so is the row that named it, or soon
                manifest = Manifest(FORMAT, created.isoformat(), schema_of(database), count)
                archive.writestr(MANIFEST, json.dumps(asdict(manifest)))
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return manifest


def schema_of(database: Path) -> str:
    """The revision of the schema of a SQLite file; "" where there is none."""
    with closing(sqlite3.connect(database)) as opened:
        try:
            row = opened.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError:
            return ""
    return str(row[0]) if row else ""


def unpack(backup: Path, into: Path) -> Manifest:
    """Unpacks a backup into an empty folder and checks it: format, schema, the database, every file.

    Blocks. Raises StorageUnavailable, with what would work, for anything that is not whole and ours.
    """
    try:
        with zipfile.ZipFile(backup) as archive:
            manifest = _manifest(archive, backup)
            archive.getinfo(DATABASE)
            for info in archive.infolist():
                if info.filename == MANIFEST:
                    continue
                if not _is_ours(info.filename):
                    raise StorageUnavailable(f"{backup.name} {_NOT_OURS}")
                place = into / info.filename
                place.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as source, place.open("wb") as target:
                    shutil.copyfileobj(source, target)
                if (named := _FILE.fullmatch(info.filename)) and _digest(place) != named[1]:
                    raise StorageUnavailable(f"{backup.name} {_NOT_OURS}")
        with closing(sqlite3.connect(into / DATABASE)) as database:
            whole = database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            if not whole or schema_of(into / DATABASE) != manifest.schema:
                raise StorageUnavailable(f"{backup.name} {_NOT_OURS}")
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, sqlite3.Error) as error:
        raise StorageUnavailable(f"{backup.name} {_NOT_OURS}") from error
    except OSError as error:
        raise file_fault(error, backup) from error
    return manifest


def repack(folder: Path, manifest: Manifest, target: Path) -> None:
    """Writes an unpacked backup anew, as of the time that it was made. Raises StorageUnavailable."""
    try:
        _pack(folder / DATABASE, _worth_keeping(folder), manifest.time, target)
    except OSError as error:
        raise file_fault(error, target) from error


def _manifest(archive: zipfile.ZipFile, backup: Path) -> Manifest:
    manifest = Manifest(**json.loads(archive.read(MANIFEST)))
    if manifest.format > FORMAT or manifest.schema not in known_schemas():
        raise StorageUnavailable(
            f"{backup.name} was written by a newer Cadenza (schema {manifest.schema or 'unknown'}); update "
            "Cadenza and restore it then."
        )
    manifest.time  # noqa: B018 - that it is a time
    return manifest


def _is_ours(name: str) -> bool:
    return name == DATABASE or bool(_KEPT.fullmatch(name) or _FILE.fullmatch(name))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
