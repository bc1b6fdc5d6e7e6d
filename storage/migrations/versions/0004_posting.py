"""When the posting of a job's end began; turns of a conversation are found by their id."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("jobs", sa.Column("posting_began", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        op.f("ix_conversation_events_conversation_id_turn_id"),
        "conversation_events",
        ["conversation_id", "turn_id"],
        unique=False,
    )
