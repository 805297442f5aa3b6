"""A research institute: everything in banded tables, persons as columns, cover pages as tables, lists of contents."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Document
from eval.precheck.layouts import Bundle, Layout
from eval.precheck.layouts.heldout2 import contracts, forms, papers, reports
from eval.precheck.layouts.heldout2.parts import Hand, headed, tabled
from eval.precheck.layouts.heldout2.voices_office import OFFICE
from eval.precheck.submission import Facts, Submission

HAND = Hand(date="{y}年{m:02d}月{d:02d}日", joint=" 至 ", number="comma")
LOOK = forms.Look(
    HAND, tabled(2, (0.2, 0.3, 0.2, 0.3)), people=headed(3), band=True, item=lambda n: f"{n}　", on="√", off="□", recipients="columns",
    header="数据出境申报材料",
)  # fmt: skip
PAPER = contracts.Paper(
    HAND, parties="beside", annex=tabled(1, (0.42, 0.58)), manner="table", facts=tabled(1, (0.26, 0.74)), one="数据提供方",
    two="数据接收方", beside_end=True, days={"date": "签署日"}, header="合同文本",
    party={"name": "单位", "address": "住所地", "country": "国家或者地区", "person": "联络人", "post": "联络人职务", "phone": "电话"},
    clauses=contracts.CLAUSES | {"purpose_scope": "出境事由", "onward": "转移限制", "change": "重大变化", "incident": "突发事件及个人维权"},
)  # fmt: skip
MODEL = contracts.Paper(HAND, parties="beside", annex=tabled(1, (0.42, 0.58)), cover=True, header="合同文本")
HOUSE = reports.House(
    HAND, tabled(1, (0.4, 0.6)), cover="table", by="数据处理者名称（盖章）", dated="编制日期", contents=True, above="报告编号：内自评（一）",
    caption="表{n}　“{name}”场景出境数据项", labels={"period": "自评估工作起止日期", "storage_term": "境外存储起止日期"}, header="评估报告",
)  # fmt: skip
LICENCE = reports.in_order(
    papers.LICENCE
    | {
        "uscc": "社会信用代码（统一代码）",
        "name": "企业名称",
        "founded": "成立时间",
        "term": "经营期限",
        "issued": "核发日期",
    },
    ("name", "uscc", "legal_rep", "type", "address", "capital", "founded", "term"),
)
POWER = {
    "matter": "委托办理事项", "term": "委托起止日期", "processor": "委托单位", "legal_rep": "单位法定代表人", "legal_rep_id": "法定代表人证件号码",
    "agent": "受托经办人", "agent_id": "受托经办人证件号码",
}  # fmt: skip
FILES = {
    "uscc_certificate": "01证照", "legal_rep_id": "02证件-法", "agent_id": "03证件-经", "power_of_attorney": "04委托",
    "application_form": "05申报表", "extension_form": "05延长", "legal_document": "06协议", "self_assessment": "07自评估",
    "commitment": "05承诺", "standard_contract": "06合同", "pipia": "07影响评估",
}  # fmt: skip


class Qinghe(Layout):
    """Serves the security assessment, its extension and the standard contract."""

    name = "qinghe"
    wording = OFFICE

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.licence(
            facts, HAND, tabled(2, (0.2, 0.3, 0.2, 0.3)), labels=LICENCE, note="与原件一致", size_pt=12, spacing_pt=20
        )

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.card("legal_rep_id", facts, sides=True, note="与原件一致", size_pt=12, spacing_pt=20)

    def agent_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.card("agent_id", facts, sides=True, note="与原件一致", size_pt=12, spacing_pt=20)

    def power_of_attorney(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        ends = ("委托单位（公章）：", "法定代表人（签字）：", "经办人（签字）：", "签发日期：")
        return papers.power_form(
            facts, HAND, tabled(1, (0.38, 0.62)), labels=POWER, ends=ends, mark="※ ", spacing_pt=24
        )

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        opening = "{processor}|（法定代表人：{legal_rep}）|就所报材料承诺如下："
        ends = ("承诺单位（公章）：", "法定代表人（签字）：", "承诺日期：")
        return papers.undertaking(facts, HAND, opening=opening, ends=ends, as_table=True, seal_last=True, spacing_pt=24)

    def application_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return forms.application(facts, LOOK)

    def extension_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return forms.extension(facts, LOOK, other="table")

    def legal_document(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.agreement(facts, PAPER, size_pt=12, spacing_pt=22)

    def standard_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.standard("standard_contract", facts, MODEL, size_pt=12, spacing_pt=22)

    def self_assessment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("self_assessment", facts, HOUSE, "数据出境风险自评估报告")

    def pipia(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("pipia", facts, PIPIA, "个人信息保护影响评估报告")

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        return [Bundle(f"材料袋/{FILES.get(d.role, d.title)}", (d,)) for d in documents]


PIPIA = reports.House(
    HAND, headed(3), cover="table", by="个人信息处理者名称（盖章）", dated="编制日期", above="报告编号：内影评（一）",
    caption="表{n}　“{name}”出境数据项", labels={"period": "影响评估工作起止日期"}, header="评估报告",
)  # fmt: skip
LAYOUT = Qinghe()
