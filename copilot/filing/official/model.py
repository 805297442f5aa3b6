"""A template with its blanks, what each asks for, and whether a person confirmed it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["text", "below", "date", "choice", "number", "sign"]
Sureness = Literal["sure", "likely", "unknown"]
Span = tuple[int, int]


class Part(BaseModel):
    """Base of what is kept: immutable, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Part):
    """A box: its paragraph, where it stands (an empty span: the box was lost), and the words behind it."""

    at: int
    span: Span
    label: str
    end: int


class Blank(Part):
    """A place to fill in.

    `at`: number of the paragraph in the document; `span`: the characters that the value takes the place of; `gaps`: of
    a date, those of year, month and day; `hint`: guiding words of the template in or before the place, `keep_hint`:
    whether they stay; `where`: what stands left of it or above; `around`: the sentence that it is in; `only_with`: id
    of a choice and the option without which it stays empty. `value` (None: unknown), `until`, `values`, `skip`,
    `needs`, `optional`, `empty`: as in knowledge_base/filing/official.yaml.
    """

    id: str
    kind: Kind
    at: int
    span: Span = (0, 0)
    gaps: tuple[Span, ...] = ()
    options: tuple[Option, ...] = ()
    label: str = ""
    where: tuple[str, ...] = ()
    around: str = ""
    hint: str = ""
    keep_hint: bool = True
    block: str | None = None
    only_with: tuple[str, str] | None = None
    value: str | None = None
    until: str | None = None
    values: dict[str, str] = Field(default_factory=dict)
    skip: tuple[str, str] | None = None
    needs: tuple[str, str] | None = None
    optional: bool = False
    empty: str = ""
    sure: Sureness = "unknown"
    by: Literal["rule", "earlier", "person"] = "rule"
    confirmed: bool = False

    @property
    def signature(self) -> tuple[str, str, str, str]:
        """By what the same blank is known again in another edition."""
        return (self.kind, self.label, "/".join(self.where), self.hint)


class Block(Part):
    """Rows, or whole tables, that stand once for each element of a list. `over`: the list; `spare`: rows of the
    template that only say that more may follow, left out of a filled copy; `caption`: value set above each copy."""

    id: str
    over: str
    rows: tuple[int, ...] = ()
    tables: tuple[int, ...] = ()
    spare: tuple[int, ...] = ()
    parent: str | None = None
    caption: str | None = None


class Template(Part):
    """An official template as it was loaded. `part`: the children of the body that are it, None: the whole file."""

    id: str
    form: str
    name: str
    paper: str
    file: str
    sha256: str
    part: tuple[int, int] | None = None
    url: str = ""
    in_force_from: dt.date
    repealed_from: dt.date | None = None
    added_on: dt.date
    blanks: tuple[Blank, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    earlier: str | None = None
    confirmed_on: dt.date | None = None
    confirmed_digest: str = ""
    raw: bytes = Field(default=b"", exclude=True, repr=False)

    @property
    def digest(self) -> str:
        """Changes with the file, the blanks and what they ask for."""
        body = self.model_dump(mode="json", include={"sha256", "part", "blanks", "blocks"})
        return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def confirmed(self) -> bool:
        """Whether a person confirmed the mapping as it is now."""
        return self.confirmed_on is not None and self.confirmed_digest == self.digest

    @property
    def open(self) -> tuple[Blank, ...]:
        """Blanks that stay empty because nobody confirmed what they ask for."""
        return tuple(b for b in self.blanks if not b.confirmed and b.kind not in ("sign", "number"))

    def holds(self, day: dt.date) -> bool:
        """Whether the template is in force on a day."""
        return self.in_force_from <= day and (self.repealed_from is None or day < self.repealed_from)

    def blank(self, key: str) -> Blank | None:
        """The blank with an id."""
        return next((blank for blank in self.blanks if blank.id == key), None)
