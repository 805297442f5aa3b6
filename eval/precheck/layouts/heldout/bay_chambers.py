"""Chambers in the Greater Bay Area: dates in Chinese numerals, deeds first, file names in pinyin, all in one folder."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Block, Document, Line
from eval.precheck.layouts import Bundle, Layout, extra, furniture
from eval.precheck.layouts.heldout import contracts, identity
from eval.precheck.layouts.heldout.parts import Hand, fields, lines, numeral, seal, sign
from eval.precheck.layouts.heldout.voices import LAW_FIRM
from eval.precheck.submission import Facts, Submission

HAND = Hand(date="zh", joint="起，至", gap="", comma="及")
LIST = Hand(date="zh", joint="起至", comma="、")
PAPER = contracts.Paper(
    LIST, parties="columns", annex="table", two="接收方", signed_by="（加盖公司印章）", signs="（获授权签署人）",
    labels={"相关商业合同": "本合同所附属之商业合同", "订立日期": "订于", "签订地点": "签订于"}, header="签署本 Execution Version",
)  # fmt: skip
NAMES = {
    "legal_rep_id": "faren-zhengjian",
    "commitment": "chengnuoshu-yiqian",
    "gba_contract": "biaozhun-hetong-qianshuben",
}


class BayChambers(Layout):
    """Serves the filing in the Greater Bay Area."""

    name = "bay_chambers"
    wording = LAW_FIRM

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.card("legal_rep_id", facts, across=1, note="与正本核对相符", face="sans", size_pt=12)

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "commitment"
        blocks: list[Block] = [Line("承诺书", align="center", bold=True, indent=False, size_pt=26)]
        blocks.append(Line("致：属地备案机构", indent=False))
        if "processor" in facts:
            blocks.append(Line(f"立书人：{facts['processor']}", shows=(f"{role}.processor",)))
        if "legal_rep" in facts:
            blocks.append(Line(f"由其法定代表人{facts['legal_rep']}代表，谨此承诺如下——", shows=(f"{role}.legal_rep",)))
        for n, (key, text) in enumerate(facts.get("texts", {}).items(), 1):
            blocks.append(Line(f"（{numeral(n)}）{text}", shows=(f"{role}.texts.{key}",)))
        blocks += extra(role, facts)
        blocks += lines(fields(role, facts, [("date", "立书日期")], HAND), HAND)
        blocks += [Line(f"立书人盖章：{facts.get('processor', '')}", align="right", indent=False), *seal(role, facts)]
        blocks += sign(role, facts, "sign_legal_rep", "法定代表人亲署：")
        return Document(role, "承诺书", tuple(blocks), size_pt=15, spacing_pt=30, **furniture(facts))

    def gba_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.standard("gba_contract", facts, PAPER, size_pt=12.5, spacing_pt=24)

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        order = sorted(documents, key=lambda d: list(NAMES).index(d.role) if d.role in NAMES else 9, reverse=True)
        return [Bundle(f"{chr(65 + n)}-{NAMES.get(d.role, d.role)}", (d,)) for n, d in enumerate(order)]


LAYOUT = BayChambers()
