"""Anonymising a text for keeping: one detector a file, consistent placeholders, a report of what was replaced."""
