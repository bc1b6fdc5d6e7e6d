"""Every test that takes `url` or `database` runs on SQLite and on a real PostgreSQL."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.tables import Base
from tests.postgres import PostgresServer, postgres  # noqa: F401  (a fixture)


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database."""
    if dialect == "sqlite":
        return f"sqlite:///{tmp_path / 'cadenza.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


def _migrated(url: str) -> str:
    async def migrate() -> None:
        await (await Database.open(url)).close()

    asyncio.run(migrate())
    return url


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> str:  # noqa: F811
    """One database for all tests that only want its tables: making one takes half a second."""
    return _migrated(postgres.new_database())


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with empty tables, to copy."""
    file = tmp_path_factory.mktemp("migrated") / "cadenza.db"
    _migrated(f"sqlite:///{file}")
    return file


@pytest.fixture
def migrated_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if dialect == "postgresql":
        return str(request.getfixturevalue("migrated_postgres"))
    file = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "cadenza.db")
    return f"sqlite:///{file}"


@pytest.fixture
async def databases(migrated_url: str) -> AsyncIterator[tuple[Database, Database]]:
    """One database with empty tables, opened twice, as two programs would."""
    one, other = await Database.open(migrated_url), await Database.open(migrated_url)
    if one.dialect == "postgresql":
        async with one.session() as session:
            await session.execute(text(f"TRUNCATE {', '.join(Base.metadata.tables)} CASCADE"))
    yield one, other
    await one.close()
    await other.close()


@pytest.fixture
def database(databases: tuple[Database, Database]) -> Database:
    """An open database with empty tables."""
    return databases[0]
