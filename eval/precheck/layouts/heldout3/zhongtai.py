"""The general office of a manufacturer: cover pages, letterhead, labels over values, lists of annexes, 123,456人."""

# ruff: noqa: RUF012 (tables of words read better whole; no house changes its tables)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Block, Document, Heading, Line
from eval.precheck.layouts import Bundle
from eval.precheck.layouts.heldout3.contracts import Contracts
from eval.precheck.layouts.heldout3.parts import four_columns, label_above, lined_up, per_line, two_columns
from eval.precheck.layouts.heldout3.voice_firm import FIRM
from eval.precheck.submission import Facts, Submission


class Zhongtai(Contracts):
    name = "zhongtai"
    wording = FIRM
    served = ("security_assessment", "standard_contract", "certification", "extension", "contract_change")
    style = staticmethod(label_above)
    styles = {
        "uscc_certificate": per_line, "card": per_line, "power_of_attorney": per_line, "report": two_columns,
        "party": four_columns, "subject": lined_up, "annex": lined_up, "recipient": four_columns,
        "supplement": two_columns, "application_form": label_above,
    }  # fmt: skip
    labels = {
        "certification_request.processor": "申请单位全称", "certification_request.contact": "对接人",
        "certification_request.scope": "拟认证的业务范围", "certification_request.standard": "依据的标准",
        "certification_request.persons": "今年以来出境人数（按自然人去重）",
        "certification_request.sensitive_persons": "其中涉及敏感个人信息的人数",
        "certification_request.recipient": "境外合作方（接收方）", "change_statement.processor": "报送单位",
        "change_statement.number": "原备案号", "change_statement.change": "变更的内容和依据",
        "change_statement.before": "原报送内容", "change_statement.after": "现报送内容",
    }  # fmt: skip
    item = "{c}、{title}"
    copy_note = "（影印件，与原件一致，仅供数据出境手续使用）"
    contents = True
    request_title = "个人信息保护认证（跨境）申请表"
    marks = ("√", "□")
    statement = "本报告由编制单位对其内容及附件的真实性负责。"

    def made(self, role: str, title: str, blocks: Sequence[Block], facts: Facts, *, spacing: float = 26.0) -> Document:
        one = super().made(role, title, blocks, facts, spacing=spacing)
        shown = role not in ("uscc_certificate", "legal_rep_id", "agent_id", "standard_contract")
        head = (
            f"{facts.get('processor', '')}　文号：数合〔2026〕11号"
            if shown and isinstance(facts.get("processor", ""), str)
            else ""
        )
        return Document(
            one.role,
            one.title,
            one.blocks,
            one.face,
            one.size_pt,
            one.spacing_pt,
            head,
            one.numbers,
            one.comments,
            one.changes,
        )

    def certification_request(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        made = super().certification_request(facts, submission, rng)
        front = self.cover(self.request_title, str(facts.get("processor", "")), "certification_request", "二〇二六年")
        after = self.annexes(("营业执照影印件", "个人信息跨境处理规则", "个人信息保护影响评估报告"))
        return self.made("certification_request", made.title, [*front, *made.blocks, *after], facts)

    def change_body(self, role: str, facts: Facts) -> list[Block]:
        before = [Heading("一、基本情况", 1), *self.set(role, self.fields(role, facts, self.change_pairs[:2]))]
        after = [Heading("二、变更情况", 1), *self.set("annex", self.fields(role, facts, self.change_pairs[2:]))]
        said = "三、影响评估：变更前已重新开展个人信息保护影响评估，并与接收方签订补充协议，一并报送。"
        return [*before, *after, Line(said)]

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        return [Bundle(f"报送材料/{i}—{d.title}（盖章版）", (d,)) for i, d in enumerate(documents, 1)]


LAYOUT = Zhongtai()
