"""A multinational whose papers carry English beside the Chinese, with ISO dates and English file names."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Block, Document, Line
from eval.precheck.layouts import Bundle, Layout, extra, furniture
from eval.precheck.layouts.heldout import contracts, identity, reports
from eval.precheck.layouts.heldout.parts import Hand, fields, lines, seal, sign
from eval.precheck.layouts.heldout.voices import BANK, LAW_FIRM
from eval.precheck.submission import Facts, Submission

HAND = Hand(date="{y}-{m:02d}-{d:02d}", joint=" 至 ", colon=": ", thousands=True, gap=" ", comma="、")
ENGLISH = {
    "名称": "名称 Name", "地址": "地址 Address", "联系方式": "联系方式 Contact details", "联系人": "联系人 Contact person",
    "职务": "职务 Title", "所在国家或者地区": "所在国家或者地区 Country / Region", "相关商业合同": "相关商业合同 Related commercial contract",
    "订立日期": "订立日期 Dated", "签订地点": "签订地点 Place of signing", "签署日期": "签署日期 Date of signing",
    "合同生效日期": "合同生效日期 Effective date", "处理目的": "处理目的 Purpose", "处理方式": "处理方式 Manner of processing",
    "出境个人信息的规模": "出境个人信息的规模 Number of individuals", "出境个人信息种类": "出境个人信息种类 Categories",
    "出境敏感个人信息种类": "出境敏感个人信息种类 Sensitive categories", "境外接收方可提供的境外第三方": "可提供的境外第三方 Third parties abroad",
    "传输方式": "传输方式 Means of transfer", "出境后保存期限": "出境后保存期限 Retention", "出境后保存地点": "出境后保存地点 Place of storage",
    "其他事项": "其他事项 Other", "跨境提供个人信息的规模": "跨境提供个人信息的规模 Number of individuals",
    "跨境提供个人信息种类": "跨境提供个人信息种类 Categories", "接收方可提供的同辖区第三方": "同辖区第三方 Third parties in the same jurisdiction",
    "跨境提供后保存期限": "跨境提供后保存期限 Retention", "跨境提供后保存地点": "跨境提供后保存地点 Place of storage",
    "双方约定的其他条款": "双方约定的其他条款 Further terms",
}  # fmt: skip
PAPER = contracts.Paper(
    HAND,
    parties="columns",
    annex="lines",
    labels=ENGLISH,
    signs="（签字 Signature）",
    signed_by="（盖章 Company seal）",
)
GBA = contracts.Paper(
    HAND,
    parties="table",
    annex="table",
    two="接收方",
    labels=ENGLISH,
    signs="（签字 Signature）",
    signed_by="（盖章 Company seal）",
)
HOUSE = reports.House(
    HAND, by="个人信息处理者名称（盖章）", dated="日期 Date",
    labels={"period": "影响评估起止时间 Assessment period", "purpose": "处理目的 Purpose", "storage_place": "境外存储地点 Storage location",
            "storage_term": "境外保存期限 Retention period", "recipient": "境外接收方名称 Recipient", "country": "所在国家或者地区 Country / Region",
            "persons": "涉及自然人数量（去重） Individuals", "sensitive_persons": "涉及敏感个人信息的自然人数量（去重） Individuals, sensitive",
            "categories": "个人信息种类 Categories"},
    scene_caption="Scenario {n} 场景{n}：{name}",
)  # fmt: skip
NAMES = {
    "uscc_certificate": "01_Business_Licence_CN", "legal_rep_id": "02_ID_Legal_Representative", "agent_id": "03_ID_Agent",
    "power_of_attorney": "04_PoA_signed", "commitment": "05_Undertaking_signed", "standard_contract": "06_CN_SCC_executed",
    "pipia": "07_PIPIA_Report_FINAL", "gba_contract": "06_GBA_SC_executed",
}  # fmt: skip


class Multinational(Layout):
    """Serves the standard contract and that of the Greater Bay Area."""

    name = "multinational"
    wording = BANK | {
        k: v
        for k, v in LAW_FIRM.items()
        if k.startswith(("result", "recipient", "export")) or k in ("problems", "conclusion")
    }

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.licence(
            facts, Hand(), across=2, note="Certified copy 与原件一致", face="sans", size_pt=11, spacing_pt=18
        )

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.card(
            "legal_rep_id", facts, note="Copy for filing purposes only 仅供备案使用", face="sans", size_pt=12
        )

    def agent_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.card(
            "agent_id", facts, note="Copy for filing purposes only 仅供备案使用", face="sans", size_pt=12
        )

    def power_of_attorney(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "power_of_attorney"
        blocks: list[Block] = [
            Line("经办人授权委托书", align="center", bold=True, indent=False, size_pt=20),
            Line("Power of Attorney", align="center", indent=False),
        ]
        pairs = (("processor", "委托单位 Principal"), ("agent", "经办人 Agent"), ("agent_id", "经办人身份证件号码 ID No."),
                 ("legal_rep", "法定代表人 Legal representative"), ("legal_rep_id", "法定代表人身份证件号码 ID No."),
                 ("matter", "委托事项 Matter"), ("term", "授权期限 Term"))  # fmt: skip
        blocks += lines(fields(role, facts, pairs, HAND), HAND, indent=False)
        blocks += [Line(t, shows=(f"{role}.texts.{k}",)) for k, t in facts.get("texts", {}).items()]
        blocks += extra(role, facts)
        blocks += lines(fields(role, facts, [("date", "日期 Date")], HAND), HAND, indent=False)
        blocks.append(Line(f"单位盖章 Company seal: {facts.get('processor', '')}", indent=False))
        blocks += seal(role, facts)
        blocks += sign(role, facts, "sign_legal_rep", "法定代表人签字 Legal representative: ")
        blocks += sign(role, facts, "sign_agent", "经办人签字 Agent: ")
        return Document(role, "授权委托书", tuple(blocks), face="sans", size_pt=12, spacing_pt=20, **furniture(facts))

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "commitment"
        blocks: list[Block] = [
            Line("承诺书 Letter of Undertaking", align="center", bold=True, indent=False, size_pt=20)
        ]
        blocks += lines(
            fields(
                role,
                facts,
                [("processor", "承诺人 Undertaking party"), ("legal_rep", "法定代表人 Legal representative")],
                HAND,
            ),
            HAND,
        )
        blocks.append(Line("本单位郑重承诺 We undertake that:", indent=False))
        for letter, (key, text) in zip("abcdefgh", facts.get("texts", {}).items(), strict=False):
            blocks.append(Line(f"({letter}) {text}", shows=(f"{role}.texts.{key}",)))
        blocks += extra(role, facts)
        blocks += sign(role, facts, "sign_legal_rep", "法定代表人签字 Signature: ")
        blocks += lines(fields(role, facts, [("date", "日期 Date")], HAND), HAND, indent=False)
        blocks += seal(role, facts)
        return Document(role, "承诺书", tuple(blocks), face="sans", size_pt=12, spacing_pt=22, **furniture(facts))

    def standard_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.standard("standard_contract", facts, PAPER, size_pt=11, spacing_pt=20, face="sans")

    def gba_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.standard("gba_contract", facts, GBA, size_pt=11, spacing_pt=20, face="sans")

    def pipia(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("pipia", facts, HOUSE, title="个人信息保护影响评估报告")

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        return [Bundle(f"CBDT Filing/{NAMES.get(d.role, d.role)}", (d,)) for d in documents]


LAYOUT = Multinational()
