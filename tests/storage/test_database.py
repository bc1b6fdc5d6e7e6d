"""Opening a database, its transactions, and the sentences for what can be wrong with it."""

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

import storage.database as database_module
from music.errors import StorageUnavailable
from storage.address import name_for_people, parse_address
from storage.database import Database
from storage.repositories.guilds import Guilds
from storage.tables.people import GuildRow
from tests.postgres import PostgresServer
from tests.storage.unprivileged import bound_by_permissions

OPEN = """
import asyncio, sys
from music.errors import StorageUnavailable
from storage.database import Database
async def main():
    database = await Database.open(sys.argv[1])
    await database.close()
try:
    asyncio.run(main())
except StorageUnavailable as error:
    print(error)
else:
    print("opened")
"""


async def test_what_a_session_wrote_is_there_after_reopening(url: str) -> None:
    database = await Database.open(url)
    async with database.session() as session:
        await Guilds(session).get_or_create("web", "web", "The page\x00 at home")
    await database.close()
    database = await Database.open(url)
    async with database.reading() as session:
        guild = await Guilds(session).get("web")
    await database.close()
    assert guild is not None
    assert guild.name == "The page at home"  # NUL, which PostgreSQL refuses, is left out


async def test_a_session_that_fails_leaves_nothing_behind(database: Database) -> None:
    async def fail_halfway() -> None:
        async with database.session() as session:
            await Guilds(session).get_or_create("web", "web")
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        await fail_halfway()
    async with database.reading() as session:
        assert await Guilds(session).get("web") is None


async def test_a_reading_session_sees_one_state_and_cannot_write(database: Database) -> None:
    async with database.reading() as reader:
        assert await Guilds(reader).get("web") is None
        async with database.session() as writer:
            await Guilds(writer).get_or_create("web", "web")
        assert await Guilds(reader).get("web") is None
    # SQLite says so by SQLITE_READONLY, PostgreSQL by SQLSTATE 25006
    with pytest.raises((StorageUnavailable, DBAPIError), match=r"read-only|cannot be written"):
        async with database.reading() as reader:
            await Guilds(reader).get_or_create("cli", "cli")
    async with database.session() as writer:  # and the connection it used writes again
        await Guilds(writer).get_or_create("cli", "cli")


async def test_many_sessions_that_read_and_then_write_wait_for_each_other(
    databases: tuple[Database, Database],
) -> None:
    async with databases[0].session() as session:
        await Guilds(session).get_or_create("web", "web", "0")

    async def add_one(n: int) -> None:
        async with databases[n % 2].session() as session:
            row = (await session.scalars(select(GuildRow).with_for_update())).one()
            await asyncio.sleep(0.001)
            row.name = str(int(row.name) + 1)

    await asyncio.gather(*(add_one(n) for n in range(20)))
    async with databases[0].reading() as session:
        guild = await Guilds(session).get("web")
        assert guild is not None
        assert guild.name == "20"


