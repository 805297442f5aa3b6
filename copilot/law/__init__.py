"""The knowledge base: load and check its records, resolve a citation as of a date."""
