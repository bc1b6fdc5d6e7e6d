"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL share but SQLAlchemy keeps apart by dialect."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Base


def insert(session: AsyncSession, table: type[Base]) -> Any:
    """An INSERT into `table` of the session's dialect, with on_conflict_do_nothing and ..._do_update.

    Typed Any: the two dialects' classes have the same methods and no common base that names them.
    """
    return (
        postgresql.insert(table) if session.get_bind().dialect.name == "postgresql" else sqlite.insert(table)
    )
