"""The style of a state-owned bank: everything in tables of four columns, papers as numbered annexes, identity in one file."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Block, Document, Grid, Line, Row
from eval.precheck.layouts import Bundle, Layout, extra, furniture
from eval.precheck.layouts.heldout import contracts, forms, identity, reports
from eval.precheck.layouts.heldout.parts import Hand, fields, pairs_grid, seal, sign
from eval.precheck.layouts.heldout.voices import BANK
from eval.precheck.submission import Facts, Submission

HAND = Hand(date="{y}年{m:02d}月{d:02d}日", joint="起至", comma="；", gap="")
LOOK = forms.Look(
    HAND, across=2, on="■", off="□", section=lambda n: f"{n} ", wide_recipients=True, done="同意并承诺以上事项"
)
PAPER = contracts.Paper(
    HAND, parties="columns", annex="table", one="提供方", two="接收方", article="{n}. {name}",
    clauses=contracts.CLAUSES | {"change": "安全条件变化的处理", "liability": "违约责任与争议解决", "incident": "应急处置与个人权益"},
)  # fmt: skip
HOUSE = reports.House(
    HAND, number=reports.spaced, tabled=True, by="数据处理者名称（盖章）", dated="报告日期",
    labels={"period": "自评估工作起止时间"}, scene_caption="表{n}　{name}出境数据项清单", notes=("我单位对报告内容及附件材料的真实性负责。",),
    bullet="——",
)  # fmt: skip
LICENCE = (
    ("name", "名称"), ("type", "类型"), ("legal_rep", "法定代表人"), ("capital", "注册资本"), ("founded", "成立日期"),
    ("term", "营业期限"), ("address", "住所"), ("scope", "经营范围"), ("uscc", "统一社会信用代码"), ("authority", "登记机关"),
    ("issued", "发照日期"),
)  # fmt: skip


class StateBank(Layout):
    """Serves the security assessment and its extension."""

    name = "state_bank"
    wording = BANK

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.licence(facts, HAND, across=1, order=LICENCE, size_pt=12, spacing_pt=22)

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.card("legal_rep_id", facts, across=2, size_pt=12, spacing_pt=22)

    def agent_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.card("agent_id", facts, across=2, size_pt=12, spacing_pt=22)

    def power_of_attorney(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "power_of_attorney"
        blocks: list[Block] = [Line("经办人授权委托书", align="center", bold=True, indent=False, size_pt=22)]
        pairs = (("processor", "授权单位"), ("matter", "授权事项"), ("legal_rep", "法定代表人姓名"), ("legal_rep_id", "法定代表人身份证件号码"),
                 ("agent", "经办人姓名"), ("agent_id", "经办人身份证件号码"))  # fmt: skip
        blocks.append(pairs_grid(fields(role, facts, pairs, HAND), across=2))
        rows = [Row(("授权内容", text), (f"{role}.texts.{key}",)) for key, text in facts.get("texts", {}).items()]
        rows += [Row((f.label, f.text), (f.path,)) for f in fields(role, facts, [("term", "授权期限")], HAND)]
        blocks += [Grid(tuple(rows), (0.2, 0.8)), *extra(role, facts)]
        blocks += sign(role, facts, "sign_agent", "经办人（签字）：")
        blocks += sign(role, facts, "sign_legal_rep", "法定代表人（签字）：")
        for f in fields(role, facts, [("date", "日期")], HAND):
            blocks.append(Line(f"单位（盖章）　　{f.label}：{f.text}", align="right", shows=(f.path,)))
        blocks += seal(role, facts)
        return Document(role, "授权委托书", tuple(blocks), spacing_pt=24, **furniture(facts))

    def application_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return forms.application(facts, LOOK)

    def extension_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return forms.extension(facts, LOOK)

    def legal_document(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return contracts.agreement(facts, PAPER)

    def self_assessment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("self_assessment", facts, HOUSE, title="数据出境风险自评估报告")

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "commitment"
        blocks: list[Block] = [Line("承诺书", align="center", bold=True, indent=False, size_pt=22)]
        blocks.append(
            pairs_grid(fields(role, facts, (("processor", "承诺单位"), ("legal_rep", "法定代表人")), HAND), across=2)
        )
        rows = [
            Row((f"承诺{n}", t), (f"{role}.texts.{k}",)) for n, (k, t) in enumerate(facts.get("texts", {}).items(), 1)
        ]
        blocks += [Grid(tuple(rows), (0.2, 0.8)), *extra(role, facts)]
        blocks += sign(role, facts, "sign_legal_rep", "法定代表人（签字）：")
        for f in fields(role, facts, [("date", "日期")], HAND):
            blocks.append(Line(f"单位（盖章）　　{f.label}：{f.text}", align="right", shows=(f.path,)))
        blocks += seal(role, facts)
        return Document(role, "承诺书", tuple(blocks), spacing_pt=24, **furniture(facts))

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        who = [d for d in documents if d.role in ("uscc_certificate", "legal_rep_id", "agent_id", "power_of_attorney")]
        rest = [d for d in documents if d not in who]
        made = [Bundle("附件1-申报主体及经办人资料", tuple(who))] if who else []
        return made + [Bundle(f"附件{n}-{d.title}（报送稿）", (d,)) for n, d in enumerate(rest, len(made) + 1)]


LAYOUT = StateBank()
