"""The rows of the negative lists against the official tables: number, path, and every threshold with its kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from copilot.law.anchors import Finding, official_text
from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.list_records import Domain, NegativeList
from copilot.law.negative_lists import FOLDER
from copilot.law.reading import Files

Bound = tuple[str, int | None, int | None]
_ROW = re.compile(r"\|(\d{1,3})[.、](.+?)(?=\|)")
_HEADING = re.compile(r"[（(][一二三四五六七八九十][）)]需要通过(数据出境安全评估|个人信息出境标准合同)")
_PATHS = {"数据出境安全评估": "must_assess", "个人信息出境标准合同": "must_contract"}
_BOUNDS = re.compile(
    r"(?:(\d+)万人以上)?[、，]?(?:且?不满(\d+)万人)?的?[^，。；、或\d]{0,6}?(敏感个人信息|个人信息)(?![）)])"
)


@dataclass(frozen=True)
class Row:
    """A row of an official table: the path its table stands for, and its thresholds."""

    path: str
    bounds: frozenset[Bound]


def row_findings(files: Files, kb: KnowledgeBase) -> Iterator[Finding]:
    """Each row of each list, and the number of rows of each domain."""
    for name, data in files.of(FOLDER):
        if "domains" not in data:
            continue
        found = NegativeList.model_validate(data)
        text, why = _list_text(kb, found)
        if text is None:
            what = "清单各项：" + "、".join(d.name for d in found.domains)
            yield Finding(name, ("domains",), "row", f"《{found.title}》", what, "unchecked", why)
            continue
        for i, domain in enumerate(found.domains):
            yield from _domain(name, ("domains", i), domain, found.title, rows_of(text, domain.name))


def _list_text(kb: KnowledgeBase, found: NegativeList) -> tuple[str | None, str]:
    versions = kb.versions.get(found.title, ())
    if not versions:
        return None, "知识库没有清单本身的文本"
    official = official_text(kb, versions[-1], None)
    return official.text, official.why


def _domain(
    name: str, path: tuple[str | int, ...], domain: Domain, title: str, rows: dict[str, Row]
) -> Iterator[Finding]:
    cited = f"《{title}》{domain.name}"
    if not rows:
        yield Finding(name, path, "row", cited, domain.name, "unchecked", "官方文本里找不到这个领域的表")
        return
    if len(rows) != len(domain.items):
        why = f"官方文本有 {len(rows)} 项，本库有 {len(domain.items)} 项"
        yield Finding(name, path, "count", cited, "项数", "differs", why)
    for i, item in enumerate(domain.items):
        row = rows.get(item.number)
        bounds = frozenset((t.kind, t.min, t.max) for t in item.threshold)
        what = f"第{item.number}项：{item.title}"
        if row is None:
            why = "官方文本没有这一项"
        elif row.path != item.path:
            why = f"官方文本的这一项是 {row.path}"
        elif row.bounds != bounds:
            why = "官方文本的门槛是" + ("、".join(map(_shown, sorted(row.bounds, key=str))) or "（无）")
        else:
            why = ""
        yield Finding(name, (*path, "items", i), "row", cited, what, "differs" if why else "ok", why)


def _shown(bound: Bound) -> str:
    kind, low, high = bound
    return f"{kind} {low or ''}—{high or ''}"


def rows_of(text: str, domain: str) -> dict[str, Row]:
    """Rows by number, in the section that the domain's name heads, of a list's whole text."""
    rows: dict[str, Row] = {}
    inside, path = False, ""
    for raw in text.splitlines():
        line = re.sub(r"\s", "", unicodedata.normalize("NFKC", raw)).replace("(", "（").replace(")", "）")
        if re.match(r"[一二三四五六七八九十]+、", line):
            inside = re.sub("领域|行业", "", line.split("、", 1)[1]).startswith(domain)
        if heading := _HEADING.search(line):
            path = _PATHS[heading[1]]
        match = _ROW.search(line) if inside and line.startswith("|") else None
        if match:
            rows[match[1]] = Row(path, frozenset(_bounds(match[2])))
    return rows


def _bounds(cell: str) -> Iterator[Bound]:
    for match in _BOUNDS.finditer(cell):
        low, high = (int(v) * 10_000 if v else None for v in match.groups()[:2])
        if low or high:
            yield ("sensitive_pi" if match[3] == "敏感个人信息" else "pi"), low, high
