"""Reports with 一、（一）1. numbers: self-assessment, impact assessment, what a certification rests on."""

from __future__ import annotations

from random import Random

from eval.precheck.document import Block, Break, Document, Grid, Heading, Line, Row, Seal, line
from eval.precheck.layouts import day, period
from eval.precheck.layouts.dev.office_pieces import CN, Pieces, counts, title
from eval.precheck.submission import Facts, Submission


class Reports(Pieces):
    """A cover, then chapters under numbered headings."""

    def number(self, level: int, count: int) -> str:
        """The number before a heading."""
        return (f"{CN[count - 1]}、", f"（{CN[count - 1]}）", f"{count}.", f"（{count}）")[level - 1]

    def report(self, role: str, name: str, facts: Facts) -> Document:
        """A report: its cover, then the chapters of the outline."""
        who = "数据处理者名称" if role == "self_assessment" else "个人信息处理者名称"
        cover: list[Block] = [Line("", indent=False), title(name, 26), Line("", indent=False)]
        cover.append(
            Line(f"{who}（盖章）：{facts['processor']}", align="center", indent=False, shows=(f"{role}.processor",))
        )
        cover.append(Seal(facts["seal"], (f"{role}.seal",)))
        text = day(facts["cover_date"], self.date_form) or "    年   月   日"
        cover += [Line(text, align="center", indent=False, shows=(f"{role}.cover_date",)), Break()]
        blocks: list[Block] = cover
        if role == "pipia" and "period" in facts:
            blocks.append(line(f"影响评估起止时间：{period(facts['period'], self.date_form)}", f"{role}.period"))
        numbers = [0] * 5
        for ident, level, head in facts["outline"]:
            numbers[level - 1] += 1
            numbers[level:] = [0] * (5 - level)
            blocks.append(Heading(self.number(level, numbers[level - 1]) + head, level, (f"{role}.outline.{ident}",)))
            blocks += self.chapter(role, ident, facts)
        return self.paper(role, name, blocks, facts)

    def chapter(self, role: str, ident: str, facts: Facts) -> list[Block]:
        """What stands under a heading."""
        found: list[Block] = []
        if ident == "work" and "period" in facts:
            found.append(line(f"起止时间：{period(facts['period'], self.date_form)}", f"{role}.period"))
        labels: tuple[tuple[str, str], ...] = {
            "export_purpose": (("purpose", "出境目的"),),
            "export_links": (("storage_place", "境外保存地点"), ("storage_term", "境外保存期限")),
            "recipient_about": (("recipient", "境外接收方名称"), ("country", "所在国家或者地区")),
            "export_scale": (
                ("persons", "出境个人信息的规模"),
                ("sensitive_persons", "敏感个人信息涉及人数"),
                ("categories", "出境个人信息种类"),
            ),
        }.get(ident, ())
        for key, label in labels:
            if key in facts:
                value = facts[key]
                text = f"{value:,}人" if isinstance(value, int) else self.word(value)
                found.append(line(f"{label}：{text}", f"{role}.{key}"))
        found += [line(t, f"{role}.sections.{ident}") for t in facts["sections"].get(ident, ())]
        if ident == ("export_items" if role == "self_assessment" else "export_scale"):
            found += self.tables(role, facts)
        if ident == "persons" and "persons" in facts:
            found.append(line(f"涉及自然人（去重）数量：{counts(facts['persons'])}", f"{role}.persons"))
        return found

    def tables(self, role: str, facts: Facts) -> list[Block]:
        """The tables of data items, one a scene."""
        found: list[Block] = []
        keys = ("name", "description", "necessity", "example", "note")
        width = len(facts["columns"])
        for i, scene in enumerate(facts["scenes"]):
            found.append(line(f"场景{CN[i]}：{scene['name']}", f"{role}.scenes.{i}.name"))
            rows = [Row(tuple(facts["columns"]), bold=True)]
            for j, item in enumerate(scene["items"]):
                cells = (str(j + 1), *(item.get(k, "") for k in keys))[:width]
                shows = (f"{role}.scenes.{i}.items.{j}", *(f"{role}.scenes.{i}.items.{j}.{k}" for k in keys))
                rows.append(Row(cells, shows))
            shares = (0.08, 0.17, 0.22, 0.27, 0.16, 0.1)
            found.append(Grid(tuple(rows), shares if width == 6 else None))
        return found

    def self_assessment(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.report("self_assessment", "数据出境风险自评估报告", facts)

    def pipia(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.report("pipia", "个人信息保护影响评估报告", facts)

    def certification_documents(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "certification_documents"
        blocks: list[Block] = [title(facts["title"]), line(facts["processor"], f"{role}.processor")]
        for i, one in enumerate(facts["sections"]):
            blocks.append(Heading(self.number(1, i + 1) + one["title"], 1, (f"{role}.sections.{i}",)))
            blocks += [line(t, f"{role}.sections.{i}") for t in one["paragraphs"]]
        blocks += [Line(facts["processor"], align="right", indent=False), Seal(facts["seal"], (f"{role}.seal",))]
        return self.paper(role, facts["title"], [*blocks, *self.dated(role, facts)], facts)
