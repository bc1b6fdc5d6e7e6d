"""Backing up and restoring a data folder, and keeping the promise of deletion in what was backed up."""

import asyncio
import hashlib
import json
import os
import secrets
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.assistant.folder import DataFolder
from bot.settings import Settings
from music.errors import CadenzaError, StorageUnavailable
from storage.address import parse_address
from storage.archive import DATABASE, Manifest, repack, unpack, write_backup
from storage.database import Database
from storage.faults import file_fault
from storage.files import LocalFileStore
from storage.privacy import delete_person
from storage.repositories.guilds import Guilds
from storage.repositories.persons import Persons

#: the rotation lies in the data folder, so that it is known
ROTATION = "backups"
KEEP = 7
_ERASURES = "erased.jsonl"
_POSTGRES = (
    "The database is PostgreSQL, which has its own tools: `pg_dump --format=custom --file=cadenza.dump` "
    "copies it and `pg_restore` brings it back; copy the folder {folder} beside it."
)


def database_file(settings: Settings) -> Path:
    """The SQLite file of these settings. Raises CadenzaError for PostgreSQL, with what works there."""
    address = parse_address(settings.resolved_database_url)
    if not address.drivername.startswith("sqlite"):
        raise CadenzaError(_POSTGRES.format(folder=settings.folder / "files"))
    return Path(address.database or "")


async def back_up(settings: Settings, target: Path | None = None, keep: int = KEEP) -> tuple[Path, Manifest]:
    """Writes a backup to `target`, also while a program runs on the folder; without one, into the rotation in
    the data folder, of which the newest `keep` stay. Raises CadenzaError."""
    database = database_file(settings)
    if target is not None:
        return target, await asyncio.to_thread(write_backup, database, settings.folder, target)
    rotation = settings.folder / ROTATION
    try:
        rotation.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_fault(error, rotation) from error
    target = rotation / f"cadenza-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.zip"
    manifest = await asyncio.to_thread(write_backup, database, settings.folder, target)
    for old in in_rotation(settings.folder)[: -max(1, keep)]:
        old.unlink(missing_ok=True)
    return target, manifest


def in_rotation(folder: Path) -> list[Path]:
    """The backups in the data folder, oldest first."""
    return sorted((folder / ROTATION).glob("cadenza-*.zip"))


async def restore(settings: Settings, backup: Path, *, replace: bool = False) -> Manifest:
    """Puts a backup in the place of what the data folder holds, when all of it is found whole; those who were
    deleted since it was made are deleted from it. No program may run on the folder. Raises CadenzaError."""
    database = database_file(settings)
    if not await asyncio.to_thread(backup.is_file):
        raise CadenzaError(f"There is no file {backup}.")
    with DataFolder(settings.folder) as folder:
        if database.exists() and not replace:
            raise CadenzaError(
                f"The folder {folder.path} has a database already; --replace puts the backup in its place, "
                "and what is there now is lost."
            )
        with tempfile.TemporaryDirectory(dir=folder.path, prefix="restoring-") as scratch:
            unpacked = Path(scratch)
            manifest = await asyncio.to_thread(unpack, backup, unpacked)
            await _bring_up_to_date(unpacked, folder.path, manifest)
            await asyncio.to_thread(_swap, unpacked, folder.path, database)
    return manifest


async def _bring_up_to_date(unpacked: Path, folder: Path, manifest: Manifest) -> None:
    """Migrates an unpacked backup, and deletes from it whom the folder knows to be deleted since."""
    database = await Database.open(f"sqlite:///{unpacked / DATABASE}")
    try:
        async with database.reading() as session:
            everybody = await Persons(session).all()
        salt, gone = _erased(folder, manifest.time)
        for person in everybody if gone else ():
            if _mark(salt, person.surface, person.external_id) in gone:
                await _erase(database, unpacked, person.surface, person.external_id)
        await database.scrub(rewrite=True)
    finally:
        await database.close()


async def _erase(database: Database, folder: Path, surface: str, external_id: str) -> bool:
    """Deletes a person from an unpacked backup; False if it does not know them."""
    files = LocalFileStore(folder / "files")
    async with database.session() as session:
        person = await Persons(session).find(surface, external_id)
        if person is None:
            return False
        erasure = await delete_person(session, person.id)
        if surface == "discord":
            await Guilds(session).remove(f"dm-{external_id}")
    for name in erasure.unused_files:
        await asyncio.to_thread(files.remove, name)
    return True


def _swap(unpacked: Path, folder: Path, database: Path) -> None:
    try:
        for name in ("files", "derived", "index"):
            shutil.rmtree(folder / name, ignore_errors=True)
        for name in ("tracks.index", "starter.built"):
            (folder / name).unlink(missing_ok=True)
        for ending in ("-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(unpacked / DATABASE, database)
        for left in unpacked.iterdir():
            if left.name not in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
                os.replace(left, folder / left.name)
    except OSError as error:
        raise file_fault(error, folder) from error


# --- who was deleted ----------------------------------------------------------------------------------------


def note_erasure(folder: Path, surface: str, external_id: str) -> None:
    """Remembers, in a form that names nobody, that a person was deleted now."""
    salt = _erased(folder, None)[0] or secrets.token_hex(16)
    entry = {"time": datetime.now(UTC).isoformat(), "salt": salt, "who": _mark(salt, surface, external_id)}
    path = folder / _ERASURES
    try:
        with path.open("a") as file:
            file.write(json.dumps(entry) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise file_fault(error, path) from error


def _erased(folder: Path, since: datetime | None) -> tuple[str, set[str]]:
    """The folder's salt ("" before the first deletion), and the marks of those deleted after `since`. A
    damaged line is left out."""
    path, salt, gone = folder / _ERASURES, "", set()
    for line in path.read_text().splitlines() if path.exists() else ():
        try:
            entry: dict[str, Any] = json.loads(line)
            salt = salt or str(entry["salt"])
            if since is not None and datetime.fromisoformat(entry["time"]) > since:
                gone.add(str(entry["who"]))
        except (ValueError, KeyError, TypeError):
            continue
    return salt, gone


def _mark(salt: str, surface: str, external_id: str) -> str:
    # ids have few digits, so a plain hash could be tried out; this costs whoever tries
    data = f"{surface}/{external_id}".encode()
    return hashlib.scrypt(data, salt=salt.encode(), n=1024, r=8, p=1, dklen=16).hex()


async def erase_from_rotation(folder: Path, surface: str, external_id: str) -> int:
    """Writes the backups in the data folder anew without that person; returns how many knew them.

    One that cannot be read is removed: a promise that cannot be checked is none.
    """
    cleaned = 0
    for backup in in_rotation(folder):
        with tempfile.TemporaryDirectory(dir=folder, prefix="cleaning-") as scratch:
            unpacked = Path(scratch)
            try:
                manifest = await asyncio.to_thread(unpack, backup, unpacked)
                database = await Database.open(f"sqlite:///{unpacked / DATABASE}")
                try:
                    knew = await _erase(database, unpacked, surface, external_id)
                    if knew:
                        await database.scrub(rewrite=True)
                finally:
                    await database.close()
                if knew:
                    await asyncio.to_thread(repack, unpacked, manifest, backup)
            except StorageUnavailable:
                knew = True
                backup.unlink(missing_ok=True)
        cleaned += knew
    return cleaned
