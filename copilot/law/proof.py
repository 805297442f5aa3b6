"""Compare knowledge_base/ with the official texts: figures, rows of lists, digests, and every place cited.

What cannot be compared is a finding too, with the reason; nothing passes in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from copilot.law.anchors import (
    Finding,
    Status,
    official_text,
    officials,
    parameter_findings,
    stated_figures,
    text_findings,
)
from copilot.law.cited_places import EVER, cited_places, place_faults, within
from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.list_rows import row_findings
from copilot.law.locate import paragraph_count
from copilot.law.reading import Files
from copilot.law.resolution import places_of
from copilot.numerals import article_number


def findings(files: Files, kb: KnowledgeBase, *, today: str) -> Iterator[Finding]:
    """Everything compared, in order of kind.

    Args:
        files: the records as written.
        kb: the knowledge base with the official texts laid over it.
        today: ISO day on which records without dates must hold.
    """
    yield from parameter_findings(files, kb)
    yield from text_findings(files, kb)
    yield from row_findings(files, kb)
    yield from digest_findings(files, kb)
    yield from place_findings(files, kb, today=today)


def digest_findings(files: Files, kb: KnowledgeBase) -> Iterator[Finding]:
    """Digests: the number of articles and of 款, and every figure, as the official text has them."""
    for name, data in files.of("instruments"):
        version = next((v for v in kb.versions.get(data["title"], ()) if v.slug == data["id"]), None)
        if version is None or version.form != "verbatim":
            why = "只登记，正文未取得" if data["form"] == "stub" else "没有官方文本，只有本库摘编"
            yield Finding(name, (), "count", f"《{data['title']}》", f"{len(data['records'])} 条摘编", "unchecked", why)
            continue
        if data["total_articles"]:
            last, total = _last_article(kb, version.slug), data["total_articles"]
            status: Status = "ok" if last == total else "differs"
            why = "" if last == total else f"官方文本共 {last} 条"
            yield Finding(name, ("total_articles",), "count", f"《{data['title']}》", f"全文 {total} 条", status, why)
        for i, record in enumerate(data["records"]):
            if record["article"]:
                yield from _digest(name, ("records", i), data, record, kb)


def _last_article(kb: KnowledgeBase, slug: str) -> int:
    """The highest article of the official text itself; 0 without articles."""
    numbers = (article_number(p.article) for p in kb.by_slug[slug] if p.kind == "verbatim")
    return max((n[0] for n in numbers if n), default=0)


def _digest(
    name: str, path: tuple[str | int, ...], data: dict[str, Any], record: dict[str, Any], kb: KnowledgeBase
) -> Iterator[Finding]:
    version = next(v for v in kb.versions[data["title"]] if v.slug == data["id"])
    cited = f"《{data['title']}》{record['article']}"
    found = [p for p in places_of(kb, version, record["article"]) if p.kind == "verbatim"]
    if not found:
        yield Finding(name, path, "count", cited, "摘编", "unchecked", "官方文本里没有这一处（未收或未分条）")
        return
    if record["paragraphs"]:
        count = paragraph_count("\n".join(p.text for p in found))
        same = count == record["paragraphs"]
        why = "" if same else f"官方文本有 {count} 款"
        what = f"{record['paragraphs']} 款"
        yield Finding(name, (*path, "paragraphs"), "count", cited, what, "ok" if same else "differs", why)
    places = [[official_text(kb, version, record["article"])]]
    days = within(record, within(data, None)) or ("", EVER)
    # an article named in the digest prevails over it: its figures are borne there
    named = [r for r in record["relates"] if r["article"] and r["article"] in record["text"]]
    places += [officials(kb, r["instrument"], r["article"], days) for r in named]
    yield from stated_figures(name, path, {key: record[key] for key in ("title", "text")}, cited, places)


def place_findings(files: Files, kb: KnowledgeBase, *, today: str) -> Iterator[Finding]:
    """Every place cited: whether the official text has it, to the 款 and 项, on the days of the record."""
    wrong = list(place_faults(files, kb, today=today))
    for file, path, why in wrong:
        yield Finding(file, path, "place", "", "引用", "differs", why)
    at = {(file, path) for file, path, _ in wrong}
    for cited in cited_places(files, today=today):
        if (cited.file, cited.path) in at:
            continue
        texts = officials(kb, cited.instrument, cited.article, cited.days or ("", EVER))
        unread = [t.why for t in texts if t.text is None]
        status: Status = "unchecked" if unread else "ok"
        yield Finding(cited.file, cited.path, "place", cited.shown, "引用", status, "；".join(dict.fromkeys(unread)))
