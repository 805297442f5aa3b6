"""The reviewer's bench: cases, rounds of papers, events, opinions, recorded facts."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def _own(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("tenant", sa.String(40), nullable=False),
        *columns,
    )
    op.create_index(f"ix_{name}_tenant", name, ["tenant"])


def _of_case() -> sa.Column:
    return sa.Column("case_id", sa.String(32), sa.ForeignKey("review_case.id", ondelete="CASCADE"), nullable=False)


def _author() -> tuple[sa.Column, sa.Column]:
    return sa.Column("author", sa.String(40), nullable=False), sa.Column("author_name", sa.Text, nullable=False)


def upgrade() -> None:
    """Create the tables."""
    _own(
        "review_case",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("enterprise", sa.Text, nullable=False),
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("province", sa.String(2), nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("state_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("reviewer", sa.String(40), nullable=False),
        sa.Column("reviewer_name", sa.Text, nullable=False),
        sa.Column("outcome_number", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.UniqueConstraint("tenant", "number"),
    )
    for column in ("uscc", "state", "updated_at"):
        op.create_index(f"ix_review_case_{column}", "review_case", [column])
    _own(
        "review_round",
        _of_case(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("result", sa.JSON),
        sa.Column("papers", sa.LargeBinary),
        sa.Column("files", sa.LargeBinary),
        sa.Column("checked_at", _TIME),
        sa.UniqueConstraint("case_id", "position"),
    )
    _own(
        "review_event",
        _of_case(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        *_author(),
        sa.Column("created_at", _TIME, nullable=False),
        sa.UniqueConstraint("case_id", "position"),
    )
    _own(
        "review_opinion",
        _of_case(),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("stance", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        *_author(),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.UniqueConstraint("case_id", "round", "author"),
    )
    _own(
        "review_fact",
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        *_author(),
        sa.Column("recorded_at", _TIME, nullable=False),
        sa.Column("voided_at", _TIME),
        sa.Column("void_reason", sa.Text, nullable=False),
    )
    op.create_index("ix_review_fact_tenant_uscc", "review_fact", ["tenant", "uscc"])


def downgrade() -> None:
    """Drop them."""
    for name in ("review_fact", "review_opinion", "review_event", "review_round", "review_case"):
        op.drop_table(name)
