"""Database URLs: from what an operator writes to what SQLAlchemy's async drivers take."""

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from music.errors import MissingPart, StorageUnavailable

_WORKS = "sqlite:///folder/cadenza.db and postgresql://user:password@host/database work"


def parse_address(url: str) -> URL:
    """The URL with its async driver (aiosqlite or asyncpg).

    Accepts sqlite:///path, sqlite:////absolute/path, postgres://... and postgresql://..., with or without
    the name of a driver. libpq's `sslmode` becomes asyncpg's `ssl`. Raises StorageUnavailable for anything
    else, MissingPart when PostgreSQL is asked for and its driver is not installed.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise StorageUnavailable(f"The database address is not a URL; {_WORKS}.") from None
    kind = address.drivername.partition("+")[0]
    if kind == "sqlite":
        if not address.database or address.database == ":memory:" or address.database.startswith("file:"):
            raise StorageUnavailable(f"The SQLite address names no file; {_WORKS}.")
        return address.set(drivername="sqlite+aiosqlite")
    if kind in ("postgres", "postgresql"):
        if find_spec("asyncpg") is None:
            raise MissingPart("PostgreSQL needs asyncpg; pip install 'cadenza[postgres]' brings it.")
        query = {{"sslmode": "ssl"}.get(name, name): value for name, value in address.query.items()}
        return address.set(drivername="postgresql+asyncpg", query=query)
    raise StorageUnavailable(f"Cadenza cannot use a database of the kind {kind!r}; {_WORKS}.")


def name_for_people(address: URL) -> str:
    """The file, or host and database; never the password."""
    if address.drivername.startswith("sqlite"):
        return str(Path(address.database or "").absolute())
    host = address.host or address.query.get("host") or "localhost"
    return f"{address.database or address.username} on {host}:{address.port or 5432}"
