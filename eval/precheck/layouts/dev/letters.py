"""Sans-serif, dates with hyphens, other numbers for chapters, files in folders, identity papers merged into one file."""

# ruff: noqa: E501 (sentences and tables of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Block, Document, Line, Seal, line
from eval.precheck.layouts import Bundle, day, period
from eval.precheck.layouts.dev.office import Office, title
from eval.precheck.submission import Facts, Submission

_CARDS = ("uscc_certificate", "legal_rep_id", "agent_id")


class Letters(Office):
    """What a law firm hands over."""

    name = "letters"
    date_form = "{y}-{m:02d}-{d:02d}"
    face = "sans"

    def power_of_attorney(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "power_of_attorney"
        keys = (
            ("processor", "单位名称"), ("legal_rep", "法定代表人"), ("legal_rep_id", "法定代表人身份证件号码"),
            ("agent", "经办人"), ("agent_id", "经办人身份证件号码"), ("matter", "委托事项"),
        )  # fmt: skip
        blocks: list[Block] = [title("授权委托书", 22), *self.lines(role, facts, keys)]
        blocks += [line(t, f"{role}.texts.{k}") for k, t in facts["texts"].items()]
        if "term" in facts:
            blocks.append(line(f"授权期限：{period(facts['term'], self.date_form)}", f"{role}.term"))
        blocks += [
            Line(f"（单位盖章）{facts['processor']}", align="right", indent=False),
            Seal(facts["seal"], (f"{role}.seal",)),
        ]
        return self.paper(role, "授权委托书", [*blocks, *self.signs(role, facts), *self.dated(role, facts)], facts)

    def dated(self, role: str, facts: Facts, label: str = "日期：") -> list[Line]:
        if "date" not in facts:
            return []
        text = day(facts["date"]) or "    年   月   日"
        return [Line(text, align="right", indent=False, shows=(f"{role}.date",))]

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        cards = tuple(d for d in documents if d.role in _CARDS)
        found = [Bundle("01 主体材料/证照影印件", cards)] if cards else []
        rest = [d for d in documents if d.role not in _CARDS]
        return found + [Bundle(f"02 申请材料/{i:02d} {d.title}", (d,)) for i, d in enumerate(rest, 1)]


LAYOUT = Letters()
