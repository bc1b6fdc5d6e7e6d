"""The database: opening, migrating, one transaction a session. SQLite in WAL mode, or PostgreSQL."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Self

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from music.errors import StorageUnavailable
from storage.address import name_for_people, parse_address
from storage.faults import database_fault, file_fault, unreachable
from storage.tables import Base
from storage.whole_session import WholeSession

#: how long a transaction waits for another one, in seconds
BUSY_SECONDS = 10.0
_CONNECT_SECONDS = 10.0
#: of PostgreSQL's advisory lock, so that two programs do not migrate at once: "Cadenza" in ASCII
_MIGRATION_LOCK = 0x436164656E7A61


class Database:
    """An open database of the newest schema. Belongs to one event loop."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._name = name_for_people(engine.url)
        # SQLite has one writer; waiting here is fair, waiting inside SQLite is a lottery
        self._writer = asyncio.Lock() if engine.dialect.name == "sqlite" else None

    @classmethod
    async def open(cls, url: str) -> Self:
        """Opens `url` (sqlite:///file or postgresql://...) and applies the migrations.

        Raises StorageUnavailable with what would work when the database is read-only, full, locked, damaged,
        unreachable, not Cadenza's, or of a newer schema.
        """
        address = parse_address(url)
        name = name_for_people(address)
        if address.drivername.startswith("sqlite"):
            folder = Path(name).parent
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise file_fault(error, folder) from error
        migrating = _engine(address, migrating=True)
        try:
            with _clear_faults(name, connecting=True):
                async with migrating.begin() as connection:
                    await connection.run_sync(_migrate, name)
        finally:
            await migrating.dispose()
        return cls(_engine(address))

    @property
    def name(self) -> str:
        """The file, or the database and its host, for people."""
        return self._name

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self._engine.dialect.name

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """One transaction that may write: committed at the end, rolled back on an error.

        On SQLite it holds the only writer's place, so do the waiting (network, rendering) outside. Never
        open one inside another. Raises StorageUnavailable when the database fails.
        """
        async with AsyncExitStack() as stack:
            if self._writer is not None:
                try:
                    async with asyncio.timeout(BUSY_SECONDS):
                        await self._writer.acquire()
                except TimeoutError:
                    raise StorageUnavailable(
                        f"The database {self._name} was busy for {BUSY_SECONDS:g} seconds; try again."
                    ) from None
                stack.callback(self._writer.release)
            yield await stack.enter_async_context(self._transaction(writing=True))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """One transaction that only reads: it waits for no writer and sees one state throughout.

        Writing in it fails. Raises StorageUnavailable when the database fails.
        """
        async with self._transaction(writing=False) as session:
            yield session

    @asynccontextmanager
    async def _transaction(self, *, writing: bool) -> AsyncIterator[AsyncSession]:
        async with WholeSession(self._engine, expire_on_commit=False, autoflush=False) as session:
            options: dict[str, Any] = {"cadenza_writing": writing}
            if not writing and self._writer is None:
                # one snapshot for the whole transaction, as SQLite gives by itself
                options |= {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
            with _clear_faults(self._name, connecting=True):
                await session.connection(execution_options=options)
            with _clear_faults(self._name):
                yield session
                await session.commit()

    async def check(self) -> str:
        """Looks for damage. "" if there is none, else what SQLite found; PostgreSQL only has to answer.

        Reads a whole SQLite file: seconds for a gigabyte.
        """
        async with self.reading() as session:
            if self.dialect == "sqlite":
                found = (await session.scalars(text("PRAGMA quick_check(3)"))).all()
                return "" if found == ["ok"] else "; ".join(found)
            await session.execute(text("SELECT 1"))
            return ""

    async def scrub(self, *, rewrite: bool = False) -> None:
        """SQLite: leaves no bytes of deleted rows in the write-ahead log, and with `rewrite`, which writes
        the whole file anew, nowhere in the file. PostgreSQL keeps its files itself; nothing is done there.

        Waits for a place among the writers. Raises StorageUnavailable.
        """
        if self._writer is None:
            return
        statements = ["PRAGMA query_only = OFF", "PRAGMA wal_checkpoint(TRUNCATE)"]
        async with self._writer, self._engine.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            assert raw is not None
            try:
                for statement in statements[:1] + ["VACUUM"] * rewrite + statements[1:]:
                    await raw.execute(statement)
            except sqlite3.Error as error:
                raise StorageUnavailable(f"The database {self._name} cannot be tidied: {error}.") from error

    async def close(self) -> None:
        """Closes every connection; SQLite then folds its write-ahead log into the file."""
        await self._engine.dispose()


def _engine(address: URL, *, migrating: bool = False) -> AsyncEngine:
    # an error that is logged names the statement, and nobody
    pool: dict[str, Any] = {"hide_parameters": True} | ({"poolclass": NullPool} if migrating else {})
    if not address.drivername.startswith("sqlite"):
        if not migrating:
            pool["pool_pre_ping"] = True  # a server that restarted costs no member an error
        return create_async_engine(address, connect_args={"timeout": _CONNECT_SECONDS}, **pool)
    engine = create_async_engine(address, connect_args={"timeout": BUSY_SECONDS}, **pool)

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin below, not where sqlite3 guesses
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        # KiB for each of the pool's connections, which all fill it in time; behind it is the system's cache
        cursor.execute("PRAGMA cache_size = -512")
        # what is deleted is overwritten: a person who was forgotten does not stay in the file's free pages
        cursor.execute("PRAGMA secure_delete = ON")
        # a migration that copies a table must not cascade its deletion
        cursor.execute(f"PRAGMA foreign_keys = {'OFF' if migrating else 'ON'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # a deferred transaction that turns from reading to writing fails at once if another has written
        # meanwhile (SQLITE_BUSY_SNAPSHOT), so one that may write takes its place at the beginning
        writing = migrating or connection.get_execution_options().get("cadenza_writing", True)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for the packaged migrations, acting on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def known_schemas() -> frozenset[str]:
    """The revisions of the schema that this program knows."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return frozenset(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())


def _migrate(connection: Connection, name: str) -> None:
    """Brings the schema to the newest version, all in the transaction of `connection`.

    SQLite's transaction is exclusive among writers already; PostgreSQL takes an advisory lock. A program
    killed in the middle leaves the old schema.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    config = alembic_config(connection)
    known = known_schemas()
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise StorageUnavailable(
            f"The database {name} has schema {current}, which a newer Cadenza wrote; "
            "update Cadenza, or use another CADENZA_DATABASE_URL."
        )
    if current is None and (
        foreign := set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
    ):
        raise StorageUnavailable(
            f"The database {name} belongs to another program (it has a table {sorted(foreign)[0]!r} "
            "but no schema version); use an empty one."
        )
    command.upgrade(config, "head")


@contextmanager
def _clear_faults(name: str, *, connecting: bool = False) -> Any:
    """Turns drivers' errors into StorageUnavailable; system errors too while `connecting` to a server."""
    try:
        yield
    except DBAPIError as error:
        fault = database_fault(error, name)
        if fault is None:
            raise
        raise fault from error
    except OSError as error:
        if not connecting:
            raise
        raise unreachable(error, name) from error
