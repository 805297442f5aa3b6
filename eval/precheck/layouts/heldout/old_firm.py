"""An old law firm that types everything as paragraphs: no tables but the official ones, half-width brackets, dots in dates."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Block, Document, Line
from eval.precheck.layouts import Bundle, Layout, extra, furniture
from eval.precheck.layouts.heldout import contracts, forms, identity, reports
from eval.precheck.layouts.heldout.parts import Hand, fields, lines, numeral, seal, sign
from eval.precheck.layouts.heldout.voices import LAW_FIRM
from eval.precheck.submission import Facts, Submission

HAND = Hand(date="{y}.{m}.{d}", joint="—", colon=":", comma=";")
LOOK = forms.Look(
    HAND, across=0, on="(√)", off="( )", section=lambda n: f"第{n}项 ", done="兹承诺", promise="本单位承诺"
)
PAPER = contracts.Paper(
    HAND, parties="lines", annex="lines", signed_by="(公章)", signs="(签字)", annex_page=False,
    labels={"相关商业合同": "双方另行订立之商业合同", "双方约定的其他条款": "其他约定"},
)  # fmt: skip
HOUSE = reports.House(
    HAND, number=reports.spaced, facts_first=False, by="个人信息处理者(盖章)", dated="成稿日",
    labels={"period": "评估工作起止", "persons": "所涉自然人(去重)", "sensitive_persons": "所涉敏感个人信息之自然人(去重)", "categories": "所涉种类",
            "purpose": "处理目的", "storage_place": "境外保存地点", "storage_term": "境外保存期限", "recipient": "接收方名称", "country": "接收方所在国家或者地区"},
    scene_caption="附表{zh}({name})",
)  # fmt: skip


class OldFirm(Layout):
    """Serves the standard contract and the extension of an assessment."""

    name = "old_firm"
    wording = LAW_FIRM

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        order = identity.LICENCE[1:] + identity.LICENCE[:1]
        return identity.licence(facts, Hand(joint="至"), order=order, size_pt=13)

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.card("legal_rep_id", facts, hand=Hand(date="{y}.{m}.{d}", joint="-", colon=" "))

    def agent_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.card("agent_id", facts, hand=Hand(date="{y}.{m}.{d}", joint="-", colon=" "))

    def power_of_attorney(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "power_of_attorney"
        blocks: list[Block] = [Line("经办人授权委托书", align="center", bold=True, indent=False, size_pt=18)]
        pairs = (("legal_rep", "法定代表人"), ("legal_rep_id", "公民身份号码"), ("processor", "所代表之单位"))
        blocks += lines(fields(role, facts, pairs, HAND), HAND)
        pairs = (("agent", "受托之经办人"), ("agent_id", "公民身份号码"), ("matter", "受托事务"))
        blocks += lines(fields(role, facts, pairs, HAND), HAND)
        blocks += [
            Line(f"({n}) {t}", shows=(f"{role}.texts.{k}",))
            for n, (k, t) in enumerate(facts.get("texts", {}).items(), 1)
        ]
        blocks += lines(fields(role, facts, [("term", "授权自何日起至何日止")], HAND), HAND)
        blocks += extra(role, facts)
        blocks += sign(role, facts, "sign_legal_rep", "法定代表人签字:")
        blocks += sign(role, facts, "sign_agent", "经办人签字:")
        blocks.append(Line(f"单位(盖章):{facts.get('processor', '')}", indent=False))
        blocks += lines(fields(role, facts, [("date", "具书日期")], HAND), HAND, indent=False)
        blocks += seal(role, facts)
        return Document(role, "委托书", tuple(blocks), size_pt=13, spacing_pt=24, **furniture(facts))

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "commitment"
        blocks: list[Block] = [Line("承诺书", align="center", bold=True, indent=False, size_pt=18)]
        text = "".join(t for t in (f"我单位({facts['processor']})" if "processor" in facts else "",
                                   f"及法定代表人{facts['legal_rep']}" if "legal_rep" in facts else "") if t)  # fmt: skip
        blocks.append(
            Line(f"{text}就个人信息出境备案一事作如下承诺:", shows=(f"{role}.processor", f"{role}.legal_rep"))
        )
        texts = facts.get("texts", {})
        blocks.append(Line("".join(texts.values()), shows=tuple(f"{role}.texts.{k}" for k in texts)))
        blocks += extra(role, facts)
        blocks += sign(role, facts, "sign_legal_rep", "法定代表人(签字):")
        blocks.append(Line(f"承诺单位(盖章):{facts.get('processor', '')}", indent=False))
        blocks += lines(fields(role, facts, [("date", "日期")], HAND), HAND, indent=False)
        blocks += seal(role, facts)
        return Document(role, "承诺书", tuple(blocks), size_pt=13, spacing_pt=24, **furniture(facts))

    def standard_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.standard("standard_contract", facts, PAPER, size_pt=12, spacing_pt=22)

    def pipia(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("pipia", facts, HOUSE, title="个人信息保护影响评估报告")

    def extension_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return forms.extension(facts, LOOK)

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        day = f"{submission.filed_on:%m%d}"
        pick = [d for d in documents if d.role in ("legal_rep_id", "agent_id", "uscc_certificate")]
        rest = [d for d in documents if d not in pick]
        made = [Bundle(f"{day}卷一/证照三件合订", tuple(pick))] if pick else []
        return made + [Bundle(f"{day}卷{numeral(n)}/{d.title}清稿", (d,)) for n, d in enumerate(rest, len(made) + 1)]


LAYOUT = OldFirm()
