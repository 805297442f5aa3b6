"""What a reader or a tool sees of the law: a passage in its surroundings, and the check of the citations in a text."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, Field

from copilot.domain import Authority, Basis, CheckedStatus, Kind, Passage
from copilot.law.citation import locate, parse_refs, resolve
from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.resolution import Resolution

MAX_REFERENCES = 50


class PassageText(BaseModel):
    """A passage as shown. `label` is its place in the instrument; `in_force` is on the day asked about."""

    id: str
    instrument: str
    article: str | None
    section: str | None
    title: str
    label: str
    text: str
    kind: Kind
    authority: Authority
    url: str | None
    version: str
    in_force_from: dt.date | None
    repealed_from: dt.date | None
    in_force: bool
    dates_certain: bool
    checked: CheckedStatus
    checked_on: dt.date
    checked_note: str
    note: str
    stub: bool
    rests_on: list[Basis] = Field(default_factory=list)


class PassageView(BaseModel):
    """A passage, what stands before and after it, and the same place at other dates.

    `highlight` are `[start, end)` character offsets into `passage.text`; None where nothing was asked for or found.
    """

    as_of: dt.date
    passage: PassageText
    document_number: str | None = None
    issuer: str = ""
    before: list[PassageText]
    after: list[PassageText]
    versions: list[PassageText]
    highlight: tuple[int, int] | None = None


class CheckedReference(BaseModel):
    """One citation of a text and where it leads. `span` are offsets into the text."""

    text: str
    span: tuple[int, int]
    instrument: str | None
    article: str | None
    status: Literal["ok", "no_such_instrument", "no_such_article", "not_in_force", "superseded"]
    message: str
    last_article: int | None = None
    passages: list[PassageText] = Field(default_factory=list)
    offered: list[PassageText] = Field(default_factory=list)


class CitationCheck(BaseModel):
    """Every citation found in a text, in order; `ok` when all of them resolve (and there is one)."""

    as_of: dt.date
    ok: bool
    references: list[CheckedReference]


def shown(p: Passage, as_of: dt.date) -> PassageText:
    """A passage as shown on a day."""
    return PassageText(
        id=p.id,
        instrument=p.instrument,
        article=p.article,
        section=p.section,
        title=p.title,
        label=p.article or p.section or p.title,
        text=p.text,
        kind=p.kind,
        authority=p.authority,
        url=p.url,
        version=p.version,
        in_force_from=p.in_force_from,
        repealed_from=p.repealed_from,
        in_force=p.in_force(as_of),
        dates_certain=p.dates_certain,
        checked=p.checked.status,
        checked_on=p.checked.on,
        checked_note=p.checked.note,
        note=p.note,
        stub=p.stub,
        rests_on=[Basis(instrument=r.instrument, article=r.article) for r in p.rests_on],
    )


def view(
    kb: KnowledgeBase, passage_id: str, as_of: dt.date, *, locator: str | None = None, quote: str = "", span: int = 1
) -> PassageView:
    """A passage in its surroundings.

    Args:
        kb: the knowledge base.
        passage_id: as in a citation's `id`.
        as_of: the day asked about.
        locator: a part to highlight, as 第七条第一款第（二）项.
        quote: words to highlight when no locator says where.
        span: how many neighbours on either side.

    Raises:
        UnknownRecord: no such passage.
    """
    passage = kb.passage(passage_id)
    around = kb.neighbours(passage, span=span)
    at = around.index(passage)
    others = [p for p in kb.by_place.get((passage.instrument, passage.article), ()) if passage.article and p != passage]
    instrument = next((i for i in kb.instruments if i.slug == passage.id.partition("#")[0]), None)
    return PassageView(
        as_of=as_of,
        passage=shown(passage, as_of),
        document_number=instrument.document_number if instrument else None,
        issuer=instrument.issuer if instrument else "",
        before=[shown(p, as_of) for p in around[:at]],
        after=[shown(p, as_of) for p in around[at + 1 :]],
        versions=[shown(p, as_of) for p in sorted(others, key=lambda p: p.in_force_from or dt.date.min)],
        highlight=_highlight(passage.text, locator, quote),
    )


def check(kb: KnowledgeBase, text: str, as_of: dt.date) -> CitationCheck:
    """Resolve every citation of `text` as of a day, at most 50."""
    found: list[CheckedReference] = []
    context: str | None = None
    for ref in parse_refs(text, kb.names)[:MAX_REFERENCES]:
        resolution = resolve(ref, kb, as_of, context=context)
        context = resolution.instrument or context
        found.append(_checked(text[slice(*ref.span)], ref.span, resolution, as_of))
    return CitationCheck(as_of=as_of, ok=bool(found) and all(r.status == "ok" for r in found), references=found)


def _checked(words: str, span: tuple[int, int], resolution: Resolution, as_of: dt.date) -> CheckedReference:
    wanted = resolution.passages if resolution.article else resolution.passages[:1]
    return CheckedReference(
        text=words,
        span=span,
        instrument=resolution.instrument,
        article=resolution.article,
        status=resolution.status,
        message=resolution.message,
        last_article=resolution.last_article,
        passages=[shown(p, as_of) for p in wanted],
        offered=[shown(p, as_of) for p in resolution.offered[:3]],
    )


def _highlight(text: str, locator: str | None, quote: str) -> tuple[int, int] | None:
    if locator and (place := locate(text, locator)):
        return place
    if quote and (start := text.find(quote)) >= 0:
        return start, start + len(quote)
    return None
