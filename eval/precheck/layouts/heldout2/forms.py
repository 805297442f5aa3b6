"""Forms: the application and the extension (official items), the request for certification, list form and comparison."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.precheck.document import Block, Document, Grid, Line, Row
from eval.precheck.layouts import extra, furniture
from eval.precheck.layouts.heldout2.parts import (
    Hand,
    Setting,
    Slot,
    boxes,
    headed,
    numeral,
    reach,
    slots,
    stacked,
    tabled,
    title,
)
from eval.precheck.submission import Facts

PROCESSOR = {
    "name": "单位名称", "nature": "单位性质", "kind": "单位类型", "address": "单位注册地", "office": "办公所在地", "staff": "员工数量",
    "uscc": "统一社会信用代码", "ciio": "是否为关键信息基础设施运营者", "scale": "处理个人信息规模（自然人去重）",
}  # fmt: skip
PERSON = {
    "name": "姓名",
    "post": "职务/国籍",
    "phone": "联系电话",
    "email": "电子邮箱",
    "id_type": "证件类型",
    "id_number": "证件号码",
}
BODY = {"body": "管理机构名称", "body_staff": "管理机构人数"}
RECIPIENT = {
    "name": "境外接收方名称", "country": "所在国家或者地区", "address": "所在地址", "business": "主营业务", "head": "负责人姓名",
    "head_post": "负责人职务", "phone": "联系电话", "email": "邮箱",
}  # fmt: skip
SCENE = {
    "brief": "出境场景简述", "types": "数据类型", "authority": "重要数据认定主管部门名称", "sensitive": "是否包含敏感个人信息", "sectors": "涉及行业/领域",
}  # fmt: skip
PERSONS = {
    "this_year": "当年已出境自然人（去重）数量", "three_years": "未来三年自然人（去重）数量", "years": "其中逐年", "relation": "两者关系",
    "sensitive_this_year": "当年已出境敏感个人信息自然人（去重）数量", "sensitive_three_years": "未来三年敏感个人信息自然人（去重）数量",
}  # fmt: skip
OPTIONS: dict[str, tuple[str, ...]] = {
    "nature": ("政府部门", "事业单位", "企业", "社会组织", "其他"),
    "kind": ("内资", "外资", "中外合资", "港澳台资", "其他"),
    "types": ("重要数据", "个人信息"),
    "id_type": ("居民身份证", "护照", "台湾居民来往大陆通行证", "港澳居民来往内地通行证", "其他"),
    "sectors": ("工业", "电信", "交通", "金融", "自然资源", "卫生健康", "教育", "科技", "能源", "国防科工", "文旅", "跨境电商", "零售", "互联网", "其他"),
}  # fmt: skip
SAME = {
    "purpose_same": "出境目的、范围等未变化", "parties_same": "数据处理者和境外接收方等未变化", "pi_growth": "自然人数量增幅",
    "size_growth": "重要数据规模增幅", "links_same": "出境链路、存储系统、数据中心未变化", "use_same": "境外接收方用途和方式未变化",
}  # fmt: skip
OTHER = {
    "measures": "安全保障措施与工作", "performance": "境外接收方履约情况", "compliance": "过去三年按评估结果通知书开展情况",
    "incidents": "过去三年重大安全事件、处罚、调查、整改情况",
}  # fmt: skip
TABLE = tabled(1, (0.36, 0.64))
APPLICATION, EXTENSION = "application_form", "extension_form"
ITEMS = (
    ("processor", "数据处理者情况"), ("legal_rep", "法定代表人信息"), ("officer", "数据安全负责人和管理机构信息"), ("agent", "经办人信息"),
)  # fmt: skip
LAW = "遵守中国法律、行政法规、部门规章情况"


@dataclass(frozen=True)
class Look:
    """How a house fills forms in. `people`: how persons are set; `on`, `off`: boxes, empty: the chosen value alone.

    `band`: the heading of an item is the first row of its table; `recipients`: each apart or all as columns of one table.
    """

    hand: Hand
    put: Setting = TABLE
    people: Setting | None = None
    band: bool = False
    item: Callable[[int], str] = lambda n: f"{numeral(n)}、"
    on: str = ""
    off: str = ""
    recipients: Literal["apart", "columns"] = "apart"
    promise: str = "[√]"
    unpromised: str = "[　]"
    header: str = ""


def chosen(found: Sequence[Slot], facts: Facts, look: Look) -> list[Slot]:
    """The facts that are options, as boxes where the house has boxes."""
    made = []
    for s in found:
        value = reach(facts, s.path.partition(".")[2])
        options = (look.hand.yes, look.hand.no) if isinstance(value, bool) else OPTIONS.get(s.path.rpartition(".")[2])
        if look.on and options and s.path.rpartition(".")[2] != "id_type":
            now = s.text if isinstance(value, bool) else value
            made.append(Slot(s.label, boxes(options, now, on=look.on, off=look.off), s.path))
        else:
            made.append(s)
    return made


def part(heading: str, found: Sequence[Slot], look: Look, put: Setting | None = None) -> list[Block]:
    """An item of a form: its heading as a paragraph or as a band of its table, then its facts."""
    put = put or look.put
    blocks = put(found)
    if look.band and len(blocks) == 1 and isinstance(grid := blocks[0], Grid):
        wide = max(len(r.cells) for r in grid.rows)
        return [Grid((Row((heading, *[None] * (wide - 1)), bold=True), *grid.rows), grid.widths)]
    return [Line(heading, bold=True, indent=False), *blocks]


def scene(facts: Facts, i: int, heading: str, look: Look) -> list[Block]:
    """One scene and its recipients."""
    under = f"scenes.{i}"
    found = chosen(slots(APPLICATION, facts, SCENE, look.hand, under=under), facts, look)
    persons = reach(facts, f"{under}.persons")
    if isinstance(persons, Mapping):
        found += slots(APPLICATION, facts, PERSONS, look.hand, under=f"{under}.persons")
    elif persons is not None:
        found.append(Slot("涉及自然人（去重）数量", look.hand.count(persons), f"{APPLICATION}.{under}.persons"))
    found += slots(APPLICATION, facts, {"size": "涉及重要数据规模"}, look.hand, under=under)
    made = part(heading, found, look)
    some = facts["scenes"][i].get("recipients", ())
    if look.recipients == "columns" and some:
        rows = [Row(("境外接收方", *(f"第{numeral(n)}家" for n in range(1, len(some) + 1))), bold=True)]
        for key, label in RECIPIENT.items():
            if any(key in r for r in some):
                shows = tuple(f"{APPLICATION}.{under}.recipients.{n}.{key}" for n in range(len(some)))
                rows.append(Row((label, *(str(r.get(key, "")) for r in some)), shows))
        made.append(Grid(tuple(rows), (0.28, *[0.72 / len(some)] * len(some))))
    else:
        for n in range(len(some)):
            made += look.put(slots(APPLICATION, facts, RECIPIENT, look.hand, under=f"{under}.recipients.{n}"))
    return made + look.put(slots(APPLICATION, facts, {"statistics": "统计说明"}, look.hand, under=under))


def promised(role: str, facts: Facts, look: Look, number: str = "{n}.") -> list[Block]:
    """The promise at the end of a form, and whether it is ticked."""
    if "promise" not in facts:
        return []
    made: list[Block] = [Line("本单位承诺", bold=True, align="center", indent=False)]
    for n, text in enumerate(facts["promise"].get("texts", ()), 1):
        made.append(Line(f"{number.format(n=n)}{text}", shows=(f"{role}.promise.texts",)))
    if "ticked" in facts["promise"]:
        mark = (look.on or look.promise) if facts["promise"]["ticked"] else (look.off or look.unpromised)
        made.append(Line(f"{mark}本单位承诺上述内容", shows=(f"{role}.promise.ticked",)))
    return made


def application(facts: Facts, look: Look, **options: Any) -> Document:
    """The application form for the security assessment."""
    blocks: list[Block] = [title("数据出境安全评估申报表", size=20)]
    for n, (key, name) in enumerate(ITEMS, 1):
        labels = {"processor": PROCESSOR, "officer": PERSON | BODY}.get(key, PERSON)
        found = chosen(slots(APPLICATION, facts, labels, look.hand, under=key), facts, look)
        blocks += part(f"{look.item(n)}{name}", found, look, None if key == "processor" else look.people)
    if "compliance" in facts:
        text, shows = facts["compliance"], (f"{APPLICATION}.compliance",)
        if look.band:
            blocks.append(Grid((Row((f"{look.item(5)}{LAW}",), bold=True), Row((text,), shows))))
        else:
            blocks += [Line(f"{look.item(5)}{LAW}", bold=True, indent=False), Line(text, shows=shows)]
    count = len(facts.get("scenes", ()))
    for i in range(count):
        blocks += scene(facts, i, f"{look.item(6)}数据出境场景" + (f"（{i + 1}/{count}）" if count > 1 else ""), look)
    blocks += [*extra(APPLICATION, facts), *promised(APPLICATION, facts, look)]
    return Document(
        APPLICATION,
        "数据出境安全评估申报表",
        tuple(blocks),
        spacing_pt=16,
        header=look.header,
        **furniture(facts),
        **options,
    )


def extension(facts: Facts, look: Look, *, other: Literal["lines", "table"] = "lines", **options: Any) -> Document:
    """The form for an extension."""
    blocks: list[Block] = [title("延长评估结果有效期申请表", size=20)]
    first = {
        "processor": "数据处理者名称",
        "number": "申请延长评估结果有效期的评估项目受理编号",
        "legal_ok": "法律文件是否符合《数据出境安全评估办法》第九条",
    }
    blocks += part(f"{look.item(1)}基本情况", chosen(slots(EXTENSION, facts, first, look.hand), facts, look), look)
    count = len(facts.get("scenes", ()))
    for i in range(count):
        name = f"{look.item(2)}数据出境场景" + (f"（{i + 1}/{count}）" if count > 1 else "")
        blocks += part(name, chosen(slots(EXTENSION, facts, SAME, look.hand, under=f"scenes.{i}"), facts, look), look)
    found = slots(EXTENSION, facts, OTHER, look.hand, under="other")
    name = f"{look.item(3)}其他需要说明的情况"
    put = TABLE if other == "table" else stacked(look.hand.colon, numbered="（{n}）")
    blocks += part(name, found, look, put)
    blocks += [*extra(EXTENSION, facts), *promised(EXTENSION, facts, look)]
    return Document(
        EXTENSION,
        "延长评估结果有效期申请表",
        tuple(blocks),
        spacing_pt=16,
        header=look.header,
        **furniture(facts),
        **options,
    )


def sheet(
    role: str, name: str, facts: Facts, labels: Mapping[str, str], hand: Hand, put: Setting, *, ends: Sequence[Slot],
    seal: Sequence[Block], above: Sequence[Block] = (), **options: Any,
) -> Document:  # fmt: skip
    """A form without an official model: title, facts, who signs. `ends`: the lines under the facts that the seal goes over."""
    blocks: list[Block] = [*above, title(name, size=20), *put(slots(role, facts, labels, hand)), *extra(role, facts)]
    blocks += [Line(f"{s.label}{s.text}", indent=False, shows=(s.path,)) for s in ends]
    return Document(role, name, (*blocks, *seal), **furniture(facts), **options)


def comparison(
    facts: Facts, name: str, columns: Mapping[str, str], *, top: Mapping[str, str], hand: Hand, numbered: str = "",
    as_cards: bool = False, **options: Any,
) -> Document:  # fmt: skip
    """The comparison of fields with a list; `as_cards`: a small table for each field instead of one row."""
    role = "field_comparison"
    blocks: list[Block] = [title(name, size=18), *stacked(hand.colon, indent=False)(slots(role, facts, top, hand))]
    items = facts.get("items", ())
    if as_cards:
        for n in range(len(items)):
            blocks += headed(len(columns))(slots(role, facts, columns, hand, under=f"items.{n}"))
    else:
        head = ((numbered,) if numbered else ()) + tuple(columns.values())
        rows = [Row(head, bold=True)]
        for n, item in enumerate(items):
            cells = ((str(n + 1),) if numbered else ()) + tuple(str(item.get(k, "")) for k in columns)
            rows.append(Row(cells, tuple(f"{role}.items.{n}.{k}" for k in columns if k in item)))
        blocks.append(Grid(tuple(rows)))
    blocks += extra(role, facts)
    return Document(role, name, tuple(blocks), **furniture(facts), **options)
