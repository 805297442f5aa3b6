"""Rows of an official annex read from its tables: domain, scene, category, threshold, path, fields, and every doubt.

Two published shapes are known: headings give domain and path (Shanghai, Zhejiang), or each row says them itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from copilot.negative_lists.tables import Table
from copilot.negative_lists.thresholds import Bound, thresholds_of

COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("number", ("序号", "编号")),
    ("domain", ("领域", "行业")),
    ("scene", ("场景",)),
    ("fields", ("字段", "数据项", "数据内容")),
    ("item", ("数据子类", "子类", "细项")),
    ("category", ("类别", "数据类型", "数据分类")),
    ("threshold", ("门槛", "阈值", "规模", "数量", "量级", "人数")),
    ("path", ("判定", "路径", "管理方式", "管理要求", "合规", "适用方式", "出境方式")),
    ("features", ("特征", "描述", "说明")),
    ("note", ("备注",)),
)
_DOMAIN = re.compile(r"^[一二三四五六七八九十]+、(.+?)(?:领域|行业)?(（[^）]*）)?(?:领域|行业)?$")
_SECTION = re.compile(r"^（[一二三四五六七八九十]+）.*清单")
_NUMBER = re.compile(r"^(\d{1,3})\s*[.．、]\s*")
_EXCEPT = re.compile(r"除第?([\d、,，和至\-]+)项")
_ONLY = re.compile(r"仅限于([^。]*?)[。]")
_SCENE_LIST = re.compile(r"([^，。；、]{2,40}?)场景(?:包括|如)([^；。]*)")
_NOTE = re.compile(r"^(?:注|备注|说明)\d*(?:[：:.．、\s]|$)")
_LIST = re.compile(r"(?:包括|如)([^。；]*)")


@dataclass(slots=True)
class AnnexRow:
    """One row as read. `doubts` say in Chinese what a person must look at; `text` is the row's own wording."""

    where: str
    domain: str
    scenes: tuple[str, ...]
    number: str
    category: str
    path: str
    text: str
    features: str
    thresholds: tuple[Bound, ...]
    residual: bool
    excepts: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]
    note: str = ""
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnnexNote:
    """A row or line that explains the list (注, 说明); `row` counts rows and notes together."""

    row: int
    where: str
    text: str


@dataclass(slots=True)
class Annex:
    """All rows of an annex, the lines of text around its tables, and the notes among them."""

    rows: list[AnnexRow]
    lines: list[str]
    notes: list[AnnexNote] = field(default_factory=list)


def read_annex(tables: Sequence[Table]) -> Annex:
    """The rows of all tables, in order; rows broken over pages are joined, repeated headers dropped."""
    lines: list[str] = []
    notes: list[AnnexNote] = []
    raw: list[tuple[dict[str, str], str, str, str]] = []
    columns: dict[int, str] = {}
    domain = path = ""
    for table in tables:
        for line in table.above:
            lines.append(line)
            if _NOTE.match(line):
                notes.append(AnnexNote(len(raw) + len(notes) + 1, table.where, line))
            if (found := _DOMAIN.match(line)) and len(line) < 40:
                domain, path = found[1] + (found[2] or ""), ""
            if _SECTION.match(line) or ("评估" in line and "清单" in line and len(line) < 60):
                path = _path(line) or path
        body = list(table.rows)
        carried: dict[str, str] = {}
        if body and not _is_note(body[0]) and (header := _header(body[0])):
            columns, body = header, body[1:]
        elif body and raw:
            carried = dict(raw[-1][0])  # the table goes on from the page before
        for cells in body:
            if _is_note(cells):
                text = "：".join(dict.fromkeys(c for c in cells if c))
                notes.append(AnnexNote(len(raw) + len(notes) + 1, table.where, text))
                continue
            if _header(cells) == columns:
                continue
            row = {name: cells[i] for i, name in columns.items() if i < len(cells)}
            if raw and _continues(row, raw[-1][0]):
                for name, text in row.items():
                    if text and text != raw[-1][0].get(name):
                        raw[-1][0][name] = raw[-1][0].get(name, "") + text
                continue
            residual = any(_EXCEPT.search(text) for text in row.values())
            for name in ("domain", "category", "path") if residual else ("domain", "scene", "category", "path"):
                if not row.get(name) and carried.get(name):
                    row[name] = carried[name]
            carried = dict(row)
            raw.append((row, domain, path, table.where))
    return Annex([_row(*found) for found in raw], lines, notes)


def _is_note(cells: Sequence[str]) -> bool:
    filled = list(dict.fromkeys(c for c in cells if c))
    return 1 <= len(filled) <= 2 and _NOTE.match(filled[0]) is not None


def _header(cells: Sequence[str]) -> dict[int, str]:
    """Column number -> meaning, when the cells are a header; empty otherwise."""
    if any(len(c) > 20 for c in cells):
        return {}
    found: dict[int, str] = {}
    for i, cell in enumerate(cells):
        for name, words in COLUMNS:
            if name not in found.values() and any(w in cell for w in words):
                found[i] = name
                break
    return found if len(found) >= 2 and len(found) >= len([c for c in cells if c]) - 1 else {}


