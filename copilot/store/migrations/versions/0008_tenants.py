"""Every row of a user's data belongs to an organisation; what is there already to `local`."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_TENANT = 40
MARKED = (
    "conversation",
    "message",
    "feedback",
    "grown_case",
    "search_run",
    "determination",
    "filing",
    "filing_state",
    "ledger_line",
)
# Tables in which two organisations may hold the same key: the organisation becomes part of it.
KEYED: dict[str, tuple[list[tuple[str, sa.types.TypeEngine, bool]], str | None]] = {
    "finding_decision": (
        [
            ("content", sa.String(64), True),
            ("finding", sa.String(40), True),
            ("rule_id", sa.String(20), False),
            ("decision", sa.String(10), False),
            ("reason", sa.Text(), False),
            ("decided_at", _TIME, False),
        ],
        "decided_at",
    ),
    "draft": (
        [
            ("id", sa.String(64), True),
            ("content", sa.JSON(), False),
            ("created_at", _TIME, False),
            ("updated_at", _TIME, False),
        ],
        "updated_at",
    ),
    "ledger_salt": ([("id", sa.Integer(), True), ("salt", sa.LargeBinary(), False)], None),
}


def upgrade() -> None:
    """Mark what there is as local."""
    for table in MARKED:
        op.add_column(table, sa.Column("tenant", sa.String(_TENANT), nullable=False, server_default="local"))
        op.create_index(f"ix_{table}_tenant", table, ["tenant"])
    for table, (columns, indexed) in KEYED.items():
        names = ", ".join(name for name, _, _ in columns)
        tenant = sa.Column("tenant", sa.String(_TENANT), primary_key=True)
        _made_anew(table, [tenant, *_columns(columns)], indexed, into=f"tenant, {names}", taken=f"'local', {names}")


def downgrade() -> None:
    """Take the mark away again.

    Raises:
        RuntimeError: other organisations have data, which would be shown to all.
    """
    connection = op.get_bind()
    for table in (*MARKED, *KEYED):
        if connection.scalar(sa.text(f"select count(*) from {table} where tenant <> 'local'")):
            raise RuntimeError(f"{table} holds data of other organisations: take them out before going back")
    for table in MARKED:
        op.drop_index(f"ix_{table}_tenant", table)
        with op.batch_alter_table(table, recreate="never") as batch:
            batch.drop_column("tenant")
    for table, (columns, indexed) in KEYED.items():
        names = ", ".join(name for name, _, _ in columns)
        _made_anew(table, _columns(columns), indexed, into=names, taken=names)


def _columns(columns: list[tuple[str, sa.types.TypeEngine, bool]]) -> list[sa.Column]:
    return [sa.Column(name, kind, primary_key=key, nullable=False, autoincrement=False) for name, kind, key in columns]


def _made_anew(table: str, columns: list[sa.Column], indexed: str | None, *, into: str, taken: str) -> None:
    """The table with another key, its rows carried over."""
    if indexed:
        op.drop_index(f"ix_{table}_{indexed}", table)
    op.rename_table(table, f"{table}_before")
    op.create_table(table, *columns)
    op.execute(f"insert into {table} ({into}) select {taken} from {table}_before")
    op.drop_table(f"{table}_before")
    if indexed:
        op.create_index(f"ix_{table}_{indexed}", table, [indexed])
