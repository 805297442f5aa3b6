"""A house of engineers: everything a table or a key with its value, ISO days, numbers in units of ten thousand."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from eval.precheck.document import Document
from eval.precheck.layouts import Bundle, Layout
from eval.precheck.layouts.heldout2 import contracts, forms, papers, reports
from eval.precheck.layouts.heldout2.parts import Hand, headed, sealed, slots, stacked, tabled
from eval.precheck.layouts.heldout2.voices_ledger import LEDGER
from eval.precheck.submission import Facts, Submission

HAND = Hand(date="{y}-{m:02d}-{d:02d}", joint=" ~ ", number="wan", comma=" / ", yes="Y（是）", no="N（否）")
SANS: dict[str, Any] = {"face": "sans", "size_pt": 11.0, "spacing_pt": 18.0}
MODEL = contracts.Paper(HAND, annex=tabled(1, (0.42, 0.58)), facts=tabled(2, (0.15, 0.35, 0.15, 0.35)), beside_end=True)
HOUSE = reports.House(
    HAND, tabled(1, (0.42, 0.58)), number=reports.dashed, by="个人信息处理者（盖章） = ", dated="完成日期 = ", caption="TABLE {n}｜场景 = {name}", mark="◆ ",
    labels={"period": "影响评估起止日期", "persons": "自然人数（去重）", "sensitive_persons": "敏感个人信息自然人数（去重）", "categories": "信息种类",
            "storage_place": "境外存放地点", "storage_term": "境外保存起止日期", "recipient": "接收方（境外）", "country": "国家或者地区"},
)  # fmt: skip
POWER = {
    "processor": "单位", "legal_rep": "法定代表人姓名", "legal_rep_id": "法定代表人身份证号", "agent": "经办人姓名", "agent_id": "经办人身份证号",
    "matter": "事项", "term": "授权起止日期",
}  # fmt: skip
REQUEST = {
    "body": "认证机构", "standard": "标准编号", "scope": "范围", "processor": "委托方", "uscc": "信用代码", "address": "委托方地址", "contact": "联络人",
    "recipient": "接收方（境外）", "country": "国家或者地区", "persons": "自然人数（去重）", "sensitive_persons": "敏感个人信息自然人数（去重）", "ciio": "关键信息基础设施运营者",
    "overseas": "境外处理者",
}  # fmt: skip
LIST = {
    "processor": "使用单位", "uscc": "信用代码", "registered": "注册地址", "sector": "行业或者领域", "list": "适用清单", "scene": "场景", "persons": "当年累计自然人数（去重）",
    "recipient": "接收方（境外）", "country": "国家或者地区", "important": "含重要数据", "conclusion": "研判结果", "compliance": "近2年守法情况", "contact": "联络人",
}  # fmt: skip


class Tally(Layout):
    """Serves the standard contract, the certification and the negative list."""

    name = "tally"
    wording = LEDGER

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.licence(
            facts, Hand(date="{y}-{m:02d}-{d:02d}", joint=" ~ "), headed(3), note="（扫描自副本）", **SANS
        )

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.card("legal_rep_id", facts, put=tabled(2, (0.16, 0.34, 0.16, 0.34)), **SANS)

    def agent_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.card("agent_id", facts, put=tabled(2, (0.16, 0.34, 0.16, 0.34)), **SANS)

    def power_of_attorney(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        ends = ("单位盖章 = ", "法定代表人签字 = ", "经办人签字 = ", "日期 = ")
        return papers.power_form(facts, HAND, headed(2), labels=POWER, ends=ends, mark="◆ ", **SANS)

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        opening = "承诺方 = {processor}|；法定代表人 = {legal_rep}|；承诺项如下："
        ends = ("承诺方盖章 = ", "法定代表人签字 = ", "日期 = ")
        return papers.undertaking(facts, HAND, opening=opening, ends=ends, mark="◆ ", **SANS)

    def standard_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.standard("standard_contract", facts, MODEL, **SANS)

    def pipia(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("pipia", facts, HOUSE, "个人信息保护影响评估报告")

    def certification_request(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "certification_request"
        ends = slots(role, facts, {"processor": "委托方盖章 = ", "date": "日期 = "}, HAND)
        put = tabled(2, (0.2, 0.3, 0.2, 0.3))
        return forms.sheet(
            role, "个人信息出境认证委托书", facts, REQUEST, HAND, put, ends=ends, seal=sealed(role, facts), **SANS
        )

    def certification_documents(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        ends = {"processor": "发布单位 = ", "date": "发布日期 = "}
        return papers.rules(facts, HAND, section="{n}　{title}", mark="◆ ", ends=ends, cover=True, **SANS)

    def negative_list_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "negative_list_form"
        ends = slots(role, facts, {"processor": "使用单位盖章 = ", "date": "日期 = "}, HAND)
        put = stacked(" = ", indent=False, numbered="[{n:02d}] ")
        return forms.sheet(
            role, "数据出境负面清单使用备案表", facts, LIST, HAND, put, ends=ends, seal=sealed(role, facts), **SANS
        )

    def field_comparison(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        columns = {"listed": "清单字段", "own": "企业字段", "category": "类别", "note": "备注"}
        top = {"list": "清单", "processor": "单位"}
        return forms.comparison(facts, "数据项与清单逐项对照表", columns, top=top, hand=HAND, numbered="No.", **SANS)

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        return [
            Bundle(f"export_{submission.filed_on:%Y%m%d}/{d.role[::-1][:6]}_{n}", (d,)) for n, d in enumerate(documents)
        ]


LAYOUT = Tally()
