"""An enterprise's own table of data items and numbers, from .xlsx or .csv, as rows and proposals for the questionnaire.

Any usual encoding, separator and header. What of the table is not used is said, nothing is dropped in silence; a number
is taken only from a line that names what it counts.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from copilot.documents.read import decode
from copilot.errors import BadDocument, BadInput, TooLarge
from copilot.filing import answers
from copilot.filing.facts import Filing
from copilot.filing.part import MAX_ITEMS
from copilot.filing.questionnaire import Questionnaire
from copilot.precheck.paper import Paper
from copilot.precheck.readers import read_paper

Reader = Callable[[str, bytes], Paper]
# How a column may be called, in small letters, without blanks and marks.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": (
        "数据项名称",
        "数据项",
        "字段名称",
        "字段名",
        "字段",
        "数据名称",
        "名称",
        "个人信息项",
        "item",
        "field",
        "name",
    ),
    "description": ("内容描述", "描述", "含义", "字段含义", "说明", "字段说明", "内容", "description", "meaning"),
    "necessity": ("出境必要性", "必要性", "必要性说明", "出境理由", "为什么要出境", "necessity", "reason"),
    "example": ("示例", "样例", "举例", "示例值", "取值示例", "example", "sample"),
    "note": ("备注", "附注", "note", "remark", "comment"),
    "category": ("种类", "类别", "个人信息种类", "所属种类", "数据类别", "category"),
    "sensitive": ("是否敏感", "敏感", "是否敏感个人信息", "是否为敏感个人信息", "敏感个人信息", "sensitive"),
    "list_row": ("对应的清单行", "清单行", "对应清单行", "清单编号", "listrow"),
    "scene": ("场景", "出境场景", "业务场景", "场景名称", "出境场景名称", "scene"),
    "": ("序号", "编号", "no", "id"),
}
# Lines that name a number: the first pattern that is found in the label counts.
COUNTS: tuple[tuple[str, str], ...] = (
    (r"处理个人信息.{0,4}规模|处理.{0,6}个人信息.{0,8}(?:人数|数量)", "exporter.scale"),
    (r"员工(?:数量|人数|总数)|职工人数", "exporter.staff"),
    (r"敏感.{0,10}(?:人数|自然人|数量|人)", "scenes[0].sensitive_persons_year"),
    (r"(?:未来)?第(?:一|1)年|未来一年", "scenes[0].year1"),
    (r"(?:未来)?第(?:二|2)年", "scenes[0].year2"),
    (r"(?:未来)?第(?:三|3)年", "scenes[0].year3"),
    (r"(?:当年|本年|今年|截至).{0,6}已|已(?:经)?(?:累计)?出境", "scenes[0].persons_sent"),
    (r"(?:当年|本年|今年|全年).{0,10}(?:出境|人数|自然人|数量|合计)", "scenes[0].persons_year"),
)
_YES = frozenset({"是", "敏感", "敏感个人信息", "y", "yes", "true", "1"})
_NO = frozenset({"否", "不敏感", "非敏感", "一般", "一般个人信息", "n", "no", "false", "0"})
_LOOK = 10  # rows in which the header may stand
_MAX_LABEL = 40


@dataclass(frozen=True)
class Row:
    """A data item of the table; `scene` as named there; `place` tells a person where it stands."""

    item: dict[str, Any]
    scene: str | None
    place: str


@dataclass(frozen=True)
class Counted:
    """A number with the field that its line names; to be confirmed. The scene is the first: a table names none."""

    path: str
    value: int
    evidence: str
    place: str


@dataclass(frozen=True)
class Table:
    """What was read; `remarks`, in Chinese: what was not used, or looks odd."""

    items: tuple[Row, ...]
    counts: tuple[Counted, ...]
    remarks: tuple[str, ...]


@dataclass
class _Draft:
    items: list[Row] = field(default_factory=list)
    counts: dict[str, Counted] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def read(raw: bytes, name: str, *, questionnaire: Questionnaire, reader: Reader = read_paper) -> Table:
    """The items and numbers of a table.

    Args:
        raw: the file.
        name: its name, which only helps to say where something stands.
        questionnaire: the questions, for the reading of numbers.
        reader: reads a workbook; for files of strangers, in a process of its own.

    Raises:
        BadDocument: empty, corrupt, password-protected, or no table.
        BadInput: neither data items nor numbers are found in it.
        TooLarge: more data items than a filing takes.
    """
    if not raw.strip():
        raise BadDocument(f"{name} 是空文件", hint="每行一个数据项", en="empty file")
    draft = _Draft()
    for sheet, cells in _sheets(raw, name, reader):
        _sheet(draft, sheet, cells, questionnaire)
    if len(draft.items) > MAX_ITEMS:
        raise TooLarge(
            f"{name} 有 {len(draft.items)} 个数据项，超过 {MAX_ITEMS} 个", hint="请分场景", en="too many items"
        )
    if not draft.items and not draft.counts:
        raise BadInput(
            f"{name} 里没有找到数据项，也没有找到人数",
            hint="第一行写列名：数据项名称、内容描述、出境必要性、示例、备注；或者每行写一项数量和它的数",
            en="neither data items nor numbers of persons were found",
        )
    places = Counter((row.scene, row.item["name"]) for row in draft.items)
    twice = list(dict.fromkeys(name for (_, name), count in places.items() if count > 1))
    if twice:
        draft.remarks.append(f"重复的数据项：{_some(twice)}（同一场景内要去重）")
    return Table(tuple(draft.items), tuple(draft.counts.values()), tuple(draft.remarks))


def put(filing: Filing, table: Table, *, scene: int) -> Filing:
    """The filing with the items of the table in a scene, in place of those that were there.

    Rows that name a scene go to the scene of that name, where the filing has it; the others to the scene given.
    """
    data = filing.dump()
    scenes = data.setdefault("scenes", [])
    if scene >= len(scenes):
        scenes.append({"id": f"s{len(scenes) + 1}"})
        scene = len(scenes) - 1
    named = {one.get("name"): at for at, one in enumerate(scenes) if one.get("name")}
    for at in {named.get(row.scene, scene) for row in table.items}:
        scenes[at]["items"] = [row.item for row in table.items if named.get(row.scene, scene) == at]
    return Filing.parse(data)


def _sheets(raw: bytes, name: str, reader: Reader) -> Iterator[tuple[str, list[list[str]]]]:
    if not raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")):
        text = decode(name, raw)
        if "\0" in text[:1000]:
            raise BadDocument(f"{name} 不是表格", hint="请用 .xlsx 或 .csv", en="not a table")
        yield "", _csv(name, text)
        return
    paper = reader(name, raw)
    if paper.format == "unreadable":
        raise BadDocument(paper.unread or f"{name} 读不出", hint="请另存为 .xlsx 或 .csv", en="not readable")
    cells: dict[int, dict[int, dict[int, str]]] = {}
    titles: dict[int, str] = {}
    for block in paper.blocks:
        if block.kind == "cell" and block.visible and block.table is not None:
            rows = cells.setdefault(block.table, {})
            rows.setdefault(block.row or 0, {})[block.column or 0] = block.text
            titles.setdefault(block.table, block.place.locator.partition("第")[0])
    for number, rows in cells.items():
        yield titles[number], [[row.get(c, "") for c in range(max(row) + 1)] for _, row in sorted(rows.items())]


def _csv(name: str, text: str) -> list[list[str]]:
    lines = io.StringIO(text.lstrip("\ufeff"), newline="")
    first = lines.readline()
    if first.strip().lower().startswith("sep="):  # a line that Excel reads
        first = lines.readline()
    lines.seek(lines.tell() - len(first))
    bare = "".join(first.split('"')[::2])
    try:
        csv.field_size_limit(1 << 20)
        return list(csv.reader(lines, delimiter=max(",;\t", key=bare.count)))
    except csv.Error as error:
        raise BadDocument(f"{name} 读不出：{error}", hint="检查引号与分隔符", en="unreadable csv") from None


def _sheet(draft: _Draft, sheet: str, cells: Sequence[Sequence[str]], questionnaire: Questionnaire) -> None:
    rows = [[str(c).strip() for c in row] for row in cells]
    header = next((n for n, row in enumerate(rows[:_LOOK]) if _columns(row).get("name") is not None), None)
    told = range(len(rows)) if header is None else range(header)
    for n in told:
        _count(draft, sheet, n, rows[n], questionnaire)
    if header is None:
        return
    columns = _columns(rows[header])
    if unused := [c for i, c in enumerate(rows[header]) if c and i not in columns.values()]:
        draft.remarks.append(f"{sheet}没有用到的列：{_some(unused)}")
    for n, row in enumerate(rows[header + 1 :], header + 2):
        if not any(row):
            continue
        got = {key: row[at] for key, at in columns.items() if key and at < len(row) and row[at]}
        if "name" not in got:
            if not _count(draft, sheet, n - 1, row, questionnaire):
                draft.remarks.append(f"{sheet}第{n}行没有数据项名称，没有读")
            continue
        if any(row[len(rows[header]) :]):
            draft.remarks.append(f"{sheet}第{n}行比表头多出内容，多出的没有读")
        draft.items.append(_item(draft, got, f"{sheet}第{n}行"))


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Where each column stands; the first that means it."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        plain = re.sub(r"[\W_]", "", re.sub(r"[（(].*?[）)]", "", unicodedata.normalize("NFKC", cell))).lower()
        for key, names in COLUMNS.items():
            if plain in names:
                found.setdefault(key, at)
    return found


def _item(draft: _Draft, got: dict[str, str], place: str) -> Row:
    scene = got.pop("scene", None)
    said = got.pop("sensitive", None)
    item: dict[str, Any] = dict(got)
    if said is not None:
        plain = unicodedata.normalize("NFKC", said).strip().lower()
        if plain in _YES | _NO:
            item["sensitive"] = plain in _YES
        else:
            draft.remarks.append(f"{place}“是否敏感”写的是“{said[:20]}”，不认识，没有读（写 是 或者 否）")
    return Row(item, scene, place)


def _count(draft: _Draft, sheet: str, number: int, row: Sequence[str], questionnaire: Questionnaire) -> bool:
    """Take the number of a line that names it; True where it was one."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or len(filled[0]) > _MAX_LABEL:
        return False
    path = next((path for pattern, path in COUNTS if re.search(pattern, filled[0])), None)
    if path is None:
        return False
    place, label = f"{sheet}第{number + 1}行", filled[0]
    try:
        value = answers.read(questionnaire.question(path), filled[1], label)
    except BadInput:
        draft.remarks.append(f"{place}“{label}”的数“{filled[1][:20]}”读不出，没有读（写一个确数，例如 12.3万人）")
        return True
    if path in draft.counts and draft.counts[path].value != value:
        draft.remarks.append(f"{place}“{label}”与{draft.counts[path].place}的数不同，只读了前一个")
    draft.counts.setdefault(path, Counted(path, value, f"{label}：{filled[1]}", place))
    return True


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:10]) + (f"等{len(names)}个" if len(names) > 10 else "")
