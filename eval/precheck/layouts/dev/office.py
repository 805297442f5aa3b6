"""Forms as tables with a label beside each value, reports with 一、（一）1. numbers, one file a paper, named by its title."""

# ruff: noqa: E501 (sentences and tables of a paper read better whole)

from __future__ import annotations

from random import Random

from eval.precheck.document import Block, Document, Grid, Line, Seal, line
from eval.precheck.layouts import day, period
from eval.precheck.layouts.dev.office_contracts import Contracts
from eval.precheck.layouts.dev.office_forms import Forms
from eval.precheck.layouts.dev.office_pieces import title
from eval.precheck.layouts.dev.office_reports import Reports
from eval.precheck.submission import Facts, Submission


class Office(Forms, Contracts, Reports):
    """The plainest way to fill the forms; here the papers that say who someone is, empower or promise."""

    name = "office"

    def uscc_certificate(self, facts: Facts, s: Submission, rng: Random) -> Document:
        keys = [
            ("uscc", "统一社会信用代码"), ("name", "名称"), ("type", "类型"), ("legal_rep", "法定代表人"), ("scope", "经营范围"),
            ("capital", "注册资本"), ("founded", "成立日期"), ("term", "营业期限"), ("address", "住所"),
        ]  # fmt: skip
        blocks: list[Block] = [title(facts["title"], 26), Line("（副本）", align="center", indent=False)]
        blocks.append(Grid(tuple(self.rows("uscc_certificate", facts, keys)), (0.28, 0.72)))
        blocks += [Line(f"登记机关：{facts['authority']}", align="right", indent=False)]
        blocks += [Line(day(facts["issued"], self.date_form), align="right", indent=False), line("影印件与原件一致")]
        blocks += [Line(facts["name"], align="right", indent=False), Seal(facts["seal"], ("uscc_certificate.seal",))]
        return self.paper("uscc_certificate", "统一社会信用代码证件", blocks, facts)

    def card(self, role: str, facts: Facts) -> Document:
        """An identity card, both sides on one sheet."""
        keys = [
            ("name", "姓名"), ("sex", "性别"), ("nation", "民族"), ("birth", "出生"), ("address", "住址"),
            ("number", "公民身份号码"), ("authority", "签发机关"),
        ]  # fmt: skip
        blocks: list[Block] = [title(facts["caption"]), Line("居民身份证", align="center", bold=True)]
        blocks += self.lines(role, facts, keys, joint="  ")
        if "valid" in facts:
            blocks.append(line(f"有效期限  {period(facts['valid'], '{y}.{m:02d}.{d:02d}', '-')}", f"{role}.valid"))
        blocks += [line("与原件一致，仅用于本次办理"), Seal(facts["seal"], (f"{role}.seal",))]
        return self.paper(role, facts["caption"].removesuffix("影印件"), blocks, facts)

    def legal_rep_id(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.card("legal_rep_id", facts)

    def agent_id(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.card("agent_id", facts)

    def power_of_attorney(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "power_of_attorney"
        who = f"本人{facts['legal_rep']}（身份证件号码：{facts['legal_rep_id']}）系{facts['processor']}的法定代表人。"
        blocks: list[Block] = [
            title("经办人授权委托书", 22),
            line(who, f"{role}.legal_rep", f"{role}.legal_rep_id", f"{role}.processor"),
        ]
        said = f"现授权我单位{facts['agent']}（身份证件号码：{facts['agent_id']}）为{facts['matter']}经办人。"
        blocks.append(line(said, f"{role}.agent", f"{role}.agent_id", f"{role}.matter"))
        blocks += [line(t, f"{role}.texts.{k}") for k, t in facts["texts"].items()]
        if "term" in facts:
            text = period(facts["term"], self.date_form) or "    年  月  日至    年  月  日"
            blocks.append(line(f"授权委托期限：{text}", f"{role}.term"))
        blocks += [
            Line(f"单位名称（盖章）：{facts['processor']}", indent=False),
            Seal(facts["seal"], (f"{role}.seal",)),
        ]
        blocks += [*self.signs(role, facts), *self.dated(role, facts)]
        return self.paper(role, "经办人授权委托书", blocks, facts)

    def commitment(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "commitment"
        blocks: list[Block] = [title("承诺书", 22), line(f"{facts['processor']}郑重承诺：", f"{role}.processor")]
        blocks += [line(f"{i}.{t}", f"{role}.texts.{k}") for i, (k, t) in enumerate(facts["texts"].items(), 1)]
        blocks += [
            Line(f"承诺单位（盖章）：{facts['processor']}", indent=False),
            Seal(facts["seal"], (f"{role}.seal",)),
        ]
        return self.paper(role, "承诺书", [*blocks, *self.signs(role, facts), *self.dated(role, facts)], facts)


LAYOUT = Office()
