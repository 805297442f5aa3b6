"""Kept verdicts, and unfinished sets of facts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "determination",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("path", sa.String(40), nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("start", sa.Date),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("story", sa.Text),
        sa.Column("story_model", sa.Text, nullable=False),
        sa.Column("result", sa.JSON, nullable=False),
        sa.Column("data_digest", sa.String(64), nullable=False),
        sa.Column("code_version", sa.String(64), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
    )
    op.create_index("ix_determination_created_at", "determination", ["created_at"])
    op.create_table(
        "draft",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
    )
    op.create_index("ix_draft_updated_at", "draft", ["updated_at"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("draft", "determination"):
        op.drop_table(table)
