"""Contracts: the standard ones (official heads and annexes, arranged otherwise) and the free one in three manners."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from eval.precheck.document import Block, Break, Document, Grid, Heading, Line, Row
from eval.precheck.layouts import extra, furniture
from eval.precheck.layouts.heldout2.parts import (
    Hand,
    Setting,
    Slot,
    numeral,
    reach,
    sealed,
    signed,
    slots,
    stacked,
    title,
    told,
)
from eval.precheck.submission import Facts

PARTY = {
    "name": "名称",
    "address": "地址",
    "phone": "联系方式",
    "person": "联系人",
    "post": "职务",
    "country": "所在国家或者地区",
}
ANNEX = {
    "purpose": "处理目的", "method": "处理方式", "persons": "出境个人信息的规模", "categories": "出境个人信息种类",
    "sensitive": "出境敏感个人信息种类", "onward": "境外接收方可提供的境外第三方", "transfer": "传输方式", "storage_term": "出境后保存期限",
    "storage_place": "出境后保存地点", "other": "其他事项",
}  # fmt: skip
GBA_ANNEX = {
    "purpose": "处理目的", "method": "处理方式", "persons": "个人信息规模", "categories": "个人信息种类", "onward": "向同辖区第三方提供",
    "transfer": "传输方式", "storage_term": "保存期限", "storage_place": "保存地点", "other": "其他事项",
}  # fmt: skip
CLAUSES = {
    "purpose_scope": "目的、方式、范围", "storage": "境外保存", "onward": "再转移", "change": "情形变化", "liability": "违约与争议",
    "incident": "事件与维权", "effect": "生效", "audit": "检查",
}  # fmt: skip

LINES = stacked()


@dataclass(frozen=True)
class Paper:
    """How a house sets contracts. `annex`: how the annex is set; `party`: labels of the free contract's parties."""

    hand: Hand
    parties: Literal["beside", "apart", "prose"] = "apart"
    annex: Setting = LINES
    one: str = "个人信息处理者"
    two: str = "境外接收方"
    party: Mapping[str, str] = field(default_factory=lambda: PARTY)
    clauses: Mapping[str, str] = field(default_factory=lambda: CLAUSES)
    manner: Literal["articles", "table", "letter"] = "articles"
    cover: bool = False
    days: Mapping[str, str] = field(default_factory=lambda: {"date": "签署日期", "effective": "合同生效日期"})
    beside_end: bool = False
    header: str = ""
    facts: Setting = LINES


def name_of(facts: Facts, side: str) -> str:
    """A party's name, whether it is told in full or by name only."""
    value = facts.get(side, "")
    return str(value.get("name", "")) if isinstance(value, Mapping) else str(value)


def parties(role: str, facts: Facts, paper: Paper, labels: Mapping[str, str]) -> list[Block]:
    """Who makes the contract."""
    sides = [(k, n) for k, n in (("exporter", paper.one), ("importer", paper.two)) if k in facts]
    if paper.parties == "beside":
        rows = [Row(tuple(c for _, n in sides for c in (n, None)), bold=True)]
        for key, label in labels.items():
            values = [reach(facts, f"{side}.{key}") for side, _ in sides]
            if any(v is not None for v in values):
                shows = tuple(f"{role}.{s}.{key}" for (s, _), v in zip(sides, values, strict=True) if v is not None)
                cells = tuple(c for v in values for c in (label if v is not None else "", "" if v is None else str(v)))
                rows.append(Row(cells, shows))
        return [Grid(tuple(rows), tuple(c for _ in sides for c in (0.16, 0.34)) if len(sides) == 2 else None)]
    made: list[Block] = []
    for side, name in sides:
        found = slots(role, facts, labels, paper.hand, under=side)
        if paper.parties == "prose":
            first = f"{name}：|{{name}}|（地址：{{address}}）|，联系方式为{{phone}}|，联系人为{{person}}|，职务为{{post}}|，所在国家或者地区为{{country}}|。"
            made += told(first, found)
        else:
            made += [Line(f"{name}", bold=True, indent=False), *paper.facts(found)]
    return made


def ends(role: str, facts: Facts, paper: Paper) -> list[Block]:
    """Seals, signatures and days at the end of a contract."""
    made: list[Block] = []
    if "signed_place" in facts:
        made.append(Line(f"签订地点：{facts['signed_place']}", shows=(f"{role}.signed_place",)))
    days = slots(role, facts, paper.days, paper.hand)
    if paper.beside_end:
        rows = [Row((paper.one, paper.two), bold=True), Row((name_of(facts, "exporter"), name_of(facts, "importer")))]
        rows += [Row((s.label, s.text), (s.path,)) for s in days]
        made += [
            Grid(tuple(rows), (0.5, 0.5)),
            Line(f"{paper.one}（盖章）", indent=False),
            *sealed(role, facts, "exporter_seal"),
        ]
        return made + signed(role, facts, "importer_sign", f"{paper.two}（签字）：")
    made += [
        Line(f"{paper.one}（盖章）：{name_of(facts, 'exporter')}", indent=False),
        *sealed(role, facts, "exporter_seal"),
    ]
    made.append(Line(f"{paper.two}：{name_of(facts, 'importer')}", indent=False))
    made += signed(role, facts, "importer_sign", f"{paper.two}授权代表（签字）：")
    return made + stacked("：", indent=False)(days)


