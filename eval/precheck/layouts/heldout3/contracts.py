"""The legal document, the model contracts, and the papers of a change."""

# ruff: noqa: E501 (tables of words read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Block, Document, Heading, Line, Seal, Sign
from eval.precheck.layouts import extra
from eval.precheck.layouts.heldout3.parts import Field
from eval.precheck.layouts.heldout3.reports import Reports
from eval.precheck.submission import Facts, Submission

_PARTY = (
    ("name", "名称"), ("country", "所在国家或者地区"), ("address", "地址"), ("phone", "联系方式"), ("person", "联系人"),
    ("post", "职务"),
)  # fmt: skip
_CLAUSES = {
    "purpose_scope": "目的、方式与范围", "storage": "保存地点、期限及到期处理", "onward": "再转移的限制",
    "change": "情势变化时的安全措施", "liability": "补救、违约责任与争议解决", "incident": "安全事件处置与个人权益保障",
    "effect": "生效", "audit": "监督与审计",
}  # fmt: skip
_ANNEX = (
    ("purpose", "处理目的"), ("method", "处理方式"), ("persons", "出境个人信息的规模"), ("categories", "出境个人信息种类"),
    ("sensitive", "出境敏感个人信息种类"), ("onward", "境外接收方只向以下中国境外第三方提供个人信息"), ("transfer", "传输方式"),
    ("storage_term", "出境后保存期限"), ("storage_place", "出境后保存地点"), ("other", "其他事项"),
)  # fmt: skip
_GBA_ONWARD = "接收方只向以下粤港澳大湾区同一辖区第三方提供个人信息"


