"""The two reports: cover, contents, chapters, and what stands in them beside the paragraphs."""

# ruff: noqa: E501 (tables of words read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from eval.precheck.document import Block, Break, Document, Grid, Heading, Line, Row, Seal
from eval.precheck.layouts import extra
from eval.precheck.layouts.heldout3.forms import Forms
from eval.precheck.layouts.heldout3.parts import Field
from eval.precheck.submission import Facts, Submission

SELF, IMPACT = "数据出境风险自评估报告", "个人信息保护影响评估报告"
_COLUMNS = ("序号", "数据项名称", "内容描述", "出境必要性", "示例", "备注")
_ONES = "〇一二三四五六七八九十"
_CIRCLES = "①②③④⑤⑥⑦⑧⑨"


class Reports(Forms):
    """The self-assessment and the impact assessment. `numbering`: one form a level, with {n}, {c} and {path}."""

    numbering = ("{c}、", "（{c}）", "{n}. ", "（{n}）")
    contents = False
    footnotes: tuple[str, ...] = ()
    cover_seal, cover_day = "（盖章）", ""
    statement = ""

    def self_assessment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return self._report("self_assessment", SELF, facts)

    def pipia(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return self._report("pipia", IMPACT, facts)

    def _report(self, role: str, title: str, facts: Facts) -> Document:
        blocks = self.cover_page(role, title, facts)
        if self.statement:
            blocks.append(Line(self.statement))
        if role == "pipia" and "period" in facts:
            blocks += self.worked(role, facts)
        numbers = self._numbers(facts["outline"])
        if self.contents:
            blocks += [Line("目　录", align="center", bold=True)]
            blocks += [
                Line(f"{n}{t}", indent=False)
                for n, (_, level, t) in zip(numbers, facts["outline"], strict=True)
                if level < 3
            ]
            blocks.append(Break())
        for n, (name, level, heading) in zip(numbers, facts["outline"], strict=True):
            blocks.append(Heading(f"{n}{heading}", level, (f"{role}.outline",)))
            for i, text in enumerate(facts["sections"].get(name, ())):
                blocks.append(Line(text, shows=(f"{role}.sections.{name}", f"{role}.sections.{name}.{i}")))
            blocks += self.within(role, name, facts)
        blocks += extra(role, facts)
        blocks += [Line(f"{_CIRCLES[i]} {t}", indent=False, size_pt=10.5) for i, t in enumerate(self.footnotes)]
        return self.made(role, title, blocks, facts)

    def _numbers(self, outline: list[list[Any]]) -> list[str]:
        """The number before each heading."""
        found, at = [], [0, 0, 0, 0]
        for _, level, _ in outline:
            at[level - 1] += 1
            at[level:] = [0] * (4 - level)
            n = at[level - 1]
            path = ".".join(str(x) for x in at[:level])
            found.append(self.numbering[level - 1].format(n=n, c=_chinese(n), path=path))
        return found

    def cover_page(self, role: str, title: str, facts: Facts) -> list[Block]:
        """Title, who reports, seal, day, each where the facts have it."""
        blocks: list[Block] = [Line("", size_pt=36), self.title(title, size=26), Line("", size_pt=72)]
        if "processor" in facts:
            blocks.append(Line(f"{facts['processor']}{self.cover_seal}", align="center", shows=(f"{role}.processor",)))
        if "seal" in facts:
            blocks.append(Seal(facts["seal"], (f"{role}.seal",)))
        if "cover_date" in facts:
            shown = f"{self.cover_day}{self.date(facts['cover_date'])}"
            blocks.append(Line(shown, align="center", shows=(f"{role}.cover_date",)))
        return [*blocks, Break()]

    def worked(self, role: str, facts: Facts) -> list[Block]:
        """From when to when the assessment was done."""
        what = "自评估" if role == "self_assessment" else "影响评估"
        return [Line(f"{what}起止时间：{self.span(facts['period'])}", shows=(f"{role}.period",))]

    def within(self, role: str, name: str, facts: Facts) -> list[Block]:
        """What stands in a chapter after its paragraphs."""
        if name == "work" and "period" in facts and role == "self_assessment":
            return self.worked(role, facts)
        if name == "export_purpose":
            return self.set("report", self.field(role, facts, "purpose", "出境目的"))
        if name == "export_links":
            pairs = (("storage_place", "境外存储地点"), ("storage_term", "境外保存期限"))
            return self.set("report", self.fields(role, facts, pairs))
        if name == "recipient_about":
            pairs = (("recipient", "境外接收方名称"), ("country", "所在国家或者地区"))
            return self.set("report", self.fields(role, facts, pairs))
        if name == "export_items":
            return self.tables(role, facts)
        if name == "persons" and "persons" in facts:
            shows = tuple(f"{role}.persons.{k}" for k in facts["persons"]) if isinstance(facts["persons"], dict) else ()
            return [Line(self.people(facts["persons"]), shows=(f"{role}.persons", *shows))]
        if name == "export_scale":
            return self.scale(role, facts)
        return []

    def people(self, persons: Any) -> str:
        """The numbers of persons of the self-assessment."""
        return f"出境个人信息涉及自然人（去重）数量：{self.numbers(persons)}"

    def scale(self, role: str, facts: Facts) -> list[Block]:
        """Numbers and kinds of the impact assessment."""
        pairs = (
            ("persons", "出境个人信息涉及自然人数量（去重）"), ("sensitive_persons", "其中敏感个人信息涉及自然人数量（去重）"),
            ("categories", "个人信息种类"),
        )  # fmt: skip
        return self.set("report", self.fields(role, facts, pairs, counts=("persons", "sensitive_persons")))

    def tables(self, role: str, facts: Facts) -> list[Block]:
        """The items of each scene in the six official columns."""
        blocks: list[Block] = []
        for i, scene in enumerate(facts.get("scenes", ())):
            blocks.append(Line(self.scene_title(i, scene["name"]), bold=True, shows=(f"{role}.scenes.{i}.name",)))
            rows = [Row(tuple(facts["columns"]), shows=(f"{role}.columns",), bold=True)]
            for j, one in enumerate(scene["items"]):
                kept = _cells(j + 1, one, facts["columns"])
                shows = tuple(f"{role}.scenes.{i}.items.{j}.{k}" for k in one)
                rows.append(Row(kept, shows=(f"{role}.scenes.{i}.items.{j}", *shows)))
            blocks.append(
                Grid(tuple(rows), widths=(0.08, 0.16, 0.22, 0.26, 0.16, 0.12) if len(rows[0].cells) == 6 else None)
            )
        return blocks

    def scene_title(self, i: int, name: str) -> str:
        """The line over the table of a scene."""
        return f"场景{_ONES[i + 1]}：{name}"

    def stated(self, label: str, value: str, *shows: str) -> list[Field]:
        """A field of the house's own making."""
        return [Field(label, value, shows)]


def _cells(n: int, one: Facts, columns: Sequence[str]) -> tuple[str, ...]:
    """What stands in a row: by the title of the column, by its place where the title is not an official one."""
    whole = (
        str(n),
        one.get("name", ""),
        one.get("description", ""),
        one.get("necessity", ""),
        one.get("example", ""),
        one.get("note", ""),
    )
    return tuple(whole[_COLUMNS.index(c)] if c in _COLUMNS else whole[min(i, 5)] for i, c in enumerate(columns))


def _chinese(n: int) -> str:
    return _ONES[n] if n <= 10 else f"十{_ONES[n - 10]}"
