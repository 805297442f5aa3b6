"""A report to one HTML file that needs nothing else: no script, nothing loaded, everything quoted is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from copilot.export import label
from copilot.export.docx import safe
from copilot.export.report import Block, Heading, Point, Report, Table, Text

_STYLE = (
    "body{font:16px/1.7 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:60rem;margin:2rem auto;"
    "padding:0 1rem;color:#1a1a1a;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.3rem .5rem;vertical-align:top;"
    "text-align:left;font-size:.9rem;white-space:pre-line}th{background:#f0f0f0}"
    "small{display:block;color:#555}.label{border-left:4px solid #777;padding-left:.6rem;font-weight:600}"
    "@media print{body{margin:0}h2{break-after:avoid}li{break-inside:avoid}}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(report: Report) -> bytes:
    """The report as .html in UTF-8; the same report gives the same bytes."""
    mark = f'<meta name="{label.NAME}" content="{_said(report.implicit_label)}">' if report.implicit_label else ""
    shown = f'<p class="label">{_said(report.label)}</p>'
    lines = [
        '<!doctype html>\n<html lang="zh-CN">',
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{mark}',
        f"<title>{_said(report.title)}</title><style>{_STYLE}</style></head>",
        f"<body><h1>{_said(report.title)}</h1>{shown}",
        *_body(report.blocks),
        f"{shown}</body>\n</html>\n",
    ]
    return "\n".join(lines).encode()


def _body(blocks: Iterable[Block]) -> Iterator[str]:
    for points, run in groupby(blocks, key=lambda b: isinstance(b, Point)):
        lines = [_block(b) for b in run]
        yield "\n".join(["<ul>", *lines, "</ul>"] if points else lines)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h2>{_said(block.text)}</h2>"
    if isinstance(block, Point):
        return f"<li>{_said(block.text)}{''.join(f'<small>{_said(line)}</small>' for line in block.below)}</li>"
    if isinstance(block, Table):
        return _table(block)
    return _text(block)


def _text(block: Text) -> str:
    said = _said(block.text)
    said = f"<strong>{said}</strong>" if block.strong else said
    return f"<p>{f'<small>{said}</small>' if block.small else said}</p>"


def _table(block: Table) -> str:
    head = "".join(f'<th scope="col">{_said(t)}</th>' for t in block.head)
    rows = "\n".join("<tr>" + "".join(f"<td>{_said(t)}</td>" for t in row) + "</tr>" for row in block.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _said(text: str) -> str:
    return escape(safe(text))
