"""Scanned pages."""

from __future__ import annotations

from typing import Any

from copilot.documents.pdf_page import PageContent
from copilot.precheck.readers.draft import Draft


def read_scanned_page(draft: Draft, page: Any, content: PageContent, number: int) -> None:
    """Read a page that is a picture."""


def read_page_pictures(draft: Draft, page: Any, content: PageContent, number: int) -> None:
    """Look at the pictures of a digital page."""
