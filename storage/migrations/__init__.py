"""Alembic migrations, applied by `storage.database` at every start."""
