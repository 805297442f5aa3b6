"""A state-owned house: formal addresses, 第一章 第一节, days with zeros, 123456人（12.3456万人）, identity papers bound."""

# ruff: noqa: E501, RUF012 (tables of words read better whole; no house changes its tables)

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.precheck.document import Block, Document, Line
from eval.precheck.layouts import Bundle, day
from eval.precheck.layouts.heldout3.contracts import Contracts
from eval.precheck.layouts.heldout3.house import in_ten_thousands
from eval.precheck.layouts.heldout3.parts import four_columns, lined_up, per_line, two_columns
from eval.precheck.layouts.heldout3.voice_bureau import BUREAU
from eval.precheck.submission import Facts, Submission

_IDENTITY = ("uscc_certificate", "legal_rep_id", "agent_id")


class Guanfu(Contracts):
    name = "guanfu"
    wording = BUREAU
    served = ("security_assessment", "standard_contract", "extension", "contract_change", "gba_hk")
    style = staticmethod(lined_up)
    styles = {
        "uscc_certificate": four_columns, "card": four_columns, "power_of_attorney": per_line, "application_form": four_columns,
        "recipient": two_columns, "report": per_line, "subject": two_columns, "party": two_columns, "annex": per_line,
        "supplement": per_line,
    }  # fmt: skip
    labels = {
        "change_statement.processor": "备案主体", "change_statement.number": "备案编号", "change_statement.change": "变更事项",
        "change_statement.before": "变更前内容", "change_statement.after": "变更后内容",
        "supplementary_contract.exporter": "个人信息处理者（甲方）", "supplementary_contract.importer": "境外接收方（乙方）",
    }  # fmt: skip
    numbering = ("第{c}章　", "第{c}节　", "{c}、", "（{c}）")
    item = "（{c}）{title}"
    joint = "起，至"
    ticks = ("☑是　☐否", "☐是　☑否")
    copy_note = "此复印件与原件核对无异。"
    sign_head, sign_agent, sign_seal = "法定代表人（签字）", "经办人（签字）", "单位（公章）："
    cover_seal = "　（盖章）"
    change_title = "关于标准合同备案内容变更情况的报告"
    header = "内部资料　注意保管"
    statement = "本报告由编制单位组织撰写，编制单位对内容和所附材料的真实性负责。"

    def date(self, value: Any) -> str:
        return day(value, "{y}年{m:02d}月{d:02d}日")

    def span(self, value: Sequence[Any]) -> str:
        start, end = (self.date(v) for v in value)
        return f"{start}起，至{end}止" if start or end else ""

    def count(self, n: Any) -> str:
        if isinstance(n, int) and not isinstance(n, bool) and n >= 10_000:
            return f"{n}人（{in_ten_thousands(n)}）"
        return super().count(n)

    def numbered(self, n: int) -> str:
        return f"{'一二三四五六七八九'[n - 1]}是"

    def commitment_opening(self, role: str, facts: Facts) -> list[Block]:
        shows = tuple(f"{role}.{k}" for k in ("processor", "legal_rep") if k in facts)
        text = f"省网信办：\n我单位（{facts.get('processor', '')}）郑重承诺："
        made: list[Block] = [Line(t, indent=i > 0, shows=shows) for i, t in enumerate(text.split("\n"))]
        if "legal_rep" in facts:
            made.insert(2, Line(f"法定代表人：{facts['legal_rep']}", shows=(f"{role}.legal_rep",)))
        return made

    def change_body(self, role: str, facts: Facts) -> list[Block]:
        opening: list[Block] = [Line("省网信办：", indent=False), Line("现将我单位标准合同备案内容变更情况报告如下：")]
        closing: list[Block] = [Line("特此报告。"), *self.annexes(("个人信息保护影响评估报告", "补充协议"))]
        return [*opening, *self.set(role, self.fields(role, facts, self.change_pairs)), *closing]

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        bound = tuple(d for d in documents if d.role in _IDENTITY)
        rest = [d for d in documents if d.role not in _IDENTITY]
        made = [Bundle("第1册 证照", bound)] if bound else []
        return made + [Bundle(f"第{i}册 {d.title}", (d,)) for i, d in enumerate(rest, len(made) + 1)]


LAYOUT = Guanfu()
