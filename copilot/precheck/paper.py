"""A submission as it was read: files, blocks of text, marks found by sight, fields with the place they came from.

Readers make `Paper`s, the identification says which material each is, extraction takes `Field`s, the criteria look at
these values only. Everything carries its `Place`, so that every finding can be shown in the document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

FilingKind = Literal[
    "security_assessment",
    "standard_contract",
    "certification",
    "negative_list",
    "extension",
    "contract_change",
    "gba_hk",
]
Format = Literal["docx", "pdf", "scan", "ofd", "xlsx", "image", "text", "unreadable"]
BlockKind = Literal["heading", "paragraph", "cell", "textbox", "header", "footer", "footnote", "comment"]
MarkKind = Literal["seal", "signature", "highlight", "checkbox", "insertion", "deletion", "hidden", "link", "object"]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. `page` counts from 1, None in formats without pages until laid out.

    `locator` is for people (`第3页第2段`, `表2第4行第1列`); `box`: left, top, right, bottom, each 0 to 1.
    `file` is the path inside the submission, with `/` between folders and `!/` after a nested archive.
    """

    file: str
    page: int | None = None
    locator: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text at one place. `confidence` is the OCR's (0 to 1), None where the text is digital.

    `row` and `column` count from 0 within `table` (numbered from 0 in the file; None outside tables); `level` is the
    heading's depth from 1. `font`, `size_pt`, `bold` are the dominant ones where known; `visible` False is text that a
    reader of the page would not see (white, size 1, hidden, off the page).
    """

    kind: BlockKind
    text: str
    place: Place
    confidence: float | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    level: int | None = None
    font: str | None = None
    size_pt: float | None = None
    bold: bool = False
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """Something seen rather than read. `value`: seal text, checkbox state (`checked`, `unchecked`), the marked words.

    `sure` False means "not sure" and is never shown as found or as missing; `crop` is a PNG of it (scans), or None.
    """

    kind: MarkKind
    value: str
    place: Place
    sure: bool = True
    crop: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Hazard:
    """Something in a file that was refused or left alone: `macro`, `encrypted`, `bomb`, `external_link`, `xxe` ...

    `message` says in Chinese what it is and what was done about it.
    """

    code: str
    message: str
    place: Place


@dataclass(frozen=True, slots=True)
class Paper:
    """One file as read. `blocks` in reading order; `pages` None where the format has none.

    `producer` holds the file's own metadata (title, author, software, dates), never trusted as content.
    """

    file: str
    format: Format
    sha256: str
    blocks: tuple[Block, ...] = ()
    marks: tuple[Mark, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    pages: int | None = None
    producer: dict[str, str] = field(default_factory=dict)
    unread: str = ""

    def text(self) -> str:
        """The visible text, one block a line."""
        return "\n".join(b.text for b in self.blocks if b.visible and b.kind not in ("comment", "header", "footer"))


@dataclass(frozen=True, slots=True)
class Field:
    """A value taken from a paper: `name` as in the field table, `text` as it stands, `value` parsed or None.

    `confidence` is 0 to 1; below the table's threshold a field is shown as unsure and no formal finding rests on it.
    """

    name: str
    text: str
    value: Any
    place: Place
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Material:
    """A required or allowed paper of the kind (ids of `knowledge_base/materials`) and the files taken for it."""

    id: str
    name: str
    status: Literal["present", "missing", "unreadable", "unexpected"]
    papers: tuple[Paper, ...] = ()
    fields: tuple[Field, ...] = ()
    why: str = ""
