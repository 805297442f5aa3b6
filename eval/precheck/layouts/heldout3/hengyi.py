"""Counsel's hand: facts told in sentences, clauses 1.1, days in Chinese numerals, 十二万余人 with the exact figure, notes."""

# ruff: noqa: E501, RUF012 (tables of words read better whole; no house changes its tables)

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from eval.precheck.document import Block, Document, Line
from eval.precheck.layouts import Bundle, day
from eval.precheck.layouts.heldout3.contracts import Contracts
from eval.precheck.layouts.heldout3.parts import chinese_year, four_columns, per_line, spoken, told, two_columns
from eval.precheck.layouts.heldout3.voice_counsel import COUNSEL
from eval.precheck.submission import Facts, Submission


class Hengyi(Contracts):
    name = "hengyi"
    wording = COUNSEL
    served = ("security_assessment", "standard_contract", "negative_list", "gba_hk", "contract_change")
    style = staticmethod(told)
    styles = {
        "uscc_certificate": per_line, "card": per_line, "application_form": two_columns, "recipient": four_columns,
        "annex": per_line, "field_comparison": per_line, "comparison_head": per_line, "subject": per_line,
    }  # fmt: skip
    labels = {
        "negative_list_form.processor": "申请人", "negative_list_form.registered": "申请人之注册地址",
        "negative_list_form.sector": "所涉行业", "negative_list_form.list": "所适用之清单",
        "negative_list_form.scene": "业务场景", "negative_list_form.persons": "出境所涉自然人（去重）",
        "negative_list_form.recipient": "数据接收方", "negative_list_form.country": "接收方所在法域",
        "negative_list_form.important": "有无重要数据（是/否）", "negative_list_form.conclusion": "申请人之研判意见",
        "negative_list_form.compliance": "守法经营之说明", "negative_list_form.contact": "经办联系人",
    }  # fmt: skip
    numbering = ("{path} ", "{path} ", "{path} ", "{path} ")
    item = "{n} {title}"
    clause = "{n}. {title}"
    copy_note = "经核对，本件系原件之复印件，内容一致。"
    cover_seal, cover_day = "（公章）", "出具日期："
    footnotes = ("本报告所称人数，均指去重后的自然人数量。", "文中网络地址为出境接口所用地址。")
    compare_title = "拟出境字段与负面清单之逐项比对"
    list_title = "数据出境负面清单适用备案申请表"
    change_title = "关于标准合同备案事项变更的说明"

    def date(self, value: Any) -> str:
        return day(value) if isinstance(value, str) else chinese_year(value)

    def count(self, n: Any) -> str:
        if not isinstance(n, int) or isinstance(n, bool):
            return str(n)
        if n < 10_000:
            return f"{n}人"
        whole, rest = divmod(n, 10_000)
        return f"{spoken(whole)}万{'余' if rest else ''}人（准确数：{n}人）"

    def numbered(self, n: int) -> str:
        return f"（{n}）"

    def power_body(self, role: str, facts: Facts) -> list[Block]:
        told_by = (
            ("processor", "委托人{v}"), ("legal_rep", "（法定代表人{v}"), ("legal_rep_id", "，身份证件号码{v}）"),
            ("agent", "兹委托{v}"), ("agent_id", "（身份证件号码{v}）"), ("matter", "办理以下事项：{v}。"),
        )  # fmt: skip
        text = "".join(form.format(v=facts[k]) for k, form in told_by if k in facts)
        return [Line(text, shows=tuple(f"{role}.{k}" for k, _ in told_by if k in facts))]

    def power_term(self, role: str, facts: Facts) -> Line:
        return Line(f"本授权之有效期间为{self.span(facts['term'])}。", shows=(f"{role}.term",))

    def worked(self, role: str, facts: Facts) -> list[Block]:
        text = f"评估工作始于{self.date(facts['period'][0])}，完成于{self.date(facts['period'][1])}。"
        return [Line(text, shows=(f"{role}.period",))]

    def people(self, persons: Any) -> str:
        return f"出境个人信息涉及自然人（去重①）之数量如下：{self.numbers(persons)}。"

    def change_body(self, role: str, facts: Facts) -> list[Block]:
        pairs = (
            ("processor", "{v}（下称“本公司”）"), ("number", "之标准合同业经备案，备案编号{v}。"), ("change", "现因{v}，"),
            ("before", "变更前为{v}，"), ("after", "变更后为{v}，"),
        )  # fmt: skip
        text = "".join(form.format(v=facts[k]) for k, form in pairs if k in facts)
        shows = tuple(f"{role}.{k}" for k, _ in pairs if k in facts)
        return [Line("致：省级网信部门", indent=False), Line(text + "特此说明。", shows=shows)]

    def list_opening(self, role: str, facts: Facts) -> list[Block]:
        return [Line("依据北京市“两区”数据出境负面清单管理之规定，就下列场景申请备案。")]

    def annexes_of(self, submission: Submission) -> list[Block]:
        """The enclosures of a submission under the negative list."""
        return self.annexes(("字段逐项比对表", "个人信息保护影响评估报告"))

    def negative_list_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        made = super().negative_list_form(facts, submission, rng)
        return self.made("negative_list_form", made.title, [*made.blocks, *self.annexes_of(submission)], facts)

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        if submission.kind == "contract_change" and len(documents) == 3:
            return [Bundle("附卷一 影响评估", (documents[0],)), Bundle("附卷二 补充协议及说明", tuple(documents[1:]))]
        return [Bundle(f"附卷{spoken(i)}", (d,)) for i, d in enumerate(documents, 1)]


LAYOUT = Hengyi()
