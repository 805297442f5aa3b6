"""The audit log, with triggers that refuse to change or delete an entry, or to put one anywhere but at the end."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEPT = "audit entries are never changed or deleted"
_LAST = "audit entries are added at the end"
_SQLITE = (
    f"create trigger audit_entry_no_update before update on audit_entry begin select raise(abort, '{_KEPT}'); end",
    f"create trigger audit_entry_no_delete before delete on audit_entry begin select raise(abort, '{_KEPT}'); end",
    # also stops INSERT OR REPLACE, which deletes without telling the trigger above
    "create trigger audit_entry_at_end before insert on audit_entry "
    "when new.seq <> (select coalesce(max(seq), 0) + 1 from audit_entry) "
    f"begin select raise(abort, '{_LAST}'); end",
)
_POSTGRES = (
    "create function audit_entry_kept() returns trigger language plpgsql as "
    f"$$ begin raise exception '{_KEPT}'; end $$",
    "create function audit_entry_last() returns trigger language plpgsql as $$ begin "
    "if new.seq <> (select coalesce(max(seq), 0) + 1 from audit_entry) then "
    f"raise exception '{_LAST}'; end if; return new; end $$",
    "create trigger audit_entry_no_change before update or delete on audit_entry "
    "for each row execute function audit_entry_kept()",
    "create trigger audit_entry_no_truncate before truncate on audit_entry "
    "for each statement execute function audit_entry_kept()",
    "create trigger audit_entry_at_end before insert on audit_entry for each row execute function audit_entry_last()",
)


def upgrade() -> None:
    """Create table and triggers."""
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("tenant", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("via", sa.String(10), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("request_id", sa.String(32), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    for column in ("tenant", "at", "actor", "subject"):
        op.create_index(f"ix_audit_entry_{column}", "audit_entry", [column])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    """Drop them: the one way to lose the log, and it takes the schema with it."""
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("drop function audit_entry_kept()")
        op.execute("drop function audit_entry_last()")
