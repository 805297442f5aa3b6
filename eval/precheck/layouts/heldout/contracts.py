"""Contracts: the two standard ones and the free one, with the parties side by side, in a table or as lines."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from eval.precheck.document import Block, Break, Document, Grid, Heading, Line, Row, row
from eval.precheck.layouts import extra, furniture
from eval.precheck.layouts.heldout.parts import Field, Hand, fields, lines, numeral, pairs_grid, reach, seal, sign
from eval.precheck.submission import Facts

PARTY = (("name", "名称"), ("address", "地址"), ("phone", "联系方式"), ("person", "联系人"), ("post", "职务"),
         ("country", "所在国家或者地区"))  # fmt: skip
ANNEX = (
    ("purpose", "处理目的"), ("method", "处理方式"), ("persons", "出境个人信息的规模"), ("categories", "出境个人信息种类"),
    ("sensitive", "出境敏感个人信息种类"), ("onward", "境外接收方可提供的境外第三方"), ("transfer", "传输方式"),
    ("storage_term", "出境后保存期限"), ("storage_place", "出境后保存地点"), ("other", "其他事项"),
)  # fmt: skip
GBA_ANNEX = (
    ("purpose", "处理目的"), ("method", "处理方式"), ("persons", "跨境提供个人信息的规模"), ("categories", "跨境提供个人信息种类"),
    ("onward", "接收方可提供的同辖区第三方"), ("transfer", "传输方式"), ("storage_term", "跨境提供后保存期限"),
    ("storage_place", "跨境提供后保存地点"), ("other", "其他事项"),
)  # fmt: skip
CLAUSES = {
    "purpose_scope": "目的、方式与范围", "storage": "境外保存", "onward": "再转移", "change": "情势变化", "liability": "违约与争议",
    "incident": "应急与维权", "effect": "生效", "audit": "检查",
}  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """How a house sets contracts. `one`, `two`: what the parties are called; `article`: takes `n`, `zh`, `name`."""

    hand: Hand
    parties: Literal["columns", "table", "lines"] = "lines"
    annex: Literal["table", "lines"] = "lines"
    one: str = "个人信息处理者"
    two: str = "境外接收方"
    article: str = "第{zh}条　{name}"
    labels: Mapping[str, str] = field(default_factory=dict)
    clauses: Mapping[str, str] = field(default_factory=lambda: CLAUSES)
    signed_by: str = "（盖章）"
    signs: str = "（授权代表签字）"
    header: str = ""
    annex_page: bool = True

    def named(self, label: str) -> str:
        """A label as the house prints it."""
        return self.labels.get(label, label)


def _parties(role: str, facts: Facts, paper: Paper) -> list[Block]:
    """Who makes the contract."""
    sides = [(k, name) for k, name in (("exporter", paper.one), ("importer", paper.two)) if k in facts]
    if paper.parties == "columns":
        rows = [row("", *(name for _, name in sides), bold=True)]
        for key, label in PARTY:
            values = [reach(facts, f"{side}.{key}") for side, _ in sides]
            if any(v is not None for v in values):
                shows = tuple(f"{role}.{s}.{key}" for (s, _), v in zip(sides, values, strict=True) if v is not None)
                cells = ["—" if v is None else str(v) for v in values]
                rows.append(Row((paper.named(label), *cells), shows))
        return [Grid(tuple(rows), (0.2, *[0.8 / len(sides)] * len(sides)))]
    made: list[Block] = []
    for side, name in sides:
        found = [
            Field(paper.named(f.label), f.text, f.path) for f in fields(role, facts, PARTY, paper.hand, under=side)
        ]
        made.append(Line(name, bold=True, indent=False))
        made += [pairs_grid(found, across=2)] if paper.parties == "table" else lines(found, paper.hand)
    return made


def _signatures(role: str, facts: Facts, paper: Paper) -> list[Block]:
    """The end of a contract: seals, signatures, days."""
    made: list[Block] = []
    hand = paper.hand
    if "signed_place" in facts:
        made.append(
            Line(f"{paper.named('签订地点')}{hand.colon}{facts['signed_place']}", shows=(f"{role}.signed_place",))
        )
    name = reach(facts, "exporter.name") if isinstance(facts.get("exporter"), Mapping) else facts.get("exporter", "")
    made.append(Line(f"{paper.one}{paper.signed_by}{hand.colon}{name or ''}", indent=False))
    made += seal(role, facts, "exporter_seal")
    other = reach(facts, "importer.name") if isinstance(facts.get("importer"), Mapping) else facts.get("importer", "")
    made.append(Line(f"{paper.two}{hand.colon}{other or ''}", indent=False))
    made += sign(role, facts, "importer_sign", f"{paper.two}{paper.signs}{hand.colon}")
    for key, label in (("date", "签署日期"), ("effective", "合同生效日期")):
        if key in facts:
            made.append(Line(f"{paper.named(label)}{hand.colon}{hand.day(facts[key])}", shows=(f"{role}.{key}",)))
    return made


def standard(role: str, facts: Facts, paper: Paper, **options: Any) -> Document:
    """A standard contract, national or of the Greater Bay Area."""
    hand = paper.hand
    blocks: list[Block] = [
        Line(facts.get("title", ""), align="center", bold=True, indent=False, size_pt=20, shows=(f"{role}.title",))
    ]
    blocks += _parties(role, facts, paper)
    if "business" in facts:
        b = facts["business"]
        when = hand.day(b["date"]) if "date" in b else ""
        text = f"{paper.named('相关商业合同')}{hand.colon}《{b.get('name', '')}》，{paper.named('订立日期')}{hand.colon}{when}"
        blocks.append(Line(text, shows=(f"{role}.business", f"{role}.business.name", f"{role}.business.date")))
    for i, article in enumerate(facts.get("articles", ())):
        at = f"{role}.articles.{i}"
        blocks.append(Heading(article["title"], 1, (f"{at}.title",)))
        for n, text in enumerate(article["paragraphs"]):
            shows = [f"{at}.paragraphs.{n}", f"{at}.paragraphs"]
            shows += [f"{role}.{k}" for k in ("measures", "contact") if facts.get(k) and facts[k] in text]
            if "dispute" in facts and "争议" in text:
                shows += [f"{role}.dispute"]
            blocks.append(Line(text, shows=tuple(shows)))
    blocks += extra(role, facts)
    blocks += _signatures(role, facts, paper)
    if paper.annex_page:
        blocks.append(Break())
    blocks.append(Line("附录一", bold=True, indent=False))
    pairs = GBA_ANNEX if role == "gba_contract" else ANNEX
    found = [
        Field(f"（{numeral(n)}）{paper.named(f.label)}", f.text, f.path)
        for n, f in enumerate(fields(role, facts, pairs, hand, under="annex1"), 1)
    ]
    blocks += [pairs_grid(found, widths=(0.4, 0.6))] if paper.annex == "table" else lines(found, hand)
    blocks.append(Line("附录二", bold=True, indent=False))
    if "annex2" in facts:
        label = paper.named("双方约定的其他条款")
        blocks.append(Line(f"{label}{hand.colon}{facts['annex2']}", shows=(f"{role}.annex2",)))
    title = str(facts.get("title") or "标准合同")
    return Document(role, title, tuple(blocks), header=paper.header, **furniture(facts), **options)


def agreement(facts: Facts, paper: Paper, **options: Any) -> Document:
    """The legal document with the recipient abroad."""
    role, hand = "legal_document", paper.hand
    marked = bool(facts.get("marked"))
    blocks: list[Block] = [
        Line(facts.get("title", ""), align="center", bold=True, indent=False, size_pt=20, shows=(f"{role}.title",))
    ]
    blocks += _parties(role, facts, paper)
    pairs = (("businesses", "涉及业务"), ("purpose", "出境目的"), ("method", "出境方式"))
    blocks += lines([Field(paper.named(f.label), f.text, f.path) for f in fields(role, facts, pairs, hand)], hand)
    for n, (topic, text) in enumerate(facts.get("clauses", {}).items(), 1):
        title = paper.article.format(n=n, zh=numeral(n), name=paper.clauses.get(topic, CLAUSES.get(topic, topic)))
        blocks.append(Line(title, bold=True, indent=False))
        blocks.append(
            Line(text, marked=marked and topic != "audit", shows=(f"{role}.clauses.{topic}", f"{role}.marked"))
        )
    blocks += extra(role, facts)
    blocks += _signatures(role, facts, paper)
    rest = (("items", "数据项"), ("storage_place", "境外保存地点"), ("storage_term", "境外保存期限"))
    found = [Field(paper.named(f.label), f.text, f.path) for f in fields(role, facts, rest, hand)]
    if found:
        blocks.append(Line(paper.named("附表　数据范围与保存"), bold=True, indent=False))
        blocks += [pairs_grid(found, widths=(0.3, 0.7))] if paper.annex == "table" else lines(found, hand)
    title = str(facts.get("title") or "法律文件")
    return Document(role, title, tuple(blocks), header=paper.header, **furniture(facts), **options)