def standard(role: str, facts: Facts, paper: Paper, **options: Any) -> Document:
    """A standard contract, national or of the Greater Bay Area."""
    blocks: list[Block] = [Line("", indent=False)] * 5 if paper.cover else []
    blocks.append(title(str(facts.get("title", "")), size=24 if paper.cover else 20, path=f"{role}.title"))
    blocks += [Break()] if paper.cover else []
    blocks += parties(role, facts, paper, PARTY)
    if "business" in facts:
        pattern = "与本合同相关的商业合同为《|{name}|》，订立日期|{date}|。"
        found = slots(role, facts, {"name": "", "date": ""}, paper.hand, under="business")
        blocks += [
            Line(b.text, shows=(*b.shows, f"{role}.business")) for b in told(pattern, found) if isinstance(b, Line)
        ]
    for i, article in enumerate(facts.get("articles", ())):
        at = f"{role}.articles.{i}"
        blocks.append(Heading(article["title"], 1, (f"{at}.title",)))
        for n, text in enumerate(article["paragraphs"]):
            shows = [f"{at}.paragraphs.{n}", f"{at}.paragraphs"]
            shows += [f"{role}.{k}" for k in ("measures", "contact") if facts.get(k) and facts[k] in text]
            shows += [f"{role}.dispute"] if "dispute" in facts and "争议" in text else []
            blocks.append(Line(text, shows=tuple(shows)))
    blocks += [*extra(role, facts), *ends(role, facts, paper), Break(), Line("附录一", bold=True, indent=False)]
    labels = GBA_ANNEX if role == "gba_contract" else ANNEX
    found = slots(role, facts, labels, paper.hand, under="annex1")
    blocks += paper.annex([Slot(f"（{numeral(n)}）{s.label}", s.text, s.path) for n, s in enumerate(found, 1)])
    blocks.append(Line("附录二", bold=True, indent=False))
    if "annex2" in facts:
        blocks.append(Line(f"双方约定的其他条款：{facts['annex2']}", shows=(f"{role}.annex2",)))
    name = str(facts.get("title") or "标准合同")
    return Document(role, name, tuple(blocks), header=paper.header, **furniture(facts), **options)


def agreement(facts: Facts, paper: Paper, **options: Any) -> Document:
    """The legal document with the recipient abroad; what concerns the export is highlighted."""
    role, marked = "legal_document", bool(facts.get("marked"))
    blocks: list[Block] = [title(str(facts.get("title", "")), size=20, path=f"{role}.title")]
    blocks += parties(role, facts, paper, paper.party)
    first = slots(
        role, facts, {"businesses": "业务名称", "purpose": "数据出境目的", "method": "数据出境方式"}, paper.hand
    )
    rest = slots(
        role, facts, {"items": "数据项", "storage_place": "境外保存地点", "storage_term": "境外保存期限"}, paper.hand
    )
    clauses = list(facts.get("clauses", {}).items())
    if paper.manner == "letter":
        blocks += told(
            "双方就|“{businesses}”|业务中的数据出境，为|{purpose}|，以|{method}|的方式提供数据，议定如下。", first
        )
        blocks += told("出境的数据为：|{items}|；存放于|{storage_place}|；保存期限为|{storage_term}|。", rest)
    else:
        blocks += paper.facts([*first, *rest])
    for n, (topic, text) in enumerate(clauses, 1):
        name = paper.clauses.get(topic, topic)
        shows = (f"{role}.clauses.{topic}", f"{role}.marked")
        light = marked and topic != "audit"
        if paper.manner == "table":
            blocks.append(Line(f"{n:02d}　{name}", bold=True, indent=False))
            blocks.append(Line(text, marked=light, indent=False, shows=shows))
        elif paper.manner == "letter":
            blocks.append(Line(f"{numeral(n)}、关于{name}。{text}", marked=light, shows=shows))
        else:
            blocks.append(Line(f"第{numeral(n)}条　{name}", bold=True, indent=False))
            blocks.append(Line(text, marked=light, shows=shows))
    blocks += [*extra(role, facts), *ends(role, facts, paper)]
    name = str(facts.get("title") or "法律文件")
    return Document(role, name, tuple(blocks), header=paper.header, **furniture(facts), **options)