class Contracts(Reports):
    """Contracts. The articles of the model are written as they are given; the rest is the house's own."""

    side_a, side_b = "甲方", "乙方"
    clause = "第{c}条 {title}"
    change_title = "备案变更情况说明"

    # legal document

    def legal_document(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "legal_document"
        blocks: list[Block] = [self.title(facts["title"])]
        for key, side in (("exporter", f"{self.side_a}（数据处理者）"), ("importer", f"{self.side_b}（境外接收方）")):
            blocks += [Line(side, bold=True), *self.party(f"{role}.{key}", facts[key])]
        blocks += self.subject(role, facts)
        for i, (topic, text) in enumerate(facts.get("clauses", {}).items(), 1):
            blocks.append(Heading(self.clause_head(i, _CLAUSES.get(topic, "其他约定")), 1))
            blocks.append(
                Line(text, marked=bool(facts.get("marked")), shows=(f"{role}.clauses.{topic}", f"{role}.marked"))
            )
        blocks += extra(role, facts)
        return self.made(role, facts["title"], [*blocks, *self.signed(role, facts, self.side_a, self.side_b)], facts)

    def clause_head(self, n: int, title: str) -> str:
        """The heading of a clause."""
        return self.clause.format(n=n, c="〇一二三四五六七八九十"[n], title=title)

    def party(self, path: str, facts: Facts) -> list[Block]:
        """One side of a contract."""
        return self.set("party", self.fields(path, facts, _PARTY))

    def subject(self, role: str, facts: Facts) -> list[Block]:
        """What the legal document is about."""
        pairs = (
            ("businesses", "涉及业务"), ("purpose", "出境目的"), ("method", "出境方式"), ("items", "数据项"),
            ("storage_place", "境外保存地点"), ("storage_term", "境外保存期限"),
        )  # fmt: skip
        return self.set("subject", self.fields(role, facts, pairs))

    def signed(self, role: str, facts: Facts, one: str, other: str) -> list[Block]:
        """The signing page."""
        blocks: list[Block] = []
        if "exporter_seal" in facts:
            exporter = facts.get("exporter", "")
            name = exporter.get("name", "") if isinstance(exporter, dict) else exporter
            blocks += [
                Line(f"{one}（盖章）：{name}", shows=(f"{role}.exporter",)), Seal(facts["exporter_seal"], (f"{role}.exporter_seal",)),
            ]  # fmt: skip
        if "importer_sign" in facts:
            blocks.append(Sign(f"{other}授权代表（签字）：", facts["importer_sign"], (f"{role}.importer_sign",)))
        if "date" in facts:
            blocks.append(Line(f"签署日期：{self.date(facts['date'])}", shows=(f"{role}.date",)))
        return blocks

    # model contracts

    def standard_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return self._model("standard_contract", facts, "境外接收方", gba=False)

    def gba_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return self._model("gba_contract", facts, "接收方", gba=True)

    def _model(self, role: str, facts: Facts, other: str, *, gba: bool) -> Document:
        blocks: list[Block] = [self.title(facts["title"])]
        for key, side in (("exporter", "个人信息处理者"), ("importer", other)):
            blocks += [Line(side, bold=True), *self.party(f"{role}.{key}", facts[key])]
        if "business" in facts:
            blocks.append(self.occasion(role, facts))
        for i, article in enumerate(facts["articles"]):
            blocks.append(Heading(article["title"], 1, (f"{role}.articles.{i}", f"{role}.articles.{i}.title")))
            blocks += [
                Line(t, shows=(f"{role}.articles.{i}.paragraphs.{j}", f"{role}.articles"))
                for j, t in enumerate(article["paragraphs"])
            ]
        blocks += extra(role, facts)
        if "signed_place" in facts:
            blocks.append(Line(f"签订地点：{facts['signed_place']}", shows=(f"{role}.signed_place",)))
        blocks += self.signed(role, facts, "个人信息处理者", other)
        if "effective" in facts:
            blocks.append(Line(f"生效日期：{self.date(facts['effective'])}", shows=(f"{role}.effective",)))
        if "annex1" in facts:
            blocks += [Heading("附录一 个人信息出境说明" if not gba else "附录一 个人信息跨境提供说明", 1)]
            blocks += self.annex_one(role, facts["annex1"], gba=gba)
        if "annex2" in facts:
            blocks += [Heading("附录二 双方约定的其他条款", 1), Line(facts["annex2"], shows=(f"{role}.annex2",))]
        return self.made(role, facts["title"], blocks, facts)

    def occasion(self, role: str, facts: Facts) -> Line:
        """The business contract that goes with it."""
        one = facts["business"]
        text = f"双方于{self.date(one['date'])}订立的商业合同：《{one['name']}》。"
        return Line(text, shows=(f"{role}.business", f"{role}.business.name", f"{role}.business.date"))

    def annex_fields(self, role: str, annex: Facts, *, gba: bool) -> list[Field]:
        """The items of annex one with their official numbers."""
        pairs = [(k, _GBA_ONWARD if gba and k == "onward" else label) for k, label in _ANNEX if k in annex]
        made = self.fields(f"{role}.annex1", annex, pairs, counts=("persons",))
        numbers = "一二三四五六七八九十"
        return [Field(f"（{numbers[i]}）{f.label}", f.value, f.shows) for i, f in enumerate(made)]

    def annex_one(self, role: str, annex: Facts, *, gba: bool) -> list[Block]:
        """Annex one."""
        return self.set("annex", self.annex_fields(role, annex, gba=gba))

    # changes

    def supplementary_contract(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "supplementary_contract"
        title = "个人信息出境标准合同补充协议"
        blocks: list[Block] = [self.title(title), *self.supplement_opening(role, facts)]
        for i, text in enumerate(facts.get("changes", ())):
            blocks.append(Line(self.numbered(i + 1) + text, shows=(f"{role}.changes.{i}", f"{role}.changes")))
        if "unchanged" in facts:
            blocks.append(Line(facts["unchanged"], shows=(f"{role}.unchanged",)))
        blocks += extra(role, facts)
        return self.made(role, title, [*blocks, *self.signed(role, facts, "个人信息处理者", "境外接收方")], facts)

    def supplement_opening(self, role: str, facts: Facts) -> list[Block]:
        """The two sides and the contract that is changed."""
        fields = self.fields(role, facts, (("exporter", "个人信息处理者"), ("importer", "境外接收方")))
        if "original" in facts:
            pairs = (("number", "原合同备案编号"), ("date", "原合同签订日期"))
            fields += self.fields(f"{role}.original", facts["original"], pairs)
        return [*self.set("supplement", fields), Line("双方就原合同作如下补充：")]

    def change_statement(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "change_statement"
        blocks: list[Block] = [self.title(self.change_title), *self.change_body(role, facts)]
        blocks += [*extra(role, facts), *self.seal(role, facts, str(facts.get("processor", "")))]
        return self.made(role, self.change_title, blocks, facts)

    change_pairs: Sequence[tuple[str, str]] = (
        ("processor", "个人信息处理者"), ("number", "原备案编号"), ("change", "变更事由"), ("before", "变更前"), ("after", "变更后"),
    )  # fmt: skip

    def change_body(self, role: str, facts: Facts) -> list[Block]:
        """What has changed."""
        return self.set(role, self.fields(role, facts, self.change_pairs))
