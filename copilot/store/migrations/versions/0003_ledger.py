"""The ledger of exports, and the secret that hashes its ids."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "ledger_line",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("scene", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("exported_on", sa.Date, nullable=False),
        sa.Column("persons", sa.BigInteger, nullable=False),
        sa.Column("nature", sa.String(16), nullable=False),
        sa.Column("exempt", sa.String(16)),
        sa.Column("path", sa.String(32)),
        sa.Column("group_name", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("id_kind", sa.Text),
        sa.Column("keyed", sa.Boolean, nullable=False),
        sa.Column("keys", sa.LargeBinary),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(64), unique=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("voided_at", _TIME),
        sa.Column("void_reason", sa.Text, nullable=False),
    )
    op.create_index("ix_ledger_line_entity", "ledger_line", ["entity"])
    op.create_index("ix_ledger_line_exported_on", "ledger_line", ["exported_on"])
    op.create_table(
        "ledger_salt",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("ledger_salt", "ledger_line"):
        op.drop_table(table)
