"""Base of the houses: how they write values, set fields and close a paper; the papers on identity and the promises."""

# ruff: noqa: E501 (tables of words read better whole)

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from eval.precheck.document import Block, Break, Document, Face, Line, Seal, Sign
from eval.precheck.layouts import Layout, day, extra, furniture, period
from eval.precheck.layouts.heldout3.parts import Field, Setting, per_line, ten_thousands, text_of, under
from eval.precheck.submission import Facts, Submission

_PERSON = (
    ("name", "姓名"), ("post", "职务/国籍"), ("phone", "联系电话"), ("email", "电子邮箱"), ("id_type", "证件类型"),
    ("id_number", "证件号码"),
)  # fmt: skip
_CERTIFICATE = (
    ("uscc", "统一社会信用代码"), ("name", "名称"), ("type", "类型"), ("legal_rep", "法定代表人"), ("capital", "注册资本"),
    ("founded", "成立日期"), ("term", "营业期限"), ("address", "住所"), ("scope", "经营范围"), ("authority", "登记机关"),
    ("issued", "发照日期"),
)  # fmt: skip
_CARD = (
    ("name", "姓名"), ("sex", "性别"), ("nation", "民族"), ("birth", "出生"), ("address", "住址"),
    ("number", "公民身份号码"), ("authority", "签发机关"), ("valid", "有效期限"),
)  # fmt: skip


