"""Every test that takes `url` or `database` runs on SQLite and on a real PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.postgres import postgres  # noqa: F401  (a fixture)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").new_database()  # type: ignore[no-any-return]
    return f"sqlite:///{tmp_path / 'cadenza.db'}"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await Database.open(url)
    yield opened
    await opened.close()
