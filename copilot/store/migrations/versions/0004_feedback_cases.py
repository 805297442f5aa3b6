"""What a reader found wrong with an answer, and cases grown from real use."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the table."""
    op.add_column("feedback", sa.Column("fault", sa.String(20), nullable=False, server_default=""))
    op.create_table(
        "grown_case",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_grown_case_created_at", "grown_case", ["created_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("grown_case")
    with op.batch_alter_table("feedback") as table:
        table.drop_column("fault")
