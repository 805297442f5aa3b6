"""Runs the migrations on the connection that `copilot.store.database` hands over."""

from alembic import context

from copilot.store import tables_accounts, tables_audit  # noqa: F401  their tables join the metadata
from copilot.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction covers everything
)
context.run_migrations()
