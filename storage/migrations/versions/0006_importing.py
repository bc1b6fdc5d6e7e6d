"""Fingerprints, imported files, blocked tracks, tracks from takes, and what guilds have chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
#: the version that comes before; nothing below depends on which it is
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "guild_settings",
        sa.Column("guild_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("setting", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guilds.id"], name=op.f("fk_guild_settings_guild_id_guilds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("guild_id", "name", name=op.f("pk_guild_settings")),
    )
    op.create_table(
        "track_fingerprints",
        sa.Column("track_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["track_id"],
            ["tracks.id"],
            name=op.f("fk_track_fingerprints_track_id_tracks"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("track_id", name=op.f("pk_track_fingerprints")),
    )
    op.create_index(op.f("ix_track_fingerprints_version"), "track_fingerprints", ["version"], unique=False)
    op.create_table(
        "imported_files",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("tracks", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_imported_files")),
    )
    op.create_index(op.f("ix_imported_files_digest"), "imported_files", ["digest"], unique=False)
    op.create_table(
        "blocked_tracks",
        sa.Column("guild_id", sa.String(), nullable=False),
        sa.Column("track_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("blocked", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guilds.id"], name=op.f("fk_blocked_tracks_guild_id_guilds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("guild_id", "track_id", name=op.f("pk_blocked_tracks")),
    )
    # SQLite adds no constraint to a table: alembic makes the table anew there
    with op.batch_alter_table("tracks") as tracks:
        tracks.add_column(sa.Column("take_id", sa.String(), nullable=True))
        tracks.create_foreign_key(
            op.f("fk_tracks_take_id_takes"), "takes", ["take_id"], ["id"], ondelete="CASCADE"
        )
    op.create_index(op.f("ix_tracks_take_id"), "tracks", ["take_id"], unique=False)
