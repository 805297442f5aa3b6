"""What a reviewer decided on a finding of a pre-check."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "finding_decision",
        sa.Column("content", sa.String(64), primary_key=True),
        sa.Column("finding", sa.String(40), primary_key=True),
        sa.Column("rule_id", sa.String(20), nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decided_at", _TIME, nullable=False),
    )
    op.create_index("ix_finding_decision_decided_at", "finding_decision", ["decided_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("finding_decision")
