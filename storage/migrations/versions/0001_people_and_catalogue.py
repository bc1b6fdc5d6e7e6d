"""Guilds and persons; the catalogue: tracks and their embeddings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "guilds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guilds")),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("linked_to", sa.String(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["linked_to"], ["persons.id"], name=op.f("fk_persons_linked_to_persons"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("surface", "external_id", name=op.f("uq_persons_surface_external_id")),
    )
    op.create_index(op.f("ix_persons_linked_to"), "persons", ["linked_to"], unique=False)
    op.create_table(
        "tracks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("guild_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("composer", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("midi", sa.String(), nullable=False),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("tempo_bpm", sa.Double(), nullable=False),
        sa.Column("tempo_known", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("metre", sa.String(), nullable=False),
        sa.Column("bars", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("instruments", sa.String(), nullable=False),
        sa.Column("density", sa.String(), nullable=False),
        sa.Column("notes_per_second", sa.Double(), nullable=False),
        sa.Column("valence", sa.Double(), nullable=False),
        sa.Column("arousal", sa.Double(), nullable=False),
        sa.Column("mood_words", sa.String(), nullable=False),
        sa.Column("valence_uncertainty", sa.Double(), nullable=False),
        sa.Column("arousal_uncertainty", sa.Double(), nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guilds.id"], name=op.f("fk_tracks_guild_id_guilds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracks")),
    )
    op.create_index(op.f("ix_tracks_guild_id"), "tracks", ["guild_id"], unique=False)
    op.create_index(op.f("ix_tracks_midi"), "tracks", ["midi"], unique=False)
    op.create_index(op.f("ix_tracks_style"), "tracks", ["style"], unique=False)
    op.create_table(
        "embeddings",
        sa.Column("track_id", sa.String(), nullable=False),
        sa.Column("start_bar", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["track_id"], ["tracks.id"], name=op.f("fk_embeddings_track_id_tracks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("track_id", "start_bar", "version", name=op.f("pk_embeddings")),
    )
    op.create_index(
        op.f("ix_embeddings_version_track_id_start_bar"),
        "embeddings",
        ["version", "track_id", "start_bar"],
        unique=False,
    )
    # ### end Alembic commands ###
