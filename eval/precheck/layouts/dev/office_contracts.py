"""Contracts between exporter and recipient, what supplements them, and what says that they changed."""

# ruff: noqa: E501 (sentences and tables of a paper read better whole)

from __future__ import annotations

from random import Random

from eval.precheck.document import Block, Break, Document, Grid, Heading, Line, Seal, Sign, line
from eval.precheck.layouts import day
from eval.precheck.layouts.dev.office_pieces import CN, Pieces, joined, title
from eval.precheck.submission import Facts, Submission


class Contracts(Pieces):
    """Parties first, then articles, annexes, seals and signatures."""

    def legal_document(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "legal_document"
        blocks: list[Block] = [
            title(facts["title"], 22),
            line(f"甲方（数据提供方）：{facts['exporter']['name']}", f"{role}.exporter.name"),
        ]
        blocks += self.lines(role, facts["exporter"], (("address", "地址"), ("phone", "联系方式")), prefix="exporter")
        blocks.append(line(f"乙方（境外接收方）：{facts['importer']['name']}", f"{role}.importer.name"))
        blocks += self.lines(role, facts["importer"], (("address", "地址"), ("phone", "联系方式")), prefix="importer")
        names = "、".join(f"“{b}”" for b in facts["businesses"])
        blocks += [Heading("一、业务与数据", 1), line(f"双方就{names}业务约定如下。", f"{role}.businesses")]
        blocks += self.lines(
            role,
            facts,
            (
                ("purpose", "数据出境目的"),
                ("method", "出境方式"),
                ("storage_place", "境外保存地点"),
                ("storage_term", "境外保存期限"),
            ),
        )
        blocks.append(line(f"出境数据项：{joined(facts['items'])}。", f"{role}.items"))
        blocks.append(Heading("二、数据安全责任义务", 1))
        for i, (key, text) in enumerate(facts["clauses"].items(), 1):
            blocks.append(Line(f"第{CN[i]}条 {text}", marked=bool(facts["marked"]), shows=(f"{role}.clauses.{key}",)))
        blocks += [
            Line(f"甲方（盖章）：{facts['exporter']['name']}", indent=False),
            Seal(facts["exporter_seal"], (f"{role}.exporter_seal",)),
        ]
        blocks += [
            Sign("乙方（签字）：", facts["importer_sign"], (f"{role}.importer_sign",)),
            *self.dated(role, facts, "签署日期："),
        ]
        return self.paper(role, facts["title"], blocks, facts)

    def contract(self, role: str, facts: Facts) -> Document:
        """A contract in the structure of the model contracts."""
        gba = role == "gba_contract"
        other = "接收方" if gba else "境外接收方"
        keys = (("address", "地址"), ("phone", "联系方式"), ("person", "联系人"), ("post", "职务"))
        blocks: list[Block] = [title(facts["title"], 22 if not gba else 18), line("（测试材料，条文自拟）")]
        for part, label in (("exporter", "个人信息处理者"), ("importer", other)):
            blocks.append(line(f"{label}：{facts[part]['name']}", f"{role}.{part}.name"))
            blocks += self.lines(role, facts[part], keys, prefix=part)
        b = facts["business"]
        blocks.append(line(f"双方已订立《{b['name']}》，日期为{day(b['date'], self.date_form)}。", f"{role}.business"))
        for i, one in enumerate(facts["articles"]):
            blocks.append(Heading(one["title"], 1, (f"{role}.articles.{i}.title",)))
            blocks += [line(t, f"{role}.articles.{i}.paragraphs.{j}") for j, t in enumerate(one["paragraphs"])]
        if facts["signed_place"]:
            blocks.append(line(f"本合同在{facts['signed_place']}签订。", f"{role}.signed_place"))
        if "effective" in facts:
            blocks.append(line(f"本合同自{day(facts['effective'], self.date_form)}起生效。", f"{role}.effective"))
        blocks += [
            Line(f"个人信息处理者（盖章）：{facts['exporter']['name']}", indent=False),
            Seal(facts["exporter_seal"], (f"{role}.exporter_seal",)),
        ]
        blocks += [
            Sign(f"{other}（签字）：", facts["importer_sign"], (f"{role}.importer_sign",)),
            *self.dated(role, facts, "签署日期："),
            Break(),
        ]
        blocks += self.annexes(role, facts, gba)
        return self.paper(role, facts["title"], blocks, facts)

    def annexes(self, role: str, facts: Facts, gba: bool) -> list[Block]:
        """Both annexes."""
        names = (
            ("purpose", "处理目的"), ("method", "处理方式"),
            ("persons", "跨境提供个人信息的规模" if gba else "出境个人信息的规模"),
            ("categories", "跨境提供个人信息的种类" if gba else "出境个人信息种类"), ("sensitive", "出境敏感个人信息种类"),
            ("onward", "同辖区内的第三方" if gba else "境外接收方只向以下中华人民共和国境外第三方提供个人信息"), ("transfer", "传输方式"),
            ("storage_term", "跨境提供后保存期限" if gba else "出境后保存期限"),
            ("storage_place", "跨境提供后保存地点" if gba else "出境后保存地点"), ("other", "其他事项"),
        )  # fmt: skip
        found: list[Block] = [Heading("附录一 " + ("个人信息跨境提供说明" if gba else "个人信息出境说明"), 1)]
        count = 0
        for key, label in names:
            if key in facts["annex1"]:
                value = facts["annex1"][key]
                text = f"{value:,}人" if isinstance(value, int) else self.word(value)
                found.append(line(f"（{CN[count]}）{label}：{text}", f"{role}.annex1.{key}"))
                count += 1
        if "annex2" in facts:
            found += [Heading("附录二 双方约定的其他条款", 1), line(facts["annex2"], f"{role}.annex2")]
        return found

    def standard_contract(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.contract("standard_contract", facts)

    def gba_contract(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.contract("gba_contract", facts)

    def supplementary_contract(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role, o = "supplementary_contract", facts["original"]
        blocks: list[Block] = [
            title("个人信息出境标准合同补充协议"),
            line(f"个人信息处理者：{facts['exporter']}", f"{role}.exporter"),
        ]
        blocks.append(line(f"境外接收方：{facts['importer']}", f"{role}.importer"))
        blocks.append(
            line(
                f"双方于{day(o['date'], self.date_form)}签订的个人信息出境标准合同（备案编号{o['number']}，下称原合同）作如下补充：",
                f"{role}.original",
            )
        )
        blocks += [line(f"{i}.{t}", f"{role}.changes.{i - 1}") for i, t in enumerate(facts["changes"], 1)]
        blocks.append(line(facts["unchanged"], f"{role}.unchanged"))
        blocks += [
            Line(f"个人信息处理者（盖章）：{facts['exporter']}", indent=False),
            Seal(facts["exporter_seal"], (f"{role}.exporter_seal",)),
        ]
        blocks += [
            Sign("境外接收方（签字）：", facts["importer_sign"], (f"{role}.importer_sign",)),
            *self.dated(role, facts, "签署日期："),
        ]
        return self.paper(role, "补充协议", blocks, facts)

    def change_statement(self, facts: Facts, s: Submission, rng: Random) -> Document:
        keys = (
            ("processor", "个人信息处理者"),
            ("number", "原备案编号"),
            ("change", "变更事项"),
            ("before", "变更前"),
            ("after", "变更后"),
        )
        blocks: list[Block] = [
            title("变更情况说明"),
            Grid(tuple(self.rows("change_statement", facts, keys)), (0.3, 0.7)),
        ]
        blocks += [
            Line(facts["processor"], align="right", indent=False),
            Seal(facts["seal"], ("change_statement.seal",)),
        ]
        return self.paper("change_statement", "变更情况说明", [*blocks, *self.dated("change_statement", facts)], facts)
