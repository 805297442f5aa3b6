"""Numbers of a story that are one and the same: said again, rounded, more closely, or of the same persons."""

from __future__ import annotations

import re
from dataclasses import replace

from copilot.story.headcount import Persons
from copilot.story.lexicon import Lexicon
from copilot.story.numbers import Number, value_of

Row = tuple[Persons, Number, str]

ASIDE_CHARS = 8  # how far behind a number the same one is said more closely: 八百多户，约850人
_POINTING = re.compile(r"这|那|其中|就|共|合计|才|还是|实际|其实|真正|上述|前面|都|全")
_WHICH = re.compile(r"(?:还是|算是?|按)\s*$")  # 这算三十一万还是七万八？


def once(rows: list[Row], lexicon: Lexicon, text: str) -> list[Row]:
    """Each number once: the same people, or the same number repeated."""
    doubted = lexicon.has("placing.overlap", text) or lexicon.has("placing.disjoint", text)
    if len(rows) > 1 and lexicon.has("placing.same", text) and not doubted:
        marked = [r for r in rows if lexicon.has("placing.same", text[max(0, r[1].start - 6) : r[1].start])]
        return [marked[-1]] if marked else [max(rows, key=lambda r: r[1].value)]
    if len(rows) > 1 and lexicon.has("placing.unique", text[rows[-2][1].end : rows[-1][1].start]) and not doubted:
        rows = rows[-1:] if rows[-1][1].value <= max(r[1].value for r in rows[:-1]) else rows
    apart = lexicon.has("placing.disjoint", text) and not lexicon.has("placing.overlap", text)
    out: list[Row] = []
    for row in rows:
        twin = next((r for r in out if r[1].value == row[1].value and r[1].text == row[1].text), None)
        near = next((i for i, r in enumerate(out) if _same_figure(r, row)), None)
        again = lexicon.has("placing.said_before", text[: row[1].start])
        if any(r[1].value == row[1].value and row[0].restates for r in out):
            continue
        asked = row[0].unit == "bare" and _WHICH.search(text, max(0, row[1].start - 4), row[1].start)
        bare = asked and any(r[1].value == row[1].value for r in out)
        same = twin is not None and not (apart or _parallel(text, twin[1], row[1]))
        if bare or (same and (again or not row[0].added)):
            continue
        if near is not None and (row[0].closer or not row[0].added or out[near][1].exact):
            known = out[near]
            if known[1].exact:
                continue
            low, high = max(known[1].low, row[1].low), min(known[1].high, row[1].high)
            value = next((v for v in (known[1].value, row[1].value) if low <= v <= high), high)
            out[near] = (known[0], replace(known[1], low=low, high=high, value=value), known[2])
            continue
        out.append(row)
    return out


def _parallel(text: str, one: Number, other: Number) -> bool:
    """Whether two equal numbers stand in clauses alike of different subjects (北京公司传了8万人，上海公司传了8万人)."""
    if re.search(r"[。！？!?\n]", text[one.end : other.start]):
        return False
    first, second = (re.split(r"[，,；;：:、]", text[max(0, n.start - 24) : n.start])[-1] for n in (one, other))
    if not first or not second or first == second or _POINTING.search(second):
        return False
    return first[-1] == second[-1] and len(second) > 1


def _same_figure(earlier: Row, row: Row) -> bool:
    """Whether two numbers are one figure, said twice or more closely: 将近十万, 不到十万; 近百万, 九十七万多."""
    one, other = earlier[1], row[1]
    if row[0].closer and one.exact and other.exact and other.value == _round(one.value) < one.value:
        return True  # 五万二千, 客户才五万
    if one.exact and not other.exact and value_of(other.text.rstrip("多余来")) == (_round(one.value),) * 2:
        return other.low <= one.value <= other.high and not row[0].plus
    if (one.exact and other.exact) or min(one.high, other.high) < max(one.low, other.low):
        return False
    alike = value_of(one.text) == value_of(other.text) is not None
    near = row[0].restates and 0 <= other.start - one.end <= ASIDE_CHARS
    return row[0].closer or near or (earlier[0].whole and row[0].whole) or (alike and not one.exact and not other.exact)


def _round(value: int) -> int:
    """A number cut to its first digit."""
    unit = 10 ** (len(str(value)) - 1)
    return value // unit * unit
