"""Papers as they cross from the reading process: JSON, checked against the shapes and against what was asked."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from copilot.precheck.paper import Paper, Place
from copilot.precheck.sandbox.frames import Broken

MAX_PNG = 4 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_PAPER: TypeAdapter[Paper] = TypeAdapter(Paper)


def encoded(paper: Paper) -> bytes:
    """A paper as JSON; pictures in base64."""
    marks = tuple(replace(m, crop=base64.b64encode(m.crop)) if m.crop else m for m in paper.marks)
    return _PAPER.dump_json(replace(paper, marks=marks))


def decoded(raw: bytes, *, file: str, sha256: str) -> Paper:
    """The paper of `file`.

    Raises:
        Broken: not a paper, not of this file, or with pictures that are none.
    """
    try:
        paper = _PAPER.validate_json(raw, strict=True)
    except (ValidationError, RecursionError) as err:
        raise Broken("not a paper") from err
    if paper.file != file or any(place.file != file for place in _places(paper)):
        raise Broken("another file")
    return replace(paper, sha256=sha256, marks=tuple(replace(m, crop=_picture(m.crop)) for m in paper.marks))


def _places(paper: Paper) -> Iterator[Place]:
    for group in (paper.blocks, paper.marks, paper.hazards):
        for one in group:
            yield one.place


def _picture(crop: bytes | None) -> bytes | None:
    if crop is None:
        return None
    try:
        picture = base64.b64decode(crop, validate=True)
    except binascii.Error as err:
        raise Broken("no picture") from err
    if not picture.startswith(_PNG) or len(picture) > MAX_PNG:
        raise Broken("no picture")
    return picture
