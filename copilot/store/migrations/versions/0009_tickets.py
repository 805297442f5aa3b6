"""Tickets of the call-centre desk and what happened in them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "ticket",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("tenant", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("caller_name", sa.Text, nullable=False),
        sa.Column("caller_organisation", sa.Text, nullable=False),
        sa.Column("caller_phone", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("agent", sa.String(40), nullable=False),
        sa.Column("agent_name", sa.Text, nullable=False),
        sa.Column("escalated", sa.Boolean, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("closed_at", _TIME),
        sa.UniqueConstraint("tenant", "number"),
    )
    op.create_index("ix_ticket_tenant_updated_at", "ticket", ["tenant", "updated_at"])
    op.create_index("ix_ticket_tenant", "ticket", ["tenant"])
    op.create_table(
        "ticket_turn",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("tenant", sa.String(40), nullable=False),
        sa.Column("ticket_id", sa.String(32), sa.ForeignKey("ticket.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("author_name", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("spoken", sa.Text, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("cited", sa.Text, nullable=False),
        sa.Column("content", sa.JSON),
        sa.Column("abstained", sa.Boolean, nullable=False),
        sa.Column("rating", sa.String(4), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.UniqueConstraint("ticket_id", "position"),
    )
    op.create_index("ix_ticket_turn_tenant", "ticket_turn", ["tenant"])
    op.create_index("ix_ticket_turn_created_at", "ticket_turn", ["created_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("ticket_turn")
    op.drop_table("ticket")
