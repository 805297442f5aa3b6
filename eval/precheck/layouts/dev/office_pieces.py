"""What the papers of the plainest layout are put together from: values in words, rows, lines, signs, promises."""

# ruff: noqa: E501 (sentences and tables of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.precheck.document import Block, Document, Face, Heading, Line, Row, Sign, line, row
from eval.precheck.layouts import Layout, day, extra, furniture, period
from eval.precheck.submission import Facts

CN = "一二三四五六七八九十"
PERSON = (
    ("name", "姓名"), ("post", "职务/国籍"), ("phone", "联系电话"), ("email", "电子邮箱"), ("id_type", "证件类型"),
    ("id_number", "证件号码"),
)  # fmt: skip
ID_TYPES = ("居民身份证", "护照", "台湾居民来往大陆通行证", "港澳居民来往内地通行证", "其他")
SECTORS = (
    "工业", "电信", "交通", "金融", "自然资源", "卫生健康", "教育", "科技", "能源", "国防科工", "文旅", "跨境电商", "零售",
    "互联网", "其他",
)  # fmt: skip


def title(text: str, size: float = 20) -> Line:
    """The title of a paper, in the middle."""
    return Line(text, align="center", bold=True, indent=False, size_pt=size, font="黑体")


def yes_no(value: bool | str) -> str:
    """A pair of boxes."""
    if isinstance(value, str) and value:
        return value
    return f"{'☑' if value is True else '□'}是  {'☑' if value is False else '□'}否"


def ticks(options: Sequence[str], chosen: Sequence[str] | str) -> str:
    """Options with boxes; what was chosen beside them is added as it is."""
    picked = [chosen] if isinstance(chosen, str) and chosen else list(chosen)
    shown = [f"{'☑' if o in picked else '□'}{o}" for o in options]
    return "  ".join(shown + [f"☑{p}" for p in picked if p not in options])


def counts(value: dict[str, Any] | str, *, form: str = "{:,}") -> str:
    """Numbers of persons in words."""
    if isinstance(value, str):
        return value
    parts = []
    if "this_year" in value:
        parts.append(f"当年已出境自然人（去重）{form.format(value['this_year'])}人")
        if "sensitive_this_year" in value:
            parts.append(f"其中涉及敏感个人信息{form.format(value['sensitive_this_year'])}人")
    if "three_years" in value:
        each = "、".join(f"第{n}年{form.format(v)}人" for n, v in zip("一二三", value.get("years", ()), strict=False))
        parts.append(f"未来三年预计出境合计{form.format(value['three_years'])}人" + (f"（{each}）" if each else ""))
        if "sensitive_three_years" in value:
            parts.append(f"未来三年涉及敏感个人信息{form.format(value['sensitive_three_years'])}人")
    return "；".join([*parts, value["relation"]] if value.get("relation") else parts) + "。"


def joined(value: Sequence[str] | str) -> str:
    """A list in words."""
    return value if isinstance(value, str) else "、".join(value)


class Pieces(Layout):
    """Rows and lines from facts, in the plainest form."""

    date_form = "{y}年{m}月{d}日"
    face: Face = "serif"

    def rows(self, role: str, facts: Facts, keys: Sequence[tuple[str, str]], *, prefix: str = "") -> list[Row]:
        """Rows of label and value for the facts that there are."""
        at = f"{role}.{prefix}" if prefix else role
        return [row(label, self.word(facts[key]), shows=f"{at}.{key}") for key, label in keys if key in facts]

    def word(self, value: Any) -> str:
        """A value as a cell has it."""
        if isinstance(value, (list, tuple)) and len(value) == 2 and not isinstance(value[0], str):
            return period(value, self.date_form)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, (list, tuple)):
            return joined([str(v) for v in value])
        return f"{value:,}" if isinstance(value, int) else day(value, self.date_form)

    def lines(
        self, role: str, facts: Facts, keys: Sequence[tuple[str, str]], *, prefix: str = "", joint: str = "："
    ) -> list[Line]:
        """`label：value` for the facts that there are."""
        at = f"{role}.{prefix}" if prefix else role
        return [line(f"{label}{joint}{self.word(facts[key])}", f"{at}.{key}") for key, label in keys if key in facts]

    def paper(
        self, role: str, name: str, blocks: Sequence[Block], facts: Facts, *, spacing: float = 26, **more: Any
    ) -> Document:
        """The document of these blocks with what any paper may have."""
        return Document(
            role,
            name,
            (*blocks, *extra(role, facts)),
            face=self.face,
            spacing_pt=spacing,
            **furniture(facts),
            **more,
        )

    def dated(self, role: str, facts: Facts, label: str = "日期：") -> list[Line]:
        """The date below, to the right."""
        if "date" not in facts:
            return []
        text = day(facts["date"], self.date_form) or "    年   月   日"
        return [Line(f"{label}{text}", align="right", indent=False, shows=(f"{role}.date",))]

    def signs(self, role: str, facts: Facts) -> list[Block]:
        """The lines to be signed."""
        labels = (("sign_legal_rep", "法定代表人（签字）："), ("sign_agent", "经办人（签字）："))
        return [Sign(label, facts[key], (f"{role}.{key}",)) for key, label in labels if key in facts]

    def options(self, role: str, facts: Facts, part: str, keys: Sequence[tuple[str, str, Sequence[str]]]) -> list[Row]:
        """Rows of ticks."""
        return [
            row(label, ticks(opts, facts[key]), shows=f"{role}.{part}.{key}")
            for key, label, opts in keys
            if key in facts
        ]

    def promise(self, role: str, facts: Facts) -> list[Block]:
        """The promise at the end of a form."""
        if "promise" not in facts:
            return []
        p = facts["promise"]
        said = [f"{i}.{t}" for i, t in enumerate(p["texts"], 1)]
        tick = "☑" if p.get("ticked") else "□"
        return [
            Heading("本单位承诺", 2),
            *(line(t, f"{role}.promise.texts") for t in said),
            line(f"{tick}我单位已阅知并作出以上承诺", f"{role}.promise.ticked"),
        ]
