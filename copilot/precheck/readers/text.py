"""Plain text, Markdown and saved web pages as papers."""

from __future__ import annotations

import re

from copilot.documents.checkbox import ticks
from copilot.documents.html import html_text
from copilot.documents.read import FileKind, decode
from copilot.precheck.paper import Paper
from copilot.precheck.readers.draft import Draft
from copilot.precheck.readers.outline import heading_level

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|color\s*:\s*(?:#fff\b|#ffffff|white)", re.I
)


def read_text(draft: Draft, kind: FileKind) -> Paper:
    """The paper of a text file in any usual encoding; a line is a paragraph, a Markdown table's row gives cells.

    Raises:
        BadDocument: no encoding fits, or no markup.
    """
    text = decode(draft.file, draft.raw, html=kind == "html")
    if kind == "html":
        text = _page(draft, text)
    table: int | None = None
    row = n = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        plain = line.strip()
        if plain.startswith("|") and plain.endswith("|") and len(plain) > 2:
            if re.fullmatch(r"[|\s:—-]+", plain):
                continue
            table, row = (draft.next_table(), 0) if table is None else (table, row + 1)
            _row(draft, plain, table, row)
            continue
        table = None
        if not plain:
            continue
        n += 1
        marks = re.match(r"(#{1,6})\s+", plain)
        plain = plain[marks.end() :] if marks else plain
        level = len(marks[1]) if marks else heading_level(plain)
        place = draft.place(f"第{n}段")
        block = draft.block("heading" if level else "paragraph", plain, place, level=level)
        for tick in ticks(block.text) if block else ():
            draft.mark("checkbox", tick.state, place)
    return draft.paper("text")


def _row(draft: Draft, line: str, table: int, row: int) -> None:
    for column, cell in enumerate(line.strip("|").split("|")):
        place = draft.place(f"表{table + 1}第{row + 1}行第{column + 1}列")
        block = draft.block("cell", cell, place, table=table, row=row, column=column)
        for tick in ticks(block.text) if block else ():
            draft.mark("checkbox", tick.state, place)


def _page(draft: Draft, markup: str) -> str:
    """Main text of a page; scripts are reported, hidden elements kept as invisible text."""
    import lxml.html

    if re.search(r"<script\b|\bon\w+\s*=|javascript:", markup, re.I):
        draft.hazard("script", "网页含有脚本，没有执行")
    if re.search(r"<!ENTITY", markup, re.I):
        draft.hazard("xxe", "网页声明了 XML 实体，没有展开")
    title, text = html_text(draft.file, markup)
    draft.note("title", title)
    hidden = []
    root = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", markup))
    for element in root.xpath("//*[@style or @hidden]"):
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            hidden += [x.strip() for x in element.text_content().split("\n") if x.strip()]
    for words in hidden:
        place = draft.place("隐藏内容")
        draft.block("paragraph", words, place, visible=False)
        draft.mark("hidden", words, place)
        text = text.replace(words, "", 1)
    return text
