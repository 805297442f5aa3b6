"""A picture inside a document."""

from __future__ import annotations

from copilot.precheck.paper import Place
from copilot.precheck.readers.draft import Draft


def read_picture(draft: Draft, raw: bytes, place: Place) -> None:
    """Look for seals and signatures on a picture and read the text of a large one."""
