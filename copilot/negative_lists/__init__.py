"""Negative lists in use: search, show, compare, match an enterprise's fields, take an official annex in."""
