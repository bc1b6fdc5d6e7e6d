"""The migrations make exactly the tables that the code declares."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.address import parse_address
from storage.database import Database, alembic_config
from storage.tables import Base


async def test_migrating_from_nothing_gives_the_declared_tables(url: str) -> None:
    await (await Database.open(url)).close()
    engine = create_async_engine(parse_address(url))

    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))

    def checks(connection: Connection) -> dict[str, set[str | None]]:
        # alembic does not compare check constraints
        found = inspect(connection)
        return {
            name: {check["name"] for check in found.get_check_constraints(name)}
            for name in Base.metadata.tables
        }

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        made = await connection.run_sync(checks)
    await engine.dispose()
    assert made["ratings"] == {"ck_ratings_stars", "ck_ratings_one_subject"}
    assert made["jobs"] == {"ck_jobs_state"}
    assert made["consents"] == {"ck_consents_purpose"}


async def test_a_database_of_any_earlier_version_is_brought_up_to_date(url: str) -> None:
    engine = create_async_engine(parse_address(url))

    def upgrade_to_the_first(connection: Connection) -> list[str]:
        config = alembic_config(connection)
        revisions = [s.revision for s in ScriptDirectory.from_config(config).walk_revisions()]
        command.upgrade(config, revisions[-1])
        return revisions

    async with engine.begin() as connection:
        revisions = await connection.run_sync(upgrade_to_the_first)
        await connection.execute(
            text("INSERT INTO guilds VALUES ('web', 'web', 'The page', '2026-01-01 00:00:00.000000')")
        )
    await engine.dispose()
    assert len(revisions) > 1

    database = await Database.open(url)
    async with database.reading() as session:
        version = (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
        assert version == revisions[0]
        assert (await session.execute(text("SELECT name FROM guilds"))).scalar_one() == "The page"
    await database.close()
