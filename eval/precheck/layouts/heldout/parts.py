"""Pieces that the held-out layouts are put together from: values in a house's hand, labelled facts, seals, signatures."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.precheck.document import Block, Grid, Line, Row, Seal, Sign
from eval.precheck.layouts import day
from eval.precheck.submission import Facts

PERIODS = frozenset({"term", "valid", "storage_term", "period"})
COUNTS = frozenset({"persons", "sensitive_persons", "scale", "staff", "body_staff"})
NATURES = ("政府部门", "事业单位", "企业", "社会组织", "其他")
KINDS = ("内资", "外资", "中外合资", "港澳台资", "其他")
SECTORS = (
    "工业", "电信", "交通", "金融", "自然资源", "卫生健康", "教育", "科技", "能源", "国防科工", "文旅", "跨境电商",
    "零售", "互联网", "其他",
)  # fmt: skip
TYPES = ("重要数据", "个人信息")


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled fact as text, and its path."""

    label: str
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Hand:
    """How a house writes dates, numbers, lists and yes or no.

    `date` is a form for `day`, or `zh` for dates in Chinese numerals; `thousands`: 123,456; `wan`: in units of ten thousand without rounding; `gap`: between a number and its unit.
    """

    date: str = "{y}年{m}月{d}日"
    joint: str = "至"
    colon: str = "："
    comma: str = "、"
    thousands: bool = False
    wan: bool = False
    gap: str = ""
    yes: str = "是"
    no: str = "否"

    def day(self, value: dt.date | str) -> str:
        """A day as the house writes it; text as it is."""
        if self.date != "zh" or isinstance(value, str):
            return day(value, self.date if self.date != "zh" else "{y}")
        year = "".join("〇一二三四五六七八九"[int(c)] for c in str(value.year))
        return f"{year}年{numeral(value.month)}月{numeral(value.day)}日"

    def span(self, value: Sequence[Any]) -> str:
        """A pair of days; blank where both are."""
        start, end = value
        return "" if start == "" and end == "" else f"{self.day(start)}{self.joint}{self.day(end)}"

    def count(self, value: Any, unit: str = "人") -> str:
        """A number of persons; text, and a blank, as they are."""
        if not isinstance(value, int) or isinstance(value, bool):
            return str(value)
        if self.wan and unit == "人" and value:
            whole, rest = divmod(value, 10_000)
            return f"{whole}{f'.{rest:04d}'.rstrip('0').rstrip('.')}{self.gap}万{unit}"
        return f"{value:,}{self.gap}{unit}" if self.thousands else f"{value}{self.gap}{unit}"

    def text(self, key: str, value: Any) -> str:
        """A fact as written; `key`, the last step of its path, says what it is."""
        if key in PERIODS and isinstance(value, Sequence) and not isinstance(value, str):
            return self.span(value)
        if isinstance(value, bool):
            return self.yes if value else self.no
        if key in COUNTS:
            return self.count(value)
        if isinstance(value, dt.date):
            return self.day(value)
        if isinstance(value, (list, tuple)):
            return self.comma.join(str(v) for v in value)
        return str(value)


def reach(facts: Mapping[str, Any], path: str) -> Any:
    """The fact at a path below a paper; None where it is not there."""
    at: Any = facts
    for step in path.split("."):
        try:
            at = at[int(step)] if isinstance(at, list) else at[step]
        except (KeyError, IndexError, TypeError):
            return None
    return at


def fields(role: str, facts: Facts, pairs: Iterable[tuple[str, str]], hand: Hand, *, under: str = "") -> list[Field]:
    """Those of the (key, label) pairs that the paper has; `under` is put before each key."""
    found = []
    for key, label in pairs:
        path = f"{under}.{key}" if under else key
        value = reach(facts, path)
        if value is not None:
            found.append(Field(label, hand.text(key.rpartition(".")[2], value), f"{role}.{path}"))
    return found


def lines(found: Iterable[Field], hand: Hand, *, mark: str = "", indent: bool = True) -> list[Block]:
    """One paragraph a fact."""
    return [Line(f"{mark}{f.label}{hand.colon}{f.text}", indent=indent, shows=(f.path,)) for f in found]


def pairs_grid(found: Sequence[Field], *, across: int = 1, widths: tuple[float, ...] | None = None) -> Grid:
    """A table of labels and values, `across` pairs in a row; a last odd pair takes the whole row."""
    rows = []
    for i in range(0, len(found), across):
        part = found[i : i + across]
        cells: list[str | None] = [c for f in part for c in (f.label, f.text)]
        cells += [None] * (2 * across - len(cells))
        rows.append(Row(tuple(cells), tuple(f.path for f in part)))
    return Grid(tuple(rows), widths)


def ticks(options: Sequence[str], chosen: Any, *, on: str = "■", off: str = "□", gap: str = " ") -> str:
    """The options with those chosen ticked; a choice that is no option is written after them, ticked."""
    picked = [chosen] if isinstance(chosen, str) else list(chosen)
    picked = [p for p in picked if p]
    shown = [f"{on if o in picked else off}{o}" for o in options]
    return gap.join(shown + [f"{on}{p}" for p in picked if p not in options])


def sign(role: str, facts: Facts, key: str, label: str) -> list[Block]:
    """A line to be signed, where the paper has such a place."""
    return [Sign(label, facts[key], (f"{role}.{key}",))] if key in facts else []


def seal(role: str, facts: Facts, key: str = "seal") -> list[Block]:
    """The seal over the lines above, where the paper has such a place."""
    return [Seal(facts[key], (f"{role}.{key}",))] if key in facts else []


def numeral(n: int) -> str:
    """A number from 1 to 99 in Chinese."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(n, 10)
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones or not tens else "")


def people(role: str, path: str, value: Any, labels: Mapping[str, str], hand: Hand) -> list[Field]:
    """The numbers of persons of a dict as labelled facts, in the order of `labels`; text under the label `text`."""
    if not isinstance(value, Mapping):
        return [Field(labels["text"], hand.count(value), f"{role}.{path}")]
    found = []
    for key, label in labels.items():
        if key == "text" or key not in value:
            continue
        one = value[key]
        if key == "years" and isinstance(one, (list, tuple)):
            text = "；".join(f"第{numeral(i)}年{hand.count(n)}" for i, n in enumerate(one, 1))
        else:
            text = hand.count(one) if key != "relation" else str(one)
        found.append(Field(label, text, f"{role}.{path}.{key}"))
    return found
