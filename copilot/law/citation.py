"""Citations: find them in text, resolve them as of a date, locate a 款 or 项 inside an article's text."""

from copilot.law.locate import items, locate, paragraphs
from copilot.law.references import ParsedRef, parse_locator, parse_refs
from copilot.law.resolution import Resolution, find, resolve

__all__ = [
    "ParsedRef",
    "Resolution",
    "find",
    "items",
    "locate",
    "paragraphs",
    "parse_locator",
    "parse_refs",
    "resolve",
]
