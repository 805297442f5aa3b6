"""Everything that is kept, in one folder or archive, and back again."""
