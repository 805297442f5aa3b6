"""What the houses of this part are built from: fields and the ways to set them, days, counts and choices as written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from eval.precheck.document import Block, Grid, Line, Row

_DIGITS = "〇一二三四五六七八九"
_SPOKEN = "零一二三四五六七八九"
LONG = 18


@dataclass(frozen=True)
class Field:
    """A label, what stands beside it, and the paths of the facts in it."""

    label: str
    value: str
    shows: tuple[str, ...] = ()


Setting = Callable[[Sequence[Field]], list[Block]]


def chinese_year(value: dt.date) -> str:
    """二〇二六年三月十五日."""
    year = "".join(_DIGITS[int(c)] for c in str(value.year))
    return f"{year}年{spoken(value.month)}月{spoken(value.day)}日"


def spoken(n: int) -> str:
    """A whole number in Chinese numerals, up to hundreds of millions."""
    if n < 0 or n >= 10**12:
        raise ValueError(n)
    if n >= 10**8:
        return _joined(n, 10**8, "亿")
    if n >= 10**4:
        return _joined(n, 10**4, "万")
    found, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, size)
        if digit:
            found += ("零" if gap else "") + _SPOKEN[digit] + unit
            gap = False
        elif found:
            gap = True
    found = found or "零"
    return found[1:] if found.startswith("一十") else found


def _joined(n: int, size: int, unit: str) -> str:
    head, rest = divmod(n, size)
    said = spoken(rest) if rest else ""
    said = f"一{said}" if said.startswith("十") else said
    tail = f"零{said}" if said and rest < size // 10 else said
    return spoken(head) + unit + tail


def ten_thousands(n: int) -> str:
    """12.3456万, without zeros at the end."""
    return f"{n / 10_000:.4f}".rstrip("0").rstrip(".") + "万"


def per_line(fields: Sequence[Field], joint: str = "：", number: str = "") -> list[Block]:
    """A line for each field; `number`: a form with {n} put before the label."""
    return [Line(f"{number.format(n=i)}{f.label}{joint}{f.value}", shows=f.shows) for i, f in enumerate(fields, 1)]


def bracketed(fields: Sequence[Field]) -> list[Block]:
    """单位名称【某公司】, short ones two in a line."""
    blocks: list[Block] = []
    waiting: list[Field] = []
    for one in fields:
        if len(one.value) > LONG:
            blocks += _flush(waiting)
            blocks.append(Line(f"{one.label}【{one.value}】", shows=one.shows))
            continue
        waiting.append(one)
        if len(waiting) == 2:
            blocks += _flush(waiting)
    return blocks + _flush(waiting)


def _flush(waiting: list[Field]) -> list[Block]:
    if not waiting:
        return []
    made: list[Block] = [
        Line("　　".join(f"{f.label}【{f.value}】" for f in waiting), shows=tuple(p for f in waiting for p in f.shows))
    ]
    waiting.clear()
    return made


def told(fields: Sequence[Field]) -> list[Block]:
    """All in one sentence: 单位名称为某公司；统一社会信用代码为……。 What is itself a sentence stands after it."""
    short = [f for f in fields if not f.value.endswith("。")]
    text = "；".join(f"{f.label}为{f.value}" if f.value else f"{f.label}为＿＿＿＿" for f in short)
    made: list[Block] = [Line(text + "。", shows=tuple(p for f in short for p in f.shows))] if short else []
    return made + [Line(f"{f.label}：{f.value}", shows=f.shows) for f in fields if f not in short]


def label_above(fields: Sequence[Field]) -> list[Block]:
    """Bands of three labels with their values below; a long value takes a band of its own."""
    rows: list[Row] = []
    for band in _bands(fields, 3):
        if len(band) == 1:
            rows.append(Row((band[0].label, None, None), bold=True))
            rows.append(Row((band[0].value, None, None), shows=band[0].shows))
            continue
        blank = ("",) * (3 - len(band))
        rows.append(Row((*(f.label for f in band), *blank), bold=True))
        rows.append(Row((*(f.value for f in band), *blank), shows=tuple(p for f in band for p in f.shows)))
    return [Grid(tuple(rows))]


def four_columns(fields: Sequence[Field]) -> list[Block]:
    """Two labels and two values in a row; a long value runs over three columns."""
    rows: list[Row] = []
    for band in _bands(fields, 2):
        shows = tuple(p for f in band for p in f.shows)
        if len(band) == 1:
            rows.append(Row((band[0].label, band[0].value, None, None), shows=shows))
        else:
            rows.append(Row((band[0].label, band[0].value, band[1].label, band[1].value), shows=shows))
    return [Grid(tuple(rows), widths=(0.18, 0.32, 0.18, 0.32))]


def _bands(fields: Sequence[Field], size: int) -> Iterable[list[Field]]:
    waiting: list[Field] = []
    for one in fields:
        if len(one.value) > LONG:
            if waiting:
                yield waiting
            yield [one]
            waiting = []
            continue
        waiting.append(one)
        if len(waiting) == size:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def two_columns(fields: Sequence[Field]) -> list[Block]:
    """A plain form: label left, value right."""
    return [Grid(tuple(Row((f.label, f.value), shows=f.shows) for f in fields), widths=(0.32, 0.68))]


def lined_up(fields: Sequence[Field]) -> list[Block]:
    """Serial number, item, content: a table of three columns with a head."""
    rows = [Row(("序号", "项目", "填报内容"), bold=True)]
    rows += [Row((str(i), f.label, f.value), shows=f.shows) for i, f in enumerate(fields, 1)]
    return [Grid(tuple(rows), widths=(0.1, 0.32, 0.58))]


def across(fields: Sequence[Field]) -> list[Block]:
    """One wide row: every label a column, as in sheets that are printed sideways."""
    blocks: list[Block] = []
    for at in range(0, len(fields), 6):
        some = fields[at : at + 6]
        blocks.append(Grid((
            Row(tuple(f.label for f in some), bold=True),
            Row(tuple(f.value for f in some), shows=tuple(p for f in some for p in f.shows)),
        )))  # fmt: skip
    return blocks


def below(fields: Sequence[Field]) -> list[Block]:
    """The label a line of its own, the value on the next."""
    blocks: list[Block] = []
    for one in fields:
        blocks += [Line(one.label, bold=True, indent=False), Line(one.value, shows=one.shows)]
    return blocks


def under(title: str, grids: Sequence[Block]) -> list[Block]:
    """A title as the first row of the first table, merged over its columns; before it where there is no table."""
    blocks = list(grids)
    for i, one in enumerate(blocks):
        if isinstance(one, Grid):
            columns = max(len(r.cells) for r in one.rows)
            head = Row((title, *((None,) * (columns - 1))), bold=True)
            blocks[i] = Grid((head, *one.rows), widths=one.widths)
            return blocks
    return [Line(title, bold=True, indent=False), *blocks]


def text_of(value: Any, joint: str = "、") -> str:
    """A list joined, anything else as text."""
    return joint.join(str(v) for v in value) if isinstance(value, list | tuple) else str(value)
