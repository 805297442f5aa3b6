"""A start-up that exports from an online editor: plain talk, numbers of its own making, files named by nobody."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from eval.precheck.document import Block, Document, Grid, Heading, Line, Row, row
from eval.precheck.layouts import Bundle, Layout, extra, furniture
from eval.precheck.layouts.heldout import contracts, identity, reports
from eval.precheck.layouts.heldout.parts import Hand, fields, lines, seal, sign
from eval.precheck.layouts.heldout.voices import START_UP
from eval.precheck.submission import Facts, Submission

HAND = Hand(date="{y}/{m}/{d}", joint=" - ", colon="：", wan=True, comma=", ", yes="是", no="否")
PAPER = contracts.Paper(HAND, parties="lines", annex="lines", annex_page=False, signed_by="", signs=" 签字")
HOUSE = reports.House(
    HAND, number=reports.decimal, by="公司（盖章）", dated="完成于",
    labels={"period": "评估做了多久（起止时间）", "purpose": "处理目的", "storage_place": "数据存在境外哪里（存储地点）",
            "storage_term": "存多久（保存期限）", "recipient": "给谁（境外接收方）", "country": "在哪（国家或者地区）",
            "persons": "多少人（自然人，去重）", "sensitive_persons": "其中涉及敏感个人信息多少人（去重）", "categories": "哪些信息（种类）"},
    scene_caption="字段表 #{n} {name}", bullet="• ",
)  # fmt: skip
SANS: dict[str, Any] = {"face": "sans", "size_pt": 11.0, "spacing_pt": 18.0, "numbers": False}


class StartUp(Layout):
    """Serves the standard contract, the certification and the negative list."""

    name = "start_up"
    wording = START_UP

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.licence(facts, Hand(date="{y}年{m:02d}月{d:02d}日"), align="left", **SANS)

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.card("legal_rep_id", facts, **SANS)

    def agent_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.card("agent_id", facts, **SANS)

    def power_of_attorney(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "power_of_attorney"
        blocks: list[Block] = [Heading("经办人授权委托书", 1)]
        pairs = (("matter", "办什么"), ("agent", "谁来办（经办人）"), ("agent_id", "经办人身份证号码"), ("term", "有效期（授权期限）"),
                 ("processor", "公司"), ("legal_rep", "法定代表人"), ("legal_rep_id", "法定代表人身份证号码"))  # fmt: skip
        blocks += lines(fields(role, facts, pairs, HAND), HAND, mark="• ", indent=False)
        blocks += [Line(t, indent=False, shows=(f"{role}.texts.{k}",)) for k, t in facts.get("texts", {}).items()]
        blocks += extra(role, facts)
        blocks += sign(role, facts, "sign_agent", "经办人签字：") + sign(
            role, facts, "sign_legal_rep", "法定代表人签字："
        )
        blocks += lines(fields(role, facts, [("date", "日期")], HAND), HAND, indent=False) + seal(role, facts)
        return Document(role, "授权", tuple(blocks), **SANS, **furniture(facts))

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "commitment"
        blocks: list[Block] = [Heading("承诺书", 1)]
        blocks += [
            Line(f"• {t}", indent=False, shows=(f"{role}.texts.{k}",)) for k, t in facts.get("texts", {}).items()
        ]
        blocks += extra(role, facts)
        found = fields(role, facts, (("processor", "承诺的公司"), ("legal_rep", "法定代表人"), ("date", "日期")), HAND)
        blocks += lines(found, HAND, indent=False) + seal(role, facts)
        blocks += sign(role, facts, "sign_legal_rep", "法定代表人签字：")
        return Document(role, "承诺", tuple(blocks), **SANS, **furniture(facts))

    def standard_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.standard("standard_contract", facts, PAPER, **SANS)

    def pipia(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("pipia", facts, HOUSE, title="个人信息保护影响评估报告")

    def certification_request(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "certification_request"
        blocks: list[Block] = [Heading("个人信息出境认证委托书", 1)]
        pairs = (("body", "找哪家认证（认证机构）"), ("standard", "认证依据"), ("scope", "认证范围"), ("processor", "委托的公司"),
                 ("uscc", "统一社会信用代码"), ("address", "地址"), ("contact", "联系人"), ("ciio", "是不是关键信息基础设施运营者"),
                 ("overseas", "是不是境外的处理者"), ("recipient", "境外接收方"), ("country", "国家或者地区"),
                 ("persons", "涉及自然人数量（去重）"), ("sensitive_persons", "其中敏感个人信息涉及自然人（去重）"))  # fmt: skip
        blocks += lines(fields(role, facts, pairs, HAND), HAND, indent=False)
        blocks += [
            *extra(role, facts),
            *lines(fields(role, facts, [("date", "日期")], HAND), HAND, indent=False),
            *seal(role, facts),
        ]
        return Document(role, "认证", tuple(blocks), **SANS, **furniture(facts))

    def certification_documents(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "certification_documents"
        blocks: list[Block] = [Heading(str(facts.get("title", "")), 1, (f"{role}.title",))]
        for n, section in enumerate(facts.get("sections", ())):
            blocks.append(Heading(f"{n + 1}. {section['title']}", 2, (f"{role}.sections.{n}.title",)))
            blocks += [
                Line(f"• {t}", indent=False, shows=(f"{role}.sections.{n}.paragraphs",)) for t in section["paragraphs"]
            ]
        blocks += extra(role, facts)
        blocks += lines(
            fields(role, facts, (("processor", "发布"), ("date", "日期")), HAND), HAND, indent=False
        ) + seal(role, facts)
        return Document(role, "规则", tuple(blocks), **SANS, **furniture(facts))

    def negative_list_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "negative_list_form"
        blocks: list[Block] = [Heading("数据出境负面清单使用备案表", 1)]
        pairs = (("list", "用的是哪份清单"), ("sector", "我们的行业"), ("scene", "出境场景"), ("important", "有没有重要数据"),
                 ("persons", "当年累计自然人数量（去重）"), ("recipient", "境外接收方"), ("country", "国家或者地区"), ("conclusion", "我们的判断（研判结论）"),
                 ("compliance", "守法情况"), ("processor", "公司名称"), ("uscc", "统一社会信用代码"), ("registered", "注册地"), ("contact", "联系人"))  # fmt: skip
        found = fields(role, facts, pairs, Hand(wan=True, yes="有", no="没有"))
        rows = [Row((f.label, f.text), (f.path,)) for f in found]
        blocks += [Grid(tuple(rows), (0.35, 0.65)), *extra(role, facts)]
        blocks += lines(fields(role, facts, [("date", "日期")], HAND), HAND, indent=False) + seal(role, facts)
        return Document(role, "备案", tuple(blocks), **SANS, **furniture(facts))

    def field_comparison(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "field_comparison"
        blocks: list[Block] = [Heading("字段 vs 清单 逐项对照表", 1)]
        blocks += lines(fields(role, facts, (("processor", "公司"), ("list", "对照的清单")), HAND), HAND, indent=False)
        rows = [row("结论（类别）", "我们的字段", "清单里的字段", "为什么", bold=True)]
        for n, item in enumerate(facts.get("items", ())):
            keys = [k for k in ("category", "own", "listed", "note") if k in item]
            rows.append(
                row(
                    *(str(item.get(k, "")) for k in ("category", "own", "listed", "note")),
                    shows=[f"{role}.items.{n}.{k}" for k in keys],
                )
            )
        blocks += [Grid(tuple(rows)), *extra(role, facts)]
        return Document(role, "字段对照", tuple(blocks), **SANS, **furniture(facts))

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        names = (
            "无标题文档",
            "Untitled document",
            "无标题文档 (1)",
            "Copy of 模板",
            "v7 改完了",
            "未命名",
            "Untitled document (3)",
        )
        return [Bundle(f"drive-download-001/{names[i % len(names)]}", (d,)) for i, d in enumerate(documents)]


LAYOUT = StartUp()
