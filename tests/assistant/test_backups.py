"""A data folder is backed up while it is used, restored whole, and forgets in its backups whom it forgot."""

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.backups import back_up, in_rotation, restore
from bot.settings import Settings, load_settings
from music.errors import CadenzaError
from storage.archive import DATABASE, MANIFEST
from storage.traces import files_with
from tests.assistant.conftest import settings_for
from tests.assistant.talk import SMALL, reply, take_in, turn

pytestmark = pytest.mark.asyncio(loop_scope="session")

#: ids that can stand nowhere by chance
ANN, BEN = "100000000000000001", "100000000000000002"


async def test_back_up_forget_and_restore(settings: Settings, tmp_path: Path) -> None:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        await assistant.prepare()
        tracks = {track.id for track in await assistant.catalogue.tracks()}
        take = take_in(await reply(assistant, turn(SMALL, person=ANN)))
        await reply(assistant, turn("help", person=BEN))
        await back_up(settings, tmp_path / "outside.zip")  # while the program runs
        for _ in range(3):
            await back_up(settings, keep=2)
        assert len(in_rotation(settings.folder)) == 2
        assert len(files_with(settings.folder / "backups", [ANN])) == 2
        deleted = await assistant.privacy.delete(surface="cli", person=ANN)
        assert (deleted.backups, deleted.left) == (2, ())
        assert files_with(settings.folder, [ANN]) == []
        assert len(files_with(settings.folder / "backups", [BEN])) == 2
    with zipfile.ZipFile(in_rotation(settings.folder)[0]) as cleaned:
        assert not any(take.midi in name for name in cleaned.namelist())
    assert files_with(tmp_path, [ANN]) == ["outside.zip"]

    with pytest.raises(CadenzaError, match="has a database already; --replace"):
        await restore(settings, tmp_path / "outside.zip")
    await restore(settings, tmp_path / "outside.zip", replace=True)
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        await assistant.prepare()
        assert {track.id for track in await assistant.catalogue.tracks()} == tracks
        assert (await assistant.privacy.show(guild_id="cli", surface="cli", person=BEN)).known
        assert not (await assistant.privacy.show(guild_id="cli", surface="cli", person=ANN)).known
    assert files_with(settings.folder, [ANN]) == []  # deleted after the backup was made, so deleted again

    other = settings_for(tmp_path / "elsewhere")
    await restore(other, tmp_path / "outside.zip")  # a folder that knows of no deletion
    async with Assistant.open(other, in_process=True, background=False, starter=False) as assistant:
        await assistant.prepare()
        again = await assistant.take(take.id)
        assert (await assistant.media(again.midi, "ogg")).read_bytes()[:4] == b"OggS"
        with pytest.raises(CadenzaError, match=r"in use|uses|another"):
            await restore(other, tmp_path / "outside.zip", replace=True)


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None], **more: bytes) -> Path:
    """A copy of a backup with members changed, left out (None) or added."""
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
        for name, data in more.items():
            new.writestr(name, data)
    return target


async def test_what_is_no_backup_changes_nothing(library: Path, tmp_path: Path) -> None:
    shutil.copytree(library, tmp_path / "data")
    here, empty = settings_for(tmp_path / "data"), settings_for(tmp_path / "empty")
    good, _ = await back_up(here, tmp_path / "good.zip")
    junk = tmp_path / "junk.zip"
    junk.write_bytes(b"no zip at all")

    def same(name: str, data: bytes) -> bytes:
        return data

    def newer(name: str, data: bytes) -> bytes:
        return json.dumps({**json.loads(data), "schema": "9999"}).encode() if name == MANIFEST else data

    def spoilt(name: str, data: bytes) -> bytes:
        return data[:-1] + b"!" if name.endswith(".mid") else data

    def torn(name: str, data: bytes) -> bytes | None:
        return data[: len(data) // 2] if name == DATABASE else data

    cases = [
        (lambda: junk, "no backup of Cadenza"),
        (lambda: rewritten(good, newer), "newer Cadenza"),
        (lambda: rewritten(good, spoilt), "no backup of Cadenza"),
        (lambda: rewritten(good, torn), "no backup of Cadenza"),
        (lambda: rewritten(good, lambda n, d: None if n == MANIFEST else d), "no backup of Cadenza"),
        (lambda: rewritten(good, lambda n, d: None if n == DATABASE else d), "no backup of Cadenza"),
        (lambda: rewritten(good, same, **{"../../outside.txt": b"x"}), "no backup of Cadenza"),
        (lambda: tmp_path / "nothing.zip", "There is no file"),
    ]
    for backup, why in cases:
        with pytest.raises(CadenzaError, match=why):
            await restore(empty, backup())
    assert not (tmp_path / "empty" / DATABASE).exists()
    assert not (tmp_path / "outside.txt").exists()
    with sqlite3.connect(tmp_path / "data" / DATABASE) as database:
        assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)


async def test_postgresql_is_named_with_its_own_tools(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path, database_url="postgresql://u:p@localhost/c")
    with pytest.raises(CadenzaError, match="pg_dump"):
        await back_up(settings, tmp_path / "x.zip")
    with pytest.raises(CadenzaError, match="nothing to back up"):
        await back_up(settings_for(tmp_path / "new"), tmp_path / "x.zip")
