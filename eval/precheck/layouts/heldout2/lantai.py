"""A house that writes letters: facts told in sentences, days in Chinese numerals, numbers spelt out, no boxes."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Block, Document, Line
from eval.precheck.layouts import Bundle, Layout
from eval.precheck.layouts.heldout2 import contracts, forms, papers, reports
from eval.precheck.layouts.heldout2.parts import Hand, sealed, slots, stacked
from eval.precheck.layouts.heldout2.voices_letter import LETTER
from eval.precheck.submission import Facts, Submission

HAND = Hand(date="zh", joint="起至", number="both")
SPELT = Hand(date="zh", joint="起至", number="zh", comma="，")
LOOK = forms.Look(HAND, stacked("：", indent=False), item=lambda n: f"{n}．", promise="（√）", unpromised="（　）")
PAPER = contracts.Paper(
    SPELT, parties="prose", manner="letter", one="甲方", two="乙方", days={"date": "签于"},
    clauses=contracts.CLAUSES | {"purpose_scope": "数据的用途", "storage": "数据的存放", "liability": "责任与争议", "incident": "意外与申诉", "audit": "查看"},
)  # fmt: skip
MODEL = contracts.Paper(SPELT, annex=stacked("　"), one="个人信息处理者", two="境外接收方")
SENTENCES = {
    "work": "本次评估自|{period}|完成。",
    "export_purpose": "出境的目的，一言以蔽之，是|{purpose}|。",
    "export_links": "数据出境以后存放在|{storage_place}|，保存期限为|{storage_term}|，到期即删。",
    "recipient_about": "接收数据的是|{recipient}|，所在国家或者地区为|{country}|。",
    "export_scale": "拟出境的个人信息涉及自然人|{persons}|（已去重）|，其中敏感个人信息涉及自然人{sensitive_persons}|，信息的种类有{categories}|。",
    "persons": "当年已经出境的，涉及自然人|{this_year}|（已去重，下同）|；未来三年预计共{three_years}|，即{years}|。两者的关系：{relation}|。其中，当年已出境的敏感个人信息涉及自然人{sensitive_this_year}|，未来三年预计{sensitive_three_years}|。",
}  # fmt: skip
HOUSE = reports.House(
    HAND, stacked(), sentences=SENTENCES, cover="head", by="报告人（盖章）：", caption="以下是“{name}”这一场景的数据项：", facts_last=True,
)  # fmt: skip
POWER = "兹有|{processor}|，其法定代表人为{legal_rep}|（身份证件号码：{legal_rep_id}）|，委托{agent}|（身份证件号码：{agent_id}）|为经办人，办理{matter}|。"
ENDS = ("单位名称（盖章）：", "法定代表人（签字）：", "经办人（签字）：", "")
REQUEST = {
    "processor": "委托人", "uscc": "委托人的统一社会信用代码", "address": "委托人地址", "contact": "可与之联系的人", "body": "拟请求的认证机构",
    "standard": "认证所依据的标准", "scope": "认证的范围", "overseas": "委托人是否在境外", "ciio": "委托人是否为关键信息基础设施运营者", "recipient": "境外接收方",
    "country": "其所在国家或者地区", "persons": "出境所涉自然人（去重）", "sensitive_persons": "其中敏感个人信息所涉自然人（去重）",
}  # fmt: skip


class Lantai(Layout):
    """Serves the security assessment, the standard contract and the certification."""

    name = "lantai"
    wording = LETTER

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.licence(
            facts, Hand(date="zh", joint="至"), stacked("　", indent=False), note="影印自正本", spacing_pt=24
        )

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.card("legal_rep_id", facts, above=[Line("影印件，仅用于本次办理", indent=False, size_pt=10)])

    def agent_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.card("agent_id", facts, above=[Line("影印件，仅用于本次办理", indent=False, size_pt=10)])

    def power_of_attorney(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.power_letter(facts, HAND, pattern=POWER, term="授权自|{term}|止。", ends=ENDS)

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        opening = "主管部门：|我们，{processor}|，法定代表人{legal_rep}|，在此作出承诺。"
        return papers.undertaking(
            facts,
            HAND,
            opening=opening,
            closing=[Line("此致　敬礼")],
            ends=("承诺人（盖章）：", "法定代表人（签字）：", ""),
        )

    def application_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return forms.application(facts, LOOK)

    def legal_document(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.agreement(facts, PAPER)

    def standard_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.standard("standard_contract", facts, MODEL)

    def self_assessment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("self_assessment", facts, HOUSE, "数据出境风险自评估报告")

    def pipia(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("pipia", facts, HOUSE, "个人信息保护影响评估报告")

    def certification_request(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "certification_request"
        end: list[Block] = sealed(role, facts)
        ends = slots(role, facts, {"processor": "委托人（盖章）：", "date": ""}, HAND)
        return forms.sheet(
            role, "个人信息出境认证委托书", facts, REQUEST, HAND, stacked("——", numbered="{n}、"), ends=ends, seal=end
        )

    def certification_documents(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return papers.rules(facts, HAND, section="之{zh}　{title}", ends={"processor": "制定并发布：", "date": ""})

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        cards = [d for d in documents if d.role in ("legal_rep_id", "agent_id")]
        rest = [d for d in documents if d not in cards]
        made = [Bundle(f"函件{n:02d}", (d,)) for n, d in enumerate(rest, 1)]
        return made + ([Bundle("函件所附证件", tuple(cards))] if cards else [])


LAYOUT = Lantai()