def test_programs_that_start_at_once_do_not_race(url: str) -> None:
    programs = [
        subprocess.Popen([sys.executable, "-c", OPEN, url], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [program.communicate()[0].strip() for program in programs] == ["opened"] * 3


async def test_sqlite_is_set_up_for_one_program_with_many_readers(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a folder/100% new/cadenza.db")
    async with database.session() as session:
        settings = {
            name: (await session.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    await database.close()
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 10_000}


async def test_a_sound_database_passes_the_check(database: Database) -> None:
    assert await database.check() == ""


def test_addresses_get_their_async_driver_and_hide_the_password() -> None:
    address = parse_address("postgres://me:secret@db.example:5433/music?sslmode=require")
    assert address.drivername == "postgresql+asyncpg"
    assert address.query == {"ssl": "require"}
    assert name_for_people(address) == "music on db.example:5433"
    assert parse_address("sqlite:///some.db").drivername == "sqlite+aiosqlite"


@pytest.mark.parametrize(
    "address", ["", "cadenza.db", "mysql://me@host/db", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_that_cannot_be_used_is_answered_with_those_that_can(address: str) -> None:
    with pytest.raises(StorageUnavailable, match=r"sqlite:///folder/cadenza\.db and postgresql://"):
        parse_address(address)


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "cadenza.db"
    file.write_bytes(b"MThd is not how a database begins" * 200)
    with pytest.raises(StorageUnavailable, match=r"is not a database, or is damaged; restore a backup"):
        await Database.open(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"MThd")


async def test_a_database_damaged_in_the_middle(tmp_path: Path) -> None:
    file = tmp_path / "cadenza.db"
    database = await Database.open(f"sqlite:///{file}")
    async with database.session() as session:
        for n in range(500):
            await Guilds(session).get_or_create(f"guild {n}", "discord", "x" * 200)
    await database.close()
    with file.open("r+b") as whole:
        whole.seek(8192)
        whole.write(b"\xff" * (file.stat().st_size - 8192))

    async def read() -> None:
        database = await Database.open(f"sqlite:///{file}")
        async with database.reading() as session:
            await session.execute(text("SELECT * FROM guilds"))

    with pytest.raises(StorageUnavailable, match=r"is damaged|not a database"):
        await read()


async def test_a_newer_schema_is_left_alone(url: str) -> None:
    database = await Database.open(url)
    async with database.session() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(StorageUnavailable, match="schema 9999, which a newer Cadenza wrote; update Cadenza"):
        await Database.open(url)


async def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE tracks (name TEXT)")
    other.close()
    with pytest.raises(StorageUnavailable, match="belongs to another program"):
        await Database.open(f"sqlite:///{file}")


async def test_a_database_that_another_program_has_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.2)
    file = tmp_path / "cadenza.db"
    await (await Database.open(f"sqlite:///{file}")).close()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageUnavailable, match="is locked by another program; stop that program"):
        await Database.open(f"sqlite:///{file}")
    other.close()


async def test_a_session_inside_a_session_is_told_rather_than_waiting_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/cadenza.db")
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.1)
    async with database.session():
        with pytest.raises(StorageUnavailable, match="was busy"):
            async with database.session():
                pass
    await database.close()


async def test_a_full_disk(tmp_path: Path) -> None:
    """SQLite reports a file at its page limit exactly as it reports a full disk (SQLITE_FULL)."""
    database = await Database.open(f"sqlite:///{tmp_path}/cadenza.db")

    async def fill() -> None:
        async with database.session() as session:
            pages = (await session.execute(text("PRAGMA page_count"))).scalar_one()
            await session.execute(text(f"PRAGMA max_page_count = {pages}"))
            for n in range(500):
                await Guilds(session).get_or_create(f"guild {n}", "discord", "x" * 200)

    with pytest.raises(StorageUnavailable, match="the disk is full; free some space"):
        await fill()
    async with database.reading() as session:
        assert await Guilds(session).get("guild 0") is None
    await database.close()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir(0o555)
    said = bound_by_permissions(OPEN, f"sqlite:///{folder}/cadenza.db")
    assert "cannot be opened; make its folder writable" in said
    said = bound_by_permissions(OPEN, f"sqlite:///{folder}/deeper/cadenza.db")
    assert "cannot be written; make its folder writable" in said


async def test_a_database_file_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir()
    file = folder / "cadenza.db"
    await (await Database.open(f"sqlite:///{file}")).close()
    file.chmod(0o444)
    folder.chmod(0o555)
    said = bound_by_permissions(OPEN, f"sqlite:///{file}")
    assert "cannot be" in said
    assert "CADENZA_DATA_DIR" in said


async def test_a_postgresql_server_that_is_not_there(postgres: PostgresServer) -> None:
    nobody_listens = postgres.url().replace(str(postgres.port), "1")
    with pytest.raises(StorageUnavailable, match=r"on 127\.0\.0\.1:1 cannot be reached .*; start its server"):
        await Database.open(nobody_listens)


async def test_a_postgresql_database_that_does_not_exist(postgres: PostgresServer) -> None:
    with pytest.raises(StorageUnavailable, match="does not exist; create it with createdb"):
        await Database.open(postgres.url("nowhere"))


async def test_a_postgresql_user_without_rights(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    postgres.sql("CREATE ROLE guest LOGIN")
    with pytest.raises(StorageUnavailable, match="too few rights"):
        await Database.open(url.replace("cadenza@", "guest@"))


async def test_a_postgresql_connection_that_breaks(postgres: PostgresServer) -> None:
    database = await Database.open(postgres.new_database())

    async def be_cut_off() -> None:
        async with database.session() as session:
            pid = (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
            postgres.sql(f"SELECT pg_terminate_backend({pid})")
            for _ in range(100):
                await session.execute(text("SELECT 1"))
                await asyncio.sleep(0.02)

    with pytest.raises(StorageUnavailable, match="try again"):
        await be_cut_off()
    async with database.reading() as session:  # the next one gets a sound connection
        assert await Guilds(session).get("web") is None
    await database.close()
