"""A paper in the making: what a reader has found so far."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from copilot.documents.normalise import normalise
from copilot.precheck.paper import Block, BlockKind, Box, Format, Hazard, Mark, MarkKind, Paper, Place
from copilot.precheck.readers.limits import ReadLimits


@dataclass
class Draft:
    """Blocks, marks and hazards of one file, in reading order. Text is brought into one form as it comes in."""

    file: str
    raw: bytes
    limits: ReadLimits
    blocks: list[Block] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    hazards: list[Hazard] = field(default_factory=list)
    producer: dict[str, str] = field(default_factory=dict)
    chars: int = 0
    tables: int = 0
    ocr_pages: int = 0
    images: int = 0

    def place(self, locator: str = "", *, page: int | None = None, box: Box | None = None) -> Place:
        """A place in this file; the box is cut to the page."""
        if box is not None:
            left, top, right, bottom = (round(min(max(v, 0.0), 1.0), 4) for v in box)
            box = (left, top, right, bottom)
        return Place(self.file, page, locator, box)

    def block(self, kind: BlockKind, text: str, place: Place, **more: Any) -> Block | None:
        """Add a block and return it; None when there is no text, or the file's limit of characters is reached."""
        text = normalise(text).strip()
        if not text:
            return None
        if self.chars + len(text) > self.limits.max_chars:
            self.hazard("too_much_text", f"文字超过 {self.limits.max_chars} 字，其余没有读取", place)
            return None
        self.chars += len(text)
        block = Block(kind, text, place, **more)
        self.blocks.append(block)
        return block

    def mark(self, kind: MarkKind, value: str, place: Place, *, sure: bool = True, crop: bytes | None = None) -> None:
        """Add a mark."""
        self.marks.append(Mark(kind, normalise(value).strip(), place, sure, crop))

    def hazard(self, code: str, message: str, place: Place | None = None) -> None:
        """Add a hazard, once for each code and message."""
        if not any(h.code == code and h.message == message for h in self.hazards):
            self.hazards.append(Hazard(code, message, place or self.place()))

    def note(self, name: str, value: object) -> None:
        """Keep a piece of the file's own metadata."""
        text = normalise(str(value or "")).strip()
        if text:
            self.producer[name] = text[:500]

    def next_table(self) -> int:
        """The number of a new table, from 0."""
        self.tables += 1
        return self.tables - 1

    def paper(self, format: Format, *, pages: int | None = None, unread: str = "") -> Paper:
        """The finished paper."""
        return Paper(
            self.file,
            format,
            hashlib.sha256(self.raw).hexdigest(),
            tuple(self.blocks),
            tuple(self.marks),
            tuple(self.hazards),
            pages,
            dict(self.producer),
            unread,
        )
