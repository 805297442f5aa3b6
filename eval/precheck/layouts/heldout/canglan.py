"""A law firm that writes letters: prose for the power of attorney, ticked boxes, folders by subject."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Block, Document, Line, line
from eval.precheck.layouts import Bundle, Layout, extra, furniture
from eval.precheck.layouts.heldout import contracts, forms, identity, reports
from eval.precheck.layouts.heldout.parts import Hand, fields, lines, seal, sign
from eval.precheck.layouts.heldout.voices import LAW_FIRM
from eval.precheck.submission import Facts, Submission

HAND = Hand(thousands=True, gap=" ", comma="，")
LOOK = forms.Look(HAND, on="√", off="□", done="本单位已逐条阅读并承诺")
PAPER = contracts.Paper(HAND, parties="table", annex="table", one="甲方", two="乙方", signed_by="（公章）")
HOUSE = reports.House(
    HAND, facts_first=False, dated="", by="数据处理者（盖章）",
    labels={"period": "自评估起止时间", "purpose": "出境目的", "storage_place": "境外存储地点", "storage_term": "境外存储期限（起止）",
            "recipient": "境外接收方", "country": "国家或者地区"},
    scene_caption="出境场景{zh} · {name}",
    notes=("本单位对本报告及所附材料的真实性负责。",),
)  # fmt: skip
FOLDERS = {
    "uscc_certificate": "甲 主体资格/营业执照副本", "legal_rep_id": "甲 主体资格/法人证件", "agent_id": "乙 经办/经办同事证件",
    "power_of_attorney": "乙 经办/委托手续", "application_form": "丙 申报/表", "legal_document": "丁 协议/与外方往来文本（定稿）",
    "self_assessment": "丙 申报/自评估（签章版）",
}  # fmt: skip


class Canglan(Layout):
    """Serves the security assessment."""

    name = "canglan"
    wording = LAW_FIRM

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.licence(facts, Hand(), note="本影印件与原件核对无异")

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.card("legal_rep_id", facts, note="仅供数据出境安全评估申报使用")

    def agent_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.card("agent_id", facts, note="仅供数据出境安全评估申报使用")

    def power_of_attorney(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "power_of_attorney"
        blocks: list[Block] = [Line("经办人授权委托书", align="center", bold=True, indent=False, size_pt=22)]
        known = {
            f.path.rpartition(".")[2]: f.text
            for f in fields(role, facts, [(k, k) for k in facts if k != "texts"], HAND)
        }
        if "processor" in known:
            blocks.append(line(f"委托人：{known['processor']}", f"{role}.processor"))
        for who, title in (("legal_rep", "法定代表人"), ("agent", "经办人")):
            number = f"，身份证件号码：{known[who + '_id']}" if f"{who}_id" in known else ""
            if who in known or number:
                text = f"{title}：{known.get(who, '')}{number}"
                shows = [f"{role}.{k}" for k in (who, f"{who}_id") if k in known]
                blocks.append(line(text, *shows))
        if "matter" in known:
            blocks.append(line(f"委托事项：{known['matter']}", f"{role}.matter"))
        for key, text in facts.get("texts", {}).items():
            blocks.append(line(text, f"{role}.texts.{key}"))
        if "term" in known:
            blocks.append(line(f"委托期限：{known['term']}", f"{role}.term"))
        blocks += [*extra(role, facts), Line("此致"), Line("省级网信部门", indent=False)]
        blocks.append(Line(f"单位名称（盖章）：{known.get('processor', '')}", indent=False))
        blocks += seal(role, facts)
        blocks += sign(role, facts, "sign_legal_rep", "法定代表人（签字）：")
        blocks += sign(role, facts, "sign_agent", "经办人（签字）：")
        if "date" in known:
            blocks.append(Line(known["date"], align="right", shows=(f"{role}.date",)))
        return Document(role, "授权委托书", tuple(blocks), **furniture(facts))

    def application_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return forms.application(facts, LOOK)

    def legal_document(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.agreement(facts, PAPER, size_pt=12, spacing_pt=22)

    def self_assessment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("self_assessment", facts, HOUSE, title="数据出境风险自评估报告")

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "commitment"
        blocks: list[Block] = [Line("承诺书", align="center", bold=True, indent=False, size_pt=22)]
        blocks += lines(fields(role, facts, (("processor", "承诺人"), ("legal_rep", "法定代表人")), HAND), HAND)
        blocks += [line(t, f"{role}.texts.{k}") for k, t in facts.get("texts", {}).items()]
        blocks += [
            *extra(role, facts),
            Line(f"承诺人（盖章）：{facts.get('processor', '')}", indent=False),
            *seal(role, facts),
        ]
        blocks += sign(role, facts, "sign_legal_rep", "法定代表人（签字）：")
        blocks += lines(fields(role, facts, [("date", "日期")], HAND), HAND)
        return Document(role, "承诺书", tuple(blocks), **furniture(facts))

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        return [Bundle(FOLDERS.get(d.role, d.title), (d,)) for d in documents]


LAYOUT = Canglan()
