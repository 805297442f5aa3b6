"""The application form and the form for an extension: official items, set in the manner of a house."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from eval.precheck.document import Block, Document, Grid, Heading, Line, row
from eval.precheck.layouts import extra, furniture
from eval.precheck.layouts.heldout.parts import (
    KINDS,
    NATURES,
    SECTORS,
    TYPES,
    Field,
    Hand,
    fields,
    lines,
    numeral,
    pairs_grid,
    people,
    reach,
    ticks,
)
from eval.precheck.layouts.heldout.reports import PERSONS
from eval.precheck.submission import Facts

PROCESSOR = (
    ("name", "单位名称"), ("uscc", "统一社会信用代码"), ("nature", "单位性质"), ("kind", "单位类型"),
    ("address", "单位注册地"), ("office", "办公所在地"), ("staff", "员工数量"),
    ("ciio", "是否为关键信息基础设施运营者"), ("scale", "处理个人信息规模（自然人去重）"),
)  # fmt: skip
PERSON = (
    ("name", "姓名"), ("post", "职务/国籍"), ("phone", "联系电话"), ("email", "电子邮箱"), ("id_type", "证件类型"),
    ("id_number", "证件号码"),
)  # fmt: skip
BODY = (("body", "管理机构名称"), ("body_staff", "管理机构人数"))
RECIPIENT = (
    ("name", "境外接收方名称"), ("country", "所在国家或者地区"), ("address", "所在地址"), ("business", "主营业务"),
    ("head", "负责人姓名"), ("head_post", "负责人职务"), ("phone", "联系方式（电话）"), ("email", "联系方式（邮箱）"),
)  # fmt: skip
ROLE = "application_form"
SHUT = "extension_form"


@dataclass(frozen=True)
class Look:
    """How a house fills forms in. `across` 0: lines; `on`, `off`: ticks, both empty: the chosen value alone."""

    hand: Hand
    across: int = 1
    section: Callable[[int], str] = lambda n: f"{numeral(n)}、"
    on: str = ""
    off: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    wide_recipients: bool = False
    promise: str = "本单位承诺"
    done: str = "已阅读并承诺"
    header: str = ""

    def named(self, label: str) -> str:
        """A label as the house prints it."""
        return self.labels.get(label, label)

    def choose(self, found: list[Field], options: Mapping[str, tuple[str, ...]], facts: Facts) -> list[Field]:
        """The fields with options as ticked boxes where the house ticks."""
        if not self.on:
            return found
        made = []
        for f in found:
            some = options.get(f.path.rpartition(".")[2])
            if some is None:
                made.append(f)
                continue
            value = reach(facts, f.path.partition(".")[2])
            chosen = (self.hand.yes if value else self.hand.no) if isinstance(value, bool) else value
            made.append(Field(f.label, ticks(some, chosen, on=self.on, off=self.off), f.path))
        return made

    def block(self, found: list[Field]) -> list[Block]:
        """Fields as the house sets them."""
        shown = [Field(self.named(f.label), f.text, f.path) for f in found]
        if not shown:
            return []
        if not self.across:
            return lines(shown, self.hand)
        widths = (0.34, 0.66) if self.across == 1 else None
        return [pairs_grid(shown, across=self.across, widths=widths)]


def _sections(facts: Facts, look: Look) -> list[tuple[str, list[Field]]]:
    """The first five items."""
    yes_no = (look.hand.yes, look.hand.no)
    options = {"nature": NATURES, "kind": KINDS, "ciio": yes_no}
    made = [
        ("数据处理者情况", look.choose(fields(ROLE, facts, PROCESSOR, look.hand, under="processor"), options, facts))
    ]
    for key, title in (
        ("legal_rep", "法定代表人信息"),
        ("officer", "数据安全负责人和管理机构信息"),
        ("agent", "经办人信息"),
    ):
        pairs = (*PERSON, *BODY) if key == "officer" else PERSON
        made.append((title, fields(ROLE, facts, pairs, look.hand, under=key)))
    return made


def _scene(facts: Facts, i: int, look: Look) -> list[Block]:
    """One scene with its recipients."""
    under = f"scenes.{i}"
    first = (("brief", "出境场景简述"), ("types", "数据类型"), ("authority", "重要数据认定主管部门名称"),
             ("sensitive", "是否包含敏感个人信息"), ("sectors", "涉及行业/领域"))  # fmt: skip
    options = {"types": TYPES, "sensitive": (look.hand.yes, look.hand.no), "sectors": SECTORS}
    found = look.choose(fields(ROLE, facts, first, look.hand, under=under), options, facts)
    scene = facts["scenes"][i]
    if "persons" in scene:
        found += people(
            ROLE, f"{under}.persons", scene["persons"], PERSONS | {"text": "涉及自然人（去重）数量"}, look.hand
        )
    found += fields(ROLE, facts, (("size", "涉及重要数据规模"),), look.hand, under=under)
    made = look.block(found)
    recipients = scene.get("recipients", ())
    if look.wide_recipients and recipients:
        keys = [(k, label) for k, label in RECIPIENT if any(k in r for r in recipients)]
        rows = [row(*(look.named(label) for _, label in keys), bold=True)]
        for n, r in enumerate(recipients):
            rows.append(
                row(
                    *(str(r.get(k, "")) for k, _ in keys), shows=[f"{ROLE}.{under}.recipients.{n}.{k}" for k, _ in keys]
                )
            )
        made.append(Grid(tuple(rows)))
    else:
        for n, _ in enumerate(recipients):
            if len(recipients) > 1:
                made.append(Line(f"境外接收方之{numeral(n + 1)}", bold=True))
            made += look.block(fields(ROLE, facts, RECIPIENT, look.hand, under=f"{under}.recipients.{n}"))
    return made + look.block(fields(ROLE, facts, (("statistics", "统计说明"),), look.hand, under=under))


def promised(role: str, facts: Facts, look: Look) -> list[Block]:
    """The promise at the end of a form, and whether it is ticked."""
    if "promise" not in facts:
        return []
    made: list[Block] = [Line(look.promise, bold=True)]
    texts = facts["promise"].get("texts", ())
    made += [Line(f"{n}．{t}", shows=(f"{role}.promise.texts",)) for n, t in enumerate(texts, 1)]
    if "ticked" in facts["promise"]:
        on, off = (look.on or "[√]", look.off or "[ ]")
        mark = on if facts["promise"]["ticked"] else off
        made.append(Line(f"{mark} {look.done}", shows=(f"{role}.promise.ticked",)))
    return made


def application(facts: Facts, look: Look, **options: Any) -> Document:
    """The application form for the security assessment."""
    title = "数据出境安全评估申报表"
    blocks: list[Block] = [Line(title, align="center", bold=True, indent=False, size_pt=20)]
    for n, (name, found) in enumerate(_sections(facts, look), 1):
        blocks += [Line(f"{look.section(n)}{look.named(name)}", bold=True, indent=False), *look.block(found)]
    law = "遵守中国法律、行政法规、部门规章情况"
    if "compliance" in facts:
        blocks.append(Line(f"{look.section(5)}{look.named(law)}", bold=True, indent=False))
        blocks.append(Line(facts["compliance"], shows=(f"{ROLE}.compliance",)))
    scenes = facts.get("scenes", ())
    for i in range(len(scenes)):
        count = f"（场景{numeral(i + 1)}）" if len(scenes) > 1 else ""
        blocks.append(Line(f"{look.section(6)}{look.named('数据出境场景')}{count}", bold=True, indent=False))
        blocks += _scene(facts, i, look)
    blocks += [*extra(ROLE, facts), *promised(ROLE, facts, look)]
    return Document(
        ROLE, title, tuple(blocks), size_pt=14, spacing_pt=16, header=look.header, **furniture(facts), **options
    )


SAME = (
    ("purpose_same", "出境目的、范围等未变化"), ("parties_same", "数据处理者和境外接收方等未变化"),
    ("pi_growth", "自然人数量增幅"), ("size_growth", "重要数据规模增幅"),
    ("links_same", "出境链路、存储系统、数据中心未变化"), ("use_same", "境外接收方用途和方式未变化"),
)  # fmt: skip
OTHER = (
    ("measures", "安全保障措施与所做工作"), ("performance", "境外接收方履约情况"),
    ("compliance", "过去三年按评估结果通知书开展出境活动的情况"), ("incidents", "过去三年重大数据安全事件、处罚、调查、整改情况"),
)  # fmt: skip


def extension(facts: Facts, look: Look, *, headings: bool = False, **options: Any) -> Document:
    """The form for an extension."""

    def head(n: int, text: str) -> Block:
        shown = f"{look.section(n)}{text}"
        return Heading(shown, 1) if headings else Line(shown, bold=True, indent=False)

    title, yes_no = "延长评估结果有效期申请表", (look.hand.yes, look.hand.no)
    blocks: list[Block] = [Line(title, align="center", bold=True, indent=False, size_pt=20), head(1, "基本情况")]
    first = (("processor", "数据处理者名称"), ("number", "申请延长评估结果有效期的评估项目受理编号"),
             ("legal_ok", "法律文件是否符合《数据出境安全评估办法》第九条"))  # fmt: skip
    blocks += look.block(look.choose(fields(SHUT, facts, first, look.hand), {"legal_ok": yes_no}, facts))
    scenes = facts.get("scenes", ())
    for i in range(len(scenes)):
        blocks.append(head(2, "数据出境场景" + (f"（{numeral(i + 1)}）" if len(scenes) > 1 else "")))
        marked = {k: yes_no for k in ("purpose_same", "parties_same", "links_same", "use_same")}
        blocks += look.block(look.choose(fields(SHUT, facts, SAME, look.hand, under=f"scenes.{i}"), marked, facts))
    blocks.append(head(3, "其他需要说明的情况"))
    for n, f in enumerate(fields(SHUT, facts, OTHER, look.hand, under="other"), 1):
        blocks.append(Line(f"（{n}）{f.label}{look.hand.colon}{f.text}", shows=(f.path,)))
    blocks += [*extra(SHUT, facts), *promised(SHUT, facts, look)]
    return Document(
        SHUT, title, tuple(blocks), size_pt=14, spacing_pt=16, header=look.header, **furniture(facts), **options
    )
