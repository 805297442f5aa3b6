"""A filing agency by the river: bound volumes, chapters as in books, digits of full width, a card for every field."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Document, Line
from eval.precheck.layouts import Bundle, Layout
from eval.precheck.layouts.heldout2 import contracts, forms, papers, reports
from eval.precheck.layouts.heldout2.parts import Hand, headed, sealed, slots, stacked, tabled
from eval.precheck.layouts.heldout2.voices_ledger import LEDGER
from eval.precheck.layouts.heldout2.voices_letter import LETTER
from eval.precheck.submission import Facts, Submission

HAND = Hand(date="{y}.{m:02d}.{d:02d}", joint="—", number="wide", comma="，")
LOOK = forms.Look(
    HAND,
    stacked("……", indent=False),
    item=lambda n: f"第{'一二三四五六'[n - 1]}项　",
    promise="【√】",
    unpromised="【　】",
    header="卷内文件",
)
MODEL = contracts.Paper(HAND, annex=headed(2), one="个人信息处理者", two="接收方", header="卷内文件")
HOUSE = reports.House(
    HAND, headed(3), number=reports.volumes, by="个人信息处理者（公章）　", dated="定稿于　", caption="〔{zh}〕{name}", contents=True, header="卷内文件",
    labels={"period": "影响评估自何时至何时（起止日期）", "persons": "所涉自然人（去重）", "sensitive_persons": "所涉自然人中有敏感个人信息者（去重）", "categories": "所涉信息种类"},
)  # fmt: skip
POWER = "{processor}|法定代表人{legal_rep}|（证件号码{legal_rep_id}）|授权本单位职工{agent}|（证件号码{agent_id}）|经办{matter}|。"
ENDS = ("授权单位（公章）　", "法定代表人（亲笔签字）　", "经办人（亲笔签字）　", "日期　")
REQUEST = {
    "processor": "委托单位", "uscc": "统一社会信用代码", "address": "住所", "contact": "联系人", "scope": "申请认证的处理活动", "standard": "依据标准", "body": "受托认证机构",
    "ciio": "关键信息基础设施运营者", "overseas": "境外个人信息处理者", "recipient": "境外接收方", "country": "所在国家或者地区", "persons": "自然人数量（去重）",
    "sensitive_persons": "敏感个人信息自然人数量（去重）",
}  # fmt: skip
LIST = {
    "processor": "备案单位", "uscc": "统一社会信用代码", "registered": "登记注册地", "sector": "所属行业", "contact": "联系人", "list": "所用负面清单及版本", "scene": "业务场景",
    "recipient": "境外接收方", "country": "所在国家或者地区", "persons": "本年累计向境外提供个人信息的自然人数量（去重）", "important": "是否涉及重要数据", "conclusion": "研判结论",
    "compliance": "遵守法律法规情况",
}  # fmt: skip
FIRST = (
    "uscc_certificate",
    "legal_rep_id",
    "power_of_attorney",
    "commitment",
    "negative_list_form",
    "certification_request",
)
WORDING = {
    **LETTER,
    **{k: v for k, v in LEDGER.items() if k.startswith(("result", "technique", "problems", "ext_", "onward"))},
}


class Haojiang(Layout):
    """Serves the certification, the negative list, the extension and the contract of the Greater Bay Area."""

    name = "haojiang"
    wording = WORDING

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.licence(
            facts,
            HAND,
            tabled(1, (0.34, 0.66)),
            labels=papers.LICENCE | {"address": "注册地址", "term": "营业期限自至"},
        )

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.card(
            "legal_rep_id",
            facts,
            put=stacked("……", indent=False),
            above=[Line("卷内证件", align="right", indent=False, size_pt=10)],
        )

    def power_of_attorney(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.power_letter(facts, HAND, pattern=POWER, term="授权期限（起止日期）：|{term}|。", ends=ENDS)

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        ends = ("承诺单位（公章）　", "法定代表人（亲笔签字）　", "日期　")
        return papers.undertaking(
            facts, HAND, opening="{processor}|（法定代表人{legal_rep}）|郑重承诺：", ends=ends, mark="○ "
        )

    def extension_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return forms.extension(facts, LOOK)

    def gba_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.standard("gba_contract", facts, MODEL)

    def pipia(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("pipia", facts, HOUSE, "个人信息保护影响评估报告")

    def certification_request(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "certification_request"
        ends = slots(role, facts, {"processor": "委托单位（公章）　", "date": "日期　"}, HAND)
        return forms.sheet(
            role, "个人信息出境认证委托书", facts, REQUEST, HAND, headed(3), ends=ends, seal=sealed(role, facts)
        )

    def certification_documents(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.rules(
            facts,
            HAND,
            section="第{zh}章　{title}",
            ends={"processor": "发布单位（公章）　", "date": "发布日期　"},
            header="卷内文件",
        )

    def negative_list_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "negative_list_form"
        ends = slots(role, facts, {"processor": "备案单位（公章）　", "date": "日期　"}, HAND)
        return forms.sheet(
            role, "数据出境负面清单使用备案表", facts, LIST, HAND, headed(2), ends=ends, seal=sealed(role, facts)
        )

    def field_comparison(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        columns = {"own": "本单位字段", "listed": "对应清单字段", "category": "所属类别", "note": "理由"}
        top = {"processor": "备案单位", "list": "所用负面清单及版本"}
        return forms.comparison(facts, "出境数据项逐项对照", columns, top=top, hand=HAND, as_cards=True)

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        upper = tuple(d for d in documents if d.role in FIRST)
        lower = tuple(d for d in documents if d.role not in FIRST)
        return [Bundle(f"卷宗（{n}）", part) for n, part in (("上", upper), ("下", lower)) if part]


LAYOUT = Haojiang()