class House(Layout):
    """What all houses of this part share. Each names the kinds it serves, its ways of writing and its labels."""

    served: tuple[str, ...] = ()
    labels: Mapping[str, str] = {}
    style: Setting = staticmethod(per_line)  # type: ignore[assignment]
    styles: Mapping[str, Setting] = {}
    joint = "至"
    between = "、"
    ticks = ("是", "否")
    header = ""
    copy_note = "本复印件与原件核对一致。"
    sign_head, sign_agent, sign_seal = "法定代表人（签字）：", "经办人（签字）：", "单位名称（盖章）："
    date_label = "日期："
    face: Face = "serif"

    def kinds(self) -> tuple[str, ...]:
        """Those that this house takes on."""
        return tuple(k for k in super().kinds() if k in self.served)

    # ways of writing

    def date(self, value: Any) -> str:
        """A day; text is left as it is."""
        return day(value)

    def span(self, value: Sequence[Any]) -> str:
        """From one day to another."""
        start, end = (self.date(v) for v in value)
        return f"{start}{self.joint}{end}" if start or end else ""

    def count(self, n: Any) -> str:
        """A number of persons."""
        return f"{n:,}人" if isinstance(n, int) and not isinstance(n, bool) else str(n)

    def yes(self, value: Any) -> str:
        """A choice of yes and no as it stands after marking."""
        return "" if value == "" else self.ticks[0] if value else self.ticks[1]

    def value(self, value: Any) -> str:
        """Any fact in words, counts apart."""
        if isinstance(value, bool):
            return self.yes(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, tuple) and len(value) == 2:
            return self.span(value)
        return text_of(value, self.between)

    def label(self, key: str, plain: str) -> str:
        """What this house calls a field."""
        return self.labels.get(key, plain)

    def field(self, role: str, facts: Facts, key: str, plain: str, *, count: bool = False) -> list[Field]:
        """A field, none where the facts have no such key."""
        if key not in facts:
            return []
        written = self.count(facts[key]) if count else self.value(facts[key])
        return [Field(self.label(f"{role.partition('.')[0]}.{key}", plain), written, (f"{role}.{key}",))]

    def fields(
        self, role: str, facts: Facts, pairs: Sequence[tuple[str, str]], counts: Sequence[str] = ()
    ) -> list[Field]:
        """Those of the fields that the facts have."""
        return [f for k, label in pairs for f in self.field(role, facts, k, label, count=k in counts)]

    def set(self, role: str, fields: Sequence[Field], title: str = "") -> list[Block]:
        """Fields in the way of this house for such a paper."""
        blocks = self.styles.get(role, self.style)(fields)
        return under(title, blocks) if title else blocks

    def made(self, role: str, title: str, blocks: Sequence[Block], facts: Facts, *, spacing: float = 26.0) -> Document:
        """The document."""
        return Document(
            role,
            title,
            tuple(blocks),
            face=self.face,
            spacing_pt=spacing,
            header=self.header,
            **furniture(facts),  # type: ignore[arg-type]
        )

    def title(self, text: str, *, size: float = 22) -> Line:
        """The name of a paper over it."""
        return Line(text, align="center", bold=True, size_pt=size)

    def seal(self, role: str, facts: Facts, name: str = "") -> list[Block]:
        """The line for the seal, the seal, and the day."""
        blocks: list[Block] = []
        if "seal" in facts:
            blocks += [
                Line(f"{self.sign_seal}{name}", align="right", shows=(f"{role}.processor",)),
                Seal(facts["seal"], (f"{role}.seal",)),
            ]
        return blocks + self.dated(role, facts)

    def dated(self, role: str, facts: Facts) -> list[Block]:
        """The line with the day."""
        if "date" not in facts:
            return []
        return [Line(f"{self.date_label}{self.date(facts['date'])}", align="right", shows=(f"{role}.date",))]

    # papers on identity

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "uscc_certificate"
        blocks: list[Block] = [self.title(facts["title"], size=26)]
        blocks += self.set(role, self.fields(role, facts, _CERTIFICATE))
        blocks += [*extra(role, facts), Line(self.copy_note, indent=False), Seal(facts["seal"], (f"{role}.seal",))]
        return self.made(role, facts["title"], blocks, facts)

    def legal_rep_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return self._card("legal_rep_id", facts)

    def agent_id(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return self._card("agent_id", facts)

    def _card(self, role: str, facts: Facts) -> Document:
        blocks: list[Block] = [Line(facts["caption"], align="center", bold=True, size_pt=16)]
        fields = self.fields(role, facts, _CARD)
        if "valid" in facts:
            valid = period(facts["valid"], "{y}.{m:02d}.{d:02d}", "-")
            fields = [f if f.shows != (f"{role}.valid",) else Field(f.label, valid, f.shows) for f in fields]
        blocks += self.set("card", fields)
        blocks += [*extra(role, facts), Line(self.copy_note, indent=False), Seal(facts["seal"], (f"{role}.seal",))]
        return self.made(role, facts["caption"], blocks, facts)

    # power of attorney and promise

    def power_of_attorney(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "power_of_attorney"
        blocks: list[Block] = [self.title("经办人授权委托书"), *self.power_body(role, facts)]
        for key, text in facts.get("texts", {}).items():
            blocks.append(Line(text, shows=(f"{role}.texts.{key}",)))
        if "term" in facts:
            blocks.append(self.power_term(role, facts))
        blocks += extra(role, facts)
        if "seal" in facts:
            blocks += [
                Line(f"{self.sign_seal}{facts.get('processor', '')}", shows=(f"{role}.processor",)),
                Seal(facts["seal"], (f"{role}.seal",)),
            ]
        for key, label in (("sign_legal_rep", self.sign_head), ("sign_agent", self.sign_agent)):
            if key in facts:
                blocks.append(Sign(label, facts[key], (f"{role}.{key}",)))
        return self.made(role, "经办人授权委托书", [*blocks, *self.dated(role, facts)], facts)

    def power_body(self, role: str, facts: Facts) -> list[Block]:
        """Who gives power to whom, and for what."""
        pairs = (
            ("processor", "数据处理者"), ("legal_rep", "法定代表人"), ("legal_rep_id", "法定代表人身份证件号码"),
            ("agent", "经办人"), ("agent_id", "经办人身份证件号码"), ("matter", "委托事项"),
        )  # fmt: skip
        return self.set(role, self.fields(role, facts, pairs))

    def power_term(self, role: str, facts: Facts) -> Line:
        """From when to when."""
        return Line(f"授权期限：{self.span(facts['term'])}", shows=(f"{role}.term",))

    def commitment(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "commitment"
        blocks: list[Block] = [self.title("承诺书"), *self.commitment_opening(role, facts)]
        for i, (key, text) in enumerate(facts.get("texts", {}).items()):
            blocks.append(Line(self.numbered(i + 1) + text, shows=(f"{role}.texts.{key}",)))
        blocks += extra(role, facts)
        if "seal" in facts:
            blocks += [
                Line(f"承诺人（盖章）：{facts.get('processor', '')}", shows=(f"{role}.processor",)),
                Seal(facts["seal"], (f"{role}.seal",)),
            ]
        if "sign_legal_rep" in facts:
            blocks.append(Sign(self.sign_head, facts["sign_legal_rep"], (f"{role}.sign_legal_rep",)))
        return self.made(role, "承诺书", [*blocks, *self.dated(role, facts)], facts)

    def commitment_opening(self, role: str, facts: Facts) -> list[Block]:
        """Who promises."""
        shows = tuple(f"{role}.{k}" for k in ("processor", "legal_rep") if k in facts)
        head = f"（法定代表人：{facts['legal_rep']}）" if "legal_rep" in facts else ""
        return [Line(f"{facts.get('processor', '')}{head}承诺如下：", shows=shows)]

    def numbered(self, n: int) -> str:
        """The number before a clause of a list."""
        return f"{n}. "

    def person(self, path: str, facts: Facts) -> list[Field]:
        """The six columns of a person."""
        return [Field(label, self.value(facts[key]), (f"{path}.{key}",)) for key, label in _PERSON if key in facts]

    def annexes(self, names: Sequence[str]) -> list[Block]:
        """A list of what is attached, for papers that have one."""
        return [Line("附件：", indent=False), *(Line(f"　　{i}. {n}", indent=False) for i, n in enumerate(names, 1))]

    def cover(self, title: str, name: str, role: str, when: str) -> list[Block]:
        """A page before a form."""
        return [
            Line("", size_pt=40), self.title(title, size=26), Line("", size_pt=60),
            Line(name, align="center", bold=True, shows=(f"{role}.processor",)), Line(when, align="center"), Break(),
        ]  # fmt: skip


def in_ten_thousands(n: Any) -> str:
    """12.3456万人; text as it is."""
    return f"{ten_thousands(n)}人" if isinstance(n, int) and not isinstance(n, bool) else str(n)