def _continues(row: dict[str, str], last: dict[str, str]) -> bool:
    """The rest of a row that was broken by a page: nothing that starts a row stands in it."""
    if "item" in row:
        item = row["item"]
        numbered = _NUMBER.match(last.get("item", "")) is not None
        return not item or (numbered and not _NUMBER.match(item) and item != last.get("item"))
    if "number" in row:
        return not row["number"]
    return not row.get("fields") and not row.get("threshold") and bool(row.get("features") or row.get("note"))


def _row(cells: dict[str, str], domain: str, path: str, where: str) -> AnnexRow:
    item, features = cells.get("item", ""), cells.get("features", "")
    number = _NUMBER.match(item) or re.match(r"^(\d{1,3})$", cells.get("number", ""))
    text = _NUMBER.sub("", item) or cells.get("fields", "")
    category_words = cells.get("category", "")
    spoken = "；".join(p for p in (category_words, text, features) if p)
    excepted = _EXCEPT.search(spoken)
    important = "重要数据" in category_words or ("重要数据" in text and "个人信息" not in category_words)
    scene = cells.get("scene", "")
    scenes = _scenes("" if _EXCEPT.search(scene) else scene, "" if excepted else features)
    bounds = thresholds_of(cells.get("threshold", "") + "；" + text, category_words)
    row = AnnexRow(
        where=where,
        domain=cells.get("domain") or domain,
        scenes=scenes,
        number=number[1] if number else "",
        category="important_data" if important else "personal_info",
        path=_path(cells.get("path", "")) or path,
        text=text,
        features=features,
        thresholds=() if important else bounds,
        residual=excepted is not None,
        excepts=_numbers(excepted[1]) if excepted else (),
        fields={},
        note=cells.get("note", ""),
    )
    if not row.residual and not important:
        row.fields = _fields(row, cells.get("fields", ""))
    row.doubts = list(_doubts(row, spoken))
    if category_words not in features:
        row.features = "；".join(p for p in (category_words, features) if p)
    return row


def _path(words: str) -> str:
    contract = any(w in words for w in ("合同", "认证"))
    if "评估" in words and not contract:
        return "must_assess"
    return "must_contract" if contract and "评估" not in words.replace("影响评估", "") else ""


def _numbers(words: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in re.split(r"[、,，和]", words):
        ends = re.split(r"[至\-]", part)
        if len(ends) == 2 and all(e.isdigit() for e in ends):
            found += [str(n) for n in range(int(ends[0]), int(ends[1]) + 1)]
        elif part.isdigit():
            found.append(part)
    return tuple(found)


def _scenes(cell: str, features: str) -> tuple[str, ...]:
    words = cell
    if not words and (only := _ONLY.search(features)):
        words = only[1]
    parts = re.split(r"场景(?:[、，和及]|$)", words) if "场景" in words else words.split("、")
    names = (n.strip().removesuffix("相关") for n in parts)
    return tuple(dict.fromkeys(n for n in names if n and n != "所有"))


def _fields(row: AnnexRow, cell: str) -> dict[str, tuple[str, ...]]:
    """Fields by scene; the empty scene name stands for all scenes of the row."""
    if cell:
        return {"": split_fields(cell)}
    by_scene = {
        name.removeprefix("和").strip(): split_fields(words)
        for name, words in _SCENE_LIST.findall(row.features)
        if name.strip() in row.scenes
    }
    if by_scene:
        return by_scene
    found = _LIST.search(row.features)
    return {"": split_fields(_qualified(found[1]))} if found else {}


def _qualified(words: str) -> str:
    """`承保、理赔过程中涉及的个人信息，如姓名、性别` -> what stands after 如."""
    return re.split(r"，(?:如|包括)", words)[-1]


def split_fields(words: str) -> tuple[str, ...]:
    """Field names from a list in words; separators inside brackets don't count."""
    plain = re.sub(r"等(?:个人信息|敏感个人信息|数据|信息)*$", "", words.strip("。；， "))
    out, depth, current = [], 0, ""
    for char in plain:
        depth += char in "（(["
        depth -= char in "）)]"
        if char in "、；;，," and depth == 0:
            out.append(current)
            current = ""
        else:
            current += char
    names = (re.sub(r"^(?:和|及|以及)|等(?:数据|信息)?$", "", n).strip() for n in [*out, current])
    return tuple(dict.fromkeys(n for n in names if n))


def _doubts(row: AnnexRow, spoken: str) -> Iterator[str]:
    if not row.domain:
        yield "没有读出领域"
    if not row.path:
        yield "没有读出须评估还是须合同或认证"
    if row.category == "personal_info" and not row.thresholds:
        yield "没有读出人数门槛"
    if row.category == "important_data" and row.path == "must_contract":
        yield "重要数据列在合同或认证一栏"
    if re.search(r"以外|除[^。；]{0,12}外", spoken) and not row.residual:
        yield "似有“除……以外”的但书，没有读出除外的项"
    if row.category == "personal_info" and not row.residual and not any(row.fields.values()):
        yield "没有读出字段"
    if any(len(n) > 40 for names in row.fields.values() for n in names):
        yield "有的字段名过长，可能没有分开"
