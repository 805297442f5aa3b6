"""A house that deals with partners abroad: two languages where no official form stands in the way, spaces about every number."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Document, Line
from eval.precheck.layouts import Bundle, Layout
from eval.precheck.layouts.heldout2 import contracts, forms, papers, reports
from eval.precheck.layouts.heldout2.parts import Hand, headed, sealed, slots, stacked, tabled
from eval.precheck.layouts.heldout2.voices_office import OFFICE
from eval.precheck.submission import Facts, Submission

HAND = Hand(date="{y} 年 {m} 月 {d} 日", joint=" — ", number="comma", gap=" ", comma="；", yes="是", no="否")
TWO = Hand(
    date="{y} 年 {m} 月 {d} 日", joint=" — ", number="comma", gap=" ", comma="；", colon=": ", yes="是 Yes", no="否 No"
)
LOOK = forms.Look(
    HAND, tabled(1, (0.4, 0.6)), people=tabled(2, (0.18, 0.32, 0.18, 0.32)), item=lambda n: f"({n}) ", on="■ ", off="□ "
)
PAPER = contracts.Paper(
    TWO, parties="apart", one="数据提供方 Data Provider", two="数据接收方 Data Recipient", facts=stacked(": ", indent=False), days={"date": "签署日期 Date"},
    party={"name": "名称 Name", "address": "地址 Address", "phone": "电话 Tel", "person": "联系人 Contact", "post": "职务 Title", "country": "国家或者地区 Country/Region"},
)  # fmt: skip
MODEL = contracts.Paper(
    HAND, parties="beside", annex=stacked("：", indent=False), one="个人信息处理者", two="接收方", beside_end=True
)
HOUSE = reports.House(
    HAND, stacked("："), by="数据处理者（盖章）：", dated="日期：", caption="（{n}）场景：{name}", facts_last=True, header="Compliance Dossier",
    labels={"period": "自评估起止时间", "storage_place": "境外存储地点", "storage_term": "境外存储期限"},
)  # fmt: skip
PIPIA = reports.House(
    HAND, headed(2), cover="head", by="个人信息处理者（盖章）：", dated="日期：", caption="（{n}）场景：{name}", header="Compliance Dossier",
    labels={"period": "影响评估起止时间"},
)  # fmt: skip
POWER = {
    "processor": "委托单位 Company", "legal_rep": "法定代表人 Legal Representative", "legal_rep_id": "法定代表人身份证件号码 ID No. (LR)", "agent": "经办人 Agent",
    "agent_id": "经办人身份证件号码 ID No. (Agent)", "term": "授权期限 Term", "matter": "委托事项 Matter",
}  # fmt: skip
LIST = {
    "list": "负面清单 Negative List", "scene": "出境场景 Scenario", "sector": "行业 Sector", "processor": "企业名称 Company", "registered": "注册地 Registered in",
    "uscc": "统一社会信用代码 USCC", "recipient": "境外接收方 Recipient", "country": "国家或者地区 Country/Region", "persons": "当年自然人（去重）数量 Natural Persons",
    "important": "是否含重要数据 Important Data", "conclusion": "研判结论 Conclusion", "compliance": "守法情况 Compliance", "contact": "联系人 Contact",
}  # fmt: skip
BATES = "MRD"
WORDING = {
    **OFFICE,
    "shares": ("本公司由三位境内自然人持股，最大股东占百分之五十一，为实际控制人；境内投资一家子公司，境外没有投资；没有外资。",),
    "recipient_about": ("{recipient}（下称接收方）注册并经营于{country}，地址 {recipient_address}。经核查，接收方不是本公司的关联方，双方不属于同一集团。",),
    "management": (
        "制度：分类分级、全流程管理、应急处置（每年演练两次）、风险评估、权益保护，由{dept}执行；处理记录保存三年以上。告知与同意：按照个人信息保护法第三十九条，在出境前以中英文告知页说明接收方的名称和联系方式、处理目的、处理方式、个人信息种类、行使权利的方式和程序，并就出境取得单独同意；涉及敏感个人信息的，告知页另写处理的必要性和对个人权益的影响。告知页样式和同意日志已存档备查。行使权利：境内写信至 {email} 或者致电 {phone}，境外联系接收方公布的邮箱。",
    ),
    "conclusion": ("结论：六项均符合要求，问题已经整改，本次出境风险低，可以开展。理由：有单独同意为依据，字段和人数限于必要，双方措施有效，接收方所在地环境稳定。",),
}  # fmt: skip


class Meridian(Layout):
    """Serves the security assessment, the negative list and the contract of the Greater Bay Area."""

    name = "meridian"
    wording = WORDING

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.licence(
            facts,
            HAND,
            stacked("：", indent=False),
            above=[Line(f"{BATES}-0001", align="right", indent=False, size_pt=9)],
        )

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.card("legal_rep_id", facts, sides=True, note="Copy 复印件", size_pt=12, spacing_pt=22)

    def agent_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.card("agent_id", facts, sides=True, note="Copy 复印件", size_pt=12, spacing_pt=22)

    def power_of_attorney(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        ends = (
            "单位盖章 Company Seal: ",
            "法定代表人签字 Signature (LR): ",
            "经办人签字 Signature (Agent): ",
            "日期 Date: ",
        )
        return papers.power_form(
            facts, TWO, stacked(": ", indent=False), labels=POWER, ends=ends, size_pt=12, spacing_pt=22
        )

    def application_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return forms.application(facts, LOOK)

    def legal_document(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.agreement(facts, PAPER, size_pt=12, spacing_pt=22)

    def self_assessment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("self_assessment", facts, HOUSE, "数据出境风险自评估报告")

    def pipia(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("pipia", facts, PIPIA, "个人信息保护影响评估报告")

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        opening = "承诺人：|{processor}|；法定代表人：{legal_rep}|。"
        ends = ("承诺人盖章 Company Seal: ", "法定代表人签字 Signature: ", "日期 Date: ")
        return papers.undertaking(facts, TWO, opening=opening, ends=ends, mark="— ", seal_last=True)

    def gba_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.standard("gba_contract", facts, MODEL, size_pt=12, spacing_pt=22)

    def negative_list_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "negative_list_form"
        ends = slots(role, facts, {"processor": "盖章 Company Seal: ", "date": "日期 Date: "}, TWO)
        put = tabled(1, (0.45, 0.55))
        return forms.sheet(
            role,
            "数据出境负面清单使用备案表",
            facts,
            LIST,
            TWO,
            put,
            ends=ends,
            seal=sealed(role, facts),
            size_pt=12,
            spacing_pt=20,
        )

    def field_comparison(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        columns = {
            "own": "企业数据项 Our Field",
            "category": "归类 Category",
            "listed": "清单数据项 Listed Field",
            "note": "说明 Remark",
        }
        top = {"processor": "企业 Company", "list": "清单 List"}
        return forms.comparison(facts, "数据项与负面清单对照表", columns, top=top, hand=TWO, size_pt=12, spacing_pt=20)

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        return [Bundle(f"{BATES}-{n:04d}00", (d,)) for n, d in enumerate(documents, 1)]


LAYOUT = Meridian()
