"""Which analysis the facts of a track come from."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("tracks", sa.Column("analysis_version", sa.Integer(), server_default="1", nullable=False))
