"""What the layouts share: a house's hand (days, numbers, lists), labelled facts, and the ways to set them on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.precheck.document import Block, Grid, Line, Row, Seal, Sign
from eval.precheck.layouts import day
from eval.precheck.submission import Facts

SPANS = frozenset({"term", "valid", "storage_term", "period"})
COUNTS = frozenset({
    "persons", "sensitive_persons", "scale", "staff", "body_staff", "this_year", "three_years", "sensitive_this_year",
    "sensitive_three_years",
})  # fmt: skip
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Slot:
    """A labelled fact as text, and its path."""

    label: str
    text: str
    path: str


def numeral(n: int) -> str:
    """A whole number below a hundred million in Chinese."""
    if n >= 10_000:
        high, low = divmod(n, 10_000)
        rest = ("零" if low < 1000 else "") + ("一" if 10 <= low < 20 else "") + numeral(low) if low else ""
        return f"{numeral(high)}万{rest}"
    found, gap = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // value % 10
        if digit:
            found += ("零" if gap and found else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return (found.removeprefix("一") if 10 <= n < 20 else found) or "零"


@dataclass(frozen=True, slots=True)
class Hand:
    """How a house writes.

    `date`: a form for `day`, or `zh`: in Chinese numerals. `number`: `comma` 123,456; `wan` 12.3456万; `zh` in Chinese
    numerals; `both` in Chinese numerals with digits behind; `wide` in digits of full width.
    """

    date: str = "{y}年{m}月{d}日"
    joint: str = "至"
    number: Literal["plain", "comma", "wan", "zh", "both", "wide"] = "plain"
    gap: str = ""
    comma: str = "、"
    colon: str = "："
    yes: str = "是"
    no: str = "否"

    def day(self, value: dt.date | str) -> str:
        """A day as the house writes it; text as it is."""
        if isinstance(value, str):
            return value
        if self.date == "zh":
            year = "".join("〇一二三四五六七八九"[int(c)] for c in str(value.year))
            return f"{year}年{numeral(value.month)}月{numeral(value.day)}日"
        return day(value, self.date)

    def span(self, value: Any) -> str:
        """A pair of days; blank where both are; text as it is."""
        if isinstance(value, str):
            return value
        start, end = value
        return "" if start == "" and end == "" else f"{self.day(start)}{self.joint}{self.day(end)}"

    def count(self, value: Any, unit: str = "人") -> str:
        """A number of persons; text, and a blank, as they are."""
        if not isinstance(value, int) or isinstance(value, bool):
            return str(value)
        if self.number == "wan" and value >= 10_000:
            whole, rest = divmod(value, 10_000)
            return f"{whole}{f'.{rest:04d}'.rstrip('0').rstrip('.')}{self.gap}万{unit}"
        shown = {
            "comma": f"{value:,}", "zh": numeral(value), "both": f"{numeral(value)}（{value}）",
            "wide": "".join(chr(ord(c) + 0xFEE0) for c in str(value)),
        }.get(self.number, str(value))  # fmt: skip
        return f"{shown}{self.gap}{unit}"

    def text(self, key: str, value: Any) -> str:
        """A fact as written; `key`, the last step of its path, says what it is."""
        if key in SPANS:
            return self.span(value)
        if isinstance(value, bool):
            return self.yes if value else self.no
        if key in COUNTS:
            return self.count(value)
        if isinstance(value, dt.date):
            return self.day(value)
        if key == "years" and isinstance(value, Sequence) and not isinstance(value, str):
            return "；".join(f"第{numeral(i)}年{self.count(n)}" for i, n in enumerate(value, 1))
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


def slots(role: str, facts: Facts, labels: Mapping[str, str], hand: Hand, *, under: str = "") -> list[Slot]:
    """Those of the labelled facts that the paper has, in the order of the labels; `under` goes before each key."""
    found = []
    for key, label in labels.items():
        path = f"{under}.{key}" if under else key
        if (value := reach(facts, path)) is not None:
            found.append(Slot(label, hand.text(key.rpartition(".")[2], value), f"{role}.{path}"))
    return found


Setting = Callable[[Sequence[Slot]], list[Block]]


def stacked(colon: str = "：", mark: str = "", *, indent: bool = True, numbered: str = "") -> Setting:
    """One paragraph a fact; `numbered` takes `n`."""

    def put(found: Sequence[Slot]) -> list[Block]:
        return [
            Line(f"{numbered.format(n=i)}{mark}{s.label}{colon}{s.text}", indent=indent, shows=(s.path,))
            for i, s in enumerate(found, 1)
        ]

    return put


def tabled(across: int = 1, widths: tuple[float, ...] | None = None) -> Setting:
    """A table of labels and values, `across` pairs in a row; a last odd pair takes the rest of its row."""

    def put(found: Sequence[Slot]) -> list[Block]:
        rows = []
        for i in range(0, len(found), across):
            part = found[i : i + across]
            cells: list[str | None] = [c for s in part for c in (s.label, s.text)]
            cells += [None] * (2 * across - len(cells))
            rows.append(Row(tuple(cells), tuple(s.path for s in part)))
        return [Grid(tuple(rows), widths)] if rows else []

    return put


def headed(columns: int = 4) -> Setting:
    """Labels in a row of heads, values in the row below, so many to a table."""

    def put(found: Sequence[Slot]) -> list[Block]:
        made: list[Block] = []
        for i in range(0, len(found), columns):
            part = found[i : i + columns]
            made.append(Grid((
                Row(tuple(s.label for s in part), bold=True),
                Row(tuple(s.text for s in part), tuple(s.path for s in part)),
            )))  # fmt: skip
        return made

    return put


def told(pattern: str, found: Sequence[Slot], *, blank: str = "　　　　") -> list[Block]:
    """One paragraph of facts in a sentence: each clause of `pattern` (between |) stands if its fact does.

    A clause names its fact in braces by the last step of its path; a blank fact leaves an open space.
    """
    known = {s.path.rpartition(".")[2]: s for s in found}
    text, shows = "", []
    for clause in pattern.split("|"):
        key = clause.partition("{")[2].partition("}")[0]
        if not key:
            text += clause
        elif key in known:
            text += clause.replace("{" + key + "}", known[key].text or blank)
            shows.append(known[key].path)
    return [Line(text, shows=tuple(shows))] if shows else []


def boxes(options: Sequence[str], chosen: Any, *, on: str, off: str, gap: str = "　") -> str:
    """The options with those chosen ticked; one that is no option is written after them, ticked."""
    picked = [p for p in ([chosen] if isinstance(chosen, str) else list(chosen)) if p]
    return gap.join([f"{on if o in picked else off}{o}" for o in options]
                    + [f"{on}{p}" for p in picked if p not in options])  # fmt: skip


def signed(role: str, facts: Facts, key: str, label: str) -> list[Block]:
    """A line to be signed, where the paper has such a place."""
    return [Sign(label, facts[key], (f"{role}.{key}",))] if key in facts else []


def sealed(role: str, facts: Facts, key: str = "seal") -> list[Block]:
    """The seal over the lines above, where the paper has such a place."""
    return [Seal(facts[key], (f"{role}.{key}",))] if key in facts else []


def title(text: str, *, size: float = 22, path: str = "", font: str | None = None) -> Line:
    """A title in the middle of the line."""
    return Line(text, align="center", bold=True, indent=False, size_pt=size, font=font, shows=(path,) if path else ())


def plain(texts: Iterable[tuple[str, str]], *, mark: str = "", indent: bool = True) -> list[Block]:
    """Paragraphs of (path, text)."""
    return [Line(f"{mark}{text}", indent=indent, shows=(path,)) for path, text in texts]
