"""What is kept of conversations: SQLAlchemy tables, Alembic migrations, one class of operations."""
